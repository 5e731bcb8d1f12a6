// The editor: CodeMirror with the language JSON, what the schema says, and the engine's mistakes under their letters.

import { autocompletion, closeBrackets, closeBracketsKeymap, completionKeymap } from "@codemirror/autocomplete";
import { defaultKeymap, history, historyKeymap } from "@codemirror/commands";
import { json } from "@codemirror/lang-json";
import { HighlightStyle, bracketMatching, foldGutter, foldKeymap, indentOnInput, syntaxHighlighting } from "@codemirror/language";
import { lintKeymap, linter } from "@codemirror/lint";
import { highlightSelectionMatches, search, searchKeymap } from "@codemirror/search";
import { EditorState, StateEffect } from "@codemirror/state";
import { EditorView, drawSelection, highlightActiveLine, highlightSpecialChars, hoverTooltip, keymap, lineNumbers } from "@codemirror/view";
import { tags } from "@lezer/highlight";
import { element } from "./dom.js";
import { complete, meaning } from "./schema.js";

// Colours come from the style sheet of the page, which knows light and dark.
const colours = HighlightStyle.define([
  { tag: tags.propertyName, color: "var(--key)" },
  { tag: tags.string, color: "var(--string)" },
  { tag: [tags.number, tags.bool, tags.null], color: "var(--number)" },
]);

const recheck = StateEffect.define();

async function hover(view, at) {
  const found = await meaning(view.state.doc.toString(), at);
  if (!found) return null;
  return { pos: found.from, end: found.to, create: () => ({ dom: element("div", { class: "meaning" }, found.words) }) };
}

/**
 * An editor in `parent`. `mistakes(text)` promises what is wrong, as `{from, to, severity, message}`; `changed(text)` hears of
 * every change of the text, `moved(text, offset)` of the caret.
 */
export function makeEditor({ parent, mistakes, changed, moved }) {
  const listening = EditorView.updateListener.of((update) => {
    if (update.docChanged) changed(update.state.doc.toString());
    if (update.docChanged || update.selectionSet) moved(update.state.doc.toString(), update.state.selection.main.head);
  });
  const extensions = [
    lineNumbers(),
    foldGutter(),
    highlightSpecialChars(),
    history(),
    drawSelection(),
    indentOnInput(),
    bracketMatching(),
    closeBrackets(),
    highlightActiveLine(),
    highlightSelectionMatches(),
    search({ top: true }),
    json(),
    syntaxHighlighting(colours),
    autocompletion({ override: [complete], icons: false }),
    hoverTooltip(hover),
    linter((view) => mistakes(view.state.doc.toString()), {
      delay: 250,
      needsRefresh: (update) => update.transactions.some((one) => one.effects.some((effect) => effect.is(recheck))),
    }),
    EditorView.lineWrapping,
    EditorView.contentAttributes.of({ "aria-labelledby": "editor-label", "aria-describedby": "editor-keys", spellcheck: "false", tabindex: "0" }),
    keymap.of([...closeBracketsKeymap, ...defaultKeymap, ...searchKeymap, ...historyKeymap, ...foldKeymap, ...completionKeymap, ...lintKeymap]),
    listening,
  ];
  const view = new EditorView({ parent });
  return {
    view,
    text: () => view.state.doc.toString(),
    /** Another text, whose past is not the old one's. */
    open: (text) => view.setState(EditorState.create({ doc: text, extensions })),
    /** Another version of the text, which can be undone. */
    replace: (text) => view.dispatch({ changes: { from: 0, to: view.state.doc.length, insert: text } }),
    /** Asks for the mistakes again: what they depend on beside the text has changed. */
    recheck: () => view.dispatch({ effects: recheck.of(null) }),
    /** Puts the caret somewhere and shows it. */
    show: (from, to = from) => {
      view.dispatch({ selection: { anchor: from, head: to }, effects: EditorView.scrollIntoView(from, { y: "center" }) });
      view.focus();
    },
  };
}
