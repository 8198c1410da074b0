"""Where the sentences of a text lie, by rules.

The rules only choose places to cut, so every span is an exact slice of the text and nothing but
white space lies between two spans. One pass, in time linear in the text.

A run of stops (`.`, `!`, `?`, `…` and those of other scripts) with the closing quotes and brackets
after it is a *candidate*. `_ends` asks these rules in order; the first that has an opinion decides:

1. what follows forbids a cut: a comma, another stop, a closing bracket;
2. `!` and `?` end; before a small letter `?` does unless it closes a quotation, `!` by rule 4;
3. an ellipsis ends, unless a small letter follows;
4. after a full stop a small letter goes on, except where people type in haste (see there);
5. list numbers at the start of a block, ordinals, initials, titles, abbreviations: a rule for each;
6. any other full stop ends.
"""

from __future__ import annotations

import re
from typing import NamedTuple

from corpus.model import Span
from corpus.words import (
    ABBREVIATIONS,
    BEFORE_NUMBERS,
    NEVER_LAST,
    ORDINAL_LANGUAGES,
    SMALL_OPENERS,
    STARTERS,
)

SEGMENTER = "rules/1"

ZERO_WIDTH = "\u200b\u2060\ufeff"
_STOPS_ELSEWHERE = "۔؟।॥։።"  # Arabic script, Indic, Armenian, Ethiopic: always the end
_STOPS_CJK = "。！？｡"  # the end even without white space
_ALL_STOPS = ".!?…" + _STOPS_ELSEWHERE + _STOPS_CJK
_OPENERS = "\"'“‘„«([{「『（¿¡—–-*•·"
_BEFORE_WORD = "\"'“‘„«([{—–-/"
_AFTER_WORD = ",.;:!?\"'”’)"
_GOES_ON = frozenset(",;:)" + _ALL_STOPS)
# The first character apart, so that the engine can skip to it.
_RUN_OF_STOPS = re.compile(rf"[{_ALL_STOPS}][{_ALL_STOPS}]*+")
_REST_OF_STOP = re.compile(
    rf"""
    (?P<spaced> (?:[ ]\.){{0,4}} )
    (?P<closers> (?: ["'”’»)\]}}] | [ ]?\[\d{{1,3}}\] )*+ )
    (?: [\s{ZERO_WIDTH}]++ (?P<word> \S{{1,40}} )? | $ )
    """,
    re.VERBOSE,
)
_CLOSERS_CJK = re.compile(r"[」』）］”’]*+")
_GLUED_WORD = re.compile(r"([A-Z][a-z]*)[ ,]")
_PARAGRAPH_BREAK = re.compile(r"\n[^\S\n]*+\n\s*+|\u2029")
_SMALL_PREFIX = re.compile(r"[a-z]{1,3}-?[A-Z]")  # al-Qaeda, iPhone: capitals for this purpose
_NUMBER_OR_LETTER = re.compile(r"[ivxIVX]{1,4}|\d+(?:\.\d+)*|\(?[a-zA-Z0-9]")
_DOTTED = re.compile(r"(?:[^\W\d_]{1,2}\.)+[^\W\d_]{1,2}")  # u.s, j.r.r, a.m
_WHOLE_WORD = re.compile(r"(?=.*[aeiouy])[a-z]{4,}")
_WEB_ADDRESS = re.compile(r"https?://|www\.")


class _Stop(NamedTuple):
    """A candidate, and what the rules look at."""

    block: str
    at: int  # where the stop begins
    stop: str
    closers: str
    following: str  # the next word, up to 40 characters
    language: str


def split_sentences(text: str, language: str = "en") -> list[Span]:
    """The sentences of `text` in order, without the white space around them.

    `language` is a BCP 47 tag. A blank line always ends a sentence; a single line break never does.
    """
    primary = language.lower().partition("-")[0]
    spans: list[Span] = []
    start = 0
    for gap in _PARAGRAPH_BREAK.finditer(text):
        _split_block(text[start : gap.start()], start, primary, spans)
        start = gap.end()
    _split_block(text[start:], start, primary, spans)
    return spans


def _split_block(block: str, offset: int, language: str, spans: list[Span]) -> None:
    start = 0
    for run in _RUN_OF_STOPS.finditer(block):
        if run.start() >= start:
            end = _end_of_sentence(block, run.start(), run.end(), language)
            if end:
                while end < len(block) and block[end] in ZERO_WIDTH:
                    end += 1
                _add(spans, block, start, end, offset)
                start = end
    _add(spans, block, start, len(block), offset)


def _add(spans: list[Span], block: str, start: int, end: int, offset: int) -> None:
    """Add block[start:end] without the white space around it; what is invisible goes with it."""
    while start < end and block[start].isspace():
        start += 1
    while end > start and block[end - 1].isspace():
        end -= 1
    if start == end:
        return
    if spans and not block[start:end].strip(f"{ZERO_WIDTH} \t\n"):
        spans[-1] = Span(spans[-1].start, offset + end)
    else:
        spans.append(Span(offset + start, offset + end))


def _end_of_sentence(block: str, at: int, end: int, language: str) -> int:
    """Where the sentence with the stops block[at:end] ends, quotes included; 0 if it goes on."""
    stop = block[at:end]
    if stop[-1] in _STOPS_CJK:
        closers = _CLOSERS_CJK.match(block, end)
        return closers.end() if closers else end
    rest = _REST_OF_STOP.match(block, end)
    if rest is None:
        return end if _glued_ends(block, at, end) else 0
    spaced, quotes, word = rest.groups()
    end += len(spaced) + len(quotes)
    if word is None or _ends(_Stop(block, at, stop + spaced, quotes, word, language)):
        return end
    return 0


def _glued_ends(block: str, at: int, end: int) -> bool:
    """Whether a stop without a space after it ends a sentence, as in "it closed.The owner left"."""
    following = _GLUED_WORD.match(block, end)
    if following is None or end > at + 1 or following[1].lower() not in STARTERS:
        return False
    word = _word_before(block, at)
    return len(word) > 1 and word.isalpha() and word.islower()


def _ends(stop: _Stop) -> bool:
    first = stop.following[0]
    if first in _GOES_ON:
        return False
    if stop.stop[-1] in _STOPS_ELSEWHERE:
        return True
    word = stop.following.lstrip(_OPENERS)
    small = word[:1].islower() and not _SMALL_PREFIX.match(word)
    if stop.stop[0] in "?!" and not small:
        return True
    if stop.stop[0] == "?" and "!" not in stop.stop:
        return not stop.closers
    if len(stop.stop) > 1 or stop.stop == "…":
        return not small
    token = _word_before(stop.block, stop.at)
    if small:
        return not stop.closers and _small_letter_opens(token, word, stop.language)
    if stop.closers or not token:
        return True
    return _full_stop_ends(stop, token, word)


def _full_stop_ends(stop: _Stop, token: str, word: str) -> bool:
    """Rule 5 and 6: one full stop, no closing quote, and no small letter after it."""
    key = token.lower()
    if _NUMBER_OR_LETTER.fullmatch(token):
        return _number_or_letter_ends(stop, token, word)
    if key in NEVER_LAST:
        return False
    if key in BEFORE_NUMBERS:
        if key == "no" and not stop.block[: stop.at - 2].strip():  # "No. Nobody came."
            return not word[:1].isdigit()
        return not word[:1].isdigit() and _is_starter(word)
    if key in ABBREVIATIONS or ("." in key and _DOTTED.fullmatch(key)):
        return _is_starter(word)
    if len(key) == 1 and key.isalpha():  # an initial in another alphabet
        return _is_starter(word)
    return True


def _number_or_letter_ends(stop: _Stop, token: str, word: str) -> bool:
    """Whether "5.", "J." or "iv." ends: not as a list number, an ordinal or an initial."""
    before = stop.at - len(token)
    gap = stop.block[max(0, before - 2) : before]
    if not gap.strip() and (before < 2 or "\n" in gap):
        return False
    if stop.language in ORDINAL_LANGUAGES and token.isdigit() and len(token) <= 2:
        return _is_starter(word)
    if len(token) == 1 and token.isalpha():
        return _is_starter(word)
    return True


def _small_letter_opens(token: str, word: str, language: str) -> bool:
    """Whether a sentence begins with `word` in spite of its small letter, as people type in haste.

    In English a longer word before the stop is enough; other languages abbreviate longer words.
    """
    key = token.lower()
    known = key in NEVER_LAST or key in BEFORE_NUMBERS or key in ABBREVIATIONS
    if known or not token.isalpha() or len(token) < 2:
        return False
    if _WEB_ADDRESS.match(word) or (language == "en" and _WHOLE_WORD.fullmatch(token)):
        return True
    return len(token) > 2 and word.rstrip(_AFTER_WORD).replace("’", "'") in SMALL_OPENERS


def _is_starter(word: str) -> bool:
    lower = word.lower()
    return lower.rstrip(_AFTER_WORD).replace("’", "'") in STARTERS or lower in STARTERS


def _word_before(block: str, at: int) -> str:
    """The word that ends at `at`, at most 40 characters, without opening quotes and brackets."""
    words = block[max(0, at - 40) : at].rsplit(None, 1)
    if not words or block[at - 1].isspace():
        return ""
    return words[-1].lstrip(_BEFORE_WORD)
