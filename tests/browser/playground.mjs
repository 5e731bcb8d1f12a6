// Uses the page of `forceflow playground` as a reader would, from disk: every shipped scenario is chosen and run, and its result
// compared with the program's, byte by byte; mistakes stand under their letters; the course is answered; what is typed stays text,
// survives a reload and travels in a link. Prints one line a part and ends with 1 when anything is wrong.
//
// Usage: node playground.mjs PROGRAM PAGE.html [--pictures DIR]
import { execFileSync, spawnSync } from "node:child_process";
import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { strFromU8, unzipSync } from "fflate";
import { launched } from "./support.mjs";

const axe = readFileSync(createRequire(import.meta.url).resolve("axe-core/axe.min.js"), "utf8");
const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const words = process.argv.slice(2);
const at = words.indexOf("--pictures");
const pictures = at < 0 ? undefined : words.splice(at, 2)[1];
const [program, file] = words.map((word) => resolve(word));
const url = pathToFileURL(file).href;
const scratch = mkdtempSync(join(tmpdir(), "playground-"));
const ONE_QUEUE = "scenarios/course/1-one-queue.json";
const one_queue = readFileSync(join(root, ONE_QUEUE), "utf8");

const browser = await launched();

// ---- A reader

async function opened(options = {}, hash = "", before = () => {}) {
  const context = await browser.newContext({ viewport: { width: 1200, height: 900 }, reducedMotion: "reduce", ...options });
  await context.addInitScript(before);
  const page = await context.newPage();
  page.faults = [];
  page.on("console", (message) => message.type() === "error" && page.faults.push(`console: ${message.text()}`));
  page.on("pageerror", (error) => page.faults.push(`error: ${error.message}`));
  context.on("request", (request) => {
    const asked = request.url();
    if (!asked.startsWith(url) && !/^(data|blob|about):/.test(asked)) page.faults.push(`asks for ${asked}`);
  });
  await page.goto(url + hash, { waitUntil: "load" });
  await page.locator("#said p").waitFor();
  return page;
}

async function closed(page, found) {
  found.push(...page.faults);
  await page.context().close();
}

// Waits for the end of a study and gives the last words of the page.
async function ended(page) {
  await page.locator("#running").waitFor({ state: "hidden", timeout: 120_000 });
  return page.locator("#status").textContent();
}

async function asks(page, button) {
  await page.click(button);
  return ended(page);
}

// The engine's answer to the text as it stands now.
const checked = (page) => page.waitForTimeout(700);

async function types(page, text) {
  await page.locator("#editor .cm-content").click();
  await page.keyboard.press("Control+a");
  await page.keyboard.insertText(text);
  await checked(page);
}

const textOf = (page) => page.evaluate(() => window.forceflow_playground.text());

// A file that the page offers, as the browser saves it.
async function saved(page, press) {
  const [download] = await Promise.all([page.waitForEvent("download"), press()]);
  return readFileSync(await download.path());
}

async function fileOf(page, name) {
  await page.locator("#answer details").evaluate((details) => (details.open = true));
  return (await saved(page, () => page.getByRole("button", { name, exact: true }).click())).toString();
}

// A file that the program writes for a command.
function written(command, name) {
  const out = mkdtempSync(join(scratch, "out-"));
  execFileSync(program, [...command, "--quiet", "--out", out], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  return readFileSync(join(out, name), "utf8");
}

// ---- What is tried

async function everyScenario(found) {
  const page = await opened();
  const names = await page.locator("#scenario option").evaluateAll((options) => options.map((option) => option.value));
  await page.fill("#replications", "3");
  for (const name of names) {
    await page.selectOption("#scenario", name);
    const said = await asks(page, "#run");
    if (said !== "Done.") {
      found.push(`${name}: ${said} ${await page.locator("#failure").textContent()}`);
      continue;
    }
    const expected = written(["run", name, "-n", "3", "--no-charts"], "result.json");
    if ((await fileOf(page, "result.json")) !== expected) found.push(`${name}: another result.json than the program's`);
    const mean = JSON.parse(expected).closure_h.mean.toFixed(1);
    const shown = await page.locator("#numbers dd").first().textContent();
    if (!shown.startsWith(`${mean} h`)) found.push(`${name}: shows ${shown}, the program has ${mean} h`);
    if (!(await page.locator("#report").getAttribute("srcdoc"))) found.push(`${name}: shows no report`);
  }
  await closed(page, found);
  return `${names.length} scenarios give the program's result.json`;
}

async function mistakes(found) {
  const page = await opened();
  await page.selectOption("#scenario", ONE_QUEUE);
  // Letters of two, three and four bytes stand before the mistake, on its line.
  const wrong = one_queue.replace('"deadline_h": 48', '"title": "Алматы, 阿拉木图 🛩 é", "deadline_h": "soon"').replace(/\n  "title": "Course[^\n]*/, "");
  await types(page, wrong);
  const marked = await page.locator(".cm-lintRange-error").allTextContents();
  if (marked.join() !== '"soon"') found.push(`marks ${marked.join()} instead of "soon"`);
  mkdirSync(join(scratch, "scenarios/course"), { recursive: true });
  writeFileSync(join(scratch, "scenarios/course/my-1-one-queue.json"), wrong);
  const ran = spawnSync(program, ["check", "scenarios/course/my-1-one-queue.json"], { cwd: scratch, encoding: "utf8" });
  const programSays = ran.stdout + ran.stderr;
  const said = await page.locator("#said pre").textContent();
  if (said.trim() === "" || !programSays.includes(said.trim())) found.push(`says ${said}, the program says ${programSays}`);
  await page.locator("#said .problems button").first().click();
  const chosen = await page.evaluate(() => getSelection().toString());
  if (chosen !== '"soon"') found.push(`a mistake leads to ${chosen}`);
  if ((await asks(page, "#run")) !== "There is no answer.") found.push("a scenario with a mistake gives an answer");
  if (!programSays.includes((await page.locator("#failure").textContent()).trim())) found.push("a run says something else than the program");
  // What only the run finds, in the program's words.
  await page.selectOption("#scenario", "scenarios/checks/rail.json");
  await page.fill("#change", "horizon_h=1");
  await page.keyboard.press("Enter");
  await asks(page, "#run");
  const never = spawnSync(program, ["run", "scenarios/checks/rail.json", "--set", "horizon_h=1", "-q", "--out", join(scratch, "never")], { cwd: root, encoding: "utf8" });
  const failure = (await page.locator("#failure").textContent()).trim();
  if (!failure.includes("E3001") || !never.stderr.includes(failure)) found.push(`says ${failure}, the program says ${never.stderr}`);
  await closed(page, found);
  return "a mistake behind letters of two to four bytes is marked, said as the program says it, and found by a click";
}

async function completes(found) {
  const page = await opened();
  await page.selectOption("#scenario", ONE_QUEUE);
  await checked(page);
  const line = page.locator(".cm-line", { hasText: '"working_spots"' });
  await line.click();
  await page.keyboard.press("Home");
  await page.keyboard.press("Enter");
  await page.keyboard.press("ArrowUp");
  await page.keyboard.type('"unloading_t', { delay: 20 });
  await page.locator(".cm-tooltip-autocomplete li[aria-selected]", { hasText: "unloading_teams" }).waitFor();
  if (!(await page.locator(".cm-completionInfo").textContent()).includes("Teams that unload.")) found.push("a key is offered without its meaning");
  await page.waitForTimeout(150); // CodeMirror takes no Enter that comes at once: it may have been meant for the text
  await page.keyboard.press("Enter");
  await page.keyboard.type("3");
  const text = await textOf(page);
  if (JSON.parse(text).places.destination.terminal.unloading_teams !== 3) found.push("a completed key is not in the text");
  await line.locator("span", { hasText: '"working_spots"' }).first().hover();
  const meaning = await page.locator(".cm-tooltip .meaning").textContent();
  if (!meaning.startsWith("Places where carriers are loaded or unloaded")) found.push(`a key means ${meaning}`);
  await line.click();
  await page.keyboard.press("Home");
  await page.keyboard.press("ArrowRight");
  await page.waitForTimeout(400);
  if (!(await page.locator("#meaning").textContent()).includes("Places where")) found.push("the key under the caret is not explained");
  await page.keyboard.press("Tab");
  if (await page.evaluate(() => document.activeElement.closest(".cm-editor") !== null)) found.push("Tab does not leave the text");
  await closed(page, found);
  return "a key is completed and explained";
}

// Answers every exercise with nothing but the page: each command gives what the course says.
async function theCourse(found) {
  const page = await opened();
  await page.locator("#course > summary").click();
  const exercises = page.locator("#course-exercises button");
  let answered = 0;
  for (let exercise = 0; exercise < (await exercises.count()); exercise += 1) {
    await exercises.nth(exercise).click();
    const commands = page.locator("#course-exercise .commands > li");
    for (let number = 0; number < (await commands.count()); number += 1) {
      const command = commands.nth(number);
      const line = await command.locator("code").textContent();
      await command.getByRole("button", { name: "Run it" }).click();
      const said = await ended(page);
      if (said !== "Done.") found.push(`${line}: ${said} ${await page.locator("#failure").textContent()}`);
      const answers = page.locator("#course-exercise details li", { has: page.locator(`code:text-is(${JSON.stringify(line)})`) });
      if ((await answers.count()) === 0) continue;
      const expected = (await answers.textContent()).slice(line.length).trim();
      const gave = await command.locator("output").textContent();
      if (gave !== expected) found.push(`${line}: gives ${gave}, the course says ${expected}`);
      answered += 1;
    }
  }
  await exercises.first().click();
  await page.locator("#course-exercise input").first().fill("30");
  await page.reload({ waitUntil: "load" });
  await page.locator("#course > summary").click();
  if ((await page.locator("#course-exercise input").first().inputValue()) !== "30") found.push("a guess is lost");
  await closed(page, found);
  if (answered < 12) found.push(`only ${answered} commands of the course have an answer`);
  return `${answered} commands of the course give what it says`;
}

async function compares(found) {
  const page = await opened();
  await page.selectOption("#scenario", "scenarios/course/2-two-bottlenecks.json");
  await page.fill("#replications", "20");
  await page.fill("#change", "fleets.bridge.count=12");
  await page.keyboard.press("Enter");
  const change = ["--set", "fleets.bridge.count=12", "-n", "20"];
  const two = "scenarios/course/2-two-bottlenecks.json";
  if ((await asks(page, "#compare")) !== "Done.") found.push(await page.locator("#failure").textContent());
  const compared = written(["compare", two, ...change, "--no-charts", "--points", join(scratch, "points")], "comparison.json");
  if ((await fileOf(page, "comparison.json")) !== compared) found.push("another comparison.json than the program's");
  const line = await page.locator("#answer-command").textContent();
  if (!line.startsWith(`forceflow compare ${two} --set fleets.bridge.count=12`)) found.push(`the command is ${line}`);
  if ((await asks(page, "#why")) !== "Done.") found.push(await page.locator("#failure").textContent());
  const why = written(["why", two, ...change, "--no-charts"], "why.json");
  if ((await fileOf(page, "why.json")) !== why) found.push("another why.json than the program's");
  // A text that was edited, against the shipped one: the command names the file that the page offers.
  await page.click("#write");
  await checked(page);
  if (JSON.parse(await textOf(page)).fleets.bridge.count !== 12) found.push("a change is not written into the text");
  if ((await asks(page, "#compare")) !== "Done.") found.push(await page.locator("#failure").textContent());
  const edited = await fileOf(page, "my-2-two-bottlenecks.json");
  mkdirSync(join(scratch, "scenarios/course"), { recursive: true });
  writeFileSync(join(scratch, "scenarios/course/my-2-two-bottlenecks.json"), edited);
  writeFileSync(join(scratch, two), readFileSync(join(root, two)));
  const typed = (await page.locator("#answer-command").textContent()).split(" ").slice(1);
  const out = mkdtempSync(join(scratch, "out-"));
  execFileSync(program, [...typed, "--no-charts", "-q", "--out", out], { cwd: scratch, stdio: ["ignore", "ignore", "inherit"] });
  if ((await fileOf(page, "comparison.json")) !== readFileSync(join(out, "comparison.json"), "utf8")) found.push("its command gives another comparison.json");
  const answered = await page.evaluate(() => window.forceflow.run({ set: { "fleets.bridge.count": 9 }, seed: 3, replications: 7 }));
  const expected = written(["run", two, "--set", "fleets.bridge.count=9", "--seed", "3", "-n", "7", "--no-charts"], "result.json");
  if (JSON.stringify(answered) !== JSON.stringify(JSON.parse(expected))) found.push("window.forceflow.run gives another result");
  await page.selectOption("#baseline", "scenarios/course/1-one-queue.json");
  if ((await asks(page, "#compare")) !== "Done.") found.push(await page.locator("#failure").textContent());
  await closed(page, found);
  return "comparisons and the answer to why are the program's, by the commands that the page names";
}

// All files as a zip are those of the program's folder, pages and figures included.
async function downloads(found) {
  const page = await opened();
  const two = "scenarios/course/2-two-bottlenecks.json";
  await page.selectOption("#scenario", two);
  await page.fill("#replications", "20");
  await asks(page, "#run");
  await page.locator("#answer details").evaluate((details) => (details.open = true));
  const entries = Object.entries(unzipSync(await saved(page, () => page.click("#download-all"))));
  const out = mkdtempSync(join(scratch, "out-"));
  execFileSync(program, ["run", two, "-n", "20", "-q", "--out", out], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  for (const [name, bytes] of entries) {
    const own = name.replace("2-two-bottlenecks-run/", "");
    // The list of figures names the PNG files, too, which no page draws.
    if (own !== "charts/figures.json" && readFileSync(join(out, own), "utf8") !== strFromU8(bytes)) found.push(`${own} is not the program's`);
  }
  const names = entries.map(([name]) => name.replace("2-two-bottlenecks-run/", ""));
  for (const name of ["report.html", "charts/closure.svg", "arrivals.csv"]) if (!names.includes(name)) found.push(`no ${name} in the zip`);
  const scenario = await saved(page, () => page.click("#save"));
  if (scenario.toString() !== readFileSync(join(root, two), "utf8")) found.push("another scenario is downloaded than is shown");
  await closed(page, found);
  return `a zip holds ${entries.length} files of the program's folder, byte by byte`;
}

async function hostile(found) {
  const page = await opened();
  await page.selectOption("#scenario", ONE_QUEUE);
  const bad = '<img src=x onerror=\\"window.hacked=1\\"><script>window.hacked=1</script>';
  await types(page, one_queue.replace(/"title": "[^"]*"/, `"title": "${bad}"`).replace(/"notes": "[^"]*"/, `"notes": "${bad}"`));
  await page.fill("#change", `contingents.force.name="${bad}"`);
  await page.keyboard.press("Enter");
  await checked(page);
  await asks(page, "#run");
  await page.locator("#changes button").first().click();
  for (const button of ["#run", "#compare"]) if ((await asks(page, button)) !== "Done.") found.push(await page.locator("#failure").textContent());
  for (const frame of page.frames()) {
    const [images, hacked] = await frame.evaluate(() => [document.images.length, window.hacked]);
    if (images > 0 || hacked) found.push("a title becomes markup");
  }
  const title = await page.locator("#answer-title").textContent();
  if (!title.includes("<img src=x")) found.push(`the title of an answer is ${title}`);
  const frame = page.frames().at(-1);
  const reached = await frame.evaluate(async () => {
    const tried = await fetch("https://example.org").then(() => "the network", () => undefined);
    try {
      return tried ?? (window.parent.document && "the page");
    } catch {
      return tried;
    }
  });
  if (reached) found.push(`a report reaches ${reached}`);
  // What the frame was made to try is no fault of the page.
  page.faults = page.faults.filter((fault) => !fault.includes("example.org"));
  await closed(page, found);
  return "a hostile title stays text, and a report reaches neither page nor network";
}

async function keeps(found) {
  const page = await opened();
  const first = (await textOf(page)).replace('"deadline_h": 98', '"deadline_h": 99');
  await types(page, first);
  await page.reload({ waitUntil: "load" });
  if ((await textOf(page)) !== first) found.push("what was typed into the first scenario does not survive a reload");
  await page.click("#reset");
  await page.selectOption("#scenario", ONE_QUEUE);
  const mine = one_queue.replace('"count": 40', '"count": 33').replace("Invented for teaching", "Invented: Алматы");
  await types(page, mine);
  await page.reload({ waitUntil: "load" });
  if ((await textOf(page)) !== mine) found.push("what was typed does not survive a reload");
  await page.selectOption("#scenario", "scenarios/checks/rail.json");
  await page.selectOption("#scenario", ONE_QUEUE);
  if ((await textOf(page)) !== mine) found.push("what was typed is lost with another scenario");
  // The course begins with the shipped text; what was typed is put aside, and can be forgotten.
  await page.locator("#course > summary").click();
  await page.locator("#course-exercise .commands button", { hasText: "Open it" }).first().click();
  if ((await textOf(page)) !== one_queue) found.push("an exercise begins with another text");
  await page.selectOption("#scenario", "scenarios/course/my-1-one-queue.json");
  if ((await textOf(page)) !== mine) found.push("an exercise loses what was typed");
  await page.click("#reset");
  if ((await page.locator('#scenario option[value*="my-"]').count()) > 0) found.push("a file is not forgotten");
  await page.selectOption("#scenario", ONE_QUEUE);
  await types(page, mine);
  await page.fill("#change", "deadline_h=40");
  await page.keyboard.press("Enter");
  await page.fill("#seed", "7");
  await page.click("#link");
  const hash = new URL(page.url()).hash;
  if (hash.length > 400) found.push(`a link of a small change has ${hash.length} letters`);
  const later = mine.replace('"count": 33', '"count": 34');
  await types(page, later);
  await page.reload({ waitUntil: "load" });
  if ((await textOf(page)) !== later) found.push("a reload brings the text of an older link back");
  await page.click("#reset");
  if ((await textOf(page)) !== one_queue) found.push("the shipped text does not come back");
  await closed(page, found);
  const other = await opened({}, hash);
  await checked(other);
  if (new URL(other.url()).hash !== hash) found.push("the address loses the link that it was opened with");
  if ((await textOf(other)) !== mine) found.push("a link holds another text");
  if ((await other.locator("#changes code").textContent()) !== "deadline_h=40") found.push("a link loses changes");
  if ((await other.inputValue("#seed")) !== "7") found.push("a link loses the seed");
  for (const wrong of ["#scenario=nowhere.json", `${hash.split("&text=")[0]}&text=1.2.3.x`, hash.replace(/text=[^.]*/, "text=0"), `#scenario=${ONE_QUEUE}&text=`]) {
    await other.evaluate((to) => (location.hash = to), wrong);
    await checked(other);
    const said = await other.locator("#status").textContent();
    if (!wrong.endsWith("text=") && !said.startsWith("The link cannot be read")) found.push(`${wrong}: ${said}`);
  }
  await closed(other, found);
  const breaks = {
    "without storage": () => Object.defineProperty(window, "localStorage", { get: () => { throw new Error("none"); } }),
    "with what is no JSON": () => top === self && localStorage.setItem("forceflow-playground", "{"),
    "with what is of another kind": () => top === self && localStorage.setItem("forceflow-playground", '{"drafts": [1], "last": {"set": 3, "name": {}, "seed": "x"}, "course": 7}'),
  };
  for (const [how, before] of Object.entries(breaks)) {
    const broken = await opened({}, "", before);
    await broken.fill("#replications", "3");
    if ((await asks(broken, "#run")) !== "Done.") found.push(`nothing runs ${how}`);
    const warned = await broken.locator("#unkept").isVisible();
    if (warned !== (how === "without storage")) found.push(`${how}: ${warned ? "says" : "does not say"} that nothing is kept`);
    await closed(broken, found);
  }
  return `what is typed survives a reload and travels in a link of ${hash.length} letters`;
}

async function stops(found) {
  const page = await opened();
  await page.fill("#replications", "1000000");
  await page.click("#run");
  await page.waitForTimeout(1500);
  const done = await page.locator("#progress").evaluate((bar) => bar.value);
  if (!(done > 0)) found.push("a long run shows no progress");
  await page.click("#stop");
  if ((await ended(page)) !== "Stopped.") found.push("a run is not stopped");
  await page.fill("#replications", "5");
  if ((await asks(page, "#run")) !== "Done.") found.push("nothing runs after a stop");
  await closed(page, found);
  return "a long run shows its progress and stops";
}

// Rules of axe-core and widths, with an answer and the course open.
async function readable(found) {
  if (pictures) mkdirSync(pictures, { recursive: true });
  for (const width of [390, 1200]) {
    for (const colorScheme of ["light", "dark"]) {
      const page = await opened({ viewport: { width, height: 900 }, colorScheme, bypassCSP: true });
      await page.locator("#course > summary").click();
      await page.locator("#course-exercise button").first().click();
      await ended(page);
      await types(page, one_queue.replace('"count": 40', '"count": "many"'));
      const [inner, outer] = await page.evaluate(() => [document.documentElement.scrollWidth, window.innerWidth]);
      const view = `${width} px, ${colorScheme}`;
      if (inner > outer + 1) found.push(`${view}: is ${inner} px wide`);
      if (pictures) await page.screenshot({ path: join(pictures, `playground-${width}-${colorScheme}.png`), fullPage: true });
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ["violations"], iframes: false }));
      found.push(...violations.map((one) => `${view}: axe ${one.id}: ${one.help} (${one.nodes.length} times, first ${one.nodes[0].target})`));
      await closed(page, found);
    }
  }
  return "no rule of axe-core is broken with an answer, a mistake and the course open";
}

let wrong = 0;
for (const part of [everyScenario, mistakes, completes, theCourse, compares, downloads, hostile, keeps, stops, readable]) {
  const found = [];
  let words;
  try {
    words = await part(found);
  } catch (error) {
    found.push(error.stack);
    words = part.name;
  }
  console.log(`${found.length === 0 ? "ok  " : "WRONG"} ${words}`);
  found.forEach((fault) => console.log(`      ${fault}`));
  wrong += found.length;
}
await browser.close();
rmSync(scratch, { recursive: true });
process.exit(wrong === 0 ? 0 : 1);
