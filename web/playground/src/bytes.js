// Places in texts: the engine counts bytes of UTF-8, the editor counts units of UTF-16.

const bytesOf = (code) => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);

/** Offsets in a text by offsets in its UTF-8, for any order of the latter. One beyond the end is the end. */
export function offsets(text, bytes) {
  const found = new Map();
  let at = 0;
  let byte = 0;
  for (const wanted of [...new Set(bytes)].sort((one, other) => one - other)) {
    while (byte < wanted && at < text.length) {
      const code = text.codePointAt(at);
      byte += bytesOf(code);
      at += code > 0xffff ? 2 : 1;
    }
    found.set(wanted, at);
  }
  return found;
}
