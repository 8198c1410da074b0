"""The YAML block between two lines of `---` at the head of a Markdown file."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import yaml

from corpus.about import About, iso_date, language_tag, one_line, web_address
from corpus.limits import ReadError

MAX_CHARACTERS = 20_000

_BLOCK = re.compile(r"---[ \t]*\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\n|\Z)", re.DOTALL | re.MULTILINE)
_LOOKS_LIKE_KEYS = re.compile(r"(?:#.*\n|\s*\n)*[\w\"' -]+:(?:\s|$)")
_KEYS: Mapping[str, tuple[tuple[str, ...], Callable[[str], str]]] = {
    "title": (("title",), one_line),
    "author": (("author", "authors", "by"), one_line),
    "published": (("published", "date", "pubdate"), iso_date),
    "url": (("url", "source", "link", "canonical"), web_address),
    "language": (("language", "lang"), language_tag),
}


@dataclass(frozen=True, slots=True)
class FrontMatter:
    """What the front matter says, and where the text after it begins."""

    about: About
    end: int
    notices: tuple[str, ...] = ()


def front_matter(text: str) -> FrontMatter:
    """The front matter of `text`. What is wrong in it becomes a notice, never an error."""
    match = _BLOCK.match(text)
    if match is None:
        return FrontMatter(About(), 0)
    if len(match[1]) > MAX_CHARACTERS:
        return FrontMatter(About(), match.end(), (f"The front matter {_TOO_LONG}",))
    try:
        # BaseLoader makes strings only: "language: no" stays Norwegian and "title: 1984" a title.
        fields = yaml.load(match[1], Loader=yaml.BaseLoader)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError) as error:
        if not _LOOKS_LIKE_KEYS.match(match[1]):
            return FrontMatter(About(), 0)
        return FrontMatter(About(), match.end(), (_unreadable(error),))
    if fields is not None and not isinstance(fields, dict):
        return FrontMatter(About(), 0)
    about, notices = _about(fields or {})
    return FrontMatter(about, match.end(), notices)


_TOO_LONG = f"has more than {MAX_CHARACTERS:,} characters and was not read."


def _unreadable(error: Exception) -> str:
    mark = getattr(error, "problem_mark", None)
    where = f" in line {mark.line + 2}" if mark is not None else ""
    return (
        f"The front matter is no valid YAML{where} and was not read: give title and date by hand."
    )


def _about(fields: Mapping[object, object]) -> tuple[About, tuple[str, ...]]:
    lower = {key.lower(): value for key, value in fields.items() if isinstance(key, str)}
    found: dict[str, str] = {}
    notices: list[str] = []
    for field, (keys, checked) in _KEYS.items():
        said = next((value for key in keys if (value := _said(lower.get(key)))), "")
        try:
            found[field] = checked(said)
        except ReadError as error:
            notices.append(f"{error} The front matter's {field} was left out.")
    return About(**found), tuple(notices)


def _said(value: object) -> str:
    """A field as one string: a list of authors, or of mappings with a name, is joined by commas."""
    if isinstance(value, str):
        return value.strip()
    if isinstance(value, list):
        return ", ".join(said for entry in value if (said := _name(entry)))
    return _name(value)


def _name(value: object) -> str:
    if isinstance(value, dict):
        value = value.get("name")
    return value.strip() if isinstance(value, str) else ""
