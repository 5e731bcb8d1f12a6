// The engine from a page: requests go to workers, answers come as promises, and the page never waits.
//
// `forceflowClient({ engine, worker, workers })` takes the gzipped engine as base64, the script of a worker (engine.js and
// worker.js behind it) and how many workers there may be. docs/engine.md says what it gives.

// A step should take so long that a page can change its mind at any time [ms].
const STEP_MS = 40;
// Replications that give a first answer, and those of a part after it.
const COARSE = 20;
const PART = 20;
// Baselines whose replications are kept.
const MOST_BASELINES = 8;

globalThis.forceflowClient = ({ engine, worker, workers = 1 }) => {
  const compiled = (async () => {
    const bytes = Uint8Array.from(atob(engine), (letter) => letter.charCodeAt(0));
    const plain = new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"));
    return WebAssembly.compile(await new Response(plain).arrayBuffer());
  })();
  const script = URL.createObjectURL(new Blob([worker], { type: "text/javascript" }));
  const baselines = new Map();

  // A worker with its open questions. One that has stopped is replaced by a new one at the next question.
  const lane = () => {
    const open = new Map();
    let port;
    let last = 0;
    const fail = (words) => {
      if (port) port.terminate();
      port = undefined;
      const asked = [...open.values()];
      open.clear();
      asked.forEach(({ refuse }) => refuse(refusal({ text: words, diagnostics: [] })));
    };
    const start = async () => {
      const module = await compiled;
      if (port) return;
      port = new Worker(script);
      port.onmessage = ({ data }) => {
        if (data.broken !== undefined) return fail(data.broken);
        const asked = open.get(data.number);
        open.delete(data.number);
        if (data.answer.error) asked.refuse(refusal(data.answer.error));
        else asked.give(data.answer.ok);
      };
      port.onerror = (event) => fail(event.message || "the worker could not be started");
      port.postMessage({ module });
    };
    const ask = async (request) => {
      if (!port) await start();
      return new Promise((give, refuse) => {
        last += 1;
        open.set(last, { give, refuse });
        port.postMessage({ number: last, request });
      });
    };
    return { ask, start, end: () => fail("the engine was closed") };
  };

  const refusal = ({ text, diagnostics }) => Object.assign(new Error(text.trim()), { text, diagnostics });
  const stopped = () => Object.assign(new Error("stopped"), { name: "AbortError", text: "", diagnostics: [] });
  const lanes = Array.from({ length: Math.max(1, workers) }, lane);
  const [lead] = lanes;

  // Opens a job in a lane, gives it to `work`, and closes it whatever happens.
  const job = async (at, study, work) => {
    const opened = await at.ask({ ...study, call: "open" });
    try {
      return await work(opened);
    } finally {
      at.ask({ call: "close", job: opened.job }).catch(() => {});
    }
  };

  // How many replications a step may have, so that it lasts about STEP_MS.
  const pace = (first) => {
    let count = first;
    return async (step) => {
      const before = performance.now();
      const answer = await step(count);
      const took = Math.max(performance.now() - before, 0.5);
      count = Math.max(1, Math.min(2000, count * 2, Math.round(count * STEP_MS / took)));
      return answer;
    };
  };

  // A study in steps. `progress` hears { done, of }; with `signal` it can be stopped. Resolves to the answer of `read`,
  // with the warnings of its scenarios.
  const study = (kind, request, { progress = () => {}, signal, pages = false } = {}) =>
    job(lead, { ...request, study: kind }, async ({ job: number, warnings, progress: begun }) => {
      const paced = pace(kind === "why" ? 1 : 8);
      let at = begun;
      while (!at.over) {
        if (signal && signal.aborted) throw stopped();
        at = await paced((count) => lead.ask({ call: "step", job: number, count }));
        progress({ done: at.done, of: at.of });
      }
      if (signal && signal.aborted) throw stopped();
      return { ...(await lead.ask({ call: "read", job: number, pages })), warnings };
    });

  // Which parts a comparison is made of: those of a first answer, one a worker, then the others. Every part is of both
  // scenarios, so that an answer can be read after any of them.
  const parts = (of) => {
    const found = [];
    const coarse = Math.ceil(Math.min(COARSE, of) / lanes.length);
    for (let first = 1; first <= of; ) {
      const count = Math.min(first <= COARSE ? coarse : PART, of - first + 1);
      found.push({ first, count });
      first += count;
    }
    return found;
  };

  // The parts of a baseline: what decides its replications, and how they are cut, is the key. With drawn ranges the alternative has a say in them, so none is kept.
  const baselineOf = (request) => {
    if (request.uncertain) return [];
    const { name, text, files, seed, replications } = request;
    const key = JSON.stringify([name, text, files, seed, replications]);
    if (!baselines.has(key)) {
      if (baselines.size >= MOST_BASELINES) baselines.delete(baselines.keys().next().value);
      baselines.set(key, []);
    }
    return baselines.get(key);
  };

  // A scenario against itself changed by `set`, its parts made side by side. `partial` is called with each answer on the
  // way, the first after a few replications.
  const change = async (request, { progress = () => {}, partial, signal, pages = false } = {}) => {
    const kept = baselineOf(request);
    const ends = [];
    let joining = Promise.resolve();
    try {
      const opened = await Promise.all(lanes.map(async (at) => {
        const one = await at.ask({ ...request, call: "open", study: "compare" });
        ends.push(() => at.ask({ call: "close", job: one.job }).catch(() => {}));
        return { at, job: one.job, begun: one };
      }));
      const first = opened[0];
      const of = first.begun.progress.of;
      const list = parts(of);
      let next = 0;
      let due = 0;
      let told = 0;
      const early = new Map();
      const joined = async (index, [before, after]) => {
        early.set(index, [before, after]);
        while (early.has(due)) {
          const [base, changed] = early.get(due);
          early.delete(due);
          due += 1;
          await first.at.ask({ ...base, call: "join", job: first.job, system: 0 });
          const { done } = await first.at.ask({ ...changed, call: "join", job: first.job, system: 1 });
          progress({ done, of });
          // Each answer on the way is of twice as many replications as the one before: it is drawn whole.
          if (partial && !early.has(due) && done >= Math.max(Math.min(COARSE, of), 2 * told) && done < of) {
            told = done;
            const answer = await first.at.ask({ call: "read", job: first.job, pages });
            if (!(signal && signal.aborted)) partial(answer);
          }
        }
      };
      const work = async ({ at, job: number }) => {
        while (next < list.length) {
          if (signal && signal.aborted) throw stopped();
          const index = next;
          next += 1;
          const part = list[index];
          const make = (system) => at.ask({ call: "part", job: number, system, ...part });
          kept[index] ??= await make(0);
          const both = [kept[index], await make(1)];
          joining = joining.then(() => joined(index, both));
        }
      };
      await Promise.all(opened.map(work));
      await joining;
      if (signal && signal.aborted) throw stopped();
      return { ...(await first.at.ask({ call: "read", job: first.job, pages })), warnings: first.begun.warnings };
    } finally {
      joining.catch(() => {});
      ends.forEach((end) => end());
    }
  };

  return {
    // Starts all workers, so that the first answer does not wait for them.
    start: () => Promise.all(lanes.map((at) => at.start())),
    ask: (request) => lead.ask(request),
    study,
    change,
    workers: lanes.length,
    end: () => {
      lanes.forEach((at) => at.end());
      URL.revokeObjectURL(script);
    },
  };
};
