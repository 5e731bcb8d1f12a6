"""The module gives the bytes of the command."""

from __future__ import annotations

import json
import pathlib
import unittest

import forceflow
from support import InFolder, command, files

#: The blocks of a manifest that may know time, host and place.
ENVIRONMENT = "environment"


def timeless(name: str, content: bytes) -> object:
    """A file without what no hash covers."""
    if name == "manifest.json":
        return {key: value for key, value in json.loads(content).items() if key != ENVIRONMENT}
    return content


class Bytes(InFolder):
    def assert_same(self, ours: dict[str, bytes], theirs: dict[str, bytes]) -> None:
        # The crate speaks of the manifest's time.
        names = set(theirs) - {"ro-crate-metadata.json"}
        self.assertEqual(set(ours) - {"ro-crate-metadata.json"}, names)
        for name in sorted(names):
            self.assertEqual(timeless(name, ours[name]), timeless(name, theirs[name]), name)

    def theirs(self, *words: str) -> dict[str, bytes]:
        done = command(*words, "--out", "theirs", "-q")
        self.assertEqual(done.returncode, 0, done.stderr.decode())
        return files(pathlib.Path("theirs"))

    def test_run(self) -> None:
        result = forceflow.run("kazakhstan-2022", replications=20, seed=7)
        theirs = self.theirs("run", "kazakhstan-2022", "-n", "20", "--seed", "7", "--no-charts")
        self.assert_same(dict(result.files), theirs)
        self.assertEqual(result.result_json(), theirs["result.json"])

    def test_written_folder(self) -> None:
        result = forceflow.run("air-bridge", replications=3, set={"fleets.bridge.count": 6})
        folder = result.write("ours")
        self.assert_same(files(folder), self.theirs("run", "air-bridge", "-n", "3", "--set", "fleets.bridge.count=6"))
        self.assertEqual(command("verify", "ours", "-q").returncode, 0)

    def test_text_of_a_scenario(self) -> None:
        command("init", "--from", "air-bridge")
        text = pathlib.Path("air-bridge.json").read_text()
        theirs = self.theirs("run", "air-bridge.json", "-n", "3", "--no-charts")
        for scenario in (text, json.loads(text), pathlib.Path("air-bridge.json")):
            ours = forceflow.run(scenario, replications=3)
            for name in ("result.json", "replications.csv", "arrivals.csv", "timeline.csv"):
                self.assertEqual(ours.files[name], theirs[name], name)

    def test_studies(self) -> None:
        vary = {"fleets.bridge.count": range(6, 11, 2)}
        sweep = forceflow.sweep("air-bridge", vary, replications=3)
        words = ["--vary", "fleets.bridge.count=6,8,10", "-n", "3", "--no-charts"]
        self.assert_same(dict(sweep.files), self.theirs("sweep", "air-bridge", *words))
        self.assertEqual(len(sweep.table("sweep")["fleets.bridge.count"]), 3)

        compared = forceflow.compare("air-bridge", set={"fleets.bridge.count": 6}, replications=3)
        words = ["--set", "fleets.bridge.count=6", "-n", "3", "--no-charts"]
        self.assert_same(dict(compared.files), self.theirs("compare", "air-bridge", *words))

        told = forceflow.why("air-bridge", replications=3)
        self.assert_same(dict(told.files), self.theirs("why", "air-bridge", "-n", "3", "--no-charts"))
        printed = command("why", "air-bridge", "-n", "3", "--format", "json")
        self.assertEqual(told.result_json(), printed.stdout)

    def test_figures(self) -> None:
        theirs = self.theirs("run", "air-bridge", "-n", "3")
        result = forceflow.run("air-bridge", replications=3)
        index = json.loads(theirs["charts/figures.json"])
        self.assertEqual(result.figures, [figure["id"] for figure in index])
        for name in ("arrivals", "closure"):
            figure = result.figure(name)
            self.assertEqual(figure.svg.encode(), theirs[f"charts/{name}.svg"])
            self.assertEqual(figure.png, theirs[f"charts/{name}.png"])

    def test_the_module_prints_what_the_command_prints(self) -> None:
        printed = command("run", "air-bridge", "-n", "3", "--no-charts").stdout.decode()
        ours = str(forceflow.run("air-bridge", replications=3))
        # A command says where its files are, up to the command that gives the same; the module writes none.
        place, reproduce = printed.index("Written to"), printed.index("Reproduce ")
        self.assertEqual(ours, printed[:place] + printed[reproduce:])


if __name__ == "__main__":
    unittest.main()
