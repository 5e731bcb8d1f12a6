// What an instant is in words, for the line below the map and for readers who do not see it.

const DAYS = ["Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"];
const MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];

// What carriers and units do, in the order of the sentence.
const SAID = {
  carrier: [
    [["loaded"], "under way with a load"], [["empty"], "under way empty"], [["waiting"], "waiting"],
    [["handled"], "at loading, unloading or service"], [["resting"], "resting or under repair"], [["idle", "preparing"], "idle"],
  ],
  unit: [
    [["marching"], "on the march"], [["aboard"], "aboard"], [["waiting"], "waiting"], [["handled"], "in reception"],
    [["resting"], "under repair"], [["preparing"], "getting ready"], [["between"], "between two steps"],
    [["uncalled"], "not called yet"], [["placed"], "in place"], [["home"], "home"],
  ],
};

const grouped = (count) => count.toLocaleString("en");

const date = (run, t) => {
  const start = run.data.local_start;
  if (start === null) return "";
  const at = new Date(start + Math.round(t / 60000) * 60000);
  const two = (number) => String(number).padStart(2, "0");
  return `${DAYS[at.getUTCDay()]} ${at.getUTCDate()} ${MONTHS[at.getUTCMonth()]} ${at.getUTCFullYear()} ${two(at.getUTCHours())}:${two(at.getUTCMinutes())}`;
};

const hourOf = (t) => (t / HOUR).toFixed(1);

const instant = (run, t) => {
  const local = date(run, t);
  return local ? `Hour ${hourOf(t)}, ${local} local time` : `Hour ${hourOf(t)}`;
};

// "3 waiting, 2 idle"; nothing where nobody is.
const doings = (sort, marks) => {
  const parts = SAID[sort].map(([looks, words]) => [marks.filter((mark) => looks.includes(mark.look)).length, words]);
  return parts.filter(([count]) => count > 0).map(([count, words]) => `${grouped(count)} ${words}`).join(", ");
};

// Tonnes where kilograms are counted.
const unitOf = (what) => (what === "kg of cargo" ? [1000, "t of cargo"] : [1, what]);
const inUnit = (what, count) => grouped(Math.round(count / unitOf(what)[0]));
const amount = (what, count) => `${inUnit(what, count)} ${unitOf(what)[1]}`;
const share = (what, count, total) => `${inUnit(what, count)} of ${amount(what, total)}`;

const sentences = (run, t, now) => {
  const { what, total, arrivals, home } = run.data.curve;
  const homeward = run.chapters.length > 1 && t >= run.chapters[1].from;
  const parts = [instant(run, t)];
  parts.push(homeward ? `Home so far: ${share(what, counted(home, t), total)}` : `In place so far: ${share(what, counted(arrivals, t), total)}`);
  const which = run.data.one_in > 1 ? `, one in ${run.data.one_in}` : "";
  if (now.carriers.length > 0) parts.push(`Carriers${which}: ${doings("carrier", now.carriers)}`);
  if (now.units.length > 0) parts.push(`Units${which}: ${doings("unit", now.units)}`);
  const sites = now.sites.filter((mark) => mark.mover.covered !== NO_SITE);
  if (sites.length > 0) parts.push(`Sites covered: ${sites.filter((mark) => mark.look === "covered").length} of ${sites.length}`);
  return parts;
};

// The step of a chain at an instant.
const stepAt = (chain, t) => chain.find(([from, to]) => from <= t && t < to);
