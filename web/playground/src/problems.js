// What is wrong in a scenario, as the engine says it: where it stands in the text, and in words below it.

import { offsets } from "./bytes.js";
import { button, element } from "./dom.js";
import { checkRequest, nameOf } from "./session.js";

/**
 * Searches a session's text: `found` is the engine's answer, `places` has the offsets of each diagnostic that stands in this text (one may
 * stand in the base of a variant), and `marks` what the editor marks.
 */
export async function search(client, session) {
  const { text } = session;
  let found;
  try {
    found = await client.ask(checkRequest(session));
  } catch (error) {
    found = { usable: false, text: error.text ?? error.message, diagnostics: error.diagnostics ?? [] };
  }
  const name = nameOf(session);
  const own = found.diagnostics.filter(({ place }) => place && place.file === name);
  const at = offsets(text, own.flatMap(({ place }) => [place.from_byte, place.to_byte]));
  const places = new Map(own.map((one) => [one, { from: at.get(one.place.from_byte), to: at.get(one.place.to_byte) }]));
  const marks = own.map((one) => {
    const { from, to } = places.get(one);
    const message = `${one.message}${one.help ? `\n${one.help}` : ""}`;
    return { from, to: Math.max(to, Math.min(from + 1, text.length)), severity: one.severity, message };
  });
  return { found, places, marks };
}

function problem(diagnostic, inText, goTo) {
  const { code, severity, message, help, place } = diagnostic;
  const where = place ? `${inText ? "" : `${place.file}, `}line ${place.line}, column ${place.column}: ` : "";
  const words = `${where}${code ? `${code}: ` : ""}${message}`;
  const head = inText ? button(words, () => goTo(inText.from, inText.to), { class: "plain" }) : element("span", {}, words);
  return element("li", { class: severity }, head, ...(help ? [element("p", {}, help)] : []));
}

/** Writes what was found into an element; `goTo(from, to)` leads to a place in the text. */
export function show(into, { usable, text, diagnostics }, places, goTo) {
  const mistakes = diagnostics.filter((one) => one.severity === "error").length;
  const warnings = diagnostics.length - mistakes;
  const count = (number, word) => `${number} ${word}${number === 1 ? "" : "s"}`;
  const head = usable
    ? `It can be run.${warnings > 0 ? ` ${count(warnings, "warning")}:` : ""}`
    : `It cannot be run${mistakes > 0 ? `: ${count(mistakes, "mistake")}` : ""}.`;
  const whole = element("details", {}, element("summary", {}, "As the program writes it"), element("pre", { tabindex: 0 }, text));
  into.replaceChildren(
    element("p", { class: usable ? "usable" : "unusable" }, head),
    element("ul", { class: "problems" }, ...diagnostics.map((one) => problem(one, places.get(one), goTo))),
    ...(text ? [whole] : []),
  );
}
