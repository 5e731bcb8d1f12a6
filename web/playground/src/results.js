// What a study gave: its numbers, its report in a frame of its own, its files, and the list of all studies so far.

import { strToU8, zipSync } from "fflate";
import { button, byId, download, element } from "./dom.js";
import { fileName } from "./session.js";
import { frame } from "./shipped.js";

/** Studies whose files are kept; those of older ones give way. */
const MOST_KEPT = 8;

const studies = [];
let shown;
let address;

const hours = (value) => `${value.toFixed(1)} h`;
const signed = (value) => `${value > 0 ? "+" : value < 0 ? "−" : ""}${Math.abs(value).toFixed(2)} h`;
// A single replication has no interval.
const interval = ({ low_95: low, high_95: high }) => (low === null ? "" : `, 95 % interval ${signed(low)} to ${signed(high)}`);
const percent = (value) => `${(100 * value).toFixed(1)} %`;

// Numbers of a study as pairs of words.
function numbers(files) {
  if (files["comparison.json"]) {
    return JSON.parse(files["comparison.json"]).differences.map(({ baseline, alternative, closure_h: closure }) => [
      `Closure of ${fileName(alternative)} less that of ${fileName(baseline)}`,
      closure ? `${signed(closure.mean)}${interval(closure)}` : "cannot be compared",
    ]);
  }
  if (!files["result.json"]) return [];
  const { closure_h: closure, on_time: onTime, replications } = JSON.parse(files["result.json"]);
  const found = [];
  if (closure) {
    const half = closure.half_width_95 ? ` ± ${closure.half_width_95.toFixed(1)} h` : "";
    found.push(["Closure", `${hours(closure.mean)}${half}`]);
  }
  if (onTime) found.push([`Within ${hours(onTime.deadline_h)}`, percent(onTime.probability)]);
  found.push(["Replications", `${replications}`]);
  return found;
}

/** The mean closure of a run as the program prints it; nothing for other studies. */
export function closureOf(files) {
  const closure = files["result.json"] && JSON.parse(files["result.json"]).closure_h;
  return closure ? hours(closure.mean) : undefined;
}

// A report for the frame: the script of the frame is added and allowed in its policy, and what lies in the web opens in a tab of
// its own, since no frame of this page may load it. The program's own markup is matched; words of scenarios are escaped in it.
function framed(report) {
  const own = `script-src 'sha256-${frame.sha256}'`;
  const allowing = (policy) => (policy.includes("script-src") ? policy.replace("script-src", own) : `${policy}; ${own}`);
  return report
    .replace(/(http-equiv="Content-Security-Policy" content=")([^"]*)/, (_, head, policy) => head + allowing(policy))
    .replaceAll('<a href="http', '<a target="_blank" rel="noopener noreferrer" href="http')
    .replace(/<\/body>(?![^]*<\/body>)/, () => `<script>${frame.script}</script></body>`);
}

// The folder of a study's files.
const folderOf = (study) => `${study.name.split("/").at(-1).replace(/\.json$/, "")}-${study.call}`;

function typeOf(name) {
  const types = { json: "application/json", csv: "text/csv", html: "text/html", svg: "image/svg+xml" };
  return types[name.split(".").at(-1)] ?? "text/plain";
}

function zipped(study) {
  const folder = folderOf(study);
  const entries = Object.entries(study.files).map(([name, text]) => [`${folder}/${name}`, strToU8(text)]);
  // A fixed time: two downloads of equal results are equal.
  return zipSync(Object.fromEntries(entries), { level: 6, mtime: "1980-01-01T00:00:00" });
}

function showFiles(study) {
  byId("files").replaceChildren(
    ...Object.entries(study.files).map(([name, text]) =>
      element("li", {}, button(name, () => download(name.split("/").at(-1), text, typeOf(name)), { class: "plain" })),
    ),
  );
  byId("download-all").onclick = () => download(`${folderOf(study)}.zip`, zipped(study), "application/zip");
}

function showReport(study) {
  const report = study.files["report.html"];
  if (address) URL.revokeObjectURL(address);
  address = report && URL.createObjectURL(new Blob([report], { type: "text/html" }));
  const place = byId("report-place");
  place.hidden = !report;
  if (!report) return place.replaceChildren();
  // No origin, no forms, no way up: the frame runs its own two scripts, which the policies of both pages name by their hashes.
  const sandbox = "allow-scripts allow-popups allow-popups-to-escape-sandbox";
  place.replaceChildren(element("iframe", { id: "report", title: `Report: ${study.title}`, sandbox, srcdoc: framed(report) }));
  byId("report-tab").href = address;
}

/** Shows a study that is finished. */
export function show(study) {
  shown = study;
  byId("answer").hidden = false;
  byId("answer-title").textContent = study.title;
  byId("answer-command").textContent = study.command;
  byId("numbers").replaceChildren(
    ...study.numbers.map(([word, value]) => element("div", {}, element("dt", {}, word), element("dd", {}, value))),
  );
  showReport(study);
  showFiles(study);
  showStudies();
}

function showStudies() {
  byId("studies").hidden = studies.length < 2;
  byId("study-list").replaceChildren(
    ...studies.map((study) =>
      element(
        "li",
        {},
        button(study.label, () => show(study), { class: "plain", "aria-pressed": String(study === shown) }),
        ` ${study.numbers.map(([word, value]) => `${word}: ${value}`)[0] ?? ""}`,
      ),
    ),
  );
}

/** Adds a study to the list, and shows it. */
export function add(study) {
  study.number = (studies.at(-1)?.number ?? 0) + 1;
  study.label = `${study.number}. ${study.label}`;
  study.numbers = numbers(study.files);
  studies.push(study);
  if (studies.length > MOST_KEPT) studies.shift();
  show(study);
}

/** The runs so far, as what another study may be compared with. */
export const runs = () => studies.filter((study) => study.call === "run");
