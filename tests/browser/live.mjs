// Tries changes in the pages that are named on the command line, as a reader would: moves sliders, types values, goes
// back, follows an address. Every number that the page shows is compared with what the program writes for the command that
// the page prints. Prints one line a page and ends with 1 when anything is wrong.
//
// Usage: node live.mjs PROGRAM SCENARIO RUN/report.html   (the folder is of `forceflow run SCENARIO --live`)
import { execFileSync } from "node:child_process";
import { isDeepStrictEqual } from "node:util";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launched } from "./support.mjs";

const [program, scenario, file] = process.argv.slice(2).map((word) => resolve(word));
if (!file) {
  console.error("usage: node live.mjs PROGRAM SCENARIO RUN/report.html");
  process.exit(2);
}
const browser = await launched();
const faults = [];
const must = (holds, words) => holds || faults.push(words);
const folder = mkdtempSync(join(tmpdir(), "live-"));
const read = (path) => JSON.parse(readFileSync(path, "utf8"));

const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
const page = await context.newPage();
const url = pathToFileURL(file).href;
page.on("console", (message) => message.type() === "error" && faults.push(`console: ${message.text()}`));
page.on("pageerror", (error) => faults.push(`error: ${error.message}`));
page.on("request", (request) => {
  const asked = request.url().split("#")[0];
  if (asked !== url && !/^(data|blob):/.test(asked)) faults.push(`asks for ${asked}`);
});

const text = (id) => page.locator(`#live-${id}`).innerText();
const ready = () => page.waitForFunction(() => document.getElementById("live-done").textContent === "");
// Waits until the answer is that of all replications.
const answered = () =>
  page.waitForFunction(() => ["whole", "refused"].includes(document.getElementById("live-answer").dataset.state), undefined, { timeout: 120000 });
const rows = (id) =>
  page.locator(`#live-${id} tr`).evaluateAll((all) => all.map((row) => [...row.children].map((cell) => cell.textContent)));

// Runs a command that the page prints, in the folder of the scenario, and gives the JSON that it writes.
let runs = 0;
function programSays(command, name) {
  runs += 1;
  const out = join(folder, String(runs));
  const line = command.replace(/^forceflow/, `'${program}'`);
  // A comparison keeps its work where it is told to: every JSON below `scenarios/` is taken for a scenario.
  const points = command.startsWith("forceflow compare") ? `--points '${join(folder, "points")}'` : "";
  execFileSync("sh", ["-c", `${line} ${points} --out '${out}' --no-charts -q`], { cwd: dirname(scenario), stdio: "ignore" });
  return read(join(out, name));
}

const hours = (h) => h.toFixed(1);

// What is shown of a comparison that the program made.
async function compareWith(comparison, what) {
  const [difference] = comparison.differences;
  const side = (name) => comparison.ranking.find((one) => one.name === name);
  const [before, after] = [side(difference.baseline), side(difference.alternative)];
  const shown = Object.fromEntries((await rows("rows")).map(([name, ...cells]) => [name.split(" [")[0], cells]));
  const number = (cell) => Number(cell.replace("−", "-").split(/[ (]/)[0]);
  const near = (cell, value) => Math.abs(number(cell) - value) <= 0.0501;
  must(shown.Closure[0].startsWith(hours(before.closure_h.mean)), `${what}: closure before is ${shown.Closure[0]}`);
  must(shown.Closure[1].startsWith(hours(after.closure_h.mean)), `${what}: closure after is ${shown.Closure[1]}`);
  must(shown.Closure[2] === "the same" || near(shown.Closure[2], difference.closure_h.mean), `${what}: closure moves ${shown.Closure[2]}`);
  if (after.on_time) {
    must(near(shown["On time"][1], 100 * after.on_time.probability), `${what}: on time is ${shown["On time"][1]}`);
  }
  must(near(shown["Mean arrival"][1], difference.mean_arrival_h.alternative), `${what}: mean arrival is ${shown["Mean arrival"][1]}`);
  const causes = await rows("causes");
  const sum = causes.reduce((sum, row) => sum + Number(row[2]), 0);
  must(Math.abs(sum - after.closure_h.mean) < 0.05 * causes.length + 0.06, `${what}: causes add up to ${sum}`);
  return after;
}

// Moves a slider by keys, as a hand at a keyboard does.
async function press(index, key, times) {
  const slider = page.locator(".live-control input[type=range]").nth(index);
  await slider.focus();
  for (let time = 0; time < times; time += 1) await page.keyboard.press(key);
}

await page.goto(url, { waitUntil: "load" });
must(await page.evaluate(() => typeof window.forceflow === "object"), "window.forceflow is there when the page has loaded");
await ready();

// The engine in the page gives the results of the folder that the page stands in.
const result = await page.evaluate(() => window.forceflow.run());
must(isDeepStrictEqual(result, read(join(dirname(file), "result.json"))), "run() gives another result.json than the folder holds");
const refused = await page.evaluate(() => fetch("https://example.org/").then(() => "allowed", () => "refused"));
faults.splice(0, faults.length, ...faults.filter((fault) => !/Content Security Policy|example\.org/.test(fault)));
must(refused === "refused", "the policy of the page allows a request");

const sliders = await page.locator(".live-control input[type=range]").count();
const waits = [];
for (const [index, key, times] of [[0, "ArrowRight", 2], [sliders - 1, "ArrowLeft", 3]].slice(0, Math.max(1, Math.min(2, sliders)))) {
  if (sliders === 0) break;
  await press(index, key, times);
  const began = Date.now();
  await page.waitForFunction(() => document.getElementById("live-answer").dataset.state !== "asked");
  const first = Date.now() - began;
  await answered();
  waits.push(`${first} and ${Date.now() - began} ms`);
  const command = await text("command");
  const comparison = programSays(command, "comparison.json");
  const after = await compareWith(comparison, command);
  const set = await page.evaluate(() => JSON.parse(decodeURIComponent(document.getElementById("live-link").hash.slice(5))));
  const same = await page.evaluate((changes) => window.forceflow.compare({ set: changes }), set);
  must(isDeepStrictEqual(same, comparison), `compare() and ${command} differ`);
  const run = programSays(command.replace("forceflow compare", "forceflow run"), "result.json");
  must(run.closure_h.mean === after.closure_h.mean, `run says ${run.closure_h.mean}, compare ${after.closure_h.mean}`);
  must((await text("verdict")).length > 20, "there is a verdict");
}

// An address holds the changes; a new page opens with them.
const link = await page.evaluate(() => document.getElementById("live-link").href);
const verdict = await text("verdict");
const other = await context.newPage();
await other.goto(link, { waitUntil: "load" });
await other.waitForFunction(() => document.getElementById("live-answer").dataset.state === "whole", undefined, { timeout: 120000 });
must((await other.locator("#live-verdict").innerText()) === verdict, "the address gives another verdict");
await other.close();

// A value that no slider has is found by its name; a wrong one is refused in the words of the program.
await page.locator("#live-search").fill("deadline");
await page.locator("#live-found button").first().click();
const entry = page.locator("#live-other .live-control input").last();
await entry.fill("-5");
await entry.press("Tab");
await page.waitForFunction(() => !document.getElementById("live-fault").hidden);
const fault = await text("fault");
let said = "";
try {
  execFileSync(program, ["check", scenario, "--set", "deadline_h=-5"], { stdio: ["ignore", "pipe", "pipe"] });
} catch (error) {
  said = `${error.stdout}${error.stderr}`;
}
const code = /error\[(E\d+)\]/.exec(fault);
must(code && said.includes(`error[${code[1]}]`), `the page says ${JSON.stringify(fault)}, the program ${JSON.stringify(said)}`);

// Undo takes back one change, reset all.
await page.locator("#live-undo").click();
await answered();
must((await text("verdict")) === verdict, "undo gives the verdict before it");
await page.locator("#live-reset").click();
await page.waitForFunction(() => document.getElementById("live-numbers").hidden);
must((await page.locator(".live-control.changed").count()) === 0, "reset leaves a change");

// A slider that moves on and on never leaves an answer of a place where it has been.
if (sliders > 0) {
  for (let time = 0; time < 12; time += 1) await press(0, time % 2 ? "ArrowLeft" : "ArrowRight", 1);
  await press(0, "End", 1);
  await answered();
  const set = await page.evaluate(() => JSON.parse(decodeURIComponent(document.getElementById("live-link").hash.slice(5))));
  const comparison = await page.evaluate((changes) => window.forceflow.compare({ set: changes }), set);
  await compareWith(comparison, "after a slider that moved on");
}

console.log(`${faults.length === 0 ? "ok  " : "WRONG"} ${file}: ${sliders} sliders, first and last answers after ${waits.join(", ")}`);
faults.forEach((fault) => console.log(`      ${fault}`));
rmSync(folder, { recursive: true });
await browser.close();
process.exit(faults.length === 0 ? 0 : 1);
