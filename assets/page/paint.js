// Draws the map of an instant on a canvas. What stands at a place is a disc of marks around it, those that are worked on
// in the middle, then those that wait; what moves is on its way, and keeps to the right of it.

const TURN = Math.PI * (3 - Math.sqrt(5));
const RANK = ["handled", "waiting", "resting", "idle", "preparing", "between", "uncalled", "aboard", "placed", "home"];
const SAMPLES = 80;

const coloursOf = (element) => {
  const style = getComputedStyle(element);
  const colours = {};
  for (const name of ["water", "land", "way", "ink", "quiet", "halo", "loaded", "waiting", "handled", "resting", "marching", "preparing", "placed", "chain", "line"]) {
    colours[name] = style.getPropertyValue(`--play-${name}`).trim();
  }
  return colours;
};

const trace = (context, line, scale) => {
  let [x, y] = [0, 0];
  for (let at = 0; at < line.length; at += 2) {
    x += line[at];
    y += line[at + 1];
    if (at === 0) context.moveTo(x * scale, y * scale);
    else context.lineTo(x * scale, y * scale);
  }
};

// How many marks stand at each place at most, and how often each is visited.
const crowds = (run) => {
  const most = run.places.map(() => 0);
  const visits = run.places.map(() => 0);
  for (const mover of [...run.carriers, ...run.units, ...run.sites]) {
    for (const row of mover.rows) {
      if (row.place >= 0) visits[row.place] += 1;
      if (row.target >= 0) visits[row.target] += 1;
    }
  }
  for (const chapter of run.chapters) {
    for (let sample = 0; sample <= SAMPLES; sample += 1) {
      const { carriers, units } = marksAt(run, chapter.from + ((chapter.to - chapter.from) * sample) / SAMPLES);
      const now = run.places.map(() => 0);
      for (const mark of [...carriers, ...units]) if (!mark.moves && mark.place >= 0) now[mark.place] += 1;
      now.forEach((count, place) => (most[place] = Math.max(most[place], count)));
    }
  }
  return { most, visits };
};

// The shape of a mark: a carrier is an arrow head, a unit a disc, a marching unit a square.
const shape = (context, mark, x, y, size) => {
  context.beginPath();
  if (mark.mover.sort === "carrier") {
    const angle = mark.moves ? mark.angle : -Math.PI / 2;
    for (const [turn, far] of [[0, 1.35], [2.4, 1.15], [Math.PI, 0.4], [-2.4, 1.15]]) {
      context.lineTo(x + size * far * Math.cos(angle + turn), y + size * far * Math.sin(angle + turn));
    }
    context.closePath();
  } else if (mark.moves) {
    context.rect(x - size * 0.8, y - size * 0.8, 1.6 * size, 1.6 * size);
  } else {
    context.arc(x, y, size, 0, 2 * Math.PI);
  }
};

const HOLLOW = { empty: "loaded", idle: "loaded", home: "placed", between: "preparing", uncalled: "preparing" };

const paintMark = (context, colours, mark, x, y, size) => {
  const hollow = HOLLOW[mark.look];
  // An outline makes a mark larger than a filled one.
  const inner = hollow ? size * 0.8 : size;
  context.lineWidth = hollow ? Math.max(1, size * 0.4) : 0.75;
  context.fillStyle = hollow ? colours.halo : colours[mark.look] || colours.loaded;
  context.strokeStyle = hollow ? colours[hollow] : colours.halo;
  shape(context, mark, x, y, inner);
  context.fill();
  if (hollow || mark.moves || size > 2.5) context.stroke();
};

const painterOf = (canvas, run, crowd) => {
  const context = canvas.getContext("2d");
  const ground = document.createElement("canvas");
  let view;

  const layOut = () => {
    const [wide, high] = run.data.ground.sheet;
    const width = Math.max(200, canvas.parentElement.clientWidth);
    const scale = width / wide;
    const size = { width, height: Math.round(high * scale) };
    const dense = window.devicePixelRatio || 1;
    for (const one of [canvas, ground]) {
      one.width = Math.round(size.width * dense);
      one.height = Math.round(size.height * dense);
    }
    canvas.style.height = `${size.height}px`;
    const { nodes, nodeAt } = nodesOf(run, scale, width > 600 ? 16 : 11, crowd.most, crowd.visits);
    const largest = Math.max(1, ...nodes.map((node) => node.most));
    const step = Math.min(width > 600 ? 6.5 : 4.5, Math.max(1.6, (0.13 * size.height) / Math.sqrt(largest)));
    const pixels = width > 600 ? 12 : 10.5;
    const font = { size: pixels, line: pixels * 1.25, name: `600 ${pixels}px Inter, sans-serif`, plain: `${pixels}px Inter, sans-serif` };
    const reach = (node) => step * Math.sqrt(node.most + 1) + 2;
    context.setTransform(dense, 0, 0, dense, 0, 0);
    placeNames(context, run, nodes, size, font, reach);
    view = { scale, size, dense, nodes, nodeAt, step, font, moving: width > 600 ? 6.5 : 4.5, colours: coloursOf(canvas) };
    paintGround();
  };

  const paintGround = () => {
    const { scale, size, dense, nodes, colours, font } = view;
    const paper = ground.getContext("2d");
    paper.setTransform(dense, 0, 0, dense, 0, 0);
    paper.fillStyle = colours.water;
    paper.fillRect(0, 0, size.width, size.height);
    for (const [water, ...line] of run.data.ground.land) {
      paper.beginPath();
      trace(paper, line, scale);
      paper.fillStyle = water ? colours.water : colours.land;
      paper.fill();
    }
    paper.strokeStyle = colours.way;
    for (const [, , way, parts] of run.data.ground.ways) {
      paper.lineWidth = 1;
      paper.setLineDash(way === 0 ? [] : [4, 3]);
      for (const part of parts) {
        paper.beginPath();
        trace(paper, part, scale);
        paper.stroke();
      }
    }
    paper.setLineDash([]);
    for (const node of nodes) {
      paper.beginPath();
      paper.arc(node.x, node.y, 3, 0, 2 * Math.PI);
      Object.assign(paper, { fillStyle: colours.halo, strokeStyle: colours.ink, lineWidth: 1.25 });
      paper.fill();
      paper.stroke();
    }
    paintScale(paper, font);
  };

  // A bar of round kilometres below, on the left unless a place is there.
  const paintScale = (paper, font) => {
    const { scale, size, colours, nodes, step } = view;
    const metres = run.data.ground.scale_m / scale;
    const km = [5000, 2000, 1000, 500, 200, 100, 50, 20, 10].find((one) => (one * 1000) / metres < size.width * 0.2) || 10;
    const [top, wide] = [size.height - 10, (km * 1000) / metres];
    const near = (node) => node.x - step * Math.sqrt(node.most) < wide + 20 && node.y + step * Math.sqrt(node.most) > top - 24;
    const left = nodes.some(near) ? size.width - wide - 8 : 8;
    paper.fillStyle = colours.quiet;
    paper.fillRect(left, top, wide, 2);
    const words = `${km.toLocaleString("en")} km`;
    write(paper, words, left > 8 ? left + wide : left, top - font.line - 2, left > 8 ? "right" : "left", font.plain, colours, colours.quiet);
  };

  // Discs of what stands at the nodes; says where each carrier is drawn.
  const paintCrowds = (marks, drawn, seats) => {
    const { nodeAt, step, colours } = view;
    const standing = new Map();
    for (const mark of marks) {
      const node = !mark.moves && mark.look !== "aboard" && nodeAt.get(mark.place);
      if (!node) continue;
      if (!standing.has(node)) standing.set(node, []);
      standing.get(node).push(mark);
    }
    for (const [node, crowd] of standing) {
      crowd.sort((one, other) => RANK.indexOf(one.look) - RANK.indexOf(other.look));
      crowd.forEach((mark, index) => {
        const [far, angle] = [step * Math.sqrt(index + 0.6), index * TURN];
        const [x, y] = [node.x + far * Math.cos(angle), node.y + far * Math.sin(angle)];
        const size = step * (mark.mover.sort === "carrier" ? 0.62 : 0.42);
        paintMark(context, colours, mark, x, y, size);
        seats.set(mark.mover, { x, y, size, angle: -Math.PI / 2 });
        drawn.push(mark);
      });
    }
  };

  const paintMoving = (marks, drawn, seats) => {
    const { scale, colours, moving } = view;
    for (const mark of marks.filter((one) => one.moves)) {
      const [x, y] = [mark.x * scale - moving * 0.6 * Math.sin(mark.angle), mark.y * scale + moving * 0.6 * Math.cos(mark.angle)];
      const size = mark.mover.sort === "carrier" ? moving : moving * 0.75;
      paintMark(context, colours, mark, x, y, size);
      seats.set(mark.mover, { x, y, size, angle: mark.angle });
      drawn.push(mark);
    }
  };

  // Units aboard are discs behind their carriers.
  const paintAboard = (units, drawn, seats) => {
    const { colours, step } = view;
    for (const mark of units.filter((one) => one.look === "aboard")) {
      const seat = seats.get(run.carriers[mark.carrier]);
      if (!seat) continue;
      context.beginPath();
      const [size, far] = [Math.max(1.2, step * 0.26), seat.size * 1.15];
      context.arc(seat.x - far * Math.cos(seat.angle), seat.y - far * Math.sin(seat.angle), size, 0, 2 * Math.PI);
      context.fillStyle = colours.ink;
      context.fill();
      drawn.push(mark);
    }
  };

  const paintNames = (waiting) => {
    const { nodes, colours, font } = view;
    for (const node of nodes) {
      if (!node.label) continue;
      const { lines, x, top, align } = node.label;
      lines.forEach((line, index) => write(context, line, x, top + index * font.line, align, index ? font.plain : font.name, colours, index ? colours.quiet : colours.ink));
      const count = node.places.reduce((sum, place) => sum + (waiting.get(place) || 0), 0);
      if (count > 0) write(context, `${count.toLocaleString("en")} waiting`, x, top + lines.length * font.line, align, font.name, colours, colours.waiting);
    }
  };

  // What closure hangs on: a ring around its carrier, its unit or its place.
  const paintChain = (step, seats) => {
    if (!step) return;
    const { nodeAt, colours } = view;
    const [, , , carrier, unit, place] = step;
    const seat = seats.get(run.carriers[carrier]) || seats.get(run.units[unit]) || nodeAt.get(place);
    if (!seat) return;
    for (const [width, colour] of [[5, colours.halo], [2.5, colours.chain]]) {
      context.beginPath();
      context.arc(seat.x, seat.y, 12, 0, 2 * Math.PI);
      Object.assign(context, { lineWidth: width, strokeStyle: colour });
      context.stroke();
    }
  };

  // Draws an instant and says what was drawn.
  const paint = (now, step) => {
    if (!view) layOut();
    context.setTransform(1, 0, 0, 1, 0, 0);
    context.drawImage(ground, 0, 0);
    context.setTransform(view.dense, 0, 0, view.dense, 0, 0);
    const drawn = [];
    const seats = new Map();
    const waiting = new Map();
    const marks = [...now.carriers, ...now.units];
    for (const mark of marks) if (mark.look === "waiting") waiting.set(mark.place, (waiting.get(mark.place) || 0) + 1);
    paintCrowds(marks, drawn, seats);
    paintMoving(marks, drawn, seats);
    paintAboard(now.units, drawn, seats);
    paintNames(waiting);
    paintChain(step, seats);
    return drawn;
  };

  return { paint, layOut };
};
