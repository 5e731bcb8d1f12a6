// Command lines: those of the course are read, those that give what the page shows are written.

/** Splits a line into words as a shell does (blanks, single and double quotes), and gives what stands behind `#`. */
export function shellWords(line) {
  const words = [];
  let word;
  let quote;
  for (let at = 0; at < line.length; at += 1) {
    const letter = line[at];
    if (quote) {
      if (letter === quote) quote = undefined;
      else word += letter;
    } else if (letter === "'" || letter === '"') {
      quote = letter;
      word ??= "";
    } else if (letter === "#" && word === undefined) {
      return { words, comment: line.slice(at + 1).trim() };
    } else if (letter === " ") {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? "") + letter;
    }
  }
  if (word !== undefined) words.push(word);
  return { words, comment: "" };
}

/** Quotes a word where a shell would read it in another way. */
export function shellWord(text) {
  return /^[A-Za-z0-9\-_./=:,%+@]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`;
}

/** A change as it is typed, `PATH=VALUE`, as path and value; the value is JSON, else a text. Nothing without `=`. */
export function assignment(text) {
  const at = text.indexOf("=");
  if (at < 1) return undefined;
  const value = text.slice(at + 1);
  try {
    return [text.slice(0, at).trim(), JSON.parse(value)];
  } catch {
    return [text.slice(0, at).trim(), value];
  }
}

/** A change as it is typed behind `--set`. */
export function typed([path, value]) {
  if (typeof value !== "string") return `${path}=${JSON.stringify(value)}`;
  try {
    JSON.parse(value);
    return `${path}=${JSON.stringify(value)}`;
  } catch {
    return `${path}=${value}`;
  }
}

/** What the page asks the engine for, of a command line that it can answer: nothing for any other. */
export function readCommand(line) {
  const { words, comment } = shellWords(line.trim());
  const [program, call, ...rest] = words;
  if (program !== "forceflow" || !["run", "why", "compare"].includes(call)) return undefined;
  const command = { call, scenarios: [], set: [], comment, line: words.map(shellWord).join(" ") };
  while (rest.length > 0) {
    const word = rest.shift();
    if (word === "--set") {
      const change = assignment(rest.shift() ?? "");
      if (!change) return undefined;
      command.set.push(change);
    } else if (word === "--seed") command.seed = Number(rest.shift());
    else if (word === "--replications" || word === "-n") command.replications = Number(rest.shift());
    else if (word === "--uncertain") command.uncertain = true;
    else if (["--no-charts", "--quiet", "-q"].includes(word)) continue;
    else if (word.startsWith("-")) return undefined;
    else command.scenarios.push(word);
  }
  const fits = command.scenarios.length === (call === "compare" && command.set.length === 0 ? 2 : 1);
  return fits ? command : undefined;
}

/** The command line of the program for a study of the page. */
export function writeCommand({ call, scenarios, set = [], seed, replications, uncertain }) {
  // What begins with a dash would be read as a flag.
  const files = scenarios.map((name) => (name.startsWith("-") ? `./${name}` : name));
  const words = ["forceflow", call, ...files, ...set.flatMap((change) => ["--set", typed(change)])];
  words.push("--seed", `${seed}`, "--replications", `${replications}`);
  if (uncertain) words.push("--uncertain");
  return words.map(shellWord).join(" ");
}
