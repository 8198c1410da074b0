"""The command that the demo prints works where it is printed."""

from __future__ import annotations

from pathlib import Path

import pytest

from annotator.commands.serving import called_as


@pytest.fixture
def script(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The console script in a folder of its own, which is the working directory's `bin`."""
    path = tmp_path / "my bin" / "annotator"
    path.parent.mkdir()
    path.touch(mode=0o755)
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("PATH", "/nowhere")
    return path


def test_a_script_that_is_not_on_the_path_is_named_whole(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("sys.argv", ["my bin/annotator", "demo"])
    assert called_as() == "'my bin/annotator'"


def test_a_script_on_the_path_is_named_shortly(
    script: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", str(script.parent))
    monkeypatch.setattr("sys.argv", [str(script), "demo"])
    assert called_as() == "annotator"


def test_another_annotator_on_the_path_is_not_meant(
    script: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = tmp_path / "other" / "annotator"
    other.parent.mkdir()
    other.touch(mode=0o755)
    monkeypatch.setenv("PATH", str(other.parent))
    monkeypatch.setattr("sys.argv", [str(script), "demo"])
    assert called_as() == f"'{script}'"


def test_without_a_script_the_usual_name_stands(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.argv", ["/somewhere/cli.py", "demo"])
    assert called_as() == "annotator"
