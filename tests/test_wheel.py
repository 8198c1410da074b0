"""The wheel holds all of the program and nothing else, and works where the sources are not."""

from __future__ import annotations

import json
import tomllib
from pathlib import Path

import pytest

from tests.conftest import ROOT
from tests.installed import Installed

PACKAGES = ("annotator", "corpus", "db")
VERSION = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]["version"]
DIST_INFO = f"claim_annotator-{VERSION}.dist-info"


def test_top_level_names(installed: Installed) -> None:
    assert {name.split("/")[0] for name in installed.names()} == {*PACKAGES, DIST_INFO}


def test_every_file_of_the_packages_is_there(installed: Installed) -> None:
    there = {name for name in installed.names() if not name.startswith(DIST_INFO)}
    sources = {
        path.relative_to(ROOT).as_posix()
        for package in PACKAGES
        for path in (ROOT / package).rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }
    assert there == sources


@pytest.mark.parametrize(
    "name",
    [
        "annotator/py.typed",
        "annotator/scheme.toml",
        "annotator/ui/desk/pyproject.toml",
        "annotator/ui/desk/frontend/desk.css",
        "annotator/ui/desk/frontend/desk.js",
        "corpus/briefing.md",
        "corpus/py.typed",
        "db/py.typed",
        "db/schema.sql",
        f"{DIST_INFO}/licenses/LICENSE",
    ],
)
def test_what_is_not_python_is_there(installed: Installed, name: str) -> None:
    assert name in installed.names()


def test_the_packages_are_ours_and_not_the_sources(installed: Installed, tmp_path: Path) -> None:
    program = (
        "import annotator, corpus, db; print(annotator.__file__, corpus.__file__, db.__file__)"
    )
    result = installed.run([installed.python, "-c", program], tmp_path)
    assert result.returncode == 0, result.stderr
    assert result.stdout.split() == [
        str(installed.packages / package / "__init__.py") for package in PACKAGES
    ]


def test_help(installed: Installed, tmp_path: Path) -> None:
    result = installed.run([installed.script, "--help"], tmp_path)
    assert result.returncode == 0, result.stderr
    assert "load" in result.stdout


def test_split_in_a_folder_with_files_named_like_our_packages(
    installed: Installed, tmp_path: Path
) -> None:
    for package in PACKAGES:
        (tmp_path / f"{package}.py").write_text("raise SystemExit('the wrong file')")
    article = tmp_path / "harbour.md"
    article.write_text("# Harbour notes\n\nThe quay leaks. Ships stay away.\n", encoding="utf-8")
    result = installed.run([installed.script, "split", "--json", article.name], tmp_path)
    assert result.returncode == 0, result.stderr
    assert [(piece["kind"], piece["text"]) for piece in json.loads(result.stdout)] == [
        ("title", "Harbour notes"),
        ("sentence", "The quay leaks."),
        ("sentence", "Ships stay away."),
    ]


def test_the_sample_is_loaded_from_the_wheel(installed: Installed, tmp_path: Path) -> None:
    sample = installed.packages / "corpus" / "briefing.md"
    result = installed.run([installed.script, "load", "mine.db", sample], tmp_path)
    assert result.returncode == 0, result.stderr
    result = installed.run([installed.script, "check", "mine.db"], tmp_path)
    assert result.returncode == 0, result.stderr
