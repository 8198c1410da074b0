"""Rules that no reader of a change should have to remember."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.conftest import ROOT

BANNED_SCRIPT = {
    r"\.(innerHTML|outerHTML)\b": "text of others would become HTML; use textContent",
    r"\binsertAdjacentHTML\b": "text of others would become HTML; use textContent",
    r"\bdocument\.write\b": "text of others would become HTML; use textContent",
    r"\b(eval|Function)\(": "it runs text as code",
    r"\bcrypto\.(randomUUID\(|subtle\.)": "not there when a colleague opens the app by plain http",
    r"\bnavigator\.(clipboard|locks)\.": "not there when a colleague opens the app by plain http",
}

SQL = re.compile(
    r"\b(select\b.+\bfrom|insert\s+into|update\b.+\bset|delete\s+from|create\s+table|pragma)\s",
    re.IGNORECASE | re.DOTALL,
)


def sources(*packages: str) -> list[Path]:
    return sorted(path for package in packages for path in (ROOT / package).rglob("*.py"))


def strings(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Every text in the code that is not a docstring."""
    docstrings = {
        id(node.body[0].value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.lineno, node.value


def found_sql(tree: ast.AST) -> Iterator[str]:
    for line, text in strings(tree):
        if SQL.search(text):
            yield f"{line}: SQL outside db: {text.strip()[:60]!r}"


def found_script(script: str) -> Iterator[str]:
    for pattern, reason in BANNED_SCRIPT.items():
        for match in re.finditer(pattern, script):
            yield f"{script.count(chr(10), 0, match.start()) + 1}: {match[0]} – {reason}"


def test_imports_point_down() -> None:
    command = Path(sys.executable).with_name("lint-imports")
    result = subprocess.run([command], cwd=ROOT, capture_output=True, text=True, check=False)
    assert result.returncode == 0, result.stdout


@pytest.mark.parametrize(
    "path", sources("annotator", "corpus"), ids=lambda path: str(path.relative_to(ROOT))
)
def test_only_db_holds_sql(path: Path) -> None:
    assert not list(found_sql(ast.parse(path.read_text(encoding="utf-8"))))


def test_scripts_write_text_and_need_no_secure_context() -> None:
    scripts = [*(ROOT / "annotator").rglob("*.js"), *(ROOT / "annotator").rglob("*.html")]
    found = {
        str(path.relative_to(ROOT)): findings
        for path in scripts
        if (findings := list(found_script(path.read_text(encoding="utf-8"))))
    }
    assert scripts
    assert not found


@pytest.mark.parametrize(
    ("code", "is_sql"),
    [
        ("x = 'select id from claim'", True),
        ("x = 'delete from claim'", True),
        ("x = f'update claim set n = {n}'", True),
        ("x = 'Select an article to begin.'", False),
        ("def f():\n    'Select a row from the table.'", False),
    ],
)
def test_the_search_for_sql_tells_it_from_prose(code: str, is_sql: bool) -> None:
    assert bool(list(found_sql(ast.parse(code)))) == is_sql


@pytest.mark.parametrize("script", ["a.innerHTML = b", "crypto.randomUUID()", "new Function(x)"])
def test_the_search_in_scripts_sees_what_is_banned(script: str) -> None:
    assert list(found_script(script))
