// The controls: one clock, which the slider, the buttons, the address and the passing time set.

const SPEEDS = [1, 4, 16, 64, 256];
const LONG_ENOUGH_S = 60;

const element = (name, words, attributes = {}) => {
  const made = document.createElement(name);
  if (words) made.textContent = words;
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
};

const part = (name) => document.getElementById(`playback-${name}`);

const hourInAddress = () => {
  const found = /^#t=(-?\d+(?:\.\d+)?)$/.exec(window.location.hash);
  return found ? Number(found[1]) : undefined;
};

const play = (run) => {
  const calm = window.matchMedia("(prefers-reduced-motion: reduce)");
  const painter = painterOf(part("map"), run, crowds(run));
  const curve = curveOf(part("curve"), run);
  const { chain, diary } = run.data;
  const clock = { t: run.chapters[0].from, chapter: run.chapters[0], halt: undefined, before: undefined, pending: 0 };
  let drawn = [];
  let now = marksAt(run, clock.t);

  const speed = () => Number(part("speed").value);
  const playing = () => clock.halt !== undefined;

  const paint = () => {
    clock.pending = 0;
    now = marksAt(run, clock.t);
    const step = stepAt(chain, clock.t);
    drawn = painter.paint(now, step);
    curve.paint(clock.t, clock.chapter);
    const told = sentences(run, clock.t, now);
    part("now").replaceChildren(element("strong", told[0]), ...told.slice(1).map((sentence) => element("span", `${sentence}.`)));
    part("hour").value = (clock.t / HOUR).toFixed(1);
    part("hour").setAttribute("aria-valuetext", instant(run, clock.t));
    tellChain(step);
    tellSites();
  };

  // A screen reader hears an instant when the clock stops at it, not while it runs.
  const rest = () => {
    part("link").href = `#t=${hourOf(clock.t)}`;
    part("status").textContent = `${sentences(run, clock.t, now).join(". ")}. ${part("hangs").textContent}`;
  };

  const tellChain = (step) => {
    const own = stepAt(diary, clock.t);
    const words = [];
    if (own) words.push(`The last load: ${own[2]}.`);
    if (step && (!own || own[2] !== step[2])) words.push(`What it hangs on now: ${step[2]}.`);
    if (run.data.closed !== null && clock.t >= run.data.closed) words.push(`The force was in place at hour ${hourOf(run.data.closed)}.`);
    if (run.data.closed === null) words.push("The force does not close in this run, so that no chain leads to its closure.");
    part("hangs").textContent = words.join(" ");
    Array.from(part("chain").children).forEach((item, index) => {
      const [from, to] = chain[index];
      const was = item.className;
      item.className = to <= clock.t ? "past" : from <= clock.t ? "current" : "";
      if (item.className !== "current") return item.removeAttribute("aria-current");
      item.setAttribute("aria-current", "step");
      if (was !== "current") part("chain").scrollTop = item.offsetTop - part("chain").clientHeight / 2;
    });
  };

  const tellSites = () => {
    Array.from(part("sites").children).forEach((item, index) => {
      item.className = now.sites[index].look.replace(" ", "-");
      item.lastChild.textContent = now.sites[index].look;
    });
  };

  const chapterOf = (t) => run.chapters.find((chapter, index) => t <= chapter.to || index === run.chapters.length - 1);

  const enter = (chapter) => {
    clock.chapter = chapter;
    const slider = part("hour");
    [slider.min, slider.max] = [(Math.floor(chapter.from / HOUR * 10) / 10).toFixed(1), (Math.ceil(chapter.to / HOUR * 10) / 10).toFixed(1)];
    Array.from(part("chapters").children).forEach((button, index) => {
      button.setAttribute("aria-pressed", String(run.chapters[index] === chapter));
    });
  };

  const set = (t, chapter = chapterOf(t)) => {
    if (chapter !== clock.chapter) enter(chapter);
    const last = Number(part("hour").max) * HOUR;
    clock.t = Math.round(Math.min(Math.max(t, Math.min(chapter.from, last)), last));
  };

  const show = (t, chapter) => {
    set(t, chapter);
    paint();
    if (!playing()) rest();
  };

  const stop = () => {
    clock.halt();
    clock.halt = undefined;
    part("play").textContent = "Play";
    rest();
  };

  const goOn = (hours) => {
    set(clock.t + hours * HOUR, clock.chapter);
    paint();
    if (clock.t >= clock.chapter.to && playing()) stop();
  };

  const frame = (at) => {
    const seconds = clock.before === undefined ? 0 : Math.min((at - clock.before) / 1000, 0.25);
    clock.before = at;
    ask();
    goOn(seconds * speed());
  };

  const ask = () => {
    const asked = window.requestAnimationFrame(frame);
    clock.halt = () => window.cancelAnimationFrame(asked);
  };

  const step = () => {
    const asked = window.setInterval(() => goOn(speed()), 1000);
    clock.halt = () => window.clearInterval(asked);
  };

  // With reduced motion the clock goes on by steps of a second's worth, without a glide.
  const start = () => {
    if (clock.t >= clock.chapter.to) set(clock.chapter.from, clock.chapter);
    part("play").textContent = "Pause";
    clock.before = undefined;
    if (calm.matches) step();
    else ask();
  };

  const fillIn = () => {
    part("chapters").replaceChildren(...run.chapters.map((chapter) => {
      const button = element("button", chapter.name, { type: "button", "aria-pressed": "false" });
      button.addEventListener("click", () => show(chapter.from, chapter));
      return button;
    }));
    part("chapters").hidden = run.chapters.length < 2;
    part("chain").replaceChildren(...chain.map(([from, to, words]) => {
      const item = element("li");
      item.append(element("a", `Hour ${hourOf(from)}`, { href: `#t=${hourOf(Math.ceil(from / 360000) * 360000)}` }), ` for ${hourOf(to - from)} h: ${words}`);
      return item;
    }));
    part("chain-box").hidden = chain.length === 0;
    part("sites").replaceChildren(...run.sites.map((site) => {
      const item = element("li");
      item.append(element("span", site.name), element("span", ""));
      return item;
    }));
    part("sites-box").hidden = run.sites.length === 0;
    const length = (run.chapters[0].to - run.chapters[0].from) / HOUR;
    part("speed").value = String(SPEEDS.find((one) => length / one <= LONG_ENOUGH_S) || SPEEDS[SPEEDS.length - 1]);
  };

  const listen = () => {
    part("play").addEventListener("click", () => (playing() ? stop() : start()));
    part("back").addEventListener("click", () => show(clock.t - HOUR, clock.chapter));
    part("on").addEventListener("click", () => show(clock.t + HOUR, clock.chapter));
    part("hour").addEventListener("input", () => show(Number(part("hour").value) * HOUR, clock.chapter));
    window.addEventListener("hashchange", follow);
    const again = () => {
      if (clock.pending) return;
      clock.pending = window.requestAnimationFrame(() => {
        painter.layOut();
        curve.layOut();
        paint();
      });
    };
    new ResizeObserver(again).observe(part("map").parentElement);
    window.matchMedia("(prefers-color-scheme: dark)").addEventListener("change", again);
  };

  // The hour that the address names.
  const follow = () => {
    const hour = hourInAddress();
    if (hour === undefined) return;
    if (playing()) stop();
    show(hour * HOUR);
    part("player").scrollIntoView({ block: "start" });
  };

  const counts = () => {
    const ids = run.places.map((place) => place.id);
    const count = {};
    for (const mark of [...drawn, ...now.sites]) {
      if (!mark.kind) continue;
      const [place, target] = [mark.named ? ids[mark.place] : "", mark.target >= 0 ? ids[mark.target] : ""];
      const key = [mark.mover.sort, mark.kind, place, target].join("|");
      count[key] = (count[key] || 0) + 1;
    }
    return count;
  };

  part("player").hidden = false;
  fillIn();
  enter(run.chapters[0]);
  show(clock.t);
  listen();
  follow();
  // For tests and for the curious: what is drawn at this moment, read-only.
  window.forceflow_playback = Object.freeze({
    hour: () => clock.t / HOUR,
    playing,
    counts,
    drawn: () => drawn.map((mark) => ({ sort: mark.mover.sort, id: mark.mover.id, look: mark.look, kind: mark.kind })),
    sites: () => now.sites.map((mark) => ({ id: mark.mover.id, look: mark.look })),
  });
};

const held = part("data");
if (held) play(opened(JSON.parse(held.textContent)));
