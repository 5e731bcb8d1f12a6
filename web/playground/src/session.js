// What the page is about: which scenario, its text, its changes and the numbers of a study. It says what the engine is asked
// and which command line gives the same.

import { withChanges } from "./change.js";
import { writeCommand } from "./command.js";
import { filesFor, scenarios } from "./shipped.js";

/** Replications of `why` where the usual number stands: the program's own. */
const WHY_REPLICATIONS = 100;

/** Where a session begins. */
export const FIRST = "scenarios/kazakhstan-2022.json";

/** The last part of a name. */
export const fileName = (name) => name.split("/").at(-1);

/** The name of a changed scenario: in the folder of the shipped one, so that the bases of variants are found. */
export const ownName = (name) => name.replace(/[^/]*$/, (file) => (file.startsWith("my-") ? file : `my-${file}`));

/** The name under which a text is asked about, checked and downloaded. */
export const nameOf = ({ name, text }) => (scenarios.has(name) && scenarios.get(name) !== text ? ownName(name) : name);

/** Whether a side is a shipped scenario without any change. */
export const isShipped = ({ name, text, set }) => scenarios.get(name) === text && set.length === 0;

// The parts of a request that describe one scenario.
function described({ name, text, set }) {
  return { name: nameOf({ name, text }), text, files: filesFor(text), set: Object.fromEntries(set) };
}

/** What a mistake search asks. */
export const checkRequest = (session) => ({ call: "check", ...described(session) });

/** What asks for the paths that can be changed. */
export const pathsRequest = (session) => ({ call: "paths", ...described(session), set: {} });

/** What scripts ask about: the scenario with its changes, and the numbers of a study. */
export function about({ name, text, set, seed, replications, uncertain }) {
  const { text: changed } = asText({ name, text, set });
  return { name: nameOf({ name, text }), text: changed, files: filesFor(changed), seed, replications, uncertain };
}

// Scenario files that a command needs beside those that are shipped.
const inputsOf = (sides) => sides.filter(({ name, text }) => scenarios.get(name) !== text).map(({ name, text }) => [name, text]);

/** A run, or the question why: the request, its command line, and the files that the command needs. */
export function study(call, session) {
  const { seed, uncertain, set } = session;
  const replications = call === "why" && session.replications === 200 ? WHY_REPLICATIONS : session.replications;
  const sample = call === "why" ? { seed, replications } : { seed, replications, uncertain };
  const request = { ...described(session), ...sample };
  const command = writeCommand({ call, scenarios: [request.name], set, ...sample });
  return { call, request, command, inputs: inputsOf([{ name: request.name, text: session.text }]) };
}

// A side of a comparison as one text: changes are written into it, since a command has no other place for them.
function asText(side) {
  const text = side.set.length > 0 ? withChanges(side.text, side.set) : side.text;
  return { name: nameOf({ name: side.name, text }), text };
}

/** A comparison of the session with a baseline. */
export function comparison(baseline, session) {
  const { seed, replications, uncertain } = session;
  const sample = { seed, replications, uncertain };
  if (baseline.text === session.text && baseline.set.length === 0 && session.set.length > 0) {
    const request = { ...described(session), ...sample };
    const command = writeCommand({ call: "compare", scenarios: [request.name], set: session.set, ...sample });
    return { call: "compare", request, command, inputs: inputsOf([{ name: request.name, text: session.text }]) };
  }
  const sides = [asText(baseline), asText(session)];
  if (sides[0].name === sides[1].name) sides[0].name = sides[0].name.replace(/(\.json)?$/, "-before$1");
  const files = Object.assign({}, ...sides.map(({ text }) => filesFor(text)));
  const request = { ...sides[0], files, others: [sides[1]], ...sample };
  const command = writeCommand({ call: "compare", scenarios: sides.map(({ name }) => name), ...sample });
  return { call: "compare", request, command, inputs: inputsOf(sides) };
}
