// Runs every scenario below scenarios/ by the engine in a worker of a page that was opened from disk, and by the program, and
// compares result.json and the tables byte by byte. Prints what differs and ends with 1 when anything does.
//
// Usage: node engine.mjs PROGRAM
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import scenarios from "../../tools/scenarios.js";
import { clientPage, engineParts, launched } from "./support.mjs";

const REPLICATIONS = 5;
const TABLES = ["result.json", "replications.csv", "arrivals.csv", "timeline.csv"];
const [program] = process.argv.slice(2).map((word) => resolve(word));
if (!program) {
  console.error("usage: node engine.mjs PROGRAM");
  process.exit(2);
}

const folder = mkdtempSync(join(tmpdir(), "engine-"));
const browser = await launched();
const page = await browser.newPage();
await page.goto(clientPage(folder));
const files = scenarios.texts();
await page.evaluate(([parts, texts]) => {
  window.client = globalThis.forceflowClient(parts);
  window.texts = texts;
}, [engineParts(), files]);

let wrong = 0;
const names = scenarios.runnable(files);
for (const name of names) {
  const out = join(folder, "run");
  const study = ["--replications", `${REPLICATIONS}`, "--no-charts", "--quiet", "--out", out];
  execFileSync(program, ["run", join(scenarios.FOLDER, name), ...study], { stdio: ["ignore", "ignore", "inherit"] });
  const made = await page.evaluate(([asked, replications]) => {
    const request = { name: asked, text: window.texts[asked], files: window.texts, replications };
    return window.client.study("run", request).then((answer) => answer.files, (error) => ({ refused: error.message }));
  }, [name, REPLICATIONS]);
  const differing = TABLES.filter((table) => readFileSync(join(out, table), "utf8") !== made[table]);
  rmSync(out, { recursive: true });
  if (differing.length === 0) continue;
  wrong += 1;
  console.log(`DIFFERS ${name}: ${made.refused ?? differing.join(", ")}`);
}
console.log(`${names.length} scenarios in Chromium, ${wrong} of which differ from the program`);
await browser.close();
rmSync(folder, { recursive: true });
process.exit(wrong === 0 ? 0 : 1);
