"""From an analyst's own acts to tagging sessions and their figures. Pure: no SQL, no clock.

The desk counts the session that runs in the same way: `session.js`. What both must say is in
`tests/golden/sessions.json`.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final

from db.session_model import Session, SessionEnded

GAP: Final = timedelta(minutes=15)  # a longer pause ends a session
REST: Final = timedelta(minutes=5)  # a pause so long is one from which somebody comes back rested

_ANSWERS: Final = ("claim.answer", "claim.clear")
_Said = tuple[str, str | None]  # outcome and tag


@dataclass(frozen=True, slots=True)
class Deed:
    """An own act, as far as a session is made of it; `worded` is a note that has words."""

    seq: int
    id: str
    at: str
    kind: str
    article_id: int | None
    claim_id: int | None
    outcome: str | None = None
    tag: str | None = None
    replaces: str | None = None
    undo: str | None = None
    redo: str | None = None
    worded: bool = False

    @property
    def ends(self) -> bool:
        """Whether it is the end of a session, by hand."""
        return self.kind == SessionEnded.kind


@dataclass(slots=True)
class Known:
    """What an analyst held of claims before a session: what they say now, and said ever."""

    now: dict[int, tuple[str, _Said]] = field(default_factory=dict)  # event and answer
    ever: set[int] = field(default_factory=set)

    def take(self, deed: Deed) -> tuple[bool, _Said | None]:
        """Follow an answer: whether it took effect, and what it replaced."""
        claim = deed.claim_id
        before = self.now.get(claim) if claim is not None else None
        if claim is None or deed.replaces != (before[0] if before else None):
            return False, None
        if deed.outcome is None:
            self.now.pop(claim, None)
        else:
            self.now[claim] = (deed.id, (deed.outcome, deed.tag))
            if deed.outcome != "skipped":
                self.ever.add(claim)
        return True, before[1] if before else None


def apart(earlier: Deed, later: Deed) -> bool:
    """Whether another session begins between two acts that follow each other."""
    return earlier.ends or _moment(later.at) - _moment(earlier.at) > GAP


def sessions_of(
    deeds: Iterable[Deed], known: Known | None = None, *, but_in: int | None = None
) -> list[Session]:
    """The sessions that acts make up, both in order.

    Args:
        known: What was held before of the claims, where the acts are not all there are.
        but_in: An article whose claims are not counted; what was done there counts for the time.
    """
    known = known or Known()
    sessions: list[list[Deed]] = []
    for deed in deeds:
        if not sessions or apart(sessions[-1][-1], deed):
            sessions.append([])
        sessions[-1].append(deed)
    # An end alone ends nothing: the session before it was over already.
    return [
        _figures(session, known, but_in)
        for session in sessions
        if not all(deed.ends for deed in session)
    ]


@dataclass(slots=True)
class _Tally:
    """What a session adds up to while its acts come in."""

    touched: set[int] = field(default_factory=set)  # claims with an own answer of it, or skipped
    answered: set[int] = field(default_factory=set)
    new: set[int] = field(default_factory=set)
    noted: dict[int, bool] = field(default_factory=dict)
    revised: dict[str, int] = field(default_factory=dict)  # the claims, by the act that did it
    undone: dict[str, int] = field(default_factory=dict)
    unbroken: int = 0

    def answer(self, deed: Deed, known: Known) -> None:
        """Take in an answer, or that it is taken back."""
        claim = deed.claim_id
        was_new = claim not in known.ever
        held, before = known.take(deed)
        if claim is None or not held:
            return
        if deed.undo:
            if deed.undo in self.revised:
                self.undone[deed.undo] = self.revised.pop(deed.undo)
            return
        if deed.redo and deed.redo in self.undone:
            self.revised[deed.redo] = self.undone.pop(deed.redo)
        elif not deed.redo and _differ(before, deed):
            self.revised[deed.id] = claim
        if deed.outcome is None:
            return
        self.touched.add(claim)
        if deed.outcome != "skipped" and claim not in self.answered:
            self.answered.add(claim)
            self.unbroken += 1
            if was_new:
                self.new.add(claim)


def _differ(before: _Said | None, deed: Deed) -> bool:
    """Whether an answer takes the place of another one."""
    skipped = "skipped" in (deed.outcome, before and before[0])
    return not skipped and None not in (before, deed.outcome) and before != (deed.outcome, deed.tag)


def _figures(deeds: Sequence[Deed], known: Known, but_in: int | None) -> Session:
    tally, rested = _Tally(), deeds[0]
    for earlier, deed in zip([deeds[0], *deeds], deeds, strict=False):
        if not deed.ends and _moment(deed.at) - _moment(earlier.at) > REST:
            tally.unbroken, rested = 0, deed
        if but_in is not None and deed.article_id == but_in:
            continue
        if deed.kind in _ANSWERS:
            tally.answer(deed, known)
        elif deed.kind == "note.write" and deed.claim_id is not None:
            tally.noted[deed.claim_id] = deed.worded
    held = Counter(known.now[claim][1] for claim in tally.touched if claim in known.now)
    outcomes = Counter[str]()
    for (outcome, _), claims in held.items():
        outcomes[outcome] += claims
    return Session(
        began=deeds[0].at,
        last=deeds[-1].at,
        claims=len(tally.answered),
        new=len(tally.new),
        tags={tag: held["tagged", tag] for _, tag in sorted(held, key=str) if tag is not None},
        unsure=outcomes["unsure"],
        skipped=outcomes["skipped"],
        notes=sum(tally.noted.values()),
        changes=len(set(tally.revised.values())),
        unbroken=tally.unbroken,
        ended=deeds[-1].ends,
        first=deeds[0].seq,
        rested=rested.seq,
    )


def _moment(iso: str) -> datetime:
    return datetime.fromisoformat(iso)
