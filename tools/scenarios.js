"use strict";
// The scenarios of the project, for scripts that run them all.
const { readFileSync, readdirSync } = require("node:fs");
const { join, relative, resolve } = require("node:path");

const FOLDER = resolve(__dirname, "../scenarios");

// The texts of all scenarios and libraries by their names below `scenarios/`, which bases and libraries may be among.
function texts() {
  const found = readdirSync(FOLDER, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith(".json") && !entry.name.endsWith(".schema.json"))
    .map((entry) => relative(FOLDER, join(entry.parentPath ?? entry.path, entry.name)).split("\\").join("/"));
  return Object.fromEntries(found.sort().map((name) => [name, readFileSync(join(FOLDER, name), "utf8")]));
}

// The names of those that can be run: scenarios include libraries.
const runnable = (all) => Object.keys(all).filter((name) => !name.startsWith("library/"));

module.exports = { FOLDER, texts, runnable };
