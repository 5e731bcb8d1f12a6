// Uses the page of `forceflow playground` in Firefox, which needs no other driver: it speaks WebDriver BiDi itself. The base case is run,
// compared with the program, and its report opened. Prints one line and ends with 1 when anything is wrong.
//
// Usage: node --experimental-websocket firefox.mjs PROGRAM PAGE.html
import { execFileSync, spawn } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const root = resolve(dirname(fileURLToPath(import.meta.url)), "../..");
const [program, file] = process.argv.slice(2).map((word) => resolve(word));
const scratch = mkdtempSync(join(tmpdir(), "firefox-"));
const found = [];

// Starts Firefox and gives its address.
function started() {
  // Port 0 is any that is free.
  const words = ["--headless", "--no-remote", "--profile", scratch, "--remote-debugging-port", "0", "about:blank"];
  const firefox = spawn(process.env.FIREFOX ?? "firefox-esr", words, { stdio: ["ignore", "ignore", "pipe"] });
  return new Promise((give, refuse) => {
    let said = "";
    firefox.stderr.on("data", (data) => {
      said += data;
      const address = /BiDi listening on (ws:\S+)/.exec(said);
      if (address) give([firefox, address[1]]);
    });
    firefox.on("exit", () => refuse(new Error(`Firefox ended: ${said}`)));
    firefox.on("error", refuse);
  });
}

// A session: commands by name, and what is said in the console.
async function session(address) {
  const socket = new WebSocket(`${address}/session`);
  const open = new Map();
  socket.onmessage = ({ data }) => {
    const message = JSON.parse(data);
    if (message.id) open.get(message.id)(message);
    else if (message.method === "log.entryAdded" && message.params.level === "error") found.push(`console: ${message.params.text}`);
  };
  await new Promise((give, refuse) => Object.assign(socket, { onopen: give, onerror: refuse }));
  const ask = (method, params = {}) =>
    new Promise((give) => {
      open.set(open.size + 1, give);
      socket.send(JSON.stringify({ id: open.size, method, params }));
    }).then((answer) => answer.result ?? Promise.reject(new Error(`${method}: ${answer.message}`)));
  await ask("session.new", { capabilities: {} });
  await ask("session.subscribe", { events: ["log.entryAdded"] });
  return ask;
}

async function used(ask) {
  const [{ context }] = (await ask("browsingContext.getTree")).contexts;
  const evaluate = async (expression, target = context) => {
    const { result, exceptionDetails } = await ask("script.evaluate", { expression, target: { context: target }, awaitPromise: true });
    if (exceptionDetails) throw new Error(exceptionDetails.text);
    return result.value;
  };
  const until = (condition) =>
    evaluate(`new Promise((give) => { const look = () => (${condition} ? give(true) : setTimeout(look, 50)); look(); })`);
  await ask("browsingContext.navigate", { context, url: pathToFileURL(file).href, wait: "complete" });
  await until('document.querySelector("#said p")');
  const base = "scenarios/kazakhstan-2022.json";
  execFileSync(program, ["run", base, "-n", "20", "-q", "--no-charts", "--out", join(scratch, "out")], { cwd: root, stdio: ["ignore", "ignore", "inherit"] });
  const expected = JSON.parse(readFileSync(join(scratch, "out/result.json"), "utf8"));
  const given = await evaluate("window.forceflow.run({ seed: 1, replications: 20 }).then(JSON.stringify)");
  if (given !== JSON.stringify(expected)) found.push("another result than the program's");
  await evaluate('document.querySelector("#run").click()');
  await until('document.querySelector("#running").hidden');
  const said = await evaluate('document.querySelector("#status").textContent');
  if (said !== "Done.") found.push(said);
  await until("window.frames.length > 0");
  const frame = (await ask("browsingContext.getTree")).contexts[0].children[0].context;
  const moved = await evaluate(
    `new Promise((give) => {
      const look = () => {
        const link = document.querySelector('a[href="#why"]');
        if (!link || document.readyState !== "complete") return setTimeout(look, 50);
        link.click();
        setTimeout(() => give(scrollY), 500);
      };
      look();
    })`,
    frame,
  );
  if (!(moved > 0)) found.push("a link inside the report leads nowhere");
}

const [firefox, address] = await started();
try {
  const ask = await session(address);
  await used(ask);
  await ask("browser.close");
} catch (error) {
  found.push(error.stack);
}
firefox.removeAllListeners("exit");
firefox.kill();
console.log(`${found.length === 0 ? "ok  " : "WRONG"} ${file} in Firefox: a run, its report, and the program's result`);
found.forEach((fault) => console.log(`      ${fault}`));
rmSync(scratch, { recursive: true, force: true, maxRetries: 5, retryDelay: 200 });
process.exit(found.length === 0 ? 0 : 1);
