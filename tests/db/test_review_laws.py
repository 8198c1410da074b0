"""Whatever analysts and reviewers do, what review shows follows from a plain model of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass, replace
from fractions import Fraction
from functools import cache
from itertools import combinations
from pathlib import Path
from typing import Any
from unittest.mock import patch

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule
from sqlite_utils import Database

from db import answers, recording, reviews
from db.check import check
from db.model import (
    Act,
    ActResult,
    Analyst,
    ClaimAnswered,
    ClaimCleared,
    Conflicting,
    NoteWritten,
    SplitWished,
    Stored,
)
from db.review_model import ClaimDecided, CommentWritten, DecisionWithdrawn, ReviewVoted
from db.reviews import Wanted
from db.store import open_store
from db.transaction import Transaction, uuid7
from tests import builders
from tests.sequences import sequences

TAGS = ("sourced", "contested", "opinion")
NAMES = ("Ana", "Bo", "Cy", "Di")
CLAIMS = {1: 1, 2: 1, 3: 2, 4: 2}  # to their article

PERSON = st.integers(0, len(NAMES) - 1)
CLAIM = st.sampled_from(sorted(CLAIMS))
TAG = st.sampled_from(TAGS)
STALE = st.sampled_from([False, False, False, True])


@cache
def template() -> tuple[Path, list[Analyst], dict[int, str]]:
    """A project with people and articles, copied for each sequence: making one takes longer."""
    path = Path(tempfile.mkdtemp()) / "template.db"
    with open_store(path, create=True) as store:
        people = [builders.an_analyst(store, name) for name in NAMES]
        for title in ("First", "Second"):
            builders.load(store, builders.an_article("It leaks.", "It holds.", title=title))
        shas = {claim: builders.sha_of(store, claim) for claim in CLAIMS}
    return path, people, shas


@dataclass(frozen=True, slots=True)
class Said:
    """Somebody's answer, or a decision: which event, and what it says."""

    event: str
    seq: int
    what: str  # an outcome or a ruling
    tag: str | None
    who: int


@dataclass(frozen=True, slots=True)
class Counted:
    """What the model finds on a claim."""

    tagged: int
    tags: tuple[str, ...]
    tied: bool
    weight: Fraction
    unsure: int

    @property
    def unanimous(self) -> bool:
        return self.tagged > 1 and len(self.tags) == 1


class Review(RuleBasedStateMachine):
    """Four people who all do everything, four claims in two articles."""

    def __init__(self) -> None:
        super().__init__()
        path, self.people, self.shas = template()
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(Path(shutil.copy(path, self.folder)))
        self.answers: dict[tuple[int, int], Said] = {}
        self.votes: dict[tuple[int, int], Said] = {}
        self.besides: dict[tuple[type[Act], int, int], str] = {}
        self.own: dict[tuple[int, int], tuple[str, str]] = {}
        self.decisions: dict[int, Said] = {}
        self.comments: list[tuple[int, int, str]] = []
        self.exposed: set[tuple[int, int]] = set()
        self.acceptances: list[str] = []
        self.sent: list[tuple[int, int, str, Act, type]] = []

    def teardown(self) -> None:
        """Compared at the end only: every beginning of a sequence is a sequence too."""
        try:
            self.compare()
            if len(self.sent) % 3 == 0:  # it takes as long as all the rest
                assert check(self.store) == []
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    # --- what they do -----------------------------------------------------------------------------

    @rule(
        who=PERSON,
        claim=CLAIM,
        outcome=st.sampled_from(["tagged", "tagged", "tagged", "unsure", "skipped", "clear"]),
        tag=TAG,
        stale=STALE,
    )
    def answer(self, who: int, claim: int, outcome: str, tag: str, stale: bool) -> None:
        held = self.answers.get((who, claim))
        replaces = self._named(held.event if held else None, stale)
        content: Act
        if outcome == "clear":
            content = ClaimCleared(self.shas[claim], replaces)
        else:
            content = ClaimAnswered(
                self.shas[claim],
                outcome,  # type: ignore[arg-type]
                tag if outcome == "tagged" else None,
                "",
                "",
                "default/1",
                replaces,
            )
        done = self._do(who, claim, content, stale)
        if stale:
            return
        blind = (who, CLAIMS[claim]) not in self.exposed
        for table in (self.answers, self.votes) if blind else (self.answers,):
            table.pop((who, claim), None)
            if isinstance(content, ClaimAnswered):
                table[who, claim] = Said(done.id, done.seq, outcome, content.tag, who)
        self._end_acceptance(claim)

    @rule(
        who=PERSON,
        claim=CLAIM,
        kind=st.sampled_from([NoteWritten, SplitWished]),
        empty=st.booleans(),
        stale=STALE,
    )
    def beside(self, who: int, claim: int, kind: type[Act], empty: bool, stale: bool) -> None:
        replaces = self._named(self.besides.get((kind, who, claim)), stale)
        content: Act = (
            NoteWritten(self.shas[claim], "" if empty else "Hm.", replaces)
            if kind is NoteWritten
            else SplitWished(self.shas[claim], not empty, replaces)
        )
        done = self._do(who, claim, content, stale)
        if not stale:
            self.besides.pop((kind, who, claim), None)
            if not empty:
                self.besides[kind, who, claim] = done.id

    @rule(who=PERSON, article=st.sampled_from([1, 2]))
    def look(self, who: int, article: int) -> None:
        builders.expose(self.store, self.people[who], article)
        self.exposed.add((who, article))

    @rule(who=PERSON, claim=CLAIM, tag=TAG, stale=STALE)
    def vote_as_reviewer(self, who: int, claim: int, tag: str, stale: bool) -> None:
        shown = self.own.get((who, claim), (None, ""))[0]
        content = ReviewVoted(self.shas[claim], tag, "default/1", self._named(shown, stale))
        done = self._do(who, claim, content, stale)
        if not stale:
            self.own[who, claim] = (done.id, tag)

    @rule(
        who=PERSON,
        claim=CLAIM,
        ruling=st.sampled_from(["tag", "tag", "sent_back", "split_kept", "no_tag_fits"]),
        tag=TAG,
        stale=STALE,
        undone=st.booleans(),
    )
    def decide(
        self, who: int, claim: int, ruling: Any, tag: str, stale: bool, undone: bool
    ) -> None:
        """A decision, and at once its withdrawal from the same screen: both hold, or neither."""
        replaces = self._named(self._decided(claim), stale)
        content = ClaimDecided(
            self.shas[claim],
            ruling,
            tag if ruling == "tag" else None,
            "Because.",
            "",
            "",
            "",
            "default/1",
            replaces,
        )
        done = self._do(who, claim, content, stale)
        if not stale:
            self.decisions[claim] = Said(done.id, done.seq, ruling, content.tag, who)
        if undone:
            self._do(who, claim, DecisionWithdrawn(self.shas[claim], done.id), stale)
            if not stale:
                del self.decisions[claim]

    @rule(who=PERSON, claim=CLAIM, stale=STALE)
    def withdraw(self, who: int, claim: int, stale: bool) -> None:
        shown = self._decided(claim)
        replaces = uuid7() if stale or shown is None else shown
        content = DecisionWithdrawn(self.shas[claim], replaces)
        self._do(who, claim, content, replaces != shown)
        if replaces == shown:
            del self.decisions[claim]

    @rule(who=PERSON)
    def accept(self, who: int) -> None:
        done = builders.accept(self.store, self.people[who])
        self.acceptances.append(done.id)
        for claim, tag in self._acceptable(who):
            self.decisions[claim] = Said(done.id, done.seq, "accepted", tag, who)

    @rule(who=PERSON, data=st.data())
    def unaccept(self, who: int, data: st.DataObject) -> None:
        """An acceptance, or another decision, which is not taken back in this way."""
        known = [*self.acceptances, *sorted(said.event for said in self.decisions.values())]
        if known:
            accepted = data.draw(st.sampled_from(known))
            builders.unaccept(self.store, self.people[who], accepted)
            for claim, said in list(self.decisions.items()):
                if said.event == accepted and said.what == "accepted":
                    del self.decisions[claim]

    @rule(who=PERSON, claim=CLAIM)
    def comment(self, who: int, claim: int) -> None:
        self._do(who, claim, CommentWritten(self.shas[claim], "Why?"), stale=False)
        self.comments.append((claim, who, "Why?"))

    @rule(data=st.data())
    def resend(self, data: st.DataObject) -> None:
        if self.sent:
            who, claim, act_id, content, expected = data.draw(st.sampled_from(self.sent))
            result = self._record(who, claim, act_id, content)
            assert isinstance(result, expected), (content, result)

    # --- the model --------------------------------------------------------------------------------

    def _named(self, shown: str | None, stale: bool) -> str | None:
        if stale:
            return uuid7() if shown is None else None
        return shown

    def _decided(self, claim: int) -> str | None:
        said = self.decisions.get(claim)
        return said.event if said else None

    def _do(self, who: int, claim: int, content: Act, stale: bool) -> Stored | Conflicting:
        act_id, expected = uuid7(), Conflicting if stale else Stored
        result = self._record(who, claim, act_id, content)
        assert isinstance(result, expected)
        self.sent.append((who, claim, act_id, content, expected))
        return result

    def _record(self, who: int, claim: int, act_id: str, content: Act) -> ActResult:
        def job(tx: Transaction) -> ActResult:
            return recording.record(tx, self.people[who].id, act_id, claim, content)

        return self.store.write(job)

    def _counted(self, claim: int) -> Counted:
        said = [vote for (_, of), vote in self.votes.items() if of == claim]
        tags = sorted(vote.tag for vote in said if vote.tag is not None)
        pairs = list(combinations(tags, 2))
        differ = Fraction(sum(one != other for one, other in pairs), len(pairs) or 1)
        most = max((tags.count(tag) for tag in tags), default=0)
        return Counted(
            len(tags),
            tuple(sorted(set(tags))),
            sum(tags.count(tag) == most for tag in set(tags)) > 1,
            differ * len(tags),
            sum(vote.what == "unsure" for vote in said),
        )

    def _end_acceptance(self, claim: int) -> None:
        said, counted = self.decisions.get(claim), self._counted(claim)
        holds = counted.unanimous and said is not None and counted.tags == (said.tag,)
        if said is not None and said.what == "accepted" and not holds:
            del self.decisions[claim]

    def _acceptable(self, who: int) -> Iterator[tuple[int, str]]:
        for claim, article in CLAIMS.items():
            counted, shown = self._counted(claim), (who, article) in self.exposed
            if shown and counted.unanimous and claim not in self.decisions:
                yield claim, counted.tags[0]

    def _waits(self, claim: int) -> bool:
        said = self.decisions.get(claim)
        if said and said.what == "sent_back":
            return any(a.seq > said.seq for (_, of), a in self.answers.items() if of == claim)
        return said is None and len(self._counted(claim).tags) > 1

    def _method(self, claim: int) -> str:
        said, counted = self.decisions.get(claim), self._counted(claim)
        if said is not None:
            return {"tag": "adjudicated", "accepted": "unanimous"}.get(said.what, said.what)
        if counted.tagged < 2:
            return "single_vote" if counted.tagged else "undecided"
        if len(counted.tags) == 1:
            return "unanimous"
        return "undecided" if counted.tied else "majority"

    def _final(self, claim: int) -> str | None:
        said, counted = self.decisions.get(claim), self._counted(claim)
        if said is not None:
            return said.tag
        return counted.tags[0] if counted.unanimous else None

    # --- what is compared -------------------------------------------------------------------------

    def compare(self) -> None:
        with self.store.read() as db:
            self._compare_tables(db)
            self._compare_tallies(db)
            self._compare_views(db)
            for who in range(len(NAMES)):
                for few in (1, 5000):
                    with patch.object(reviews, "_FEW", few):
                        self._compare_queue(db, who)

    def _compare_tables(self, db: Database) -> None:
        number = {analyst.id: n for n, analyst in enumerate(self.people)}
        votes = db.execute("select analyst_id, claim_id, event_id, outcome, tag from vote")
        assert {(number[who], claim): tuple(rest) for who, claim, *rest in votes} == {
            key: (said.event, said.what, said.tag) for key, said in self.votes.items()
        }
        decisions = db.execute(
            "select claim_id, event_id, seq, ruling, tag, reviewer_id from decision"
        )
        assert {
            claim: Said(event, seq, ruling, tag, number[who])
            for claim, event, seq, ruling, tag, who in decisions
        } == self.decisions
        own = db.execute("select analyst_id, claim_id, event_id, tag from review_vote")
        assert {(number[who], claim): tuple(rest) for who, claim, *rest in own} == self.own
        said = db.execute("select claim_id, analyst_id, text from comment order by seq")
        assert [(claim, number[who], text) for claim, who, text in said] == self.comments

    def _compare_tallies(self, db: Database) -> None:
        rows = db.execute(
            """
            select claim_id, tagged, tags, tied, weight, unsure, different, notes, splits, waits,
              agreed
            from tally
            """
        ).fetchall()
        expected = {}
        for claim in CLAIMS:
            counted = self._counted(claim)
            notes, splits = (
                sum(key[0] is kind and key[2] == claim for key in self.besides)
                for kind in (NoteWritten, SplitWished)
            )
            voted = any(of == claim for _, of in self.votes)
            if voted or notes or splits or claim in self.decisions:
                agreed = counted.unanimous and claim not in self.decisions
                weight = float(counted.weight)
                shown = replace(counted, weight=Fraction(round(weight * 1e9)))
                expected[claim] = (shown, notes, splits, self._waits(claim), agreed)
        assert {
            claim: (
                Counted(
                    tagged,
                    tuple(filter(None, tags.split(","))),
                    bool(tied),
                    Fraction(round(weight * 1e9)),
                    unsure,
                ),
                notes,
                splits,
                bool(waits),
                bool(agreed),
            )
            for claim, tagged, tags, tied, weight, unsure, _, notes, splits, waits, agreed in rows
        } == expected
        assert all(row[6] == len(expected[row[0]][0].tags) for row in rows)

    def _compare_views(self, db: Database) -> None:
        rows = db.execute("select claim_id, final_tag, method, reviewer, votes from adjudicated")
        assert {row[0]: row[1:] for row in rows} == {
            claim: (
                self._final(claim),
                self._method(claim),
                NAMES[self.decisions[claim].who] if claim in self.decisions else "",
                self._counted(claim).tagged,
            )
            for claim in CLAIMS
        }
        rows = db.execute(
            "select claim_id, analysts, tied, votes, ruling, decided_tag from disagreements"
        )
        expected = {}
        for claim in CLAIMS:
            counted, said = self._counted(claim), self.decisions.get(claim)
            if len(counted.tags) > 1:
                votes = sorted(
                    (NAMES[w], v.tag) for (w, of), v in self.votes.items() if of == claim
                )
                expected[claim] = (
                    counted.tagged,
                    "yes" if counted.tied else "",
                    "; ".join(f"{name}: {tag}" for name, tag in votes if tag),
                    said.what if said else "",
                    said.tag if said else None,
                )
        assert {row[0]: row[1:] for row in rows} == expected

    def _compare_queue(self, db: Database, who: int) -> None:
        reviewer = self.people[who].id
        waiting = [c for c, of in CLAIMS.items() if (who, of) in self.exposed and self._waits(c)]
        found = {claim: self._counted(claim) for claim in waiting}
        waiting.sort(key=lambda c: (-found[c].tied, -found[c].weight, c))
        pages, place = [], None
        while page := reviews.queue(db, reviewer, Wanted(), after=place, limit=2):
            pages += [row.claim_id for row in page]
            place = page[-1].place
        assert pages == waiting
        groups = dict(reviews.groups(db, reviewer, Wanted()))
        kinds = {",".join(counted.tags) for counted in found.values()}
        assert groups == {
            kind: sum(",".join(counted.tags) == kind for counted in found.values())
            for kind in kinds
        }
        for kind in kinds:
            page = reviews.queue(db, reviewer, Wanted(group=kind), limit=9)
            assert [row.claim_id for row in page] == [
                claim for claim in waiting if ",".join(found[claim].tags) == kind
            ]
        agreed = [(claim, tag) for claim, _, tag in reviews.unanimous(db, reviewer)]
        assert agreed == list(self._acceptable(who))
        assert reviews.count_unanimous(db, reviewer) == len(agreed)
        assert all(answers.exposed(db, reviewer, of) for w, of in self.exposed if w == who)


TestReview = Review.TestCase
TestReview.settings = settings(
    max_examples=sequences(200),
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
