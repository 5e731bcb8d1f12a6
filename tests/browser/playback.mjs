// Plays the pages of runs that are named on the command line: at ten hours chosen by a seed, what the map draws is counted
// and compared with what timeline.csv says, by state and place. An address opens at its hour, the keyboard moves the
// clock, it goes on only where it is asked to, and calmly where motion is unwanted. Prints one line a page and ends with 1
// when anything is wrong.
//
// Usage: node playback.mjs RUN/report.html...
import { readFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { launched } from "./support.mjs";

const SEED = 20220106;
const HOURS = 10;

// Numbers between 0 and 1 from a seed (mulberry32).
function numbers(seed) {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

// The rows of a table without quotes, which ids never need.
function table(file) {
  const [head, ...lines] = readFileSync(file, "utf8").trim().split("\n");
  const names = head.split(",");
  return lines.map((line) => Object.fromEntries(line.split(",").map((cell, index) => [names[index], cell])));
}

// Whether a carrier, a unit or a site, by its id.
const sortOf = (who) => (who.includes("/") ? "unit" : who.includes("#") ? "carrier" : "site");

// What everybody does at an hour: of several rows the last in the table.
function atHour(rows, hour) {
  const doing = new Map();
  for (const row of rows) {
    if (Number(row.from_h) <= hour && hour < Number(row.to_h)) doing.set(row.who, row);
  }
  const counts = {};
  for (const row of doing.values()) {
    const key = [sortOf(row.who), row.what, row.where, row.to].join("|");
    counts[key] = (counts[key] || 0) + 1;
  }
  return counts;
}

const sorted = (counts) => JSON.stringify(Object.entries(counts).sort());

async function opened(browser, url, options = {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, ...options });
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => message.type() === "error" && page.faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  await page.goto(url, { waitUntil: "load" });
  return page;
}

const hourOf = (page) => page.evaluate(() => window.forceflow_playback.hour());

// Sets the slider as a hand does.
async function slide(page, hour) {
  await page.locator("#playback-hour").evaluate((slider, value) => {
    slider.value = value;
    slider.dispatchEvent(new Event("input", { bubbles: true }));
  }, hour);
}

// The hours of a chapter in which there is something to count.
async function chapters(page) {
  const found = [];
  const slider = page.locator("#playback-hour");
  for (const button of await page.locator("#playback-chapters button").elementHandles()) {
    if (await button.isVisible()) await button.click();
    found.push({ button, from: Number(await slider.getAttribute("min")), to: Number(await slider.getAttribute("max")) });
  }
  return found;
}

async function countsAgree(page, rows, found) {
  const draw = numbers(SEED);
  const everybody = new Set(rows.filter((row) => row.from_h !== row.to_h).map((row) => row.who));
  const movers = [...everybody].filter((who) => sortOf(who) !== "site");
  const parts = await chapters(page);
  let compared = 0;
  for (let index = 0; index < HOURS; index += 1) {
    const part = parts[index % parts.length];
    const hour = (Math.round((part.from + draw() * (part.to - part.from)) * 10) / 10).toFixed(1);
    if (await part.button.isVisible()) await part.button.click();
    await slide(page, hour);
    const [shown, counts, drawn] = await page.evaluate(() => {
      const playback = window.forceflow_playback;
      return [playback.hour(), playback.counts(), playback.drawn().map((mark) => mark.id)];
    });
    const wanted = atHour(rows, Number(hour));
    compared += Object.values(wanted).reduce((sum, count) => sum + count, 0);
    if (Math.abs(shown - Number(hour)) > 1e-6) found.push(`the slider at ${hour} shows hour ${shown}`);
    if (sorted(counts) !== sorted(wanted)) found.push(`hour ${hour}: draws ${sorted(counts)}, the table has ${sorted(wanted)}`);
    if (drawn.length !== movers.length || new Set(drawn).size !== movers.length || !drawn.every((id) => everybody.has(id))) {
      found.push(`hour ${hour}: draws ${new Set(drawn).size} carriers and units, the table has ${movers.length}`);
    }
  }
  return compared;
}

async function addressOpens(browser, url, rows, found) {
  // An hour of the deployment.
  const hour = Math.round(Number(rows[Math.floor(rows.length / 4)].from_h) * 5 + 1) / 10;
  const page = await opened(browser, `${url}#t=${hour}`);
  if (Math.abs((await hourOf(page)) - hour) > 1e-6) found.push(`#t=${hour} opens at ${await hourOf(page)}`);
  const top = await page.locator("#playback-player").evaluate((player) => player.getBoundingClientRect().top);
  if (Math.abs(top) > 60) found.push(`#t=${hour} leaves the map ${top} px from the top`);
  const link = await page.locator("#playback-link").getAttribute("href");
  if (link !== `#t=${hour.toFixed(1)}`) found.push(`the link to hour ${hour} is ${link}`);
  await page.locator("#playback-hour").focus();
  await page.keyboard.press("ArrowRight");
  if (Math.abs((await hourOf(page)) - hour - 0.1) > 1e-6) found.push(`an arrow key leads from hour ${hour} to ${await hourOf(page)}`);
  const words = await page.locator("#playback-status").textContent();
  if (!words.startsWith(`Hour ${(hour + 0.1).toFixed(1)}`)) found.push(`a screen reader hears "${words}"`);
  for (const wrong of ["#t=", "#t=abc", "#t=-5", "#t=1e9", "#t=99999999"]) {
    await page.evaluate((hash) => (window.location.hash = hash), wrong);
    if (!Number.isFinite(await hourOf(page))) found.push(`${wrong} breaks the clock`);
  }
  found.push(...page.faults);
  await page.context().close();
}

async function plays(browser, url, found) {
  for (const reducedMotion of ["no-preference", "reduce"]) {
    const page = await opened(browser, url, { reducedMotion });
    // Time stands still but where the test lets it go on.
    await page.clock.install({ time: 0 });
    await page.reload({ waitUntil: "load" });
    await page.clock.pauseAt(600_000);
    await page.clock.runFor(5000);
    if ((await hourOf(page)) !== 0) found.push(`${reducedMotion}: the clock goes on unasked`);
    await page.selectOption("#playback-speed", "1");
    await page.click("#playback-play");
    const hours = [];
    for (let tick = 0; tick < 30; tick += 1) {
      await page.clock.runFor(100);
      hours.push(await hourOf(page));
    }
    const steps = new Set(hours).size;
    const last = hours[hours.length - 1];
    if (last < 2.8 || last > 3) found.push(`${reducedMotion}: three seconds of an hour each lead to hour ${last}`);
    if (reducedMotion === "reduce" && (steps > 4 || !hours.every((hour) => hour % 1 === 0))) found.push(`glides through ${steps} hours although motion is unwanted`);
    if (reducedMotion !== "reduce" && steps < 20) found.push(`jumps: ${steps} instants in three seconds`);
    await page.click("#playback-play");
    await page.clock.runFor(2000);
    const stopped = await hourOf(page);
    await page.clock.runFor(2000);
    if ((await hourOf(page)) !== stopped) found.push(`${reducedMotion}: does not stop`);
    found.push(...page.faults);
    await page.context().close();
  }
}

// Without scripts, and on paper, there is the map that stays.
async function stands(browser, url, found) {
  const page = await opened(browser, url, { javaScriptEnabled: false });
  if (await page.locator("#playback-player").isVisible()) found.push("shows controls that no script serves");
  if (!(await page.locator("#figure-map svg").isVisible())) found.push("shows no map without scripts");
  await page.context().close();
  const printed = await opened(browser, url);
  await printed.emulateMedia({ media: "print" });
  if (await printed.locator("#playback-player").isVisible()) found.push("prints the controls");
  if (!(await printed.locator("#figure-map svg").isVisible())) found.push("prints no map");
  await printed.context().close();
}

const browser = await launched();
let wrong = 0;
for (const file of process.argv.slice(2)) {
  const url = pathToFileURL(resolve(file)).href;
  const rows = table(join(dirname(resolve(file)), "timeline.csv"));
  const found = [];
  const page = await opened(browser, url);
  const compared = await countsAgree(page, rows, found);
  found.push(...page.faults);
  await page.context().close();
  await addressOpens(browser, url, rows, found);
  await plays(browser, url, found);
  await stands(browser, url, found);
  console.log(`${found.length === 0 ? "ok  " : "WRONG"} ${file}: ${compared} states at ${HOURS} hours as in timeline.csv`);
  found.forEach((fault) => console.log(`      ${fault}`));
  wrong += found.length;
}
await browser.close();
process.exit(wrong === 0 ? 0 : 1);
