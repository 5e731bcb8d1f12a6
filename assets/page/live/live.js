// The page's what-if: holds the changes, asks the engine, and shows its answer.

// A slider that moves is asked about when it has rested so long [ms].
const REST_MS = 60;
const MOST_WORKERS = 4;

const shellWord = (word) => (/^[A-Za-z0-9_./=:,%+@-]+$/.test(word) ? word : `'${word.replace(/'/g, "'\\''")}'`);

const whatIf = (data) => {
  const part = (name) => document.getElementById(`live-${name}`);
  const held = (name) => document.getElementById(`live-${name}`).textContent;
  // The page itself needs a core, too.
  const workers = Math.max(1, Math.min(MOST_WORKERS, (navigator.hardwareConcurrency || 2) - 1, Math.ceil(data.replications / 20)));
  const client = globalThis.forceflowClient({ engine: held("engine"), worker: held("worker"), workers });
  const scenario = () => ({ name: data.name, text: data.text, seed: data.seed, replications: data.replications, uncertain: data.uncertain });
  const state = { set: {}, before: [], asked: undefined, timer: 0 };
  const controls = [];
  let paths = [];

  const command = (set) => {
    const changes = Object.entries(set).map(([path, value]) => ` --set ${shellWord(`${path}=${setValue(value)}`)}`).join("");
    if (data.changed) return `${data.command}${changes}`;
    const uncertain = data.uncertain ? " --uncertain" : "";
    return `forceflow compare ${data.file}${changes} --seed ${data.seed} --replications ${data.replications}${uncertain}`;
  };

  const address = (set) => (Object.keys(set).length ? `#set=${encodeURIComponent(JSON.stringify(set))}` : "#what-if");

  const setInAddress = () => {
    const found = /^#set=(.+)$/.exec(window.location.hash);
    if (!found) return undefined;
    try {
      const set = JSON.parse(decodeURIComponent(found[1]));
      return set && typeof set === "object" && !Array.isArray(set) ? set : undefined;
    } catch {
      return undefined;
    }
  };

  const fault = (words) => {
    part("fault").textContent = words || "";
    part("fault").hidden = !words;
  };

  const progress = ({ done, of }) => {
    part("progress").value = of ? done / of : 0;
    part("done").textContent = `${done} of ${of} replications`;
  };

  // How far the answer is: `asked`, `coarse` while replications are missing, `whole`, or `refused`.
  const reach = (word) => {
    part("answer").dataset.state = word;
  };

  // Asks the engine about the changes as they are. A question that is overtaken by another is dropped.
  const ask = async () => {
    if (state.asked) state.asked.abort();
    const asked = new AbortController();
    state.asked = asked;
    const { set } = state;
    const unchanged = Object.keys(set).length === 0;
    part("repeat").hidden = unchanged;
    part("command").textContent = command(set);
    part("link").href = address(set);
    if (unchanged) {
      hideAnswer(part);
      fault("");
      reach("whole");
      part("verdict").textContent = "Nothing is changed. Move a slider, or find any other value.";
      part("done").textContent = "";
      part("progress").value = 0;
      return;
    }
    progress({ done: 0, of: data.replications });
    const show = (answer, word) => {
      fault("");
      showAnswer(part, answer);
      reach(word);
    };
    try {
      const request = { ...scenario(), set };
      const answer = await client.change(request, { progress, partial: (some) => show(some, "coarse"), signal: asked.signal, pages: true });
      if (asked.signal.aborted) return;
      show(answer, "whole");
    } catch (error) {
      if (asked.signal.aborted) return;
      hideAnswer(part);
      part("verdict").textContent = "This cannot be simulated:";
      part("done").textContent = "";
      fault(error.text || error.message);
      reach("refused");
    }
  };

  const rest = () => {
    reach("asked");
    if (state.asked) state.asked.abort();
    window.clearTimeout(state.timer);
    state.timer = window.setTimeout(ask, REST_MS);
  };

  const buttons = () => {
    part("undo").disabled = state.before.length === 0;
    part("reset").disabled = Object.keys(state.set).length === 0;
  };

  // Takes changes over as they are given, from a button or an address.
  const take = (set) => {
    state.set = set;
    for (const path of Object.keys(set)) {
      if (!controls.some((control) => control.path === path)) offer(path);
    }
    controls.forEach((control) => control.show(set[control.path]));
    buttons();
    rest();
  };

  // One value is changed; a slider under way is one change to undo.
  let moving = "";
  const changed = (path, value) => {
    if (moving !== path) state.before.push(state.set);
    moving = path;
    const { [path]: gone, ...others } = state.set;
    state.set = value === undefined ? others : { ...others, [path]: value };
    buttons();
    rest();
  };

  const add = (control, group) => {
    controls.push(control);
    part(group).append(control.box);
    control.box.addEventListener("change", () => {
      moving = "";
    });
  };

  // A field for a value that is on no slider.
  const offer = (path) => {
    const listed = paths.find((one) => one.path === path) || { path, name: path, value: null };
    const control = field(listed, controls.length, changed);
    add(control, "other");
    return control;
  };

  const search = () => {
    const found = matching(paths, part("search").value);
    part("found").replaceChildren(...found.map((one) => {
      const item = made("li");
      const button = made("button", one.name, { type: "button", title: one.path });
      button.addEventListener("click", () => {
        part("search").value = "";
        search();
        const known = controls.find((control) => control.path === one.path);
        const control = known || offer(one.path);
        control.box.scrollIntoView({ block: "nearest" });
        if (control.focus) control.focus();
      });
      item.append(button);
      return item;
    }));
  };

  const listen = () => {
    part("controls").addEventListener("submit", (event) => event.preventDefault());
    part("search").addEventListener("input", search);
    part("undo").addEventListener("click", () => {
      moving = "";
      take(state.before.pop());
    });
    part("reset").addEventListener("click", () => {
      moving = "";
      state.before.push(state.set);
      take({});
    });
    part("copy").addEventListener("click", async () => {
      try {
        await navigator.clipboard.writeText(part("command").textContent);
        part("copy").textContent = "Copied";
      } catch {
        window.getSelection().selectAllChildren(part("command"));
        part("copy").textContent = "Selected: copy it with the keyboard";
      }
      window.setTimeout(() => { part("copy").textContent = "Copy the command"; }, 2000);
    });
    window.addEventListener("hashchange", follow);
  };

  const follow = () => {
    const set = setInAddress();
    if (!set || equal(set, state.set)) return;
    state.before.push(state.set);
    take(set);
    document.getElementById("what-if").scrollIntoView({ block: "start" });
  };

  window.forceflow = globalThis.forceflowContract(client, scenario);
  data.controls.forEach((control, index) => add(slider(control, index, changed), control.group));
  ["capacity", "assumption"].forEach((group) => {
    part(group).hidden = !data.controls.some((control) => control.group === group);
  });
  document.getElementById("live").hidden = false;
  listen();
  client.start().then(async () => {
    part("done").textContent = "";
    paths = (await window.forceflow.paths()).paths;
    follow();
  }).catch((error) => fault(`The engine cannot start in this browser: ${error.message}`));
};

const given = document.getElementById("live-data");
if (given) whatIf(JSON.parse(given.textContent));
