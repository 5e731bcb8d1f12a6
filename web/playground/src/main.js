// The page: choose a scenario, edit it, ask the engine, read what it says.

import { assignment, typed } from "./command.js";
import { withChanges } from "./change.js";
import { showCourse } from "./course.js";
import { button, byId, copy, download, element } from "./dom.js";
import { makeEditor } from "./editor.js";
import { readLink, writeLink } from "./link.js";
import * as problems from "./problems.js";
import * as results from "./results.js";
import { meaning } from "./schema.js";
import { FIRST, about, comparison, fileName, isShipped, nameOf, ownName, pathsRequest, study } from "./session.js";
import { KINDS, scenarios, textOf } from "./shipped.js";
import { keep, kept } from "./store.js";

const client = globalThis.forceflowClient({
  engine: byId("playground-engine").textContent,
  worker: byId("playground-worker").textContent,
});
// `drafts` holds texts that were edited, by name; a file of the reader's own is one of them.
const { drafts, last, course } = kept();
const session = { name: undefined, text: "", set: [], seed: 1, replications: 200, uncertain: false };

const say = (words) => (byId("status").textContent = words);

// ---- Keeping

// The session that the address of the page tells, where it tells one. Once another is kept the address gives way, or a
// reload would bring the older one back.
let told = "";
const snapshot = () => JSON.stringify(session);
const tell = () => (told = snapshot());

let waiting;
function remember() {
  clearTimeout(waiting);
  waiting = setTimeout(keepNow, 300);
}
function keepNow() {
  clearTimeout(waiting);
  const { name, text, set, seed, replications, uncertain } = session;
  if (name === undefined) return; // Nothing is open yet.
  if (scenarios.get(name) === text) drafts.delete(name);
  else drafts.set(name, text);
  if (location.hash && snapshot() !== told) history.replaceState(null, "", location.href.split("#")[0]);
  byId("unkept").hidden = keep({ drafts, last: { name, set, seed, replications, uncertain }, course });
}
addEventListener("pagehide", keepNow);

// ---- The editor and what is wrong in it

async function mistakes(text) {
  const { found, marks, places } = await problems.search(client, { ...session, text });
  if (text === editor.text()) problems.show(byId("said"), found, places, (from, to) => editor.show(from, to));
  return marks;
}

let asking;
function explain(text, offset) {
  clearTimeout(asking);
  asking = setTimeout(async () => {
    const found = (await meaning(text, offset)) ?? (await meaning(text, Math.max(0, offset - 1)));
    byId("meaning").textContent = found ? `${text.slice(found.from, found.to)}: ${found.words}` : "";
  }, 200);
}

const editor = makeEditor({
  parent: byId("editor"),
  mistakes,
  changed: (text) => {
    session.text = text;
    describe();
  },
  moved: explain,
});

// ---- The scenario

const labelOf = (name) => {
  const text = scenarios.get(name) ?? "";
  return `${textOf(text, "title") || fileName(name)} (${fileName(name)})`;
};

function listScenarios() {
  const groups = new Map(KINDS.map(([, label]) => [label, []]));
  for (const name of scenarios.keys()) groups.get(KINDS.find(([start]) => name.startsWith(start))[1]).push(name);
  const order = ["Scenarios", ...KINDS.map(([, label]) => label).filter((label) => label !== "Scenarios")];
  const own = [...new Set([...drafts.keys(), session.name])].filter((name) => !scenarios.has(name));
  const option = (name) => element("option", { value: name }, labelOf(name));
  byId("scenario").replaceChildren(
    ...(own.length > 0 ? [element("optgroup", { label: "Your files" }, ...own.map(option))] : []),
    ...order.map((label) => element("optgroup", { label }, ...groups.get(label).map(option))),
  );
  byId("scenario").value = session.name;
}

// What is compared with the session, by the value of its option.
function baselines() {
  const { name, text, set } = session;
  const found = new Map();
  const shipped = scenarios.get(name);
  if (shipped !== undefined && !isShipped(session)) found.set("shipped", ["this scenario as it is shipped", { name, text: shipped, set: [] }]);
  if (set.length > 0 && shipped !== text) found.set("unchanged", ["this text without the changes", { name, text, set: [] }]);
  const differs = (side) => side.name !== name || side.text !== text || JSON.stringify(side.set) !== JSON.stringify(set);
  for (const run of results.runs().filter(({ side }) => differs(side))) found.set(`run ${run.number}`, [`study ${run.label}`, run.side]);
  for (const [other, its] of scenarios) {
    if (other !== name) found.set(other, [labelOf(other), { name: other, text: its, set: [] }]);
  }
  return found;
}

// The baseline that the reader chose for this scenario.
let baseline;
byId("baseline").addEventListener("change", (event) => (baseline = event.target.value));

// All that hangs on the session and is no text of the editor.
function describe() {
  const { name, text, set } = session;
  const own = nameOf(session);
  const words = [`${own}`];
  const based = textOf(text, "based_on");
  if (based) words.push(`a variant of ${fileName(based)}`);
  if (scenarios.has(name)) words.push(own === name ? "as it is shipped" : "edited");
  byId("about").replaceChildren(`${words.join(", ")}. ${textOf(text, "notes")}`);
  byId("reset").disabled = isShipped(session);
  byId("reset").textContent = scenarios.has(name) ? "As it is shipped" : "Forget this file";
  byId("changes").replaceChildren(
    ...set.map((change, at) =>
      element("li", {}, element("code", {}, typed(change)), " ", button("Remove", () => changes(set.filter((_, other) => other !== at)), { "aria-label": `Remove ${typed(change)}` })),
    ),
  );
  byId("write").disabled = set.length === 0;
  const options = baselines();
  byId("baseline").replaceChildren(...[...options].map(([value, [label]]) => element("option", { value }, label)));
  byId("baseline").value = options.has(baseline) ? baseline : [...options.keys()][0];
  const { command, inputs } = study("run", session);
  byId("command").textContent = command;
  byId("command-note").textContent = inputs.length > 0 ? `“Download” saves ${fileName(inputs[0][0])}; the command expects it at ${inputs[0][0]}.` : "";
  remember();
}

function changes(set) {
  session.set = set;
  editor.recheck();
  describe();
}

// Puts what was typed into a scenario aside, as a file of its own, before another text takes its place.
function putAside(name, text) {
  const typed = drafts.get(name);
  if (typed === undefined || typed === text || [...drafts].some(([other, its]) => other !== name && its === typed)) return;
  let number = 1;
  const free = () => ownName(name).replace(/(\.json)?$/, number > 1 ? `-${number}$1` : "$1");
  while (drafts.has(free()) || scenarios.has(free())) number += 1;
  drafts.set(free(), typed);
}

/** Opens a scenario: as it was left, or with this text. */
function choose(name, { text, set = [], seed, replications, uncertain } = {}) {
  keepNow();
  if (text !== undefined) putAside(name, text);
  baseline = undefined;
  session.name = name;
  session.text = text ?? drafts.get(name) ?? scenarios.get(name) ?? "";
  session.set = set;
  Object.assign(session, { seed: seed ?? session.seed, replications: replications ?? session.replications, uncertain: uncertain ?? session.uncertain });
  byId("seed").value = session.seed;
  byId("replications").value = session.replications;
  byId("uncertain").checked = session.uncertain;
  editor.open(session.text);
  listScenarios();
  byId("paths").replaceChildren();
  describe();
}

function forget(name) {
  choose(FIRST);
  drafts.delete(name);
  listScenarios();
  remember();
}

byId("scenario").addEventListener("change", (event) => choose(event.target.value));
byId("reset").addEventListener("click", () => {
  if (!scenarios.has(session.name)) return forget(session.name);
  editor.replace(scenarios.get(session.name));
  changes([]);
});
byId("save").addEventListener("click", () => download(fileName(nameOf(session)), session.text, "application/json"));
byId("open").addEventListener("click", () => byId("file").click());
byId("file").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  event.target.value = "";
  if (!file) return;
  choose(file.name, { text: (await file.text()).replace(/\r\n?/g, "\n") });
});
byId("link").addEventListener("click", async () => {
  const hash = writeLink({ ...session, shipped: scenarios.get(session.name) });
  if (!hash) return say("The text is too long for a link: download it and send the file.");
  history.replaceState(null, "", hash);
  tell();
  const there = await copy(location.href);
  say(`The link is in ${there ? "the clipboard and in " : ""}the address of this page. At another copy of the page, add what begins with #.`);
});

// ---- Changes

byId("change").addEventListener("focus", async () => {
  if (byId("paths").childElementCount > 0) return;
  const found = await client.ask(pathsRequest(session)).catch(() => ({ paths: [] }));
  byId("paths").replaceChildren(...found.paths.map((one) => element("option", { value: typed([one.path, one.value]), label: one.name ?? one.path })));
});
byId("change-form").addEventListener("submit", (event) => {
  event.preventDefault();
  const change = assignment(byId("change").value.trim());
  if (!change) return say("A change is a path, an equals sign and a value, as fleets.bridge.count=60.");
  changes([...session.set.filter(([path]) => path !== change[0]), change]);
  byId("change").value = "";
});
byId("write").addEventListener("click", () => {
  editor.replace(withChanges(session.text, session.set));
  changes([]);
});

// ---- Studies

for (const id of ["seed", "replications", "uncertain"]) {
  byId(id).addEventListener("input", () => {
    const whole = (name, least) => Math.min(Number.MAX_SAFE_INTEGER, Math.max(least, Math.trunc(Number(byId(name).value)) || 0));
    Object.assign(session, { seed: whole("seed", 0), replications: whole("replications", 1), uncertain: byId("uncertain").checked });
    describe();
  });
}

let stopping;

function busy(is) {
  byId("running").hidden = !is;
  for (const id of ["run", "why", "compare"]) byId(id).disabled = is;
}

function failed(error) {
  byId("failure").hidden = false;
  byId("failure").textContent = error.text ?? error.message;
  say("There is no answer.");
}

/** Carries a study out and shows it under its title and label; promises the study, or nothing where it fails or is stopped. */
async function carryOut(asked, words) {
  if (stopping) return undefined;
  stopping = new AbortController();
  const side = { name: session.name, text: session.text, set: session.set };
  const progress = byId("progress");
  progress.removeAttribute("value");
  byId("done").textContent = "";
  byId("failure").hidden = true;
  busy(true);
  say("The engine is at work.");
  try {
    const answer = await client.study(asked.call, asked.request, {
      pages: true,
      signal: stopping.signal,
      progress: ({ done, of }) => {
        progress.max = of;
        progress.value = done;
        byId("done").textContent = `${done} of ${of}`;
      },
    });
    const inputs = Object.fromEntries(asked.inputs.map(([name, text]) => [fileName(name), text]));
    const made = { call: asked.call, name: asked.request.name, ...words, command: asked.command, side, files: { ...answer.files, ...inputs } };
    results.add(made);
    describe();
    say("Done.");
    return made;
  } catch (error) {
    if (stopping.signal.aborted) say("Stopped.");
    else failed(error);
    return undefined;
  } finally {
    stopping = undefined;
    busy(false);
  }
}

function ask(call) {
  const title = textOf(session.text, "title") || fileName(session.name);
  const changed = session.set.length > 0 ? `, ${session.set.map(typed).join(", ")}` : "";
  const label = `${fileName(nameOf(session)).replace(/\.json$/, "")}${changed}`;
  if (call === "run") return carryOut(study("run", session), { title: `${title}${changed}`, label });
  if (call === "why") return carryOut(study("why", session), { title: `Why: ${title}${changed}`, label: `Why: ${label}` });
  const [other, side] = baselines().get(byId("baseline").value);
  const against = `compared with ${other}`;
  return carryOut(comparison(side, session), { title: `${title}${changed}, ${against}`, label: `${label}, ${against}` });
}

for (const call of ["run", "why", "compare"]) byId(call).addEventListener("click", () => ask(call));
byId("stop").addEventListener("click", () => stopping?.abort());
byId("copy-command").addEventListener("click", async () => {
  say((await copy(byId("command").textContent)) ? "The command is in the clipboard." : "The browser keeps the clipboard to itself: mark the command and copy it.");
});

// ---- The course

// The scenario of an exercise as it is shipped: what was tried in it before would change the answer.
function openCommand({ call, scenarios: named, set, seed = 1, replications = 200, uncertain = false }) {
  const [name] = named.slice(-1);
  choose(name, { text: scenarios.get(name), set, seed, replications, uncertain });
  if (call === "compare") {
    baseline = named.length === 2 ? named[0] : "shipped";
    describe();
  }
}

showCourse({
  state: course,
  changed: remember,
  opens: openCommand,
  tries: async (command) => {
    if (stopping) return undefined;
    openCommand(command);
    const made = await ask(command.call);
    return made && results.closureOf(made.files);
  },
});

// ---- For teachers and tests

globalThis.forceflow = globalThis.forceflowContract(client, () => about(session));
globalThis.forceflow_playground = { text: () => editor.text() };

// ---- Beginning

function openHash() {
  try {
    const { hash } = location;
    const found = readLink(hash, (name) => scenarios.get(name));
    if (!found) return false;
    choose(found.name, found);
    history.replaceState(null, "", hash);
    tell();
    return true;
  } catch (error) {
    say(`The link cannot be read: ${error.message}.`);
    return false;
  }
}

addEventListener("hashchange", openHash);
if (!openHash()) {
  const known = scenarios.has(last.name) || drafts.has(last.name);
  choose(known ? last.name : FIRST, known ? last : {});
}
