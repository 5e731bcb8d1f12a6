// What was typed, kept in the browser where it lets a page from disk keep anything. Whatever is found there is input: another
// version of the page, or another page from disk, may have written it.

const KEY = "forceflow-playground";

const isObject = (value) => typeof value === "object" && value !== null && !Array.isArray(value);
const object = (value) => (isObject(value) ? value : {});
const whole = (value, least) => (Number.isSafeInteger(value) && value >= least ? value : undefined);

/** What was kept: texts by name, the last session, guesses and results of the course. Empty where nothing can be read. */
export function kept() {
  let value = {};
  try {
    value = object(JSON.parse(localStorage.getItem(KEY) ?? "{}"));
  } catch {
    // Nothing is kept, or nothing that can be read.
  }
  const { name, set, seed, replications, uncertain } = object(value.last);
  return {
    drafts: new Map(Object.entries(object(value.drafts)).filter(([, text]) => typeof text === "string")),
    last: {
      name: typeof name === "string" ? name : undefined,
      set: Array.isArray(set) ? set.filter((change) => Array.isArray(change) && typeof change[0] === "string") : [],
      seed: whole(seed, 0),
      replications: whole(replications, 1),
      uncertain: uncertain === true,
    },
    course: { open: whole(object(value.course).open, 0) ?? 0, lines: object(object(value.course).lines) },
  };
}

/** Keeps all of it; false where the browser does not. */
export function keep({ drafts, last, course }) {
  try {
    localStorage.setItem(KEY, JSON.stringify({ drafts: Object.fromEntries(drafts), last, course }));
    return true;
  } catch {
    return false;
  }
}
