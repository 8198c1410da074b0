"""The blocks of plain text: title, headings, paragraphs, list items, quotations.

Nothing is moved: a line break inside a block becomes a space (and so does the `>` that repeats on
every line of a quotation), so every offset stays the file's own. `docs/articles.md` has the rules
in words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from corpus.lines import (
    Line,
    breaks_early,
    ends_with_stop,
    fills_its_lines,
    is_hard_wrapped,
    line_groups,
)
from corpus.model import BlockKind
from corpus.words import UNFINISHED

HEADING_WORDS = 12
TITLE_WORDS = 25
_RAGGED = 12  # characters by which a line of a wrapped paragraph may fall short

_SENTENCE_STOP_AT_END = re.compile(r"[.!?…。！？｡۔؟।॥։።][\"'”’»)\]}」』）］”’]*+$")
_MARKER = re.compile(
    r"""
    (?P<marker>
        (?P<number>\d{1,3}) (?: [-.)] | \.\) )
      | \( (?P<bracketed>\d{1,3}) \)
      | \(? (?P<letter>[a-zA-Z]) \)
      | \(? (?P<roman>[ivx]{2,5}) \)
      | (?P<bullet> [•‣◦▪●·*+–-] )
    )
    \s++ (?=\S)
    """,
    re.VERBOSE,
)
_NUMBERED_HEADING = re.compile(r"(?:\d{1,3}(?:\.\d{1,3})*\.?|[IVX]{1,5}\.)\s+\S")
_UNDERLINE = re.compile(r"(?:={3,}|-{3,})$")
_WORD_CHARACTER = re.compile(r"\w")
_CJK = re.compile(r"[\u3040-\u30ff\u3400-\u9fff\uac00-\ud7af]")
_SAME_IN_TITLES = str.maketrans("‘’‚“”„«»", '\'\'\'"""""', "*_`")


@dataclass(frozen=True, slots=True)
class RawBlock:
    """A block before its sentences are looked for."""

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    marker: str = ""
    indent: int = 0


@dataclass(slots=True)
class _Unit:
    """Lines that belong together, before it is known what they are."""

    lines: list[Line]
    alone: bool  # between blank lines
    underlined: int = 0  # level of the heading that a line of = or - below makes it

    @property
    def first(self) -> Line:
        return self.lines[0]

    @property
    def text(self) -> str:
        return " ".join(line.text for line in self.lines)


def plain_blocks(text: str, title: str = "") -> tuple[str, list[RawBlock]]:
    """The text with each block on one line, and its blocks in order.

    `title` is the title when it is known from elsewhere: it need not look like one.
    """
    groups = line_groups(text)
    wrapped = is_hard_wrapped(groups)
    units = [unit for group in groups for unit in _units(group, wrapped)]
    blocks = list(_classified(units, title))
    return _on_one_line(text, units), mark_continuations(blocks)


def fold(text: str) -> str:
    """What titles are compared by: no case, kinds of quotes and spaces, emphasis or final stop."""
    plain = unicodedata.normalize("NFKC", text.translate(_SAME_IN_TITLES)).casefold()
    return " ".join(plain.split()).rstrip(".")


def looks_like_heading(text: str, words: int = HEADING_WORDS) -> bool:
    """Whether a line that stands alone is a heading: few words, and no stop at its end."""
    return _count_words(text) <= words and not ends_with_stop(text)


def list_marker(text: str) -> re.Match[str] | None:
    """The match of a list marker and the space after it at the start of `text`."""
    return _MARKER.match(text)


def mark_continuations(blocks: Sequence[RawBlock]) -> list[RawBlock]:
    """Paragraphs between two items of one list become list continuations.

    Between `2-` and `3-` any number of paragraphs may stand; between two bullets, which may as well
    belong to two lists, only indented ones.
    """
    marked = list(blocks)
    item: int | None = None
    for index, block in enumerate(blocks):
        if block.kind == "list-item":
            between = marked[item + 1 : index] if item is not None else []
            if item is not None and between and _same_list(marked[item], block, between):
                for at in range(item + 1, index):
                    marked[at] = replace(
                        marked[at], kind="list-continuation", level=marked[item].level
                    )
            item = index
        elif block.kind not in ("paragraph", "list-continuation"):
            item = None
    return marked


def _same_list(first: RawBlock, second: RawBlock, between: Sequence[RawBlock]) -> bool:
    one, other = _MARKER.match(first.marker + " x"), _MARKER.match(second.marker + " x")
    if one is None or other is None:
        return False
    for group in ("number", "bracketed"):
        if one[group] and other[group]:
            return int(one[group]) + 1 == int(other[group])
    if one["letter"] and other["letter"]:
        return ord(one["letter"]) + 1 == ord(other["letter"])
    if one["roman"] or other["roman"]:
        return not one["bullet"] and not other["bullet"]
    return first.marker == second.marker and all(b.indent > first.indent for b in between)


def _count_words(text: str) -> int:
    return len(text.split()) + len(_CJK.findall(text)) // 2


def _units(group: Sequence[Line], wrapped: bool) -> Iterator[_Unit]:
    """The group's paragraphs, headings and items, in order."""
    wrapped = len(group) > 1 and (wrapped or fills_its_lines(group))
    width = max(len(line.text) for line in group)
    unit: _Unit | None = None
    for line in group:
        if not _WORD_CHARACTER.search(line.text):
            if unit is not None and len(unit.lines) == 1 and _UNDERLINE.match(line.text):
                unit.underlined = 1 if line.text[0] == "=" else 2
            if unit is not None:
                yield unit
            unit = None
        elif unit is None or _begins(unit, line, wrapped, width):
            if unit is not None:
                yield unit
            unit = _Unit([line], alone=len(group) == 1)
        else:
            unit.lines.append(line)
    if unit is not None:
        yield unit


def _begins(unit: _Unit, line: Line, wrapped: bool, width: int) -> bool:
    """Whether `line` begins a unit of its own, rather than going on with `unit`."""
    last = unit.lines[-1]
    stopped = ends_with_stop(last.text)
    if _MARKER.match(line.text):
        return not wrapped or stopped or bool(_MARKER.match(unit.first.text))
    if not wrapped:
        return stopped or not (_goes_on(line.text) or _is_unfinished(last.text))
    if breaks_early(last, line, width - max(_RAGGED, width // 5)):
        return stopped or not (_goes_on(line.text) or _is_unfinished(last.text))
    deeper = line.indent > last.indent and not _MARKER.match(unit.first.text)
    return deeper and bool(_SENTENCE_STOP_AT_END.search(last.text))


def _goes_on(text: str) -> bool:
    """Whether a line plainly continues the one before: it begins with a small letter."""
    return text.lstrip("\"'“‘«([")[:1].islower()


def _is_unfinished(text: str) -> bool:
    """Whether a line stops in mid-phrase: after a comma, or a word like "of" or "the"."""
    return text.endswith(",") or text.rsplit(None, 1)[-1].lower() in UNFINISHED


def _classified(units: Sequence[_Unit], title: str) -> Iterator[RawBlock]:
    kinds = _kinds(units, fold(title))
    indents: list[int] = []
    for unit, kind in zip(units, kinds, strict=True):
        start, end = unit.first.start, unit.lines[-1].end
        level, marker, indent = unit.underlined or 2, "", unit.first.indent
        if kind == "list-item" and (match := _MARKER.match(unit.first.text)):
            marker = match["marker"]
            start += match.end()
            level = _depth(indents, indent)
        elif kind in ("title", "title-repeat"):
            level = 1
        elif kind != "heading":
            level = 0
        if kind == "heading":
            indents.clear()
        yield RawBlock(kind, start, end, level, marker, indent)


def _depth(indents: list[int], indent: int) -> int:
    """The depth of a list item with this indent; `indents` are those of the items around it."""
    while indents and indent < indents[-1]:
        indents.pop()
    if not indents or indent > indents[-1] + 1:
        indents.append(indent)
    return len(indents)


def _kinds(units: Sequence[_Unit], title: str) -> list[BlockKind]:
    kinds: list[BlockKind] = []
    for index, unit in enumerate(units):
        following = units[index + 1] if index + 1 < len(units) else None
        folded = fold(unit.text) if _count_words(unit.first.text) <= 2 * TITLE_WORDS else ""
        if title and folded == title:
            kinds.append("title-repeat" if "title" in kinds else "title")
        elif index == 0 and not title and _is_title(unit, following):
            kinds.append("title")
            title = folded
        else:
            kinds.append(_kind(unit, following))
    if not any(kind in ("paragraph", "list-item", "quote") for kind in kinds):
        # No stops anywhere: then the lines are what the text says, not headings over nothing.
        kinds = ["paragraph" if kind == "heading" else kind for kind in kinds]
        if kinds == ["title"]:
            kinds = ["paragraph"]
    return kinds


def _is_title(unit: _Unit, following: _Unit | None) -> bool:
    """Whether the first unit is the title: a heading, maybe a long one, or a short question."""
    if following is None or unit.first.quote or _MARKER.match(unit.first.text):
        return False
    if unit.underlined:
        return True
    if _count_words(unit.text) <= TITLE_WORDS and fold(unit.text) == fold(following.text):
        return True
    if _is_heading(unit, following) or _NUMBERED_HEADING.match(unit.text):
        return _is_heading(unit, following)
    if not unit.alone and len(unit.lines) == 1:
        return False
    if looks_like_heading(unit.text, TITLE_WORDS):
        return True
    return (
        unit.text.endswith("?")
        and looks_like_heading(unit.text.rstrip("?"))
        and _count_words(following.text) > _count_words(unit.text)
    )


def _kind(unit: _Unit, following: _Unit | None) -> BlockKind:
    if unit.underlined:
        return "heading"
    if unit.first.quote:
        return "list-item" if _MARKER.match(unit.first.text) else "quote"
    if _MARKER.match(unit.first.text) and not _is_numbered_heading(unit, following):
        return "list-item"
    return "heading" if _is_heading(unit, following) else "paragraph"


def _is_heading(unit: _Unit, following: _Unit | None) -> bool:
    if unit.underlined:
        return True
    if len(unit.lines) > 1 or not looks_like_heading(unit.text):
        return False
    if unit.alone:
        return True
    # Within a group: a short line right above a paragraph.
    return (
        following is not None
        and not following.alone
        and len(following.text) >= 2 * len(unit.text)
        and ends_with_stop(following.text)
    )


def _is_numbered_heading(unit: _Unit, following: _Unit | None) -> bool:
    """Whether "2. Method" is a heading: alone, and a paragraph under it that is no list item."""
    return (
        unit.alone
        and bool(_NUMBERED_HEADING.match(unit.text))
        and looks_like_heading(unit.text)
        and following is not None
        and not _MARKER.match(following.first.text)
        and bool(_SENTENCE_STOP_AT_END.search(following.text))
    )


def _on_one_line(text: str, units: Sequence[_Unit]) -> str:
    """`text` with spaces for what separates the lines of one unit; the same length."""
    parts: list[str] = []
    done = 0
    for unit in units:
        for line, following in pairwise(unit.lines):
            gap = text[line.end : following.start]
            parts += (text[done : line.end], re.sub(r"[\n>]", " ", gap))
            done = following.start
    return "".join((*parts, text[done:]))
