"""Whatever analysts do, what is stored follows from the log and from a plain model of it."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule

from db import answers, evidence, recording
from db.check import check
from db.model import (
    Act,
    Analyst,
    ArticleRow,
    ClaimAnswered,
    ClaimCleared,
    Conflicting,
    Held,
    NoteWritten,
    SplitWished,
    Stored,
)
from db.store import open_store
from db.transaction import uuid7
from tests import builders
from tests.sequences import sequences

PEOPLE = st.integers(0, 1)
CLAIMS = st.integers(1, 3)
TAGS = st.sampled_from(["sourced", "contested", "opinion", None])


@cache
def template() -> tuple[Path, ArticleRow, list[Analyst]]:
    """A project with an article and people, copied for each sequence: making one takes longer."""
    path = Path(tempfile.mkdtemp()) / "template.db"
    with open_store(path, create=True) as store:
        article = builders.load(store)
        people = [builders.an_analyst(store), builders.an_analyst(store)]
    return path, article, people


class Record(RuleBasedStateMachine):
    """Two analysts, three claims; acts from fresh and from stale screens, resends, reopening."""

    def __init__(self) -> None:
        super().__init__()
        path, self.article, self.people = template()
        self.folder = Path(tempfile.mkdtemp())
        self.path = Path(shutil.copy(path, self.folder))
        self.store = open_store(self.path)
        self.now: dict[tuple[int, int], tuple[str, str | None]] = {}
        self.voted: dict[tuple[int, int], str | None] = {}
        self.exposed: set[int] = set()
        self.besides: dict[tuple[type[Act], int, int], str] = {}
        self.sent: list[tuple[int, int, str, Act, type]] = []
        self.pieces: dict[str, tuple[int, int, bool]] = {}  # whose, on which claim, does it count

    def teardown(self) -> None:
        """The slow comparison comes last: every beginning of a sequence is a sequence too."""
        try:
            assert check(self.store) == []
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    @rule(who=PEOPLE, claim=CLAIMS, tag=TAGS, stale=st.booleans(), clear=st.booleans())
    def act(self, who: int, claim: int, tag: str | None, stale: bool, clear: bool) -> None:
        shown = self.now.get((who, claim), (None,))[0]
        replaces = (uuid7() if shown is None else None) if stale else shown
        sha = builders.sha_of(self.store, claim)
        content: ClaimAnswered | ClaimCleared
        if clear:
            content = ClaimCleared(sha, replaces)
        else:
            outcome = "tagged" if tag else "unsure"
            content = ClaimAnswered(sha, outcome, tag, "", "", "default/1", replaces)  # type: ignore[arg-type]
        act_id = uuid7()
        expected = Conflicting if stale else Stored
        self._send(who, claim, act_id, content, expected)
        self.sent.append((who, claim, act_id, content, expected))
        if stale:
            return
        if clear:
            self.now.pop((who, claim), None)
            if who not in self.exposed:
                self.voted.pop((who, claim), None)
        else:
            self.now[who, claim] = (act_id, tag)
            if who not in self.exposed:
                self.voted[who, claim] = tag

    @rule(
        who=PEOPLE,
        claim=CLAIMS,
        kind=st.sampled_from([NoteWritten, SplitWished]),
        stale=st.booleans(),
        empty=st.booleans(),
    )
    def beside(self, who: int, claim: int, kind: type[Act], stale: bool, empty: bool) -> None:
        """A note or the wish for a split: neither disturbs the answers nor the other."""
        shown = self.besides.get((kind, who, claim))
        replaces = (uuid7() if shown is None else None) if stale else shown
        sha = builders.sha_of(self.store, claim)
        content: Act
        if kind is NoteWritten:
            content = NoteWritten(sha, "" if empty else "Hm.", replaces)
        else:
            content = SplitWished(sha, not empty, replaces)
        act_id = uuid7()
        expected = Conflicting if stale else Stored
        self._send(who, claim, act_id, content, expected)
        self.sent.append((who, claim, act_id, content, expected))
        if not stale:
            self.besides.pop((kind, who, claim), None)
            if not empty:
                self.besides[kind, who, claim] = act_id

    @rule(who=PEOPLE, claim=CLAIMS, replacing=st.booleans(), data=st.data())
    def attach(self, who: int, claim: int, replacing: bool, data: st.DataObject) -> None:
        """Evidence, which takes the place of another piece or of none."""
        mine = sorted(piece for piece, (of, _, _) in self.pieces.items() if of == who)
        old = data.draw(st.sampled_from(mine)) if replacing and mine else None
        claim = self.pieces[old][1] if old else claim
        done = builders.attach(self.store, self.people[who], claim, replaces=old)
        assert isinstance(done, Stored)
        self.pieces[done.id] = (who, claim, True)
        if old:
            self.pieces[old] = (who, claim, False)

    @rule(back=st.booleans(), data=st.data())
    def take_back(self, back: bool, data: st.DataObject) -> None:
        """Evidence counts no longer, or again; twice is as once."""
        if self.pieces:
            piece = data.draw(st.sampled_from(sorted(self.pieces)))
            who, claim, _ = self.pieces[piece]
            act = builders.take_back if back else builders.put_back
            assert isinstance(act(self.store, self.people[who], claim, piece), Stored)
            self.pieces[piece] = (who, claim, not back)

    @rule(data=st.data())
    def resend(self, data: st.DataObject) -> None:
        if self.sent:
            self._send(*data.draw(st.sampled_from(self.sent)))

    @rule(who=PEOPLE)
    def look(self, who: int) -> None:
        analyst = self.people[who]
        self.store.write(lambda tx: answers.expose(tx, analyst.id, self.article.id))
        self.exposed.add(who)

    @rule()
    def reopen(self) -> None:
        self.store.close()
        self.store = open_store(self.path)

    @invariant()
    def what_is_stored_is_the_model(self) -> None:
        with self.store.read() as db:
            for number, analyst in enumerate(self.people):
                stored = answers.of_article(db, self.article.revision_id, analyst.id)
                assert {claim: (a.event_id, a.tag) for claim, a in stored.items()} == {
                    claim: value for (who, claim), value in self.now.items() if who == number
                }
                revision = self.article.revision_id
                beside: dict[type[Act], Mapping[int, Held]] = {
                    NoteWritten: answers.notes_of_article(db, revision, analyst.id),
                    SplitWished: answers.splits_of_article(db, revision, analyst.id),
                }
                assert {
                    (kind, number, claim): row.event_id
                    for kind, rows in beside.items()
                    for claim, row in rows.items()
                } == {key: value for key, value in self.besides.items() if key[1] == number}
                seen = evidence.seen_by(db, analyst.id, self.article.id)
                assert {(one.evidence.id, one.evidence.claim_id) for one in seen} == {
                    (piece, claim)
                    for piece, (who, claim, counts) in self.pieces.items()
                    if who == number and counts
                }
                rows = db.execute(
                    "select claim_id, tag from vote where analyst_id = ?", [analyst.id]
                )
                assert dict(rows.fetchall()) == {
                    claim: tag for (who, claim), tag in self.voted.items() if who == number
                }

    def _send(
        self,
        who: int,
        claim: int,
        act_id: str,
        content: Act,
        expected: type,
    ) -> None:
        analyst = self.people[who]
        result = self.store.write(
            lambda tx: recording.record(tx, analyst.id, act_id, claim, content)
        )
        assert isinstance(result, expected)


TestRecord = Record.TestCase
TestRecord.settings = settings(max_examples=sequences(25), stateful_step_count=25, deadline=None)
