"use strict";
// The engine of forceflow in a page, a worker or Node: `forceflowEngine(engine)` takes its bytes, no longer gzipped, or
// the module compiled from them, and resolves to a function that takes a request and gives the answer of docs/engine.md,
// both as plain objects.
globalThis.forceflowEngine = async (engine) => {
  const module = engine instanceof WebAssembly.Module ? engine : await WebAssembly.compile(engine);
  // A library for figures is linked to functions of a browser that it never calls here.
  const imports = {};
  for (const { module: from, name } of WebAssembly.Module.imports(module)) {
    imports[from] = { ...imports[from], [name]: () => { throw new Error(`the engine has no ${name}`); } };
  }
  const { memory, ...calls } = (await WebAssembly.instantiate(module, imports)).exports;
  const read = (length) => new TextDecoder().decode(new Uint8Array(memory.buffer, calls.forceflow_output(), length));
  let broken = "";
  return (request) => {
    if (broken) throw new Error(broken);
    const sent = new TextEncoder().encode(JSON.stringify(request));
    const at = calls.forceflow_input(sent.length);
    new Uint8Array(memory.buffer, at, sent.length).set(sent);
    let length;
    try {
      length = calls.forceflow_call();
    } catch (error) {
      // The instance has ended in the middle of its work and must not be asked again.
      broken = `the engine has stopped: ${read(calls.forceflow_panic()) || error.message}`;
      throw new Error(broken);
    }
    return JSON.parse(read(length));
  };
};
