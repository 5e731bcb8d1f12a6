// What a page answers to its own script, to teachers and to tests: `window.forceflow`. Every function returns a promise of
// the JSON of a file that the program writes; docs/engine.md lists them. `scenario` gives what the page is about: name, text, seed, replications
// and whether ranges are drawn.
globalThis.forceflowContract = (client, scenario) => {
  const basis = ({ set = {}, seed, replications, uncertain } = {}) => {
    const about = scenario();
    return {
      ...about,
      set,
      seed: seed === undefined ? about.seed : seed,
      replications: replications === undefined ? about.replications : replications,
      uncertain: uncertain === undefined ? about.uncertain : uncertain,
    };
  };
  const text = () => {
    const { name, text: said, files } = scenario();
    return { name, text: said, files };
  };
  const file = async (answer, name) => JSON.parse((await answer).files[name]);
  return Object.freeze({
    run: async (options = {}) => file(client.study("run", basis(options)), "result.json"),
    compare: async (options = {}) => file(client.study("compare", basis(options)), "comparison.json"),
    why: async ({ set = {}, seed, replications, show, unit } = {}) => {
      const about = scenario();
      const asked = { ...text(), set, seed: seed === undefined ? about.seed : seed, replications, show, unit };
      return file(client.study("why", asked), "why.json");
    },
    check: async (other) => client.ask({ call: "check", ...(other === undefined ? text() : { text: String(other) }) }),
    paths: async () => client.ask({ call: "paths", ...text() }),
    version: async () => (await client.ask({ call: "version" })).version,
  });
};
