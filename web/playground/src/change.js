// Changes written into the text of a scenario, so that everything else in it stays as it was typed.

import { applyEdits, modify, parse } from "jsonc-parser";

const FORMAT = { formattingOptions: { insertSpaces: true, tabSize: 2, eol: "\n" } };

// The steps of a dotted path. Keys of `evidence` have dots themselves, so that the longest key that is there counts.
function steps(root, path) {
  const words = path.split(".");
  const found = [];
  let value = root;
  while (words.length > 0) {
    let length = 1;
    if (value && typeof value === "object" && !Array.isArray(value)) {
      for (let more = words.length; more > 1; more -= 1) {
        if (Object.hasOwn(value, words.slice(0, more).join("."))) {
          length = more;
          break;
        }
      }
    }
    const word = words.splice(0, length).join(".");
    found.push(Array.isArray(value) && /^\d+$/.test(word) ? Number(word) : word);
    value = value?.[word];
  }
  return found;
}

/** The text with each change made in its place; in a variant, as one of its changes. */
export function withChanges(text, changes) {
  let changed = text;
  for (const [path, value] of changes) {
    const root = parse(changed);
    const way = root && Object.hasOwn(root, "based_on") ? ["changes", path] : steps(root, path);
    const removes = value === null && way[0] !== "changes";
    changed = applyEdits(changed, modify(changed, way, removes ? undefined : value, FORMAT));
  }
  return changed;
}
