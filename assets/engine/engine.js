"use strict";
// The engine of forceflow in a page, a worker or Node: `forceflowEngine(bytes)` takes the engine, no longer gzipped, and
// resolves to a function that takes a request and gives the answer of docs/engine.md, both as plain objects.
globalThis.forceflowEngine = async (bytes) => {
  const { instance } = await WebAssembly.instantiate(bytes, {});
  const { memory, ...engine } = instance.exports;
  const read = (length) =>
    new TextDecoder().decode(new Uint8Array(memory.buffer, engine.forceflow_output(), length));
  let broken = "";
  return (request) => {
    if (broken) throw new Error(broken);
    const sent = new TextEncoder().encode(JSON.stringify(request));
    const at = engine.forceflow_input(sent.length);
    new Uint8Array(memory.buffer, at, sent.length).set(sent);
    let length;
    try {
      length = engine.forceflow_call();
    } catch (error) {
      // The instance has ended in the middle of its work and must not be asked again.
      broken = `the engine has stopped: ${read(engine.forceflow_panic()) || error.message}`;
      throw new Error(broken);
    }
    return JSON.parse(read(length));
  };
};
