
// A worker: its first message is the engine, every other one a numbered request.
let engine;
globalThis.onmessage = async ({ data }) => {
  if (data.module) {
    engine = globalThis.forceflowEngine(data.module);
    return;
  }
  try {
    globalThis.postMessage({ number: data.number, answer: (await engine)(data.request) });
  } catch (error) {
    globalThis.postMessage({ number: data.number, broken: error.message });
  }
};
