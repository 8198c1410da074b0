"""The documentation says what the code does: its examples run, its links lead somewhere."""

from __future__ import annotations

import fnmatch
import re
import shlex
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlite_utils import Database

from annotator.agreement.coefficients import COEFFICIENTS
from corpus import READERS
from db import articles
from db.engine import sqlite3
from db.exports import EXPORTERS
from db.migrations import migrations
from db.store import open_store
from tests import builders
from tests.conftest import ROOT
from tests.installed import Installed

DOCS = ROOT / "docs"
PAGES = sorted([*ROOT.glob("*.md"), *DOCS.rglob("*.md")])
DECISIONS = sorted((DOCS / "decisions").glob("*.md"))

CONSOLE = re.compile(r"^```console\n(.*?)^```$", re.DOTALL | re.MULTILINE)
LINK = re.compile(r"\]\((?!https?:|mailto:)([^)#\s]+)(?:#[^)\s]*)?\)")


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def project() -> dict[str, Any]:
    values: dict[str, Any] = tomllib.loads(read(ROOT / "pyproject.toml"))["project"]
    return values


def name_of(requirement: str) -> str:
    found = re.match(r"[\w-]+", requirement)
    assert found, requirement
    return found[0].lower()


# --- what is generated ----------------------------------------------------------------------------


def test_generated_pages_are_in_step() -> None:
    result = subprocess.run(
        [sys.executable, DOCS / "generate.py", "--check"],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert result.returncode == 0, result.stdout + result.stderr


def test_schema_sql_makes_what_the_migrations_make() -> None:
    migrated, written = (Database(sqlite3.connect(":memory:")) for _ in range(2))
    migrations.apply(migrated)
    written.conn.executescript(read(ROOT / "db" / "schema.sql"))
    assert written.schema == migrated.schema


# --- examples -------------------------------------------------------------------------------------


def examples(page: Path) -> Iterator[tuple[str, str]]:
    """Each command of a page's console blocks, with the output that the page shows."""
    for block in CONSOLE.findall(read(page)):
        for part in re.split(r"^\$ ", block, flags=re.MULTILINE)[1:]:
            command, _, output = part.partition("\n")
            yield command.split("  #")[0].strip(), output.strip("\n")


def tag_in_the_browser(path: Path) -> None:
    """What the reader does while `annotator serve` runs: Ana gives three tags."""
    with open_store(path) as store:
        ana = builders.an_analyst(store, "Ana")
        with store.read() as db:
            claims = list(articles.claims(db))
        for claim, tag in zip(claims, ("sourced", "contested", "opinion"), strict=True):
            builders.tag(store, ana, claim.id, tag)


def test_the_readme_example_runs(installed: Installed, tmp_path: Path) -> None:
    commands = list(examples(ROOT / "README.md"))
    assert len(commands) >= 4
    for command, output in commands:
        words = shlex.split(command)
        if words[:2] == ["annotator", "serve"]:
            tag_in_the_browser(tmp_path / words[2])
            continue
        line = command.replace("annotator ", f"{shlex.quote(str(installed.script))} ", 1)
        result = installed.run(["bash", "-c", f"exec 2>&1; {line}"], tmp_path)
        assert result.returncode == 0, f"{command}\n{result.stdout}"
        assert matches(result.stdout, output), f"{command}\n{result.stdout}"


def matches(there: str, shown: str) -> bool:
    """Whether the output is as the page shows it; `…` stands for anything in a line."""
    lines, patterns = there.strip("\r\n").splitlines(), shown.splitlines()
    return len(lines) == len(patterns) and all(
        fnmatch.fnmatchcase(
            line.strip("\ufeff"), re.sub(r"([\[*?])", r"[\1]", pattern).replace("…", "*")
        )
        for line, pattern in zip(lines, patterns, strict=True)
    )


@pytest.mark.parametrize(
    ("there", "shown", "same"),
    [
        ("a b\n", "a b", True),
        ("a 17 b\n", "a … b", True),
        ("a\nb\n", "a", False),
        ("a*\n", "a*", True),
        ("ab\n", "a*", False),
    ],
)
def test_output_is_compared_line_by_line(there: str, shown: str, same: bool) -> None:
    assert matches(there, shown) == same


# --- what must be written down --------------------------------------------------------------------


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    missing = [link for link in LINK.findall(read(page)) if not (page.parent / link).exists()]
    assert not missing


def test_every_reader_is_documented() -> None:
    text = read(DOCS / "articles.md")
    assert [suffix for suffix in READERS if f"`{suffix}`" not in text] == []


def test_every_exporter_is_documented() -> None:
    text = read(DOCS / "export.md")
    assert [name for name in EXPORTERS if f"`{name}`" not in text] == []


def test_every_coefficient_is_documented() -> None:
    text = read(DOCS / "agreement.md")
    assert [name for name in COEFFICIENTS if f"`{name}`" not in text] == []


def test_decisions_are_numbered_and_short() -> None:
    assert [int(path.name[:4]) for path in DECISIONS] == list(range(1, len(DECISIONS) + 1))
    for path in DECISIONS:
        text = read(path)
        assert text.startswith(f"# {int(path.name[:4])}. ")
        assert re.findall(r"^## (\w+)$", text, re.MULTILINE) == [
            "Context",
            "Decision",
            "Consequences",
        ], path.name
        assert len(text.split()) < 750, f"{path.name} is longer than a page"


def test_every_dependency_has_its_reason_and_its_lower_bound() -> None:
    text = read(DOCS / "decisions" / "0002-dependencies.md")
    table = [row.split("|") for row in text.splitlines() if row.startswith("| ")][2:]
    reasons = {row[1].strip().lower(): row[-2].split(":")[0].strip() for row in table}
    bounds = {
        name_of(requirement): requirement.split(";")[0].split(">=")[1].strip()
        for requirement in project()["dependencies"]
    }
    assert reasons == bounds


def test_the_lowest_versions_are_the_lower_bounds() -> None:
    pinned = [
        line
        for line in read(ROOT / "tests" / "lowest.txt").splitlines()
        if not line.startswith("#")
    ]
    bounds = [
        requirement.split(";")[0].strip().replace(">=", "==")
        for requirement in project()["dependencies"]
    ]
    assert pinned == bounds


def test_the_changelog_knows_this_version_or_the_next() -> None:
    text = read(ROOT / "CHANGELOG.md")
    assert re.search(rf"^## \[(Unreleased|{re.escape(project()['version'])})\]", text, re.MULTILINE)


def test_make_help_names_every_target() -> None:
    makefile = read(ROOT / "Makefile")
    declared = re.search(r"^\.PHONY: (.+)$", makefile, re.MULTILINE)
    assert declared
    shown = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, capture_output=True, text=True, check=True
    )
    assert [line.split()[1] for line in shown.stdout.splitlines()] == declared[1].split()
