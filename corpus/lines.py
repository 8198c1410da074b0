"""The lines of plain text: which stand together, and whether they were broken at a column."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from corpus.sentences import ZERO_WIDTH

_WRAPPED_MEDIAN = (60, 90)  # characters of a line in hard-wrapped text
_WRAPPED_COLUMNS = (30, 120)
_FEWEST_WRAPPED = 5  # lines from which a whole text is judged

_STOP_AT_END = re.compile(r"[.!?:;…。！？｡：；۔؟।॥։።][\"'”’»)\]}」』）］”’]*+$")
_QUOTE = re.compile(r"(?:>[ \t]?)+")
_BLANKS = " \t\v\f\u00a0\u3000" + ZERO_WIDTH


@dataclass(frozen=True, slots=True)
class Line:
    """One line without its indentation, quotation marks and trailing space."""

    start: int
    end: int
    indent: int
    quote: int  # depth of `>`
    text: str


def line_groups(text: str) -> list[list[Line]]:
    """The lines that stand together; a blank line, or the edge of a quotation, parts two groups."""
    return list(_groups(_less_quoted(list(_lines(text)))))


def ends_with_stop(text: str) -> bool:
    """Whether the text ends in `.?!:;` or their like, closing quotes and brackets apart."""
    return _STOP_AT_END.search(text) is not None


def _lines(text: str) -> Iterator[Line | None]:
    """The lines in order; None for a blank one."""
    start = 0
    for raw in text.split("\n"):
        body = raw.lstrip(_BLANKS)
        quote = _QUOTE.match(body)
        if quote:
            body = body[quote.end() :].lstrip(_BLANKS)
        indent = len(raw) - len(body)
        body = body.rstrip(_BLANKS)
        if not body or body.isspace():
            yield None
        else:
            depth = quote.group().count(">") if quote else 0
            at = start + indent
            yield Line(at, at + len(body), indent, depth, body)
        start += len(raw) + 1


def _less_quoted(lines: list[Line | None]) -> list[Line | None]:
    """The lines without the `>` that all of them have, as in a forwarded mail."""
    depth = min((line.quote for line in lines if line is not None), default=0)
    if not depth:
        return lines
    return [line and replace(line, quote=line.quote - depth) for line in lines]


def _groups(lines: Sequence[Line | None]) -> Iterator[list[Line]]:
    """Lines without a blank line, or a change between quotation and text, among them."""
    group: list[Line] = []
    for line in lines:
        if group and (line is None or line.quote != group[-1].quote):
            yield group
            group = []
        if line is not None:
            group.append(line)
    if group:
        yield group


def is_hard_wrapped(groups: Sequence[Sequence[Line]]) -> bool:
    """Whether the whole text was broken at a column: most inner lines near it, few with a stop."""
    inner = [line.text for group in groups for line in group[:-1]]
    if not inner:
        return False
    low, high = _WRAPPED_MEDIAN
    if low <= median(map(len, inner)) <= high and _few_stops(inner):
        return True
    width = max(map(len, inner))
    pairs = [pair for group in groups for pair in pairwise(group)]
    short = sum(1 for one, two in pairs if breaks_early(one, two, width))
    return (
        len(pairs) >= _FEWEST_WRAPPED
        and _may_be_column(width)
        and _few_stops(inner)
        and short * 10 <= len(pairs)
    )


def _may_be_column(width: int) -> bool:
    low, high = _WRAPPED_COLUMNS
    return low <= width <= high


def _few_stops(lines: Sequence[str]) -> bool:
    return sum(1 for line in lines if _STOP_AT_END.search(line)) * 2 < len(lines)


def fills_its_lines(group: Sequence[Line]) -> bool:
    """Whether these lines alone show a break at a column: no next word would have fitted."""
    width = max(len(line.text) for line in group)
    return (
        _may_be_column(width)
        and _few_stops([line.text for line in group[:-1]])
        and not any(breaks_early(one, two, width) for one, two in pairwise(group))
    )


def breaks_early(line: Line, following: Line, width: int) -> bool:
    """Whether the first word of the next line would have fitted on this one."""
    return len(line.text) + 1 + len(following.text.split(None, 1)[0]) <= width
