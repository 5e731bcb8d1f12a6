"""What the tests share: the command of this environment, and a folder of their own."""

from __future__ import annotations

import os
import pathlib
import subprocess
import sys
import sysconfig
import tempfile
import unittest

#: The sources of the project.
ROOT = pathlib.Path(__file__).resolve().parents[2]

#: The command that the wheel installed.
COMMAND = pathlib.Path(sysconfig.get_path("scripts")) / ("forceflow.exe" if sys.platform == "win32" else "forceflow")


def command(*words: str, **how: object) -> subprocess.CompletedProcess[bytes]:
    """Runs the installed command."""
    return subprocess.run([str(COMMAND), *words], capture_output=True, check=False, **how)


class InFolder(unittest.TestCase):
    """A test with an empty current folder."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.addCleanup(os.chdir, os.getcwd())
        os.chdir(folder.name)


def files(folder: pathlib.Path) -> dict[str, bytes]:
    """All files of a folder, by their path inside it."""
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
