"""What no page may use: each of these has let somebody's text run, or a file leave unasked."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

import annotator

ROOT = Path(annotator.__file__).parent
FILES = sorted(ROOT.rglob("*.py"))
STYLES = sorted((ROOT / "ui" / "static").glob("*.css"))

# Streamlit's elements that read Markdown or HTML. What they are given must be ours or escaped.
MARKUP = {"markdown", "write", "caption", "latex", "badge", "write_stream", "iframe"}
# These read Markdown too, and are used with our own words or with `say.literally`.
WORDS = {"error", "info", "success", "warning", "toast", "title", "header", "subheader"} | {
    "button",
    "checkbox",
    "radio",
}
BANNED_CALLS = {
    "download_button": "it serves project data without a cookie; link to our own route",
    "data_editor": "a forged message edits locked cells",
    "exec": "text is not code",
    "eval": "text is not code",
}
BANNED_MODULES = ("pickle", "joblib", "marshal", "shelve", "streamlit.components.v1")
BANNED_WORDS = {
    "unsafe_allow_html": "it lets somebody's text become part of the page",
    "unsafe_allow_javascript": "it lets somebody's text run",
}


def complaints(source: str, *, in_session: bool = False) -> list[str]:
    """What a file does that no page may do."""
    tree = ast.parse(source)
    found = []
    for node in ast.walk(tree):
        if isinstance(node, ast.keyword) and node.arg in BANNED_WORDS:
            found.append(f"{node.arg}: {BANNED_WORDS[node.arg]}")
        if isinstance(node, ast.Import | ast.ImportFrom):
            names = [alias.name for alias in node.names]
            if isinstance(node, ast.ImportFrom):
                names = [f"{node.module}.{name}" for name in names] + [node.module or ""]
            found += [f"import {name}" for name in names if name.startswith(BANNED_MODULES)]
        if isinstance(node, ast.Attribute) and not in_session:
            if node.attr in ("session_state", "query_params") and _is_streamlit(node.value):
                found.append(f"st.{node.attr}: only ui/session.py reads and writes it")
            if node.attr == "cookies" and isinstance(node.value, ast.Attribute):
                found.append("st.context.cookies: only ui/session.py reads it")
        if isinstance(node, ast.Call):
            found += _about_call(node)
    return found


def _about_call(call: ast.Call) -> list[str]:
    name = call.func.attr if isinstance(call.func, ast.Attribute) else getattr(call.func, "id", "")
    if name in BANNED_CALLS:
        return [f"{name}: {BANNED_CALLS[name]}"]
    if not isinstance(call.func, ast.Attribute):
        return []
    if ast.unparse(call.func) == "places.link" and not _is_ours(call.args[1]):
        return [f"places.link of {ast.unparse(call.args[1])}: its label is Markdown; use ui/say.py"]
    if not _is_drawing(call.func.value):
        return []
    if name in MARKUP:
        return [f"st.{name}: it reads Markdown; use st.text"]
    if name in WORDS and call.args and not _is_ours(call.args[0]):
        return [f"st.{name} of {ast.unparse(call.args[0])}: it reads Markdown; use ui/say.py"]
    return []


def _is_streamlit(node: ast.expr) -> bool:
    return isinstance(node, ast.Name) and node.id == "st"


def _is_drawing(node: ast.expr) -> bool:
    """`st`, or one of the columns and containers that the pages draw in."""
    return isinstance(node, ast.Name) and node.id in {"st", "left", "middle", "right", "line"}


def _is_ours(node: ast.expr) -> bool:
    """A text that stands in the code, or one that has been escaped."""
    if isinstance(node, ast.JoinedStr):
        return all(isinstance(part, ast.Constant) for part in node.values)
    if isinstance(node, ast.Call):
        return isinstance(node.func, ast.Name) and node.func.id == "literally"
    if isinstance(node, ast.IfExp):
        return _is_ours(node.body) and _is_ours(node.orelse)
    return isinstance(node, ast.Constant)


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.relative_to(ROOT).as_posix())
def test_no_page_uses_what_would_let_text_run(path: Path) -> None:
    in_session = path.relative_to(ROOT).as_posix() == "ui/session.py"
    assert complaints(path.read_text(encoding="utf-8"), in_session=in_session) == []


@pytest.mark.parametrize(
    "line",
    [
        "st.markdown(article.title)",
        "st.write(note)",
        "left.markdown(title)",
        "st.caption('x')",
        "st.html(body, unsafe_allow_javascript=True)",
        "st.download_button('x', data)",
        "st.data_editor(frame)",
        "st.button(article.title)",
        "st.error(str(error))",
        "st.error(f'{name} is wrong')",
        "st.toast(name)",
        "st.button('Start' if new else title)",
        "places.link('tag', article.title)",
        "st.session_state['x'] = 1",
        "st.query_params.get('x')",
        "st.context.cookies['x']",
        "import pickle",
        "from streamlit.components import v1",
        "import streamlit.components.v1 as components",
        "eval(text)",
    ],
)
def test_the_lint_sees(line: str) -> None:
    assert complaints(line)


@pytest.mark.parametrize(
    "line",
    [
        "st.text(article.title)",
        "st.button('Load')",
        "st.button('Start' if new else 'Continue')",
        "st.error(literally(sentence))",
        "places.link('tag', literally(label))",
    ],
)
def test_the_lint_lets_pass(line: str) -> None:
    assert complaints(line) == []


@pytest.mark.parametrize("path", STYLES, ids=lambda path: path.name)
def test_styles_hold_on_to_no_generated_name(path: Path) -> None:
    """Streamlit's generated class names and test ids change with every version."""
    style = path.read_text(encoding="utf-8")
    for word in ("emotion-cache", "data-testid=", "css-", ".stApp", ".stButton", "url(http"):
        assert word not in style, f"{path.name}: {word}"
