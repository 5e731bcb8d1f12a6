"""The command of the wheel is the program."""

from __future__ import annotations

import importlib.metadata
import os
import pathlib
import signal
import subprocess
import sys
import time
import unittest

from support import COMMAND, InFolder, command


class Program(InFolder):
    def test_exit_codes(self) -> None:
        self.assertEqual(command("check", "air-bridge").returncode, 0)
        self.assertEqual(command("scenarios", "--matching", "no such").returncode, 1)
        self.assertEqual(command("run", "no-such-scenario").returncode, 2)
        self.assertEqual(command("run", "air-bridge", "--out", "/dev/null/x").returncode, 3)

    def test_version(self) -> None:
        printed = command("--version").stdout.decode().strip()
        self.assertEqual(printed, f"forceflow {importlib.metadata.version('forceflow')}")

    def test_a_scenario_comes_through_a_pipe(self) -> None:
        text = command("init", "--from", "air-bridge") and pathlib.Path("air-bridge.json").read_bytes()
        done = command("run", "-", "-n", "3", "--no-charts", "--format", "json", input=text)
        self.assertIn(b'"mean": 56.0', done.stdout)

    def test_a_reader_that_stops_early_is_no_error(self) -> None:
        reading, writing = os.pipe()
        os.close(reading)
        done = subprocess.run(
            [str(COMMAND), "paths", "kazakhstan-2022"], stdout=writing, stderr=subprocess.PIPE, check=False
        )
        os.close(writing)
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_as_a_module(self) -> None:
        done = subprocess.run([sys.executable, "-m", "forceflow", "--help"], capture_output=True, check=False)
        self.assertEqual(done.stdout, command("--help").stdout)

    @unittest.skipIf(sys.platform == "win32", "signals are sent otherwise")
    def test_interrupts(self) -> None:
        for words in (["run", "kazakhstan-2022", "--no-charts"], ["why", "kazakhstan-2022"]):
            started = subprocess.Popen([str(COMMAND), *words, "-n", "4000000"], stderr=subprocess.PIPE)
            time.sleep(1.0)
            started.send_signal(signal.SIGINT)
            _, said = started.communicate(timeout=60)
            self.assertEqual(started.returncode, 3, said)
            self.assertIn(b"error: interrupted", said)

    def test_man_pages_and_completions_are_installed(self) -> None:
        share = pathlib.Path(sys.prefix) / "share"
        if not (share / "man/man1/forceflow.1").exists():
            self.skipTest("the wheel was built without tools/build-wheel")
        self.assertIn(r"forceflow run kazakhstan\-2022", (share / "man/man1/forceflow-run.1").read_text())
        self.assertTrue((share / "bash-completion/completions/forceflow").exists())


if __name__ == "__main__":
    unittest.main()
