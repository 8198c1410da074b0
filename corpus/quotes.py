"""A quotation keeps its place: made from one text, found again when the text has changed.

Found means known: the letters and digits are the same, and what stands before and after tells the
place from every other. In doubt nothing is found, rather than a wrong place. The words are looked
for as they are; if that fails, as `_fold` compares them.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import islice
from typing import Final, NamedTuple
from unicodedata import category, combining, is_normalized, normalize

from corpus.limits import MAX_CHARACTERS
from corpus.model import Span

CONTEXT: Final = 32

_LONG = 25  # code points from which words that stand only once need no context
_ENOUGH = 24  # code points of context, both sides together, without which no place is sure
_CLEAR = 8  # code points of context by which one place fits better than another
_UNCHANGED = 2 * CONTEXT
_EDGE = "\0"  # put around a text, so that its edges are context too
_MOST_PLACES = 20_000
_MOST_MARKS = 30  # on one letter, as in Unicode's stream-safe text format

_SAME = str.maketrans(
    dict.fromkeys("\t\n\v\f\r\x1c\x1d\x1e\x1f\x85\xa0\u1680\u2028\u2029\u202f\u205f\u3000", " ")
    | dict.fromkeys("\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a", " ")
    | dict.fromkeys("“”„‟«»", '"')
    | dict.fromkeys("‘’‚‛‹›", "'")
    | dict.fromkeys("‐‑‒–—―−", "-")
)
# Below U+0300 every letter is in normal form, unless a mark from there on follows.
_UNEVEN = re.compile(r"\s{2,}|\S?[^\s\x00-\u02ff]+")
_STARTS_INSIDE = re.compile(r"(?:(?<=[\w−-])|(?<=\w[.,'’]))(?=\w)")
_ENDS_INSIDE = re.compile(r"(?<=\w)[-.,'’]?\w")


@dataclass(frozen=True, slots=True)
class QuoteSelector:
    """A stretch of a text by its words and by its place: W3C's text quote and position selectors.

    `prefix` and `suffix` are the CONTEXT code points around it, fewer only at an edge of the text.
    """

    exact: str
    prefix: str
    suffix: str
    start: int
    end: int


class _Sought(NamedTuple):
    """What is looked for in a text with its edges; so `start` is one more than the selector's."""

    exact: str
    before: str
    after: str
    start: int


class _Reading(NamedTuple):
    """A text as it is compared, and where each of its code points was, the end included."""

    text: str
    offsets: Sequence[int]


class _Place(NamedTuple):
    """Where the words stand, and how many code points of context on each side.

    A whole side counts as CONTEXT.
    """

    start: int
    end: int
    before: int
    after: int

    @property
    def fit(self) -> int:
        return self.before + self.after


def make(text: str, start: int, end: int) -> QuoteSelector:
    """The selector of text[start:end]; ValueError when that is empty or outside of the text."""
    if not 0 <= start < end <= len(text):
        raise ValueError(
            f"There is nothing to quote from {start} to {end} in a text of {len(text)} characters; "
            "choose at least one of them."
        )
    prefix = text[max(0, start - CONTEXT) : start]
    return QuoteSelector(text[start:end], prefix, text[end : end + CONTEXT], start, end)


def find(text: str, selector: QuoteSelector) -> Span | None:
    """Where the quoted words stand in `text`; None when they do not, or it cannot be known where.

    Some of the context must be there, unless long words stand only once and as they were. White
    space, kinds of quotation marks and dashes, and the Unicode normal form may have changed. Of
    places that fit equally well only the recorded one is found, when nothing around it has changed.
    """
    if not selector.exact:
        return None
    framed = f"{_EDGE}{text}{_EDGE}"
    sought = _framed(selector)
    places = _places(_Reading(framed, range(len(framed) + 1)), sought)
    if places is None:
        return None
    best = _best(places, sought.start)
    if not best:
        alike = _places(_fold(framed), _folded(sought)) or []
        best = _best(alike, sought.start)
        if not best and len(places) == len(alike) == 1 and len(sought.exact) >= _LONG:
            best = places
    if len(best) != 1:
        return None
    return Span(best[0].start - len(_EDGE), best[0].end - len(_EDGE))


def _framed(selector: QuoteSelector) -> _Sought:
    before, after = selector.prefix[-CONTEXT:], selector.suffix[:CONTEXT]
    if len(before) < CONTEXT:
        before = _EDGE + before
    if len(after) < CONTEXT:
        after += _EDGE
    return _Sought(selector.exact, before, after, selector.start + len(_EDGE))


def _folded(sought: _Sought) -> _Sought:
    exact, before, after, start = sought
    return _Sought(_fold(exact).text, _fold(before).text, _fold(after).text, start)


def _places(reading: _Reading, sought: _Sought) -> list[_Place] | None:
    """Every place of the words, or the recorded one alone when nothing around it has changed.

    None when there are so many that to compare them would take too long.
    """
    recorded = bisect_left(reading.offsets, sought.start)
    if reading.text.startswith(sought.exact, recorded, -len(_EDGE)):
        place = _place(reading, sought, recorded)
        if place and place.start == sought.start and place.fit == _UNCHANGED:
            return [place]
    most = min(_MOST_PLACES, 1 + MAX_CHARACTERS // len(sought.exact))  # more would overlap
    starts = list(islice(_occurrences(reading.text, sought.exact), most + 1))
    if len(starts) > most:
        return None
    return [place for start in starts if (place := _place(reading, sought, start))]


def _occurrences(text: str, exact: str) -> Iterator[int]:
    """Where `exact` begins in a text with its edges, overlapping places included."""
    at = text.find(exact, len(_EDGE), -len(_EDGE))
    while at >= 0:
        yield at
        at = text.find(exact, at + 1, -len(_EDGE))


def _place(reading: _Reading, sought: _Sought, at: int) -> _Place | None:
    """The words at `at` as a place, unless a letter or number there would be cut in two."""
    text, offsets = reading
    exact, before, after, _ = sought
    end = at + len(exact)
    if offsets[at - 1] == offsets[at] or offsets[end - 1] == offsets[end]:
        return None
    if _starts_inside(text, at) and not _starts_inside(before + exact, len(before)):
        return None
    if _ends_inside(text, end) and not _ends_inside(exact + after, len(exact)):
        return None
    return _Place(
        offsets[at],
        offsets[end],
        _agreement(before[::-1], text[max(0, at - len(before)) : at][::-1]),
        _agreement(after, text[end : end + len(after)]),
    )


def _starts_inside(text: str, at: int) -> bool:
    """Whether a word or number goes on at `at`: un|safe, 1,|500, −|3."""
    return _STARTS_INSIDE.match(text, at) is not None


def _ends_inside(text: str, at: int) -> bool:
    """Whether a word, number or letter goes on at `at`: safe|ty, 1|,500, e|\u0301."""
    return _ENDS_INSIDE.match(text, at) is not None or category(text[at]).startswith("M")


def _agreement(recorded: str, there: str) -> int:
    """How many code points are the same from the first on; CONTEXT when all are."""
    if recorded == there:
        return CONTEXT
    for count, character in enumerate(there):
        if character != recorded[count]:
            return count
    return len(there)


def _best(places: Sequence[_Place], recorded: int) -> list[_Place]:
    """The place that fits and those it cannot be told from; none where context is too little."""
    top = max(places, key=lambda place: place.fit, default=None)
    if top is None or top.fit < _ENOUGH:
        return []
    return [place for place in places if place is top or not _is_clear(top, place, recorded)]


def _is_clear(top: _Place, other: _Place, recorded: int) -> bool:
    """Whether `top` is the place and `other` is not."""
    if other.start == recorded and CONTEXT in (other.before, other.after):
        return False
    certain = top.start == recorded or top.fit == _UNCHANGED
    return (
        top.fit - other.fit >= (1 if certain else _CLEAR)
        and other.before - top.before < _CLEAR
        and other.after - top.after < _CLEAR
    )


def _fold(text: str) -> _Reading:
    """`text` in NFC, with one space for white space and one kind of quotation mark and dash.

    All code points that came from one letter and its marks have the same offset.
    """
    parts: list[str] = []
    offsets: list[int] = []
    at = 0
    for uneven in _UNEVEN.finditer(text):
        run = uneven[0]
        if is_normalized("NFC", run) and not run.isspace():
            continue
        parts.append(text[at : uneven.start()])
        offsets.extend(range(at, uneven.start()))
        at = uneven.start()
        for letter in [run] if run.isspace() else _letters(run):
            composed = " " if letter.isspace() else normalize("NFC", letter)
            parts.append(composed)
            offsets.extend([at] * len(composed))
            at += len(letter)
    parts.append(text[at:])
    offsets.extend(range(at, len(text) + 1))
    return _Reading("".join(parts).translate(_SAME), offsets)


def _letters(run: str) -> Iterator[str]:
    """`run` in the shortest pieces whose normal forms make up its own."""
    piece = run[0]
    for character in run[1:]:
        if _joins(piece, character):
            piece += character
        else:
            yield piece
            piece = character
    yield piece


@lru_cache(maxsize=4096)
def _joins(piece: str, character: str) -> bool:
    """Whether the normal form of the two together is not that of each."""
    if combining(character):
        return len(piece) <= _MOST_MARKS
    together = normalize("NFC", piece + character)
    return together != normalize("NFC", piece) + normalize("NFC", character)
