// What the scripts of this folder share: the browser, and a page with nothing but the client of the engine.
import { readFileSync, writeFileSync } from "node:fs";
import { dirname, join, resolve } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { chromium } from "playwright-core";

/** The folder of the project. */
export const ROOT = resolve(dirname(fileURLToPath(import.meta.url)), "../..");

/** Starts the browser. */
export const launched = () =>
  chromium.launch({ executablePath: process.env.CHROMIUM ?? "/usr/bin/chromium", args: ["--no-sandbox"] });

const asset = (name) => readFileSync(join(ROOT, "assets/engine", name));

/** What the client of the engine takes, but for the number of workers. */
export const engineParts = () => ({
  engine: asset("engine.wasm.gz").toString("base64"),
  worker: `${asset("engine.js")}${asset("worker.js")}`,
});

/** Writes a page with the client into a folder; its address. */
export function clientPage(folder) {
  const file = join(folder, "page.html");
  writeFileSync(file, `<!DOCTYPE html><html lang="en"><meta charset="utf-8"><title>engine</title><script>${asset("client.js")}</script></html>`);
  return pathToFileURL(file).href;
}
