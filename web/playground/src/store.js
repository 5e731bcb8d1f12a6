// What was typed, kept in the browser where it lets a page from disk keep anything.

const KEY = "forceflow-playground";

/** What was kept, as an object; empty where there is nothing that can be read. */
export function kept() {
  try {
    const value = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    return value && typeof value === "object" && !Array.isArray(value) ? value : {};
  } catch {
    return {};
  }
}

/** Keeps an object; false where the browser does not. */
export function keep(value) {
  try {
    localStorage.setItem(KEY, JSON.stringify(value));
    return true;
  } catch {
    return false;
  }
}
