// What the program put into the page: the scenarios that it ships, their schema and the course.

import { byId } from "./dom.js";

const data = JSON.parse(byId("playground-data").textContent);

/** The JSON Schema of scenarios, as an object. */
export const schema = data.schema;

/** The script that is added to a report in the frame, and its hash. */
export const frame = data.frame;

/** The course, as Markdown. */
export const course = data.course;

/** Texts of the shipped scenarios by their names, `scenarios/…`, in the order in which they are offered. */
export const scenarios = new Map(data.scenarios);

/** Kinds of scenarios by what their names begin with; the first that fits counts. */
export const KINDS = [
  ["scenarios/course/", "Course"],
  ["scenarios/variants/", "Variants of the base case"],
  ["scenarios/templates/", "To begin with"],
  ["scenarios/checks/", "Small ones, worked by hand"],
  ["scenarios/", "Scenarios"],
];

/** The text that a key of a scenario holds, whether or not the rest of it can be read; empty without. */
export function textOf(text, key) {
  const found = new RegExp(`"${key}"\\s*:\\s*("(?:[^"\\\\\\n]|\\\\.)*")`).exec(text);
  try {
    return found ? JSON.parse(found[1]) : "";
  } catch {
    return "";
  }
}

/** The texts that the bases and libraries of a scenario are among; none for a scenario that names none. */
export function filesFor(text) {
  return /"(based_on|include)"/.test(text) ? Object.fromEntries(scenarios) : {};
}
