"""What the Progress page shows, as plain figures: from rows of the record to bars, ticks and steps.

Pure, and without altair, which takes long to import.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from typing import Final

from annotator.scheme import Scheme, Tag
from annotator.words import counted, lasting
from db.model import (
    Analyst,
    ClaimAnswered,
    ClaimCleared,
    ClaimRow,
    Event,
    Pace,
    Placed,
    Progress,
    Work,
    WorkCount,
)
from db.session_model import Session
from db.sessions import BUCKET, GAP

OTHER: Final = "other"  # a tag that the scheme has no more, or another's
OPEN: Final = "open"
SKIPPED: Final = "skipped"
OWN: Final = "own"  # one's own progress beside that of others

_DOT: Final = " · "


@dataclass(frozen=True, slots=True)
class Part:
    """A piece of a bar."""

    look: str
    letter: str
    word: str
    claims: int


@dataclass(frozen=True, slots=True)
class Bar:
    """A bar of `total` claims, with words above it: what it is about, and how far it is."""

    label: str
    said: str
    parts: tuple[Part, ...]
    total: int
    detail: str = ""

    @property
    def answered(self) -> int:
        """How many claims the parts hold."""
        return sum(part.claims for part in self.parts)

    def of(self, word: str) -> int:
        """How many of them were answered so."""
        return sum(part.claims for part in self.parts if part.word == word)


@dataclass(frozen=True, slots=True)
class Tick:
    """A claim in reading order; neighbours of the same `paragraph` stand together."""

    number: int
    look: str
    letter: str
    word: str
    paragraph: int
    text: str


@dataclass(frozen=True, slots=True)
class Step:
    """A few minutes of a session: when they began, and how many claims were answered a minute."""

    clock: str
    rate: float


@dataclass(frozen=True, slots=True)
class Course:
    """What somebody has done: the articles begun and done, the latest first, and all there is."""

    analyst: Analyst
    works: tuple[Work, ...]
    new: int  # articles
    done: int
    total: WorkCount
    progress: tuple[Progress, ...]  # everybody's, in these articles
    names: Mapping[str, str]
    session: Session | None
    pace: tuple[Pace, ...]
    now: datetime

    @property
    def summary(self) -> str:
        """How many articles are begun and done."""
        begun = self.total.articles - self.new
        said = f"{begun:,} of {counted(self.total.articles, 'article')} begun"
        return f"{said}, {self.done:,} of them done." if self.done else f"{said}."

    @property
    def rest(self) -> str:
        """What the chart by article leaves out."""
        begun = self.total.articles - self.new
        said = []
        if begun > len(self.works):
            said.append(
                f"The {len(self.works)} latest of {begun:,} begun, those not done yet first."
            )
        if self.new:
            said.append(f"{counted(self.new, 'article')} not begun yet.")
        return " ".join(said)

    @property
    def which(self) -> str:
        """What to call the session: it lasts as long as a pause may."""
        over = not self.session or self.now - _moment(self.session.last) > GAP
        return "your last session" if over else "this session"

    @property
    def numbers(self) -> tuple[tuple[str, str, str], ...]:
        """The figures in front: each with its name and its unit."""
        total = self.total
        numbers = [
            ("answered", f"{total.answered:,}", f"of {total.claims:,} claims"),
            ("left", f"{total.claims - total.answered:,}", ""),
        ]
        if self.session:
            pace = rate(self.session, self.pace)
            numbers += [
                (self.which, f"{self.session.claims:,}", f"in {lasting(self.session.lasted)}"),
                ("pace", "–" if pace is None else f"{pace:.1f}", "claims a minute"),
            ]
        return tuple(numbers)

    def steps(self, zone: tzinfo) -> list[Step]:
        """The pace of the session, by the clock of `zone`."""
        return steps(self.session, self.pace, zone) if self.session else []


def looks(tags: Sequence[Tag]) -> dict[str, str]:
    """Which look each tag has: that of its colour."""
    return {tag.name: tag.colour for tag in tags}


def by_article(course: Course, scheme: Scheme) -> list[Bar]:
    """One's own answers in each article, by tag in the order of the scheme."""
    own: dict[int, Counter[str]] = {work.article.id: Counter() for work in course.works}
    for row in course.progress:
        if row.analyst_id == course.analyst.id and row.outcome != "skipped":
            own[row.article_id][row.tag or scheme.unsure or "unsure"] += row.claims
    return [_own_bar(work, own[work.article.id], scheme) for work in course.works]


def by_person(course: Course) -> list[Bar]:
    """How many claims each analyst has answered, oneself first, then the furthest.

    What was answered is not in it, and must not be: the others' votes are blind.
    """
    me = course.analyst.id
    total = sum(work.claims for work in course.works)
    answered: Counter[str] = Counter({me: 0})
    for row in course.progress:
        if row.outcome != "skipped":
            answered[row.analyst_id] += row.claims
    return [
        Bar(
            course.names.get(person, "") + (", you" if person == me else ""),
            f"{number:,} of {total:,} in these articles",
            (Part(OWN if person == me else OTHER, "", "answered", number),) if number else (),
            total,
        )
        for person, number in sorted(
            answered.items(), key=lambda entry: (entry[0] != me, -entry[1])
        )
    ]


def ticks(placed: Iterable[Placed], claims: Iterable[ClaimRow], scheme: Scheme) -> list[Tick]:
    """The claims of an article in reading order, each with one's own answer."""
    known = {claim.id: claim for claim in claims}
    tags = {tag.name: tag for tag in scheme.tags}
    return [
        Tick(
            place.position,
            *_shown(place, tags, scheme.unsure),
            known[place.claim_id].block_id,
            known[place.claim_id].text,
        )
        for place in placed
        if place.claim_id in known
    ]


def steps(session: Session, paces: Sequence[Pace], zone: tzinfo) -> list[Step]:
    """The pace of a session from its first to its last answer, without gaps.

    A step that the session only touches counts the minutes it covers, one at least.
    """
    if not paces:
        return []
    began, last = _moment(session.began), _moment(session.last)
    claims = {_moment(pace.began): pace.claims for pace in paces}
    found: list[Step] = []
    at = min(claims)
    while at <= max(claims):
        covered = min(at + BUCKET, last) - max(at, began)
        minutes = max(1.0, covered / timedelta(minutes=1))
        found.append(Step(f"{at.astimezone(zone):%H:%M}", claims.get(at, 0) / minutes))
        at += BUCKET
    return found


def rate(session: Session, paces: Sequence[Pace]) -> float | None:
    """Claims a minute over a whole session, which counts one minute at least, as a step does.

    None when no claim was answered in it for the first time: there is no step then either.
    """
    minutes = max(1.0, session.lasted / timedelta(minutes=1))
    return sum(pace.claims for pace in paces) / minutes if paces else None


def changed(acts: Iterable[Event]) -> int:
    """On how many claims an answer was replaced by another one; what was taken back does not count.

    The desk says the same of an article: `revised` in its history.js.
    """
    now: dict[int | None, tuple[str, str | None]] = {}
    revised: dict[str, int | None] = {}  # the claims, by the act that revised them
    undone: dict[str, int | None] = {}
    for act in acts:
        content = act.content
        if not isinstance(content, ClaimAnswered | ClaimCleared):
            continue
        before = now.pop(act.claim_id, None)
        if isinstance(content, ClaimAnswered) and content.outcome != "skipped":
            now[act.claim_id] = (content.outcome, content.tag)
        if content.undo:
            if content.undo in revised:
                undone[content.undo] = revised.pop(content.undo)
        elif content.redo:
            if content.redo in undone:
                revised[content.redo] = undone.pop(content.redo)
        elif before and now.get(act.claim_id, before) != before:
            revised[act.id] = act.claim_id
    return len(set(revised.values()))


def how_far(answered: int, total: int) -> str:
    """`18 of 42`, `42, done`."""
    return f"{answered:,}, done" if answered >= total else f"{answered:,} of {total:,}"


def _own_bar(work: Work, own: Counter[str], scheme: Scheme) -> Bar:
    look = looks(scheme.tags)
    letters = {tag.name: tag.letter for tag in scheme.tags}
    order = [*letters, *sorted(name for name in own if name not in letters)]
    parts = tuple(
        Part(look.get(name, OTHER), letters.get(name, name[:1].upper()), name, own[name])
        for name in order
        if own[name]
    )
    detail = [f"{part.letter} {part.claims:,}" for part in parts]
    if work.skipped:
        detail.append(f"{work.skipped:,} skipped")
    return Bar(
        work.article.title,
        how_far(work.answered, work.claims),
        parts,
        work.claims,
        _DOT.join(detail),
    )


def _shown(place: Placed, tags: Mapping[str, Tag], unsure: str) -> tuple[str, str, str]:
    """Look, letter and word of an answer; a tag may be called as an outcome is."""
    if place.outcome is None:
        return OPEN, "", "not answered"
    if place.outcome == "skipped":
        return SKIPPED, "–", "skipped"
    word = place.tag or unsure or place.outcome
    tag = tags.get(word)
    return (tag.colour, tag.letter, word) if tag else (OTHER, word[:1].upper(), word)


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
