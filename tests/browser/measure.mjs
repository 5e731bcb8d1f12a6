// Measures the engine in Chromium: first and later answers, one worker and several, against the program, and the memory of a
// tab after a hundred what-ifs. Prints lines for docs/live.md; nothing of it is a test.
//
// Usage: node measure.mjs PROGRAM RUN/report.html   (the folder is of `forceflow run SCENARIO --live`)
import { execFileSync, execSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { pathToFileURL } from "node:url";
import { ROOT, clientPage, engineParts, launched } from "./support.mjs";

const [program, live] = process.argv.slice(2).map((word) => resolve(word));
const CASES = [
  ["kazakhstan-2022.json", "fleets.an-124.count", 6],
  ["rapid-reaction-force.json", "horizon_h", 4000],
];
const folder = mkdtempSync(join(tmpdir(), "measure-"));
const address = clientPage(folder);
const browser = await launched();
const median = (times) => times.sort((one, other) => one - other)[Math.floor(times.length / 2)];

for (const [name, path, value] of CASES) {
  const text = readFileSync(join(ROOT, "scenarios", name), "utf8");
  for (const replications of [200, 1000]) {
    const native = [1, 2, 3].map(() => {
      const began = performance.now();
      const words = ["run", join(ROOT, "scenarios", name), "-n", replications, "--threads", 1, "--no-charts", "-q", "--out", join(folder, "run")];
      execFileSync(program, words.map(String), { stdio: "ignore" });
      return performance.now() - began;
    });
    console.log(`${name}, ${replications} replications, program on one thread with its tables and page: ${median(native).toFixed(0)} ms`);
    for (const workers of [1, 2]) {
      const page = await browser.newPage();
      await page.goto(address);
      const times = await page.evaluate(async ([parts, asked, workers, request]) => {
        const client = globalThis.forceflowClient({ ...parts, workers });
        const timed = async (work) => {
          const began = performance.now();
          await work();
          return Math.round(performance.now() - began);
        };
        const answers = { start: await timed(() => client.start()) };
        answers.firstRun = await timed(() => client.study("run", { ...asked, replications: 20 }));
        answers.run = await timed(() => client.study("run", asked));
        let coarse = 0;
        const change = (seedling) => {
          const began = performance.now();
          coarse = 0;
          const partial = () => { coarse = coarse || Math.round(performance.now() - began); };
          return client.change({ ...asked, set: { [request[0]]: request[1] + seedling } }, { partial, pages: true });
        };
        answers.firstChange = await timed(() => change(0));
        answers.change = await timed(() => change(1));
        answers.coarse = coarse;
        return answers;
      }, [engineParts(), { name, text, seed: 1, replications }, workers, [path, value]]);
      console.log(`${name}, ${replications} replications, ${workers} worker${workers > 1 ? "s" : ""} [ms]: ${JSON.stringify(times)}`);
      await page.close();
    }
  }
}

// The resident memory of the renderer of a tab [MB].
const resident = () => execSync("ps -eo rss,args | grep '[t]ype=renderer'").toString().trim().split("\n").map((line) => Number(line.trim().split(" ")[0]) / 1024);
const page = await browser.newPage();
await page.goto(pathToFileURL(live).href);
await page.waitForFunction(() => document.getElementById("live-done").textContent === "");
const before = Math.max(...resident());
const slider = page.locator(".live-control input[type=range]").first();
for (let time = 0; time < 100; time += 1) {
  await slider.focus();
  await page.keyboard.press(time % 8 < 4 ? "ArrowRight" : "ArrowLeft");
  await page.waitForFunction(() => document.getElementById("live-answer").dataset.state === "whole", undefined, { timeout: 120000 });
}
console.log(`a live page after opening: ${before.toFixed(0)} MB; after a hundred what-ifs: ${Math.max(...resident()).toFixed(0)} MB`);
await browser.close();
rmSync(folder, { recursive: true });
