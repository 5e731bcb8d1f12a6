// Opens every page that is named on the command line as a reader would: from disk, on a phone and on a desk, light and
// dark, and on paper. Prints one line a page and ends with 1 when one of them logs an error, asks for anything beyond
// itself, breaks a rule of axe-core, runs wider than its window, or prints nothing.
//
// Usage: node pages.mjs [--pictures DIR] PAGE.html...
import { mkdirSync, readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launched } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const views = [
  { width: 390, colorScheme: "light" },
  { width: 390, colorScheme: "dark" },
  { width: 1200, colorScheme: "light" },
  { width: 1200, colorScheme: "dark" },
];

const words = process.argv.slice(2);
const at = words.indexOf("--pictures");
const pictures = at < 0 ? undefined : words.splice(at, 2)[1];
if (pictures) mkdirSync(pictures, { recursive: true });
if (words.length === 0) {
  console.error("usage: node pages.mjs [--pictures DIR] PAGE.html...");
  process.exit(2);
}

// What is wrong with a page in one view.
async function faults(browser, url, view, picture) {
  const found = [];
  const context = await browser.newContext({
    viewport: { width: view.width, height: 900 },
    colorScheme: view.colorScheme,
    reducedMotion: "reduce",
    bypassCSP: true, // axe-core is a script that the page itself would refuse
  });
  const page = await context.newPage();
  page.on("console", (message) => message.type() === "error" && found.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => found.push(`error: ${error.message}`));
  page.on("request", (request) => {
    const asked = request.url();
    if (asked !== url && !asked.startsWith("data:") && !asked.startsWith("blob:")) found.push(`asks for ${asked}`);
  });
  await page.goto(url, { waitUntil: "load" });
  const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
  if (inner > outer + 1) found.push(`is ${inner} px wide in a window of ${outer} px`);
  if (picture) await page.screenshot({ path: picture, fullPage: true });
  await page.evaluate(axe);
  const checked = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"] }));
  for (const one of checked.violations) {
    found.push(`axe ${one.id}: ${one.help} (${one.nodes.length} times, first ${one.nodes[0].target})`);
  }
  await context.close();
  return found;
}

// How many sheets of A4 a page prints.
async function printed(browser, url) {
  const context = await browser.newContext();
  const page = await context.newPage();
  await page.goto(url, { waitUntil: "load" });
  const pdf = await page.pdf({ format: "A4", printBackground: true });
  await context.close();
  return (pdf.toString("latin1").match(/\/Type\s*\/Page\b/g) ?? []).length;
}

const browser = await launched();
let wrong = 0;
for (const file of words) {
  const url = pathToFileURL(resolve(file)).href;
  const found = [];
  for (const view of views) {
    const name = `${basename(dirname(resolve(file)))}-${basename(file, ".html")}-${view.width}-${view.colorScheme}.png`;
    const each = await faults(browser, url, view, pictures && join(pictures, name));
    found.push(...each.map((fault) => `${view.width} px, ${view.colorScheme}: ${fault}`));
  }
  const sheets = await printed(browser, url);
  if (sheets === 0) found.push("prints no page");
  console.log(`${found.length === 0 ? "ok  " : "WRONG"} ${file}: ${sheets} printed pages`);
  found.forEach((fault) => console.log(`      ${fault}`));
  wrong += found.length;
}
await browser.close();
process.exit(wrong === 0 ? 0 : 1);
