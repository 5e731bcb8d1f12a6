"""The Python in the documentation runs as it stands there."""

from __future__ import annotations

import contextlib
import io
import re
import unittest

from support import ROOT, InFolder


def blocks(page: str) -> list[str]:
    """The blocks of Python in a page, but for those inside other blocks."""
    outer = re.sub(r"(?ms)^````.*?^````$", "", page)
    return re.findall(r"(?ms)^```python\n(.*?)^```$", outer)


class Documents(InFolder):
    def test_snippets_run_in_order(self) -> None:
        run = 0
        for page in (ROOT / "docs/python.md", ROOT / "README.md", ROOT / "python/README.md"):
            names: dict[str, object] = {}
            for block in blocks(page.read_text(encoding="utf-8")):
                with self.subTest(page=page.name, block=block), contextlib.redirect_stdout(io.StringIO()):
                    exec(compile(block, str(page), "exec"), names)
                run += 1
        self.assertGreaterEqual(run, 6)


if __name__ == "__main__":
    unittest.main()
