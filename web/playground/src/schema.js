// What the schema knows of a place in the text: keys and values that fit, and what a key means. The language service of
// Visual Studio Code reads the schema, so that the page offers what that editor does.

import { snippet } from "@codemirror/autocomplete";
import { getLanguageService, TextDocument } from "vscode-json-languageservice";
import { schema } from "./shipped.js";

const ADDRESS = "forceflow:schema";

// A scenario names its schema by a path relative to its own folder; here there is one schema, and nothing is loaded.
const service = getLanguageService({
  schemaRequestService: async () => JSON.stringify(schema),
  workspaceContext: { resolveRelativePath: () => ADDRESS },
});
service.configure({ validate: false, schemas: [{ uri: ADDRESS, fileMatch: ["*"], schema }] });

const opened = (text) => {
  const file = TextDocument.create("forceflow:scenario.json", "json", 1, text);
  return [file, service.parseJSONDocument(file)];
};

// Descriptions come with the escapes of Markdown.
const plain = (words) => words.replace(/\\([!-/:-@[-`{-~])/g, "$1").trim();

// A template of the language server's protocol as one of CodeMirror's; without a field the caret stands behind it.
function template(words) {
  const fields = words.replace(/\$(\d+)/g, (_, number) => `\${${number === "0" ? "" : number}}`);
  return fields.includes("${") ? fields : `${fields}\${}`;
}

/** What the key or value at an offset of a text means; nothing where the schema does not say. */
export async function meaning(text, offset) {
  const [file, tree] = opened(text);
  const hover = await service.doHover(file, file.positionAt(offset), tree);
  if (!hover?.range) return undefined;
  const words = plain([hover.contents].flat().map((part) => part.value ?? part).join("\n"));
  return words && { words, from: file.offsetAt(hover.range.start), to: file.offsetAt(hover.range.end) };
}

/** The keys and values that fit where the caret stands: a source of completions for CodeMirror. */
export async function complete(context) {
  if (!context.explicit && !context.matchBefore(/"[\w$-]*|[\w]+/)) return null;
  const [file, tree] = opened(context.state.doc.toString());
  const found = await service.doComplete(file, file.positionAt(context.pos), tree);
  const ranged = found?.items.filter((item) => item.textEdit) ?? [];
  if (ranged.length === 0) return null;
  const from = file.offsetAt(ranged[0].textEdit.range.start);
  const behind = file.offsetAt(ranged[0].textEdit.range.end) - context.pos;
  return {
    from,
    options: ranged.map((item) => ({
      label: item.filterText ?? item.label,
      displayLabel: item.label,
      info: item.documentation ? plain(item.documentation.value ?? item.documentation) : undefined,
      apply: (view, completion, start, end) => {
        const insert = snippet(template(item.textEdit.newText));
        insert(view, completion, start, Math.min(end + Math.max(behind, 0), view.state.doc.length));
      },
    })),
    validFor: /^"?[\w$-]*$/,
  };
}
