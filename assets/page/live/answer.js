// What moved: the verdict of the program, numbers before and after, the figure, and where the hours went.

const hoursOf = (h) => (h === null || h === undefined || !Number.isFinite(h) ? "–" : h.toFixed(1));
const signedHours = (h) => `${h < 0 ? "−" : "+"}${Math.abs(h).toFixed(Math.abs(h) < 10 ? 2 : 1)}`;
const percentOf = (share) => `${(100 * share).toFixed(1)} %`;
const signedPoints = (share) => `${share < 0 ? "−" : "+"}${Math.abs(100 * share).toFixed(1)}`;

// A paired difference with its interval, in a unit; `same` where no replication moves.
const moved = (difference, signed, unit, same) => {
  if (!difference) return "–";
  if (same || (difference.mean === 0 && difference.low_95 === difference.high_95)) return "the same";
  if (difference.low_95 === null) return `${signed(difference.mean)}${unit}`;
  return `${signed(difference.mean)}${unit} (${signed(difference.low_95)} to ${signed(difference.high_95)})`;
};

const cells = (words) => {
  const row = made("tr");
  words.forEach((word, index) => row.append(made(index ? "td" : "th", word, index ? { class: "number" } : { scope: "row" })));
  return row;
};

// A row for what has a mean on both sides.
const movedRow = (name, of, written, signed, unit) =>
  of ? [[`${name}${unit && unit !== " %" ? ` [${unit.trim()}]` : ""}`, written(of.baseline), written(of.alternative), moved(of.difference, signed, "", of.same)]] : [];

// The rows of the numbers. `both` are baseline and alternative as the comparison ranks them.
const rowsOf = (comparison) => {
  const [difference] = comparison.differences;
  const side = (name) => comparison.ranking.find((one) => one.name === name) || {};
  const [before, after] = [side(difference.baseline), side(difference.alternative)];
  const mean = (one) => (one.closure_h ? `${hoursOf(one.closure_h.mean)} ± ${one.closure_h.half_width_95 === null ? "–" : one.closure_h.half_width_95.toFixed(2)}` : `${one.not_closed} did not close`);
  const rows = [["Closure [h]", mean(before), mean(after), moved(difference.closure_h, signedHours, "", difference.same)]];
  if (before.on_time && after.on_time) {
    rows.push(["On time", percentOf(before.on_time.probability), percentOf(after.on_time.probability), moved(difference.on_time, signedPoints, " %")]);
  }
  rows.push(...movedRow("Mean arrival", difference.mean_arrival_h, hoursOf, signedHours, " h"));
  rows.push(...movedRow("Last site covered", difference.covered_h, hoursOf, signedHours, " h"));
  rows.push(...movedRow("End of the withdrawal", difference.withdrawal_h, hoursOf, signedHours, " h"));
  rows.push(...movedRow("Loaded trips", difference.sorties, hoursOf, signedHours, ""));
  return rows;
};

// Causes that take at least so many hours on either side.
const TOO_SHORT_H = 0.05;
const causesOf = (comparison) =>
  comparison.differences[0].categories
    .filter((one) => Math.max(one.baseline_h, one.alternative_h) >= TOO_SHORT_H)
    .map((one) => [one.label, hoursOf(one.baseline_h), hoursOf(one.alternative_h), Math.abs(one.difference_h) < 0.005 ? "0.00" : signedHours(one.difference_h)]);

// A drawing of the engine as a picture: nothing of it becomes markup of this page.
const pictured = (svg) => `data:image/svg+xml;charset=utf-8,${encodeURIComponent(svg)}`;

const showAnswer = (part, answer) => {
  const comparison = JSON.parse(answer.files["comparison.json"]);
  part("verdict").textContent = answer.verdicts[0];
  part("rows").replaceChildren(...rowsOf(comparison).map(cells));
  const causes = causesOf(comparison);
  part("causes").replaceChildren(...causes.map(cells));
  part("numbers").hidden = false;
  part("hours").hidden = causes.length === 0;
  const listed = answer.files["charts/figures.json"];
  const drawn = listed && JSON.parse(listed).find((figure) => figure.id === "arrivals");
  part("figure").hidden = !drawn;
  if (drawn) {
    part("arrivals").src = pictured(answer.files["charts/arrivals.svg"]);
    part("arrivals").alt = drawn.alt;
    part("caption").textContent = drawn.caption;
  }
};

const hideAnswer = (part) => {
  ["numbers", "figure", "hours"].forEach((name) => {
    part(name).hidden = true;
  });
};
