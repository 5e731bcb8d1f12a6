// The course: its Markdown becomes elements, and each of its commands a line that can be tried.

import { lexer } from "marked";
import { readCommand } from "./command.js";
import { button, byId, element } from "./dom.js";
import { course } from "./shipped.js";

// Inline parts of a text. Pictures are left out: what the page draws takes their place.
function inline(tokens) {
  return tokens.flatMap((token) => {
    if (token.type === "strong") return [element("strong", {}, ...inline(token.tokens))];
    if (token.type === "em") return [element("em", {}, ...inline(token.tokens))];
    if (token.type === "codespan") return [element("code", {}, token.text)];
    if (token.type === "link") return inline(token.tokens);
    if (token.type === "image") return [];
    return token.tokens ? inline(token.tokens) : [token.text];
  });
}

// Paragraphs and lists; nothing else stands between the commands of an exercise.
function blocks(tokens) {
  return tokens.flatMap((token) => {
    if (token.type === "paragraph") {
      const inside = inline(token.tokens);
      return inside.length > 0 ? [element("p", {}, ...inside)] : [];
    }
    if (token.type === "list") {
      return [element(token.ordered ? "ol" : "ul", {}, ...token.items.map((item) => element("li", {}, ...inline(item.tokens))))];
    }
    return [];
  });
}

/**
 * The exercises of the course: sections with commands that the page can carry out, each with its title, what stands before
 * the commands, the commands, and what stands after them, which is the answer.
 */
export function exercises(text) {
  const found = [];
  for (const token of lexer(text)) {
    if (token.type === "heading") {
      found.push({ title: token.text, depth: token.depth, question: [], commands: [], answer: [] });
    } else if (token.type === "code" && found.length > 0) {
      found.at(-1).commands.push(...token.text.split("\n").map(readCommand).filter(Boolean));
    } else if (found.length > 0) {
      const { commands, question, answer } = found.at(-1);
      (commands.length > 0 ? answer : question).push(token);
    }
  }
  const introduction = blocks(found.filter((one) => one.commands.length === 0).flatMap((one) => one.question));
  return { introduction, exercises: found.filter((one) => one.commands.length > 0) };
}

/**
 * Shows the course. `tries(command)` carries a command out and promises the mean closure that it gives, if it gives one;
 * `opens(command)` puts its scenario and changes into the page. `state` keeps guesses, results and which exercise is open.
 */
export function showCourse({ state, changed, tries, opens }) {
  const { introduction, exercises: all } = exercises(course);
  const choose = byId("course-exercises");
  const place = byId("course-exercise");

  const cell = (line, name) => state.lines[line]?.[name];
  const remember = (line, name, value) => {
    state.lines[line] = { ...state.lines[line], [name]: value };
    changed();
  };

  function commandRow(command) {
    const gave = element("output", {}, cell(command.line, "gave") ?? "");
    const guess = element("input", {
      inputmode: "decimal",
      size: 6,
      value: cell(command.line, "guess") ?? "",
      "aria-label": `Your guess in hours for ${command.line}`,
      oninput: (event) => remember(command.line, "guess", event.target.value),
    });
    const attempt = async () => {
      const closure = await tries(command);
      if (closure === undefined) return;
      gave.textContent = closure;
      remember(command.line, "gave", closure);
    };
    const asks = command.call === "run";
    return element(
      "li",
      {},
      element("code", { class: "command" }, command.line),
      element(
        "div",
        { class: "row" },
        button("Run it", attempt, { class: "main" }),
        button("Open it", () => opens(command)),
        ...(asks ? [element("label", {}, "Your guess ", guess, " h"), element("span", { class: "gave" }, "It gives ", gave)] : []),
      ),
    );
  }

  function show(number) {
    state.open = number;
    for (const one of choose.children) one.firstChild.setAttribute("aria-pressed", String(one.firstChild.value === String(number)));
    const exercise = all[number];
    const expected = exercise.commands.filter((command) => command.comment);
    place.replaceChildren(
      element("h3", {}, exercise.title),
      ...blocks(exercise.question),
      element("ol", { class: "commands" }, ...exercise.commands.map(commandRow)),
      element(
        "details",
        {},
        element("summary", {}, "The answer"),
        ...blocks(exercise.answer),
        ...(expected.length > 0 ? [element("p", {}, "Mean closures that the program prints:")] : []),
        element("ul", {}, ...expected.map(({ line, comment }) => element("li", {}, element("code", {}, line), ` ${comment}`))),
      ),
    );
  }

  byId("course-introduction").replaceChildren(...introduction);
  choose.replaceChildren(
    ...all.map(({ title }, number) =>
      element("li", {}, button(title, () => (show(number), changed()), { value: number })),
    ),
  );
  show(all[state.open] ? state.open : 0);
}
