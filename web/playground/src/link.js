// A link that holds a scenario by its name, its changes and what was typed: all of it in the part behind `#`, which no
// browser sends anywhere.

import { deflateSync, inflateSync, strFromU8, strToU8 } from "fflate";
import { assignment, typed } from "./command.js";

/** Letters that a link may have: mail and chat programs cut longer ones. */
export const MOST_LETTERS = 6000;

/** Letters that the text of a link may unfold to: what is larger comes as a file. */
const MOST_TEXT = 2_000_000;

const toLetters = (bytes) => btoa(strFromU8(bytes, true)).replaceAll("+", "-").replaceAll("/", "_").replace(/=+$/, "");
const toBytes = (letters) => strToU8(atob(letters.replaceAll("-", "+").replaceAll("_", "/")), true);

// A short sum of a text (FNV-1a), by which a link notices that another version ships another text.
function sum(text) {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at += 1) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return (hash >>> 0).toString(16);
}

// What lies between the first and the last letter in which two texts differ.
function difference(from, to) {
  const most = Math.min(from.length, to.length);
  let head = 0;
  while (head < most && from[head] === to[head]) head += 1;
  let tail = 0;
  while (tail < most - head && from[from.length - 1 - tail] === to[to.length - 1 - tail]) tail += 1;
  return { head, tail, middle: to.slice(head, to.length - tail) };
}

// What the changed part of a text is mostly made of: that part of the shipped one, as far back as deflate looks.
const known = (shipped, head, tail) => strToU8(shipped.slice(head, shipped.length - tail)).slice(-32_768);

/** The hash of a link to this; nothing where it would be too long. `shipped` is the text that the program ships. */
export function writeLink({ name, text, shipped, set, seed, replications, uncertain }) {
  const words = new URLSearchParams({ scenario: name });
  for (const change of set) words.append("set", typed(change));
  if (seed !== 1) words.set("seed", seed);
  if (replications !== 200) words.set("replications", replications);
  if (uncertain) words.set("uncertain", "yes");
  if (text !== shipped) {
    const { head, tail, middle } = difference(shipped ?? "", text);
    const folded = deflateSync(strToU8(middle), { level: 9, dictionary: known(shipped ?? "", head, tail) });
    words.set("text", [sum(shipped ?? ""), head, tail, toLetters(folded)].join("."));
  }
  // Slashes and equals signs mean nothing in a value, and a reader reads them.
  const hash = `#${words}`.replaceAll("%2F", "/").replaceAll("%3D", "=");
  return hash.length <= MOST_LETTERS ? hash : undefined;
}

// The text that a link holds.
function unfolded(word, shipped) {
  const [of, head, tail, letters] = word.split(".");
  if (of !== sum(shipped)) throw new Error("it was made with another version of the scenario");
  const [first, last] = [Number(head), Number(tail)];
  if (!(first >= 0 && last >= 0 && first + last <= shipped.length)) throw new Error("it is damaged");
  // A buffer of a fixed size: a link that unfolds to more takes no more memory, and is refused.
  const middle = inflateSync(toBytes(letters), { out: new Uint8Array(MOST_TEXT), dictionary: known(shipped, first, last) });
  if (middle.length >= MOST_TEXT) throw new Error("its text is too long");
  return shipped.slice(0, first) + strFromU8(middle) + shipped.slice(shipped.length - last);
}

/** What a hash holds; nothing for one that holds no scenario. `shippedOf` gives the shipped text of a name. */
export function readLink(hash, shippedOf) {
  if (hash.length > MOST_LETTERS) throw new Error("it is longer than any that this page writes");
  const words = new URLSearchParams(hash.replace(/^#/, ""));
  const name = words.get("scenario");
  if (!name) return undefined;
  const shipped = shippedOf(name);
  const folded = words.get("text");
  if (shipped === undefined && !folded) throw new Error(`this page has no scenario ${name}`);
  const number = (key, usual) => (/^\d{1,15}$/.test(words.get(key) ?? "") ? Number(words.get(key)) : usual);
  return {
    name,
    text: folded ? unfolded(folded, shipped ?? "") : shipped,
    set: words.getAll("set").map(assignment).filter(Boolean),
    seed: number("seed", 1),
    replications: Math.max(1, number("replications", 200)),
    uncertain: words.get("uncertain") === "yes",
  };
}
