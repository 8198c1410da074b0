"""What the lead writes about a tag or a ruling, and the scheme that it makes. Pure."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Final

from annotator.scheme_model import Example, Ruling, Scheme, Tag, short

__all__ = ["RulingEdit", "TagEdit", "applied", "examples_as_text", "examples_of"]

REMARK: Final = "|"  # between an example and the remark on it


@dataclass(frozen=True, slots=True)
class TagEdit:
    """What a tag is to mean; `line` is its meaning in a few words."""

    name: str
    meaning: str
    line: str
    examples: tuple[Example, ...]


@dataclass(frozen=True, slots=True)
class RulingEdit:
    """What a ruling is to say; `was` is the case that it had, empty for a new one.

    Without a text of its own it is taken out.
    """

    was: str
    ruling: Ruling | None


def applied(now: Scheme, base: Scheme, edit: TagEdit | RulingEdit) -> Scheme:
    """The scheme in force with the edit in it.

    Args:
        base: The version on which the edit was begun: of a tag, what is as it was there was not
            edited, and stays as it is now.
    """
    if isinstance(edit, TagEdit):
        before = base.tag(edit.name)
        tags = (_with(tag, before, edit) if tag.name == edit.name else tag for tag in now.tags)
        return replace(now, tags=tuple(tags))
    if edit.ruling is not None and edit.was not in [ruling.case for ruling in now.rulings]:
        return replace(now, rulings=(*now.rulings, edit.ruling))
    changed = (edit.ruling if one.case == edit.was else one for one in now.rulings)
    return replace(now, rulings=tuple(one for one in changed if one is not None))


def examples_as_text(examples: tuple[Example, ...]) -> str:
    """A line for each, with its remark behind a |."""
    return "\n".join(map(_example_as_text, examples))


def examples_of(text: str) -> tuple[Example, ...]:
    """The examples of such a text; empty lines are none."""
    return tuple(_example_of(line) for line in text.splitlines() if line.strip(" \t|"))


def _with(tag: Tag, before: Tag, edit: TagEdit) -> Tag:
    meaning = edit.meaning if edit.meaning != before.meaning else tag.meaning
    line = edit.line if edit.line != before.line else tag.line
    if line == short(tag.meaning):
        line = short(meaning)  # nobody wrote one
    return replace(
        tag,
        meaning=meaning,
        line=line or short(meaning),
        examples=edit.examples if edit.examples != before.examples else tag.examples,
    )


def _example_as_text(example: Example) -> str:
    text, remark = (" ".join(words.split()) for words in (example.text, example.remark))
    remark = remark.replace(REMARK, "/")
    if remark or REMARK in text:
        return f"{text} {REMARK} {remark}".rstrip()
    return text


def _example_of(line: str) -> Example:
    text, bar, remark = line.rpartition(REMARK)
    return Example(text.strip(), remark.strip()) if bar and text.strip() else Example(line.strip())
