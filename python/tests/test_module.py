"""What the module promises beside its bytes."""

from __future__ import annotations

import json
import os
import pathlib
import signal
import sys
import threading
import time
import unittest
import warnings

import forceflow
from support import InFolder, command


class Answers(InFolder):
    def test_keys_are_attributes(self) -> None:
        result = forceflow.run("air-bridge", replications=3)
        self.assertEqual(result.closure_h["mean"], 56.0)
        self.assertEqual(result.json["seed"], result.seed)
        self.assertIn("on_time", dir(result))
        with self.assertRaises(AttributeError):
            _ = result.closure

    def test_tables_are_columns_of_numbers(self) -> None:
        result = forceflow.run("air-bridge", replications=3)
        self.assertEqual(result.tables, ["arrivals", "replications", "timeline"])
        table = result.table("replications")
        self.assertEqual(table["replication"], [1, 2, 3])
        self.assertEqual(table["closure_h"], [56.0, 56.0, 56.0])
        timeline = result.table("timeline")
        self.assertEqual({len(column) for column in timeline.values()}, {len(timeline["who"])})
        with self.assertRaisesRegex(KeyError, "its tables are arrivals"):
            result.table("arrival")

    def test_a_notebook_shows_words_and_a_figure(self) -> None:
        result = forceflow.run("air-bridge", replications=3)
        page = result._repr_html_()
        self.assertIn("<pre style", page)
        self.assertIn('src="data:image/svg+xml;base64,', page)
        self.assertIn('alt="', page)
        png, metadata = result._repr_png_()
        self.assertTrue(png.startswith(b"\x89PNG"))
        self.assertEqual(metadata["width"], 605)
        figure = result.figure("closure", width="89mm", theme="print", title=False)
        self.assertIn("89", figure.svg.split("viewBox")[0])
        self.assertEqual(figure.save("closure.pdf").read_bytes()[:5], b"%PDF-")
        for wrong in ({"width": "wide"}, {"theme": "pink"}, {"name": "closed"}):
            with self.assertRaises(ValueError):
                result.figure(**{"name": "closure", **wrong})

    def test_nothing_is_written_unasked(self) -> None:
        forceflow.run("air-bridge", replications=3)
        forceflow.compare("air-bridge", set={"fleets.bridge.count": 6}, replications=3)
        forceflow.sweep("air-bridge", {"fleets.bridge.count": "6..8"}, replications=3)
        self.assertEqual(os.listdir(), [])

    def test_any_command_is_called(self) -> None:
        sized = forceflow.call(
            "size", "air-bridge", "--vary", "fleets.bridge.count=1..12", "--goal", "closure_h.mean <= 60", "-n", "3"
        )
        self.assertEqual(sized.exit, 0)
        self.assertIn("size", sized.tables)

    def test_columns_of_paths_and_scenarios(self) -> None:
        paths = forceflow.paths("kazakhstan-2022", matching="fleets.an-124")
        self.assertIn("fleets.an-124.count", paths["path"])
        self.assertEqual({len(column) for column in paths.values()}, {len(paths["path"])})
        shipped = forceflow.scenarios()
        self.assertIn("kazakhstan-2022", shipped["name"])
        self.assertEqual(forceflow.paths("air-bridge", matching="no such")["path"], [])

    def test_several_scenarios_that_are_no_files(self) -> None:
        command("init", "--from", "air-bridge")
        one = json.loads(pathlib.Path("air-bridge.json").read_text())
        other = json.loads(json.dumps(one))
        other["fleets"]["bridge"]["count"] = 20
        compared = forceflow.compare(one, other, replications=3)
        self.assertLess(compared.differences[0]["closure_h"]["mean"], 0)

    def test_alternatives_with_names(self) -> None:
        carriers, spots = {"fleets.bridge.count": 12}, {"places.destination.terminal.working_spots": 5}
        named = {"carriers": carriers, "spots": spots, "both": {**carriers, **spots}}
        compared = forceflow.compare("air-bridge", alternatives=named, replications=3)
        self.assertEqual([one["alternative"] for one in compared.differences], list(named))
        self.assertEqual(compared.interactions[0]["closure_h"]["beyond_the_sum"]["mean"], 4.0)
        with self.assertRaisesRegex(ValueError, "changes nothing"):
            forceflow.compare("air-bridge", alternatives={"nothing": {}})
        with self.assertRaisesRegex(ValueError, "did you mean"):
            forceflow.compare("air-bridge", alternatives={"six": {"fleets.brigde.count": 6}})

    def test_variants_are_based_on_a_name(self) -> None:
        variant = {
            "format_version": 1,
            "based_on": "air-bridge",
            "title": "Six",
            "changes": {"fleets.bridge.count": 6},
        }
        ours = forceflow.run(variant, replications=3)
        changed = forceflow.run("air-bridge", set={"fleets.bridge.count": 6}, replications=3)
        self.assertEqual(ours.closure_h, changed.closure_h)


class Mistakes(InFolder):
    def test_mistakes_have_the_words_of_the_program(self) -> None:
        with self.assertRaises(ValueError) as raised:
            forceflow.run("air-bridge", set={"fleets.bridge.count": -1})
        printed = command("run", "air-bridge", "--set", "fleets.bridge.count=-1")
        self.assertEqual(str(raised.exception), printed.stderr.decode().strip())

    def test_unknown_names_have_a_suggestion(self) -> None:
        with self.assertRaisesRegex(ValueError, "did you mean `kazakhstan-2022`"):
            forceflow.run("kazakstan-2022")

    def test_values_that_are_none(self) -> None:
        with self.assertRaises(ValueError):
            forceflow.run("air-bridge", set={"fleets.bridge.count": float("nan")})
        with self.assertRaises(ValueError):
            forceflow.run("air-bridge", replications=0)
        with self.assertRaises(TypeError):
            forceflow.run("air-bridge", seed=1.5)

    def test_a_folder_of_others_is_refused(self) -> None:
        pathlib.Path("mine").mkdir()
        pathlib.Path("mine/notes.txt").write_text("mine")
        with self.assertRaisesRegex(ValueError, "E4001"):
            forceflow.run("air-bridge", replications=3).write("mine")
        self.assertEqual(os.listdir("mine"), ["notes.txt"])

    def test_check_gives_all_mistakes(self) -> None:
        self.assertTrue(forceflow.check("air-bridge"))
        found = forceflow.check("air-bridge", set={"fleets.bridge.base": "nowhere", "deadline_h": -1})
        self.assertFalse(found)
        self.assertGreaterEqual(len(found.diagnostics), 2)
        self.assertIn("nowhere", str(found))

    def test_texts_of_values(self) -> None:
        from forceflow._command import values, word

        for value, typed in [
            (4, "4"),
            (None, "null"),
            ("priority", "priority"),
            ("4", '"4"'),
            ("", '""'),
            (True, "true"),
        ]:
            self.assertEqual(word(value), typed)
        self.assertEqual(word({"uniform": {"min": 1, "max": 2}}), '{"uniform": {"min": 1, "max": 2}}')
        self.assertEqual(values(["a", 1, 2.5]), '"a",1,2.5')


class Threads(unittest.TestCase):
    def test_other_threads_run_meanwhile(self) -> None:
        ticks = []
        done = threading.Event()

        def tick() -> None:
            while not done.is_set():
                ticks.append(time.monotonic())
                time.sleep(0.005)

        other = threading.Thread(target=tick)
        other.start()
        since = time.monotonic()
        forceflow.run("kazakhstan-2022", replications=300, threads=1)
        until = time.monotonic()
        done.set()
        other.join()
        during = [at for at in ticks if since <= at <= until]
        # With the lock held there would be none but at the edges.
        self.assertGreater(len(during), 5)

    @unittest.skipIf(sys.platform == "win32", "signals are sent otherwise")
    def test_an_interrupt_ends_a_simulation(self) -> None:
        # What starts the tests in the background may have the signal ignored.
        before = signal.signal(signal.SIGINT, signal.default_int_handler)
        self.addCleanup(signal.signal, signal.SIGINT, before)
        timer = threading.Timer(0.3, os.kill, [os.getpid(), signal.SIGINT])
        timer.start()
        since = time.monotonic()
        with self.assertRaises(KeyboardInterrupt):
            forceflow.run("kazakhstan-2022", replications=400_000)
        self.assertLess(time.monotonic() - since, 20)
        # What comes behind is as before.
        self.assertEqual(forceflow.run("air-bridge", replications=3).closure_h["mean"], 56.0)

    def test_warnings_are_warnings(self) -> None:
        scenario = {
            "format_version": 1,
            "based_on": "air-bridge",
            "title": "t",
            "changes": {"places.lonely": {"lat": 1, "lon": 1}},
        }
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter("always")
            checked = forceflow.check(scenario)
            forceflow.run(scenario, replications=3)
        warned = [one for one in caught if one.category is forceflow.ForceflowWarning]
        self.assertEqual(bool(checked.diagnostics), bool(warned))


if __name__ == "__main__":
    unittest.main()
