"""A tag scheme as TOML, for versions that are edited in the app: what is written reads the same."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import fields
from typing import Final

from annotator.scheme_model import Example, Reason, Ruling, Scheme, Step, Tag

__all__ = ["write_scheme"]

_ABOUT: Final = ("unit", "context", "advice", "identifiable", "not_identifiable", "grounds")
_ESCAPED: Final = re.compile(r'["\\\x00-\x1f\x7f]')
_NAMED: Final = {'"': '\\"', "\\": "\\\\", "\n": "\\n", "\t": "\\t", "\r": "\\r"}


def write_scheme(scheme: Scheme) -> str:
    """The whole scheme; `read_scheme` of it gives an equal one."""
    return "\n".join(_lines(scheme)) + "\n"


def _lines(scheme: Scheme) -> Iterator[str]:
    yield f"name = {_text(scheme.name)}"
    yield f"version = {scheme.version}"
    for key in _ABOUT:
        if value := getattr(scheme, key):
            yield f"{key} = {_text(value)}"
    if scheme.actions:
        yield f"actions = [{_items(_text(action) for action in scheme.actions)}]"
    for name, rows in (
        ("tags", scheme.tags),
        ("reasons", scheme.explained_reasons),
        ("order", scheme.order),
        ("rulings", scheme.rulings),
    ):
        for row in rows:
            yield ""
            yield f"[[{name}]]"
            yield from _table(row)


def _table(row: Tag | Reason | Step | Ruling) -> Iterator[str]:
    for each in fields(row):
        value = getattr(row, each.name)
        if value is True:
            yield f"{each.name} = true"
        elif each.name == "examples":
            if value:
                yield f"examples = [{_items(map(_example, value))}]"
        elif isinstance(value, tuple):
            if value:
                yield f"{each.name} = [{', '.join(map(_text, value))}]"
        elif value:
            yield f"{each.name} = {_text(value)}"


def _example(example: Example) -> str:
    remark = f", remark = {_text(example.remark)}" if example.remark else ""
    return f"{{ text = {_text(example.text)}{remark} }}"


def _items(items: Iterator[str] | Sequence[str] | map[str]) -> str:
    return "\n" + "".join(f"  {item},\n" for item in items)


def _text(value: str) -> str:
    """A basic string of TOML, on one line."""
    return f'"{_ESCAPED.sub(_escape, value)}"'


def _escape(found: re.Match[str]) -> str:
    return _NAMED.get(found[0], f"\\u{ord(found[0]):04x}")
