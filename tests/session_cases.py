"""Acts of one analyst over time, what a plain model makes of them, and the cases kept for Node."""

from __future__ import annotations

import json
import random
from collections import Counter
from collections.abc import Sequence
from dataclasses import asdict, replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path
from typing import Any, Final, NamedTuple

from annotator.deskdata import session_data
from db.session_figures import GAP, REST, Deed, Known, sessions_of
from db.session_model import Session

GOLDEN: Final = Path(__file__).parent / "golden" / "sessions.json"
NOON: Final = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)
HERE: Final = 1  # the article on the desk, of claims 1 to 3; 4 and 5 are of another
CLAIMS: Final = (1, 2, 3, 4, 5)
TAGS: Final = ("sourced", "contested", "opinion")


class Wish(NamedTuple):
    """What somebody does, before it is known what it replaces."""

    wait: float  # minutes since the act before
    kind: str
    claim: int
    outcome: str
    tag: str
    stale: bool = False


def deeds_of(wishes: Sequence[Wish]) -> list[Deed]:
    """Acts as the log would hold them: each replaces what its screen showed."""
    now: dict[int | None, Deed] = {}
    done: list[tuple[Deed, Deed | None]] = []  # acts that can be undone, with what they replaced
    undone: list[tuple[Deed, Deed | None]] = []
    deeds: list[Deed] = []
    minutes = 0.0
    for seq, wish in enumerate(wishes, 1):
        minutes += wish.wait
        deed = Deed(seq, f"e{seq}", _clock(minutes), wish.kind, _article(wish.claim), wish.claim)
        if wish.kind == "session.end":
            deed = replace(deed, article_id=None, claim_id=None)
        elif wish.kind == "note.write":
            deed = replace(deed, worded=wish.tag != "opinion")
        elif wish.kind in ("undo", "redo"):
            turned = _turned(wish.kind, deed, done, undone)
            if turned is None:
                continue
            deed = turned
        elif wish.kind == "claim.answer":
            tag = wish.tag if wish.outcome == "tagged" else None
            deed = replace(deed, outcome=wish.outcome, tag=tag)
        if deed.kind in ("claim.answer", "claim.clear") and deed.claim_id is not None:
            before = now.get(deed.claim_id)
            shown = before.id if before else None
            deed = replace(deed, replaces="stale" if wish.stale else shown)
            if deed.replaces == shown:
                if not deed.undo and not deed.redo:
                    done.append((deed, before))
                    undone.clear()
                if deed.outcome is None:
                    now.pop(deed.claim_id, None)
                else:
                    now[deed.claim_id] = deed
        deeds.append(deed)
    return deeds


def _turned(
    kind: str,
    deed: Deed,
    done: list[tuple[Deed, Deed | None]],
    undone: list[tuple[Deed, Deed | None]],
) -> Deed | None:
    """The last act taken back, or restored."""
    source, target = (done, undone) if kind == "undo" else (undone, done)
    if not source:
        return None
    act, before = source.pop()
    target.append((act, before))
    wanted = before if kind == "undo" else (act if act.outcome else None)
    return replace(
        deed,
        kind="claim.answer" if wanted else "claim.clear",
        article_id=act.article_id,
        claim_id=act.claim_id,
        outcome=wanted.outcome if wanted else None,
        tag=wanted.tag if wanted else None,
        undo=act.id if kind == "undo" else None,
        redo=act.id if kind == "redo" else None,
    )


def modelled(deeds: Sequence[Deed]) -> list[Session]:
    """The sessions, each figure looked for in the whole log by itself."""
    starts = [
        place
        for place, deed in enumerate(deeds)
        if place == 0
        or deeds[place - 1].kind == "session.end"
        or _time(deed) - _time(deeds[place - 1]) > GAP
    ]
    found = []
    for start, end in zip(starts, [*starts[1:], len(deeds)], strict=False):
        part = deeds[start:end]
        if any(deed.kind != "session.end" for deed in part):
            found.append(_modelled(deeds, start, end))
    return found


def _modelled(deeds: Sequence[Deed], start: int, end: int) -> Session:
    part = deeds[start:end]
    effective = [deed for deed in _effective(deeds[:end]) if deed.seq >= part[0].seq]
    said = [deed for deed in effective if deed.outcome and not deed.undo]
    answered = {deed.claim_id for deed in said if deed.outcome != "skipped"}
    before = {d.claim_id for d in _effective(deeds[:start]) if d.outcome not in (None, "skipped")}
    left = {claim: _answer(deeds[:end], claim) for claim in {deed.claim_id for deed in said}}
    outcomes = Counter(answer[0] for answer in left.values() if answer)
    tags = Counter(answer[1] for answer in left.values() if answer and answer[1])
    notes = {deed.claim_id: deed.worded for deed in part if deed.kind == "note.write"}
    rested = part[0]
    for earlier, later in pairwise(part):
        if later.kind != "session.end" and _time(later) - _time(earlier) > REST:
            rested = later
    firsts: dict[int | None, int] = {}
    for deed in said:
        if deed.outcome != "skipped":
            firsts.setdefault(deed.claim_id, deed.seq)
    return Session(
        began=part[0].at,
        last=part[-1].at,
        claims=len(answered),
        new=len(answered - before - _undone_before_said(effective, answered)),
        tags=dict(sorted(tags.items())),
        unsure=outcomes["unsure"],
        skipped=outcomes["skipped"],
        notes=sum(notes.values()),
        changes=_changes(deeds, start, end),
        unbroken=sum(seq >= rested.seq for seq in firsts.values()),
        ended=part[-1].kind == "session.end",
        first=part[0].seq,
        rested=rested.seq,
    )


def _undone_before_said(effective: Sequence[Deed], answered: set[int | None]) -> set[int | None]:
    """Claims to which undoing in this session gave an answer before anything else did."""
    found: set[int | None] = set()
    for claim in answered:
        own = [d for d in effective if d.claim_id == claim and d.outcome not in (None, "skipped")]
        if own and own[0].undo:
            found.add(claim)
    return found


def _changes(deeds: Sequence[Deed], start: int, end: int) -> int:
    """Claims with a change of mind in the session that was not undone in it, or redone again."""
    standing = {}
    for deed in _effective(deeds[:end]):
        if deed.seq < deeds[start].seq or deed.undo or deed.redo:
            continue
        old, new = _answer(deeds[: _place(deeds, deed)], deed.claim_id), (deed.outcome, deed.tag)
        if old and deed.outcome and "skipped" not in (old[0], new[0]) and old != new:
            standing[deed.id] = deed.claim_id
    turns = {
        turned: bool(deed.redo)
        for deed in _effective(deeds[:end])
        if deed.seq >= deeds[start].seq and (turned := deed.undo or deed.redo)
    }
    return len({claim for act, claim in standing.items() if turns.get(act, True)})


def _effective(deeds: Sequence[Deed]) -> list[Deed]:
    """The answers and clearings that took effect."""
    found: list[Deed] = []
    for deed in deeds:
        if deed.kind not in ("claim.answer", "claim.clear"):
            continue
        own = [other for other in found if other.claim_id == deed.claim_id]
        if deed.replaces == (own[-1].id if own and own[-1].outcome else None):
            found.append(deed)
    return found


def _answer(deeds: Sequence[Deed], claim: int | None) -> tuple[str, str | None] | None:
    """What held of a claim after these acts."""
    own = [deed for deed in _effective(deeds) if deed.claim_id == claim]
    return (own[-1].outcome, own[-1].tag) if own and own[-1].outcome else None


def _place(deeds: Sequence[Deed], deed: Deed) -> int:
    return next(place for place, other in enumerate(deeds) if other is deed)


def _article(claim: int) -> int:
    return HERE if claim <= 3 else 2


def _clock(minutes: float) -> str:
    moment = (NOON + timedelta(minutes=minutes)).isoformat(timespec="milliseconds")
    return moment.replace("+00:00", "Z")


def _time(deed: Deed) -> datetime:
    return datetime.fromisoformat(deed.at)


# --- the cases that Node is given -----------------------------------------------------------------


def random_wishes(chance: random.Random, acts: int) -> list[Wish]:
    """Mostly answers in quick order, now and then a pause, an end, or a stale screen.

    In the second half on the desk's own article only.
    """
    kinds = ["claim.answer"] * 8 + ["claim.clear", "note.write", "split.wish", "evidence.attach"]
    kinds += ["undo", "undo", "redo", "session.end"]
    return [
        Wish(
            chance.choice([0.5] * 8 + [0, 5, 5.5, 15, 15.5, 40]),
            chance.choice(kinds),
            chance.choice(CLAIMS if place < acts // 2 else CLAIMS[:3]),
            chance.choice(["tagged"] * 5 + ["unsure", "skipped"]),
            chance.choice(TAGS),
            chance.random() < 0.05,
        )
        for place in range(acts)
    ]


def golden_case(deeds: list[Deed]) -> dict[str, Any]:
    """Acts, the figures after some of them, and what a desk that opens in between is told."""
    held = {deed.id for deed in _effective(deeds)}
    opened = len(deeds) // 2
    return {
        "acts": [_shown(deed, held) for deed in deeds],
        "figures": [_figures(deeds[:acts]) if acts % 5 == 0 else 0 for acts in range(len(deeds))]
        + [_figures(deeds)],
        "opened": opened,
        "known": _known(deeds[:opened], held),
    }


def _figures(deeds: list[Deed]) -> dict[str, Any] | None:
    sessions = sessions_of(deeds)
    if not sessions:
        return None
    shown = asdict(sessions[-1])
    del shown["first"], shown["rested"]
    return shown | {"pace": round(sessions[-1].pace or 0, 9)}


def _known(deeds: list[Deed], held: set[str]) -> dict[str, Any] | None:
    """What `deskdata` makes of the same acts."""
    sessions = sessions_of(deeds, Known(), but_in=HERE)
    here = [deed for deed in deeds if deed.article_id == HERE]
    rows = [deed for deed in here if deed.id in held or deed.kind == "evidence.attach"]
    notes = {deed.claim_id: deed for deed in here if deed.kind == "note.write"}
    standing: list[Any] = [deed for deed in notes.values() if deed.worded]
    return session_data(sessions[-1], rows, standing) if sessions else None


def _shown(deed: Deed, held: set[str]) -> dict[str, Any]:
    return {
        "id": deed.id,
        "at": deed.at,
        "kind": deed.kind,
        "article": deed.article_id,
        "claim": deed.claim_id,
        "outcome": deed.outcome,
        "tag": deed.tag,
        "undo": deed.undo,
        "redo": deed.redo,
        "worded": deed.worded,
        "held": deed.id in held,
    }


def golden() -> str:
    """The file of cases, from the fold as it is."""
    cases = [golden_case(deeds_of(random_wishes(random.Random(seed), 24))) for seed in range(25)]
    return "[\n" + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]\n"


if __name__ == "__main__":  # .venv/bin/python -m tests.session_cases
    GOLDEN.write_text(golden(), encoding="utf-8")
