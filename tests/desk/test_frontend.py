"""The desk's modules without a screen, under `node --test`: ids, batches, outbox, acts, keys."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest

HERE = Path(__file__).parent
NODE = shutil.which("node")


def node_reads_modules(node: str) -> bool:
    """Whether this Node takes a .js file with imports for a module without being told."""
    version = subprocess.run([node, "--version"], capture_output=True, text=True, check=True).stdout
    major, minor, *_ = (int(part) for part in version.strip().lstrip("v").split("."))
    return (major, minor) >= (22, 7) or (major == 20 and minor >= 19)


@pytest.mark.parametrize("path", sorted(HERE.glob("*.test.mjs")), ids=lambda path: path.stem)
def test_modules_without_a_screen(path: Path) -> None:
    if NODE is None:
        pytest.skip("Node is not installed.")
    if not node_reads_modules(NODE):
        pytest.skip("This Node is older than 20.19.")
    done = subprocess.run(
        [NODE, "--no-warnings", "--test", str(path)],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    assert "# pass 0" not in done.stdout, "No test ran."
