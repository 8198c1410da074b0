"""The files of ours that a browser loads: few bytes, and nothing from outside."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import annotator.ui
from annotator.ui import desk

UI = Path(annotator.ui.__file__).parent
KINDS = {".css", ".html", ".js", ".png", ".svg"}
OTHERS = {".py", ".pyc", ".toml"}
FILES = sorted(path for path in UI.rglob("*") if path.is_file())
ASSETS = [path for path in FILES if path.suffix in KINDS]

BUDGET = 300_000  # for what one page loads
TOGETHER = 560_000  # with the comments, most of which are not sent
LONGEST = 350

BANNED = (
    # text enters the page as text
    "innerHTML",
    "outerHTML",
    "insertAdjacentHTML",
    "document.write",
    "eval(",
    # these exist on https and on this machine only
    "randomUUID()",
    "crypto.subtle",
    "navigator.clipboard",
    "navigator.locks",
)

# `import … from "x"`, `export … from "x"`, `import "x"` and `import("x")`, over several lines too.
IMPORT = re.compile(
    r"""^\s*(?:import|export)\s(?:[^;"'(=]*\sfrom\s)?\s*["']([^"']+)|\bimport\(\s*([^)]*)""",
    re.MULTILINE,
)
# What fetches by itself: of a style sheet, of markup, of a picture.
REFERENCE = re.compile(r"""(?:url\(|@import|\b(?:src|srcset|href)=)\s*["']?([^"')\s]+)""")


def code(text: str) -> str:
    """A module without its comments, where types are imported and addresses are mentioned."""
    return re.sub(r"/\*.*?\*/|^\s*//.*?$", "", text, flags=re.DOTALL | re.MULTILINE)


def imports(text: str) -> list[str]:
    """What a module loads."""
    return [fixed or computed for fixed, computed in IMPORT.findall(code(text))]


def references(text: str) -> list[str]:
    """What a style sheet, markup or a picture loads, but for parts of itself."""
    return [name for name in REFERENCE.findall(text) if not name.startswith(("#", "data:"))]


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def of_kind(*suffixes: str) -> list[Path]:
    return [path for path in ASSETS if path.suffix in suffixes]


def named(path: Path) -> str:
    return path.relative_to(UI).as_posix()


def test_all_together_are_small() -> None:
    sizes = {named(path): path.stat().st_size for path in ASSETS}
    assert {"desk/frontend/desk.js", "static/pages.css", "static/who.js"} <= sizes.keys()
    assert sum(sizes.values()) <= TOGETHER, sizes


@pytest.mark.parametrize("assets", [desk.assets(), desk.review_assets()], ids=["tag", "review"])
def test_what_a_desk_loads_is_small(assets: dict[str, bytes]) -> None:
    everywhere = sum(path.stat().st_size for path in (UI / "static").iterdir())
    assert sum(map(len, assets.values())) + everywhere <= BUDGET


def test_every_kind_is_looked_at() -> None:
    assert {path.suffix for path in FILES} <= KINDS | OTHERS


@pytest.mark.parametrize("path", of_kind(".js"), ids=named)
def test_a_module_imports_its_neighbours_only(path: Path) -> None:
    for name in imports(read(path)):
        assert re.fullmatch(r"\./[a-z]+\.js", name), name
        assert (path.parent / name).is_file(), name


@pytest.mark.parametrize("path", of_kind(".js"), ids=named)
def test_a_module_is_small_and_safe(path: Path) -> None:
    text = read(path)
    assert len(text.splitlines()) <= LONGEST
    assert [word for word in BANNED if word in text] == []


@pytest.mark.parametrize("path", of_kind(".css", ".html", ".svg"), ids=named)
def test_nothing_else_comes_from_elsewhere(path: Path) -> None:
    found = references(read(path))
    assert [name for name in found if not (path.parent / name).is_file()] == []


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ('import { a } from "./a.js";', ["./a.js"]),
        ('import {\n  a,\n  b,\n} from "https://example.org/a.js";', ["https://example.org/a.js"]),
        ('import "react";', ["react"]),
        ("export * from 'https://example.org/a.js';", ["https://example.org/a.js"]),
        ("await import(where);", ["where"]),
        ('export const words = (n) => n === 1 ? "one from" : "two";', []),
        ('export function words() {\n  return "from";\n}', []),
        ('/** @import { A } from "./types.js" */\n// import "x";\nexport const a = 1;', []),
    ],
)
def test_imports_are_seen(text: str, found: list[str]) -> None:
    assert imports(text) == found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("a { background: url('//example.org/a.png'); }", ["//example.org/a.png"]),
        ('@import "https://example.org/a.css";', ["https://example.org/a.css"]),
        ('<img src="/a.png">', ["/a.png"]),
        ('<use href="#a"/><path clip-path="url(#a)"/>', []),
    ],
)
def test_references_are_seen(text: str, found: list[str]) -> None:
    assert references(text) == found
