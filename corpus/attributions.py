"""Who says what in an English sentence, by rules: "X argues that …", "…, according to X".

What is found is offered to an analyst as an in-text source, so a rule that is not sure finds
nothing. The sentence becomes tokens; each word that may be a cue, and is not inside quotation
marks, asks its rule in `_RULES`, and the first rule to answer wins. A rule looks at a bounded
number of tokens around the cue, so the time is linear in the sentence.

A source must look like one (`_source`): a pronoun, a name, or a noun for somebody who speaks or
something that is read. It is *vague* where nobody would know whom to go to: "critics", "a report".
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from corpus.attribution_words import (
    ADVERBS,
    ALSO_NOUNS,
    ALWAYS_VAGUE,
    AUXILIARIES,
    BARE,
    BASE,
    BE,
    BEFORE_NAMES,
    BEFORE_TIMES,
    BODIES,
    CLAUSE_SUBJECTS,
    CONTRASTS,
    COORDINATORS,
    CUES,
    DAYS,
    DEFINITE,
    DEMONYM,
    DENIED,
    DENY,
    DETERMINERS,
    DOCUMENTS,
    ENDS,
    EVIDENCE,
    FINDERS,
    HEARSAY,
    INDEFINITE,
    INITIALS,
    INSTITUTIONS,
    INVERTED,
    INVERTED_AFTER_QUOTE,
    KNOWN_WITHOUT_ARTICLE,
    LONGEST_WHO,
    MATERIAL,
    NO_ADVERBS,
    NO_CLAUSE,
    NO_SOURCE,
    NO_SPEAKER,
    OPENERS,
    PARTICIPLE,
    PAUSES,
    PERFECT,
    PLURALS,
    POSSESSIVES,
    PREPOSITIONS,
    PRONOUNS,
    QUANTIFIERS,
    QUOTES,
    REACH,
    RELATIVES,
    REPORTEDLY,
    SAY,
    SHORTENED,
    SHOW,
    SPEAKER_ENDING,
    SPEAKERS,
    SUBJECTS,
    SUBORDINATORS,
    TELL,
    TIMES,
    TOKEN,
    VIEWS,
    WARN,
)
from corpus.model import Span


@dataclass(frozen=True, slots=True)
class Attribution:
    """A source, the words that mark it as one, and what it is said to say.

    Offsets count code points of the sentence. `who` is empty where nobody is named ("reportedly").
    Where it interrupts what is said, `content` is one part of that: the first that is a clause.
    """

    who: Span
    cue: Span
    content: Span
    vague: bool = False
    pronoun: bool = False


class _Token(NamedTuple):
    """A word, or one sign."""

    start: int
    end: int
    text: str
    word: str  # in small letters, apostrophes straight; the sign itself if it is one
    quoted: bool


class _Source(NamedTuple):
    """Tokens from `start` up to, not including, `end`."""

    start: int
    end: int
    head: int
    vague: bool = False
    pronoun: bool = False


class _Found(NamedTuple):
    """What a rule answers, in tokens. Where `source` is None nobody is named."""

    source: _Source | None
    cue: tuple[int, int]
    content: tuple[int, int]


def find(sentence: str, language: str = "en") -> Attribution | None:
    """The attribution of one sentence, or None; `language` is a BCP 47 tag, only English is known.

    Hearsay ("reportedly") is the answer only where the sentence names nobody.
    """
    if language.lower().partition("-")[0] != "en":
        return None
    tokens = _tokens(sentence.rstrip())
    hearsay = None
    for at, token in enumerate(tokens):
        rule = None if token.quoted else _RULES.get(token.word)
        found = rule(tokens, at) if rule else None
        if found and found.source:
            return _attribution(tokens, found)
        hearsay = hearsay or found
    return _attribution(tokens, hearsay) if hearsay else None


def _attribution(tokens: list[_Token], found: _Found) -> Attribution:
    source = found.source
    cue = _span(tokens, *found.cue)
    content = _span(tokens, *found.content)
    if source is None:
        return Attribution(Span(cue.start, cue.start), cue, content, vague=True)
    start, end = _span(tokens, source.start, source.end)
    if tokens[source.end - 1].word.endswith("'s"):
        end -= 2
    return Attribution(Span(start, end), cue, content, source.vague, source.pronoun)


def _span(tokens: list[_Token], start: int, end: int) -> Span:
    return Span(tokens[start].start, tokens[end - 1].end)


# Tokens


def _tokens(sentence: str) -> list[_Token]:
    spans = _token_spans(sentence)
    quoted = _quoted(sentence, [start for start, _ in spans])
    tokens = []
    for (start, end), inside in zip(spans, quoted, strict=True):
        text = sentence[start:end]
        tokens.append(_Token(start, end, text, text.lower().replace("’", "'"), inside))
    return tokens


def _token_spans(sentence: str) -> list[tuple[int, int]]:
    spans: list[tuple[int, int]] = []
    for match in TOKEN.finditer(sentence):
        start, end = match.span()
        if match[0] == "." and spans and spans[-1][1] == start:
            before = sentence[spans[-1][0] : start]
            shortened = len(before) == 1 or "." in before or before.lower() in SHORTENED
            if shortened and sentence[end : end + 1].isspace():
                start = spans.pop()[0]
        spans.append((start, end))
    return spans


def _quoted(sentence: str, starts: Sequence[int]) -> list[bool]:
    """For each token, whether it lies inside quotation marks.

    A sentence may be cut out of a longer quotation: a first double mark that closes reaches back to
    the beginning, and one that only opens, on to the end.
    """
    quoted = [False] * len(starts)
    opened: dict[str, int] = {}
    doubles = 0
    for index, at in enumerate(starts):
        sign = sentence[at]
        if sign not in QUOTES:
            continue
        kind = "single" if sign in "'‘’" else "double"
        if _opens(sentence, at, kind in opened):
            opened.setdefault(kind, index)
        elif kind in opened or (kind == "double" and not doubles):
            first = opened.pop(kind, -1) + 1
            quoted[first:index] = [True] * (index - first)
        doubles += kind == "double"
    if "double" in opened:
        first = opened["double"] + 1
        quoted[first:] = [True] * (len(starts) - first)
    return quoted


def _opens(sentence: str, at: int, inside: bool) -> bool:
    sign, before, after = sentence[at], sentence[at - 1 : at], sentence[at + 1 : at + 2]
    if sign in "\"'":
        apostrophe = sign == "'" and before.isalnum()
        return not (inside or apostrophe) and bool(after.strip())
    return sign in "“‘«"


def _word(tokens: list[_Token], at: int) -> str:
    """The word or sign at `at`; nothing before the first and after the last."""
    return tokens[at].word if 0 <= at < len(tokens) else ""


def _is_name(token: _Token) -> bool:
    return token.text != token.text.lower()


def _is_first(tokens: list[_Token], at: int) -> bool:
    """Whether no word comes before, so that a capital letter means nothing."""
    return at < 4 and not any(token.word[0].isalnum() for token in tokens[:at])


def _after_time(tokens: list[_Token], at: int) -> int:
    """Where a time that begins at `at` ends: "on Monday", "in May 2011", "late last week"."""
    first = at
    while first < at + 3 and _word(tokens, first) in BEFORE_TIMES:
        first += 1
    end = first
    while _word(tokens, end) in TIMES or _word(tokens, end).isdigit():
        end += 1
    bare = first == at and _word(tokens, at) not in DAYS
    return at if bare or end == first else end


# Sources


def _subject(tokens: list[_Token], end: int) -> _Source | None:
    """The source that ends at `end`, or before a remark in commas that ends there.

    "Lind, a former member of the board, [argues]".
    """
    if _word(tokens, end - 1) != ",":
        return _clause_opener(tokens, end)
    commas = []
    for at in range(end - 2, max(-1, end - REACH), -1):
        if tokens[at].word == ",":
            commas.append(at)
        elif tokens[at].word in ";:—–":
            break
    openers = (_clause_opener(tokens, comma) for comma in reversed(commas))
    return next((source for source in openers if source), None)


def _clause_opener(tokens: list[_Token], end: int) -> _Source | None:
    """The source whose words run up to `end`, if a clause may begin with it."""
    start = end
    while start and end - start < REACH and not _bounds_phrase(tokens[start - 1].word):
        start -= 1
    before = _word(tokens, start - 1)
    opens = before in ENDS or before in QUOTES or before in COORDINATORS or before in ("as", "…")
    opens = opens or _is_first(tokens, start)
    opens = opens or (before in CONTRASTS and _word(tokens, start - 2) in PAUSES)
    if not opens or tokens[end - 1].word.endswith("'s"):
        return None
    return _source(tokens, start, end)


def _bounds_phrase(word: str) -> bool:
    bounding = word in SUBORDINATORS or word in RELATIVES or word in COORDINATORS
    return bounding or not word[0].isalnum()


def _phrase_end(tokens: list[_Token], start: int) -> int:
    """Where the noun phrase that begins at `start` ends at the latest."""
    for at in range(start, start + 2 * LONGEST_WHO):
        word, after = _word(tokens, at), _word(tokens, at + 1)
        if not word or _bounds_phrase(word) or (word in CUES and not _speaks(word)):
            return at
        if at > start and (word in AUXILIARIES or word in SUBJECTS or word == "during"):
            return at
        if at > start and _after_time(tokens, at) > at:
            return at
        if word in ("in", "on", "at") and (after in INDEFINITE or after in POSSESSIVES):
            return at
        if word == "and" and (after in SUBJECTS or after in AUXILIARIES or after in CUES):
            return at
    return start


def _source(tokens: list[_Token], start: int, end: int) -> _Source | None:
    """These tokens as a source, without what opens the clause before it ("On Monday")."""
    while start < end and tokens[start].word in OPENERS:
        start += 1
    start = min(end, _after_time(tokens, start))
    end = _without_time(tokens, start, end)
    for at in range(end - 1, start, -1):
        if tokens[at].word in ("and", "or"):
            return _either(_source(tokens, start, at), _source(tokens, at + 1, end))
    if end - start == 1 and tokens[start].word in PRONOUNS:
        return _Source(start, end, start, pronoun=True)
    if start >= end or not all(map(_may_name, tokens[start:end])):
        return None
    head = _head(tokens, start, end)
    if head is None or head - start >= LONGEST_WHO:
        return None
    vague = _is_vague(tokens, start, head, end)
    if end - start > LONGEST_WHO:
        cuts = range(start + LONGEST_WHO, head, -1)
        end = next((at for at in cuts if tokens[at].word in PREPOSITIONS), head + 1)
    return _Source(start, end, head, vague)


def _without_time(tokens: list[_Token], start: int, end: int) -> int:
    for at in range(max(start + 1, end - 3), end):
        if _after_time(tokens, at) == end:
            return end if PARTICIPLE.fullmatch(tokens[at - 1].word) else at
    return end


def _either(left: _Source | None, right: _Source | None) -> _Source | None:
    """Both sources as one; the right one where the left is the end of another clause."""
    if left is None or right is None or right.end - left.start > LONGEST_WHO:
        return right
    return _Source(left.start, right.end, left.head, left.vague and right.vague)


def _may_name(token: _Token) -> bool:
    word = token.word
    if word in AUXILIARIES:
        return token.text in ("May", "Will")
    if word in NO_SOURCE or word in PRONOUNS - POSSESSIVES or not word[0].isalnum():
        return False
    return word not in CUES or _singular(word) in DOCUMENTS


def _head(tokens: list[_Token], start: int, end: int) -> int | None:
    """The noun that says who it is; None where these words do not name anybody."""
    stop = start + 1
    while stop < end and not _modifies(tokens, stop):
        stop += 1
    if tokens[start].word in PREPOSITIONS or tokens[end - 1].word in PREPOSITIONS:
        return None
    for at in range(start + 1, stop):
        before = tokens[at - 1]
        if tokens[at].word in DEFINITE or tokens[at].word in ("a", "an"):
            return None
        if (
            _is_name(tokens[at])
            and not _is_name(before)
            and not _leads_to_name(tokens, start, at - 1)
        ):
            return None
    head = tokens[stop - 1]
    word = head.word.removesuffix("'s")
    if word in DETERMINERS or (word in TIMES and head.text != "May"):
        return None
    if _is_common(tokens, stop - 1):
        return stop - 1 if _speaks(word) else None
    adjective = DEMONYM.fullmatch(word) and not word.endswith("s")
    return None if adjective else stop - 1


def _modifies(tokens: list[_Token], at: int) -> bool:
    """Whether what describes the head from behind begins here: "of Oslo", "released by"."""
    word, after = tokens[at].word, _word(tokens, at + 1)
    if word in PREPOSITIONS:
        return True
    follows = after in PREPOSITIONS or after in BEFORE_TIMES
    return follows and _is_common(tokens, at - 1) and bool(PARTICIPLE.fullmatch(word))


def _leads_to_name(tokens: list[_Token], start: int, at: int) -> bool:
    """Whether a name may follow the small word at `at`: "former Lind", "the Oslo lawyer Lind"."""
    word = tokens[at].word
    if at == start or word in DETERMINERS or tokens[at - 1].word in DETERMINERS:
        return True
    return word in BEFORE_NAMES or _speaks(word)


def _is_common(tokens: list[_Token], at: int) -> bool:
    """Whether the word is a common noun, so far as its first letter tells."""
    token = tokens[at]
    if not _is_name(token):
        return True
    singular = _singular(token.word)
    plural = singular != token.word and _speaks(token.word)
    return _is_first(tokens, at) and (singular in SPEAKERS or plural)


def _speaks(word: str) -> bool:
    singular = _singular(word)
    if singular in SPEAKERS:
        return True
    return singular not in NO_SPEAKER and bool(SPEAKER_ENDING.fullmatch(singular))


def _singular(word: str) -> str:
    """The word as the lists have it: "ministry" for "finance-ministries"."""
    word = word.removesuffix("'s").removesuffix("'").rpartition("-")[2]
    if word in SPEAKERS:
        return word
    return word[:-3] + "y" if word.endswith("ies") else word.removesuffix("s")


def _is_vague(tokens: list[_Token], start: int, head: int, end: int) -> bool:
    first, last = tokens[start].word, tokens[head].word
    singular = _singular(last)
    unnamed = singular in ALWAYS_VAGUE or (last == "reports" and first not in DEFINITE)
    if unnamed or first in QUANTIFIERS:
        return True
    if not _is_common(tokens, head):
        return bool(DEMONYM.fullmatch(last))
    if any(_identifies(tokens, at) for at in range(start, end) if at != head):
        return False
    definite = first in DEFINITE or singular in KNOWN_WITHOUT_ARTICLE
    return not definite or singular in MATERIAL


def _identifies(tokens: list[_Token], at: int) -> bool:
    """Whether the word tells one official or report from another: a name, or "ministry"."""
    word = tokens[at].word
    if not INSTITUTIONS.isdisjoint(word.removesuffix("'s").split("-")):
        return True
    if word in TIMES or word in INITIALS or DEMONYM.fullmatch(word):
        return False
    return _is_name(tokens[at]) and (not _is_first(tokens, at) or word.endswith("'s"))


# Rules


def _according(tokens: list[_Token], at: int) -> _Found | None:
    """ "According to X, …" and "…, according to X." """
    if _word(tokens, at + 1) != "to":
        return None
    end = _phrase_end(tokens, at + 2)
    source = _source(tokens, at + 2, end)
    if source is None or source.start > at + 2:
        return None
    if not _opens_clause(tokens, at) and _word(tokens, at - 1)[0].isalnum():
        named = not _is_common(tokens, source.head)
        if not named and _singular(tokens[source.head].word) not in INSTITUTIONS:
            return None  # "shelved according to the author"
    return _frames(tokens, source, (at, at + 2), at, _after_time(tokens, end))


def _view(tokens: list[_Token], at: int) -> _Found | None:
    """A view: "In X's view, …" or "…, in her words"."""
    start = at
    while at - start <= LONGEST_WHO and start and not _bounds_phrase(tokens[start - 1].word):
        start -= 1
        if tokens[start].word == "in":
            break
    if _word(tokens, start) != "in":
        return None
    if start + 2 == at and tokens[start + 1].word in POSSESSIVES:
        pronoun = _Source(start + 1, at, start + 1, pronoun=True)
        return _frames(tokens, pronoun, (at, at + 1), start, at + 1)
    possessive = tokens[at - 1].word.endswith(("'s", "s'"))
    source = _source(tokens, start + 1, at) if possessive else None
    return source and _frames(tokens, source, (at, at + 1), start, at + 1)


def _frames(
    tokens: list[_Token], source: _Source, cue: tuple[int, int], start: int, end: int
) -> _Found | None:
    """The attribution by a remark, tokens `start` to `end`, around which somebody is heard."""
    if _opens_clause(tokens, start):
        later = _after_remark(tokens, end)
        content = _content(tokens, later, len(tokens)) if _word(tokens, end) == "," else None
    else:
        ends = _word(tokens, end) not in AUXILIARIES
        content = _around(tokens, start, end) if ends else None
    return _Found(source, cue, content) if content else None


def _opens_clause(tokens: list[_Token], at: int) -> bool:
    """Whether a clause begins at `at`, so that what is said comes after a remark there."""
    before = _word(tokens, at - 1)
    if before == ",":
        before = _word(tokens, at - 2)
    return _is_first(tokens, at) or before in COORDINATORS or before in ("and", "that", ";", ":")


def _after_remark(tokens: list[_Token], at: int) -> int:
    """Past a second name or description after the comma at `at`: ", who runs it, the dam …"."""
    reach = range(at + 1, min(at + REACH, len(tokens)))
    comma = next((later for later in reach if tokens[later].word == ","), at)
    if _word(tokens, at + 1) in RELATIVES:
        return comma
    after = _word(tokens, comma + 1)
    opens_clause = after in DETERMINERS or after in SUBJECTS
    return comma if opens_clause and _source(tokens, at + 1, comma) else at


def _participle(tokens: list[_Token], at: int) -> _Found | None:
    """A word that may be "X said" as well as "is said to"."""
    return (_saying(tokens, at) if tokens[at].word in CUES else None) or _hearsay(tokens, at)


def _saying(tokens: list[_Token], at: int) -> _Found | None:
    """A verb: "X says that …", "…, X said", "…, said X", "As X says, …"."""
    begin, verb = _verb_start(tokens, at), tokens[at].word
    source = _subject(tokens, begin)
    if source is None or not _agrees(tokens, source, verb):
        return _inverted(tokens, at)
    before, after = _word(tokens, source.start - 1), _after_time(tokens, at + 1)
    cue = (begin, at + 1)
    if before == "as":
        ends = _word(tokens, after) in ENDS
        return _frames(tokens, source, cue, source.start - 1, after) if ends else None
    start = _complement(tokens, after, verb)
    content = start and _content(tokens, start, _next_speaker(tokens, start))
    if not content and before and (before in PAUSES or before in QUOTES):
        after = _phrase_end(tokens, after) if verb in TELL else after
        content = _around(tokens, source.start, after) if _remark_ends(tokens, after) else None
    return _Found(source, cue, content) if content else _inverted(tokens, at)


def _remark_ends(tokens: list[_Token], at: int) -> bool:
    """Whether a remark like "Lind said" ends at `at`, or goes on with when and where."""
    word = _word(tokens, at)
    return word in ENDS or word in SUBORDINATORS or word in ("in", "at", "during", "from")


def _inverted(tokens: list[_Token], at: int) -> _Found | None:
    """The verb first: "“…,” said X"."""
    before, further = _word(tokens, at - 1), _word(tokens, at - 2)
    quote = bool(before) and (before in QUOTES or (before == "," and further in QUOTES))
    verbs = INVERTED_AFTER_QUOTE if quote else INVERTED
    if tokens[at].word not in verbs or not (quote or before in PAUSES):
        return None
    end = _phrase_end(tokens, at + 1)
    source = _source(tokens, at + 1, end)
    if source is None or source.start > at + 1 or _word(tokens, end) in AUXILIARIES:
        return None
    content = _around(tokens, at, end)
    return _Found(source, (at, at + 1), content) if content else None


def _verb_start(tokens: list[_Token], at: int) -> int:
    """Where the verb at `at` begins, with the adverbs and the "has" before it."""
    start = at
    while at - start < 4:
        word = _word(tokens, start - 1)
        adverb = word in ADVERBS or (word.endswith("ly") and word not in NO_ADVERBS)
        if not word or not (adverb or word in PERFECT):
            break
        start -= 1
    return start


def _agrees(tokens: list[_Token], source: _Source, verb: str) -> bool:
    """Whether the source can be the subject of the verb."""
    head = tokens[source.head].word
    singular = _singular(head)
    if source.pronoun:
        return head in ("he", "she", "they") or (head == "it" and verb not in EVIDENCE)
    if verb in SHOW:
        return singular in DOCUMENTS
    if verb in EVIDENCE:
        return singular in DOCUMENTS | BODIES | FINDERS
    joined = any(token.word == "and" for token in tokens[source.start : source.end])
    plural = singular != head or head in PLURALS or joined
    if verb in BASE:
        return plural and (joined or _is_common(tokens, source.head))
    if verb in ALSO_NOUNS and _is_common(tokens, source.head):
        first = tokens[source.start].word
        return (first in DETERMINERS or first.endswith("'s")) and not plural
    return True


def _complement(tokens: list[_Token], at: int, verb: str) -> int | None:
    """Where what is said begins, if it follows the verb and the time after it."""
    word = _word(tokens, at)
    if word == "that":
        return None if _word(tokens, at + 1) in AUXILIARIES else at + 1
    if word in (":", ",") and _word(tokens, at + 1) in QUOTES:
        return at + 1
    if word in QUOTES:
        return at
    if word in RELATIVES:
        return None
    if verb in TELL or verb in WARN or word in PREPOSITIONS:
        start = _after_hearer(tokens, at, verb)
        if start or verb not in WARN:
            return start
    if verb in DENY and (word in DENIED or word.endswith("ing")):
        return at
    if verb in SHOW:
        return at if word[:1].isalnum() else None
    fits = verb in SAY or verb in BARE
    return at if fits and _begins_clause(tokens, at, verb) else None


def _after_hearer(tokens: list[_Token], at: int, verb: str) -> int | None:
    """Where what is said begins after the hearer or the place: "told the court that …"."""
    for later in range(at, at + LONGEST_WHO):
        word = _word(tokens, later)
        if word == "that":
            return None if _word(tokens, later + 1) in AUXILIARIES else later + 1
        if verb in TELL and word == ":" and _word(tokens, later + 1) in QUOTES:
            return later + 1
        if verb in TELL and later > at and _begins_clause(tokens, later, verb):
            return later
        if word in ENDS or word in RELATIVES or word in ("story", "joke", "lie"):
            return None
    return None


def _begins_clause(tokens: list[_Token], at: int, verb: str) -> bool:
    """Whether a clause without "that" begins here: it has a subject and a verb of its own."""
    word, after = _word(tokens, at), _word(tokens, at + 1)
    if word in CLAUSE_SUBJECTS and after not in ENDS:
        return True
    if verb in TELL and (word not in DETERMINERS or _word(tokens, at - 1) in PREPOSITIONS):
        return False
    if word in AUXILIARIES or word in CUES or word in NO_CLAUSE:
        return False
    if not (word[:1].isalnum() or word in ("$", "£", "€")):
        return False
    for later in range(at + 1, at + REACH):
        word = _word(tokens, later)
        if word in ENDS or word in RELATIVES or word in SUBORDINATORS or word in COORDINATORS:
            return verb in SAY and later > at + 3 and after not in NO_CLAUSE
        if word in AUXILIARIES or (verb in SAY and word.endswith("ed")):
            return True
    return False


def _next_speaker(tokens: list[_Token], start: int) -> int:
    """Where another speaker begins after `start`, or the end: "…, but the council says …"."""
    for at in range(start + 1, len(tokens)):
        if tokens[at].quoted or tokens[at].word not in (",", ";"):
            continue
        contrast = _word(tokens, at + 1) in COORDINATORS or _word(tokens, at + 1) in CONTRASTS
        if contrast or tokens[at].word == ";":
            for later in tokens[at + 2 : at + LONGEST_WHO]:
                if later.word in ENDS:
                    break
                if later.word in SAY or later.word in BARE:
                    return at
    return len(tokens)


def _around(tokens: list[_Token], start: int, end: int) -> tuple[int, int] | None:
    """What is said around the tokens `start` to `end`: before them, if a clause is there."""
    before = _content(tokens, 0, start)
    if before and _is_statement(tokens, before[1]):
        return before
    return _content(tokens, end, len(tokens)) if _word(tokens, end) in PAUSES else None


def _is_statement(tokens: list[_Token], end: int) -> bool:
    """Whether the words up to `end` are more than "On Monday" or "Speaking in Oslo"."""
    if tokens[end - 1].word in QUOTES or tokens[end - 1].quoted:
        return True
    near, first = tokens[max(0, end - REACH) : end], tokens[0].word
    opens = first in PREPOSITIONS or first in SUBORDINATORS or first.endswith("ing")
    if opens and not any(token.word == "," for token in near):
        return False
    return len(near) > 3 or any(
        token.word in AUXILIARIES or token.word.endswith("ed") for token in near
    )


def _content(tokens: list[_Token], start: int, end: int) -> tuple[int, int] | None:
    """These tokens without the signs around them, if enough is left to be a statement."""
    while start < end and tokens[start].word in PAUSES:
        start += 1
    while start < end and (tokens[end - 1].word in PAUSES or tokens[end - 1].word == "."):
        end -= 1
    near = tokens[start : min(end, start + REACH)]
    words = sum(token.word[0].isalnum() for token in near)
    return (start, end) if words > 1 or any(token.quoted for token in near) else None


def _hearsay(tokens: list[_Token], at: int) -> _Found | None:
    """Nobody in particular: "It is believed that …", "X is said to …"."""
    begin = at - 1
    while at - begin < 4 and _word(tokens, begin).endswith("ly"):
        begin -= 1
    if _word(tokens, begin) not in BE:
        return None
    if _word(tokens, begin - 1) in PERFECT:
        begin -= 1
    before, after = _word(tokens, begin - 1), _word(tokens, at + 1)
    if before == "it" and after == "that":
        content = _content(tokens, at + 2, len(tokens))
        return _Found(None, (begin - 1, at + 1), content) if content else None
    if before in RELATIVES or after != "to" or _word(tokens, at + 2) in DETERMINERS:
        return None
    content = _content(tokens, at + 1, len(tokens))
    return _Found(None, (begin, at + 1), content) if content else None


def _reportedly(tokens: list[_Token], at: int) -> _Found | None:
    content = _content(tokens, at + 1, len(tokens)) or _content(tokens, 0, at)
    return _Found(None, (at, at + 1), content) if content else None


_RULES: dict[str, Callable[[list[_Token], int], _Found | None]] = {
    **dict.fromkeys(CUES, _saying),
    **dict.fromkeys(HEARSAY, _participle),
    **dict.fromkeys(REPORTEDLY, _reportedly),
    **dict.fromkeys(VIEWS, _view),
    "according": _according,
}
