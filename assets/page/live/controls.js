// What a reader changes: sliders for what the program offers, and a field for anything else that a search finds.
//
// A change is a path with a value; the page holds them as one object, in the order in which they were made.

const made = (name, words, attributes = {}) => {
  const node = document.createElement(name);
  if (words) node.textContent = words;
  for (const [key, value] of Object.entries(attributes)) node.setAttribute(key, value);
  return node;
};

const equal = (one, other) => JSON.stringify(one) === JSON.stringify(other);

const isJson = (words) => {
  try {
    JSON.parse(words);
    return true;
  } catch {
    return false;
  }
};

// A value as a field shows it: a word without quotes, everything else as JSON.
const shownValue = (value) => (typeof value === "string" ? value : JSON.stringify(value));

// A value as `--set` takes it: a word that would read as JSON keeps its quotes.
const setValue = (value) => (typeof value === "string" && !isJson(value) ? value : JSON.stringify(value));

// What was typed as a value: JSON where it is that, else a word.
const readValue = (words, before) => {
  if (typeof before === "string" || !isJson(words)) return words;
  return JSON.parse(words);
};

// One control: a node, and how it shows a value. `changed` hears the path and the value; undefined is the scenario's own.
const slider = (control, index, changed) => {
  const box = made("div", "", { class: "live-control" });
  const id = `live-slider-${index}`;
  const label = made("label", control.name, { for: id });
  const input = made("input", "", { type: "range", id, min: 0, max: control.stops.length - 1, step: 1, value: control.at });
  const output = made("output", "", { for: id });
  const was = made("span", "", { class: "was" });
  const shown = made("p", "", { class: "live-note" });
  shown.append(output, was);
  const note = made("p", `${control.why}. ${control.source ? `Source: ${control.source}` : "An assumption of the author"}.`, { class: "live-note" });
  box.append(label, input, shown, note);
  const paint = () => {
    const at = Number(input.value);
    output.textContent = control.stops[at][0];
    was.textContent = at === control.at ? " as in the scenario" : `, in the scenario ${control.stops[control.at][0]}`;
    input.setAttribute("aria-valuetext", control.stops[at][0]);
    box.classList.toggle("changed", at !== control.at);
  };
  input.addEventListener("input", () => {
    paint();
    const at = Number(input.value);
    changed(control.path, at === control.at ? undefined : control.stops[at][1]);
  });
  const show = (value) => {
    const at = value === undefined ? control.at : control.stops.findIndex((stop) => equal(stop[1], value));
    if (at < 0) return false;
    input.value = at;
    paint();
    return true;
  };
  show(undefined);
  return { path: control.path, box, show };
};

// A field for a value of any kind.
const field = (listed, index, changed) => {
  const box = made("div", "", { class: "live-control" });
  const id = `live-field-${index}`;
  const label = made("label", listed.name, { for: id });
  const input = typeof listed.value === "boolean" ? made("select", "", { id }) : made("input", "", { type: "text", id, spellcheck: "false" });
  if (typeof listed.value === "boolean") input.append(made("option", "true"), made("option", "false"));
  const note = made("p", `${listed.path}, in the scenario ${shownValue(listed.value)}`, { class: "live-note" });
  box.append(label, input, note);
  input.addEventListener("change", () => {
    const value = readValue(input.value, listed.value);
    box.classList.toggle("changed", !equal(value, listed.value));
    changed(listed.path, equal(value, listed.value) ? undefined : value);
  });
  const show = (value) => {
    input.value = shownValue(value === undefined ? listed.value : value);
    box.classList.toggle("changed", value !== undefined);
    return true;
  };
  show(undefined);
  return { path: listed.path, box, show, focus: () => input.focus() };
};

// Values whose name or path holds all words of a search, the shortest paths first.
const MOST_FOUND = 8;
const matching = (paths, words) => {
  const asked = words.toLowerCase().split(/\s+/).filter(Boolean);
  if (asked.length === 0) return [];
  const holds = ({ path, name }) => asked.every((word) => `${path} ${name}`.toLowerCase().includes(word));
  return paths.filter(holds).sort((one, other) => one.path.length - other.path.length).slice(0, MOST_FOUND);
};
