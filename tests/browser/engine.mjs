// Runs every scenario below scenarios/ by the engine in a worker of a page that was opened from disk, and by the program, and
// compares result.json and the tables byte by byte. Prints what differs and ends with 1 when anything does.
//
// Usage: node engine.mjs PROGRAM
import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, readdirSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, relative, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const REPLICATIONS = 5;
const TABLES = ["result.json", "replications.csv", "arrivals.csv", "timeline.csv"];
const [program] = process.argv.slice(2).map((word) => resolve(word));
if (!program) {
  console.error("usage: node engine.mjs PROGRAM");
  process.exit(2);
}

// All scenarios, and all texts that the bases of variants may be among, by their names below `scenarios/`.
function scenarios() {
  const folder = join(ROOT, "scenarios");
  const found = readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json") && !entry.name.endsWith(".schema.json"))
    .map((entry) => relative(folder, join(entry.parentPath ?? entry.path, entry.name)).split("\\").join("/"));
  return Object.fromEntries(found.sort().map((name) => [name, readFileSync(join(folder, name), "utf8")]));
}

const folder = mkdtempSync(join(tmpdir(), "engine-"));
const asset = (name) => readFileSync(join(ROOT, "assets/engine", name));
const html = join(folder, "page.html");
writeFileSync(html, `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>engine</title><script>${asset("client.js")}</script></html>`);
const browser = await chromium.launch({
  executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium",
  args: ["--no-sandbox"],
});
const page = await browser.newPage();
await page.goto(pathToFileURL(html).href);
const files = scenarios();
await page.evaluate(([engine, worker, texts]) => {
  window.client = globalThis.forceflowClient({ engine, worker });
  window.texts = texts;
}, [asset("engine.wasm.gz").toString("base64"), `${asset("engine.js")}${asset("worker.js")}`, files]);

let wrong = 0;
// Libraries are included by scenarios, and are none.
const names = Object.keys(files).filter((name) => !name.startsWith("library/"));
for (const name of names) {
  const out = join(folder, "run");
  const study = ["--replications", `${REPLICATIONS}`, "--no-charts", "--quiet", "--out", out];
  execFileSync(program, ["run", join(ROOT, "scenarios", name), ...study], { stdio: ["ignore", "ignore", "inherit"] });
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
