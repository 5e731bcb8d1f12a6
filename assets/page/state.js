// What is where at an instant. Times are whole milliseconds after the appeal, as in the data; a mover is a carrier, a copy
// of a unit, or a site. Of several rows at an instant the last in the order of timeline.csv counts.

const HOUR = 3600000;
const LOOKS = ["loaded", "empty", "waiting", "handled", "resting", "marching", "preparing"];
const MARCH = 4;
// Stands for the time at which a place without a site is covered.
const NO_SITE = -2;

// Rows as objects, from numbers that say when each begins after the end of the one before.
const unpacked = (flat, size, make) => {
  const rows = [];
  let end = 0;
  for (let at = 0; at < flat.length; at += size) {
    const from = end + flat[at];
    end = from + flat[at + 1];
    rows.push(make(from, end, flat.slice(at + 2, at + size)));
  }
  return rows;
};

// Rows of activities. Trip and stops on the way are one movement, whose parts share its beginning and end.
const activities = (flat, states) => {
  const rows = unpacked(flat, 3, (from, to, [state]) => {
    const [kind, place, target, look] = states[state];
    return { from, to, kind, place, target, look: LOOKS[look], moves: target >= 0 && target !== place };
  });
  rows.forEach((row, index) => {
    const before = rows[index - 1];
    const goesOn = before && row.moves && before.moves && before.to === row.from && before.place === row.place &&
      before.target === row.target;
    row.trip = goesOn ? before.trip : { from: row.from, to: row.to };
    row.trip.to = row.to;
  });
  return rows;
};

// A way as points with the length up to each; where the map is cut, the next part begins at the same length.
const measured = (parts) => {
  const points = [];
  let length = 0;
  for (const part of parts) {
    let x = 0;
    let y = 0;
    for (let at = 0; at < part.length; at += 2) {
      if (at > 0) length += Math.hypot(part[at], part[at + 1]);
      x += part[at];
      y += part[at + 1];
      points.push({ x, y, length });
    }
  }
  return { points, length };
};

const movers = (data) => {
  const carriers = data.carriers.map(([fleet, number, rows]) => {
    const [id, name, way] = data.fleets[fleet];
    return { sort: "carrier", id: `${id}#${number}`, name: `${name} no. ${number}`, way, rows: activities(rows, data.states) };
  });
  const units = data.units.map(([unit, number, rows, aboard, placed, home]) => {
    const [id, name, copies] = data.unit_kinds[unit];
    const trips = unpacked(aboard, 4, (from, to, [carrier, place]) => ({ from, to, carrier, target: place }));
    const one = copies === 1;
    return {
      sort: "unit", id: one ? id : `${id}#${number}`, name: one ? name : `${name} no. ${number}`, way: MARCH,
      rows: activities(rows, data.states), trips, placed, home,
    };
  });
  const sites = data.sites.map(([place, covered, rows]) => {
    const [id, name] = data.ground.places[place];
    return { sort: "site", id, name, place, covered, rows: activities(rows, data.states) };
  });
  return { carriers, units, sites };
};

const opened = (data) => {
  const places = data.ground.places.map(([id, name, x, y, mark]) => ({ id, name, x, y, mark }));
  const run = { ...movers(data), data, places, ways: new Map() };
  for (const [from, to, way, parts] of data.ground.ways) run.ways.set(`${from} ${to} ${way}`, measured(parts));
  run.chapters = data.chapters.map(([name, from, to]) => ({ name, from, to: Math.max(to, from + 1) }));
  return run;
};

const activeRow = (rows, t) => {
  let found;
  for (const row of rows) {
    if (row.from > t) break;
    if (t < row.to) found = row;
  }
  return found;
};

// Where a mover was last, or will be first.
const lastPlace = (mover, t) => {
  let place = -1;
  let ended = -1;
  for (const row of mover.trips ? mover.rows.concat(mover.trips) : mover.rows) {
    const end = row.target >= 0 ? row.target : row.place;
    if (row.to <= t && row.to >= ended && end >= 0) [place, ended] = [end, row.to];
  }
  if (place >= 0) return place;
  const first = mover.rows.find((row) => row.place >= 0);
  return first ? first.place : -1;
};

// The point of a way at a share of its length, and the direction there.
const along = (run, from, to, way, share) => {
  const back = from > to;
  const path = run.ways.get(back ? `${to} ${from} ${way}` : `${from} ${to} ${way}`);
  if (!path || path.points.length < 2) return { ...run.places[share < 0.5 ? from : to], angle: 0 };
  const wanted = (back ? 1 - share : share) * path.length;
  let index = 1;
  while (index < path.points.length - 1 && path.points[index].length < wanted) index += 1;
  const [one, other] = [path.points[index - 1], path.points[index]];
  const part = other.length > one.length ? (wanted - one.length) / (other.length - one.length) : 1;
  const [dx, dy] = [other.x - one.x, other.y - one.y];
  return { x: one.x + part * dx, y: one.y + part * dy, angle: back ? Math.atan2(-dy, -dx) : Math.atan2(dy, dx) };
};

// Without an activity: not called yet, in place, home, or between two activities.
const restOf = (mover, t) => {
  if (mover.sort === "carrier") return "idle";
  const done = mover.rows.concat(mover.trips).filter((row) => row.to <= t);
  const last = Math.max(0, ...done.map((row) => row.to));
  if (mover.home >= 0 && mover.home <= t) return "home";
  if (mover.rows.concat(mover.trips).every((row) => row.from > t)) return "uncalled";
  return mover.placed >= 0 && mover.placed <= t && last <= mover.placed ? "placed" : "between";
};

const markOf = (run, mover, t) => {
  const mark = { mover, kind: "", place: -1, target: -1, moves: false, look: "" };
  const row = activeRow(mover.rows, t);
  if (row) {
    Object.assign(mark, { kind: run.data.kinds[row.kind][0], look: row.look, moves: row.moves });
    // Where the table names no place, the mark stays where it was.
    mark.named = row.place >= 0;
    mark.place = mark.named ? row.place : lastPlace(mover, t);
    mark.target = row.target;
    if (row.moves) Object.assign(mark, along(run, row.place, row.target, mover.way, (t - row.trip.from) / (row.trip.to - row.trip.from)));
    return mark;
  }
  const trip = mover.trips && activeRow(mover.trips, t);
  if (trip) return Object.assign(mark, { look: "aboard", carrier: trip.carrier });
  return Object.assign(mark, { look: restOf(mover, t), place: lastPlace(mover, t) });
};

// A site is open until it is covered, and again when it has been handed over.
const siteOf = (run, site, t) => {
  const row = activeRow(site.rows, t);
  const mark = { mover: site, kind: row ? run.data.kinds[row.kind][0] : "", place: site.place, target: -1, named: true };
  const handedOver = site.rows.some((other) => run.data.kinds[other.kind][0] === "handover" && other.to <= t);
  const covered = site.covered >= 0 && site.covered <= t && !handedOver;
  const open = site.covered === NO_SITE ? "held" : row ? "taken over" : "open";
  return Object.assign(mark, { look: covered ? "covered" : handedOver ? "handed over" : open });
};

// Everybody at an instant.
const marksAt = (run, t) => ({
  carriers: run.carriers.map((mover) => markOf(run, mover, t)),
  units: run.units.map((mover) => markOf(run, mover, t)),
  sites: run.sites.map((site) => siteOf(run, site, t)),
});

// How many are in place, or home, at an instant.
const counted = (steps, t) => {
  let [at, sum] = [0, 0];
  for (let index = 0; index < steps.length; index += 2) {
    at += steps[index];
    if (at > t) break;
    sum += steps[index + 1];
  }
  return sum;
};
