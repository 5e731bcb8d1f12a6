// The curve of what has come to be in place, above the slider and as long as its track.

const THUMB = 8;
const CURVE_HEIGHT = 74;

// A curve on a canvas: up to the clock in full colour, what is to come faint.
const curveOf = (canvas, run) => {
  const context = canvas.getContext("2d");
  let size;

  const layOut = () => {
    const dense = window.devicePixelRatio || 1;
    const width = Math.max(200, canvas.parentElement.clientWidth);
    canvas.width = Math.round(width * dense);
    canvas.height = Math.round(CURVE_HEIGHT * dense);
    canvas.style.height = `${CURVE_HEIGHT}px`;
    size = { width, dense, colours: coloursOf(canvas) };
  };

  const paint = (t, chapter) => {
    if (!size) layOut();
    const { width, dense, colours } = size;
    const { arrivals, home, total, what } = run.data.curve;
    const homeward = chapter !== run.chapters[0];
    const steps = homeward ? home : arrivals;
    const across = (at) => THUMB + ((at - chapter.from) / (chapter.to - chapter.from)) * (width - 2 * THUMB);
    const [top, bottom] = [16, CURVE_HEIGHT - 2];
    const up = (count) => bottom - (total > 0 ? count / total : 0) * (bottom - top);
    const draw = (until, colour) => {
      context.beginPath();
      context.moveTo(across(chapter.from), bottom);
      let [at, sum] = [0, 0];
      for (let index = 0; index < steps.length; index += 2) {
        at += steps[index];
        if (at > until) break;
        const x = Math.max(across(at), THUMB);
        context.lineTo(x, up(sum));
        sum += steps[index + 1];
        context.lineTo(x, up(sum));
      }
      context.lineTo(Math.max(THUMB, across(until)), up(sum));
      context.lineTo(Math.max(THUMB, across(until)), bottom);
      context.fillStyle = colour;
      context.fill();
    };
    const upright = (at, colour, words, align, aside) => {
      if (at === null || at < chapter.from || at > chapter.to) return;
      const x = across(at);
      context.fillStyle = colour;
      context.fillRect(x - 0.75, top - 2, 1.5, bottom - top + 2);
      // There is no room beside the title, nor beside another word on that side.
      write(context, words, x + (align === "right" ? -4 : 4), x > 220 && !aside ? 1 : top, align, "11px Inter, sans-serif", colours, colour);
    };
    context.setTransform(dense, 0, 0, dense, 0, 0);
    context.clearRect(0, 0, width, CURVE_HEIGHT);
    draw(chapter.to, colours.line);
    draw(Math.min(t, chapter.to), colours.placed);
    context.fillStyle = colours.quiet;
    context.fillRect(THUMB, bottom, width - 2 * THUMB, 1);
    const whole = amount(what, total);
    write(context, homeward ? `Home, of ${whole}` : `In place, of ${whole}`, THUMB, 0, "left", "600 12px Inter, sans-serif", colours, colours.ink);
    if (!homeward) {
      const { deadline, closed } = run.data;
      const earlier = closed !== null && (deadline === null || closed <= deadline);
      const side = (at, left) => (at !== null && (across(at) > width - 70 || (left && across(at) > 70)) ? "right" : "left");
      const [one, other] = [side(deadline, !earlier), side(closed, earlier)];
      const near = deadline !== null && closed !== null && Math.abs(across(deadline) - across(closed)) < 70;
      upright(deadline, colours.waiting, "deadline", one, near && one === other);
      upright(closed, colours.ink, "in place", other, false);
    }
    context.fillStyle = colours.ink;
    context.fillRect(across(t) - 0.75, top - 2, 1.5, bottom - top + 2);
  };

  return { paint, layOut };
};
