"""Whatever lead, analysts and reviewer do, who may say and see what follows from a plain model.

Assignment, rounds, exposures and blind votes, through the use cases that pages and routes call.
"""

from __future__ import annotations

import shutil
import tempfile
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any, Final

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from annotator import workflow
from annotator.identity import Actor, NotAllowedError, may, subject_of
from annotator.workflow import Plan, Share
from db import answers, articles, assignments, rounds
from db.check import check
from db.model import Refused, Role, Stored
from db.round_model import ROUND_STATES, SHOWS, RoundState, Shows
from db.store import open_store
from db.transaction import uuid7
from tests import builders
from tests.sequences import sequences

NAMES: Final = ("Ana", "Bo", "Rea", "Lea")
ROLES: Final[tuple[Role, ...]] = ("analyst", "analyst", "reviewer", "lead")
REA, LEA = 2, 3
CLAIMS: Final = {1: 1, 2: 1, 3: 1, 4: 2, 5: 2}  # to their article
OF: Final = {1: (1, 2, 3), 2: (4, 5)}

PERSON = st.integers(0, 3)
LEADING = st.sampled_from([LEA, LEA, LEA, LEA, 0, REA])
ARTICLE = st.sampled_from([1, 2])
CLAIM = st.sampled_from(sorted(CLAIMS))
TAG = st.sampled_from(["sourced", "contested", "opinion"])


@cache
def template() -> tuple[Path, list[Actor], dict[int, str]]:
    """A project with people and articles, copied for each sequence: making one takes longer."""
    path = Path(tempfile.mkdtemp()) / "template.db"
    cli = Actor("cli:test", "test")
    with open_store(path, create=True) as store:
        made = [
            workflow.add_analyst(store, name, actor=cli, role=role)
            for name, role in zip(NAMES, ROLES, strict=True)
        ]
        builders.load(store, builders.an_article("It leaks.", "It holds.", "It is.", title="One"))
        builders.load(store, builders.an_article("It sank.", "It floats.", title="Two"))
        shas = {claim: builders.sha_of(store, claim) for claim in CLAIMS}
    return path, [Actor.of(person, team=True) for person in made], shas


@dataclass
class Model:
    """What the program should hold, in dicts."""

    state: dict[int, RoundState] = field(default_factory=lambda: {1: "open", 2: "open"})
    number: dict[int, int] = field(default_factory=lambda: {1: 1, 2: 1})
    shows: dict[int, Shows] = field(default_factory=lambda: {1: "closing", 2: "closing"})
    given: dict[tuple[int, int], frozenset[int] | None] = field(default_factory=dict)
    answers: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    votes: dict[tuple[int, int], tuple[str, str]] = field(default_factory=dict)
    exposed: set[tuple[int, int]] = field(default_factory=set)
    worked: set[tuple[int, int]] = field(default_factory=set)
    sent_back: set[int] = field(default_factory=set)

    def may_tag(self, who: int, claim: int) -> bool:
        """Open and theirs; or sent back to them in a closed round."""
        article = CLAIMS[claim]
        if self.state[article] != "open":
            said = (who, claim) in self.votes or (who, claim) in self.answers
            return claim in self.sent_back and said
        return not self.given or (
            (who, article) in self.given
            and (self.given[who, article] is None or claim in (self.given[who, article] or ()))
        )

    def said_by_others(self, who: int, claim: int) -> bool:
        """A vote stays when its answer was taken back; a question is a decision."""
        said = {*self.votes, *self.answers}
        return claim in self.sent_back or any(of == claim and one != who for one, of in said)

    def is_analyst_of(self, who: int, article: int) -> bool:
        return (who, article) in self.worked or (who, article) in self.given

    def sees(self, who: int, article: int) -> bool:
        """Others' work: after closing; a reviewer and the lead at once where not an analyst."""
        outside = ROLES[who] != "analyst" and not self.is_analyst_of(who, article)
        return self.state[article] != "open" or outside

    def decides(self, who: int, article: int) -> bool:
        reviews = ROLES[who] != "analyst" and not self.is_analyst_of(who, article)
        return reviews and self.state[article] != "reviewed"

    def left(self, who: int, article: int) -> int:
        """Claims of theirs without an answer; those answered already are among theirs."""
        part = self.given.get((who, article))
        return sum((who, claim) not in self.answers for claim in part or OF[article])


class Work(RuleBasedStateMachine):
    """Two analysts, a reviewer and a lead; three claims in one article, two in another."""

    def __init__(self) -> None:
        super().__init__()
        path, self.people, self.shas = template()
        self.folder = Path(tempfile.mkdtemp())
        self.store = open_store(Path(shutil.copy(path, self.folder)))
        self.model = Model()
        self.sent: list[tuple[int, dict[str, Any]]] = []
        self.own_votes: set[tuple[int, int]] = set()

    def teardown(self) -> None:
        """Compared at the end only: every beginning of a sequence is a sequence too."""
        try:
            self.compare()
            if len(self.sent) % 3 == 0:  # it takes as long as all the rest
                assert check(self.store) == []
        finally:
            self.store.close()
            shutil.rmtree(self.folder)

    # --- what the lead does -----------------------------------------------------------------------

    @rule(who=LEADING, articles_=st.sets(ARTICLE, min_size=1), state=st.sampled_from(ROUND_STATES))
    def turn(self, who: int, articles_: set[int], state: RoundState) -> None:
        model, chosen = self.model, sorted(articles_)
        still_open = any(model.state[one] == "open" for one in chosen)
        if who != LEA:
            assert self._refused(lambda: self._turn(who, chosen, state), NotAllowedError)
        elif state == "reviewed" and still_open:
            assert self._refused(lambda: self._turn(who, chosen, state), workflow.WorkflowError)
        else:
            changed = [one for one in chosen if model.state[one] != state]
            assert self._turn(who, chosen, state) == len(changed)
            for one in changed:
                model.state[one] = state
                model.number[one] += state == "open"

    @rule(who=LEADING, article=ARTICLE, shows=st.sampled_from(SHOWS))
    def show_after(self, who: int, article: int, shows: Shows) -> None:
        def job() -> int:
            return workflow.set_showing(self.store, self.people[who], [article], shows)

        if who != LEA:
            assert self._refused(job, NotAllowedError)
        else:
            assert job() == (self.model.shows[article] != shows)
            self.model.shows[article] = shows

    @rule(who=LEADING, article=ARTICLE, people=st.sets(PERSON))
    def name_taggers(self, who: int, article: int, people: set[int]) -> None:
        def job() -> None:
            ids = [self.people[one].id for one in sorted(people)]
            workflow.set_taggers(self.store, self.people[who], article, ids, seed=7)

        if who != LEA:
            assert self._refused(job, NotAllowedError)
        elif self.model.state[article] != "open":
            assert self._refused(job, workflow.WorkflowError)
        else:
            job()
            for one in range(len(NAMES)):
                if one not in people:
                    self.model.given.pop((one, article), None)
                else:
                    self.model.given.setdefault((one, article), None)

    @rule(article=ARTICLE, who=PERSON, data=st.data())
    def give_a_part(self, article: int, who: int, data: st.DataObject) -> None:
        part = data.draw(st.sets(st.sampled_from(OF[article]), min_size=1))
        share = Share(article, self.people[who].id, tuple(sorted(part)), len(part))

        def job() -> None:
            workflow.assign(self.store, self.people[LEA], Plan(7, (share,), 0))

        if self.model.state[article] != "open":
            assert self._refused(job, workflow.WorkflowError)
            return
        job()
        own = {claim for of, claim in self.model.answers if of == who and CLAIMS[claim] == article}
        self.model.given[who, article] = frozenset(part | own)

    @rule(article=ARTICLE, who=PERSON)
    def take_back(self, article: int, who: int) -> None:
        workflow.take_back(self.store, self.people[LEA], article, self.people[who].id)
        self.model.given.pop((who, article), None)

    # --- what analysts do -------------------------------------------------------------------------

    @rule(
        who=PERSON,
        claim=CLAIM,
        outcome=st.sampled_from(["tagged", "tagged", "unsure", "skipped", "clear"]),
        tag=TAG,
    )
    def answer(self, who: int, claim: int, outcome: str, tag: str) -> None:
        held = self.model.answers.get((who, claim))
        act: dict[str, Any] = {"id": uuid7(), "claim": claim, "sha": self.shas[claim]}
        act |= {"kind": "clear" if outcome == "clear" else "answer"}
        act |= {"replaces": held[0] if held else None}
        if outcome != "clear":
            act |= {"outcome": outcome, "tag": tag if outcome == "tagged" else None}
        allowed = self.model.may_tag(who, claim)
        (result,) = self._send(who, act)
        if not allowed:
            assert isinstance(result, Refused), (result, act)
            assert "is closed" in result.why or "not yours to tag" in result.why
            return
        assert isinstance(result, Stored), result
        self.sent.append((who, act))
        article = CLAIMS[claim]
        blind = (who, article) not in self.model.exposed
        self.model.worked.add((who, article))
        tables = [self.model.answers, self.model.votes] if blind else [self.model.answers]
        for table in tables:
            table.pop((who, claim), None)
            if outcome != "clear":
                table[who, claim] = (str(act["id"]), tag if outcome == "tagged" else outcome)

    @rule(data=st.data())
    def resend(self, data: st.DataObject) -> None:
        """What is stored is answered as the first time, whatever has been closed since."""
        if self.sent:
            who, act = data.draw(st.sampled_from(self.sent))
            assert isinstance(self._send(who, act)[0], Stored)

    @rule(who=PERSON, claim=CLAIM, tag=TAG)
    def look_after_the_own_answer(self, who: int, claim: int, tag: str) -> None:
        """As the lead may allow it: a vote, others' work, and what is said after it is no vote."""
        if self.model.may_tag(who, claim) and self.model.state[CLAIMS[claim]] == "open":
            self.show_after(LEA, CLAIMS[claim], "answer")
            self.answer(who, claim, "tagged", tag)
            self.look_at_a_claim(who, claim)
            self.answer(who, claim, "tagged", "opinion" if tag != "opinion" else "sourced")

    @rule(who=PERSON, claim=CLAIM)
    def look_at_a_claim(self, who: int, claim: int) -> None:
        def job() -> None:
            workflow.show_claim(self.store, self.people[who], claim)

        article = CLAIMS[claim]
        said = self.model.answers.get((who, claim), ("", "skipped"))[1]
        early = self.model.shows[article] == "answer" and said != "skipped"
        if self.model.state[article] != "open" or early:
            job()
            if self.model.said_by_others(who, claim):
                self.model.exposed.add((who, article))
        else:
            assert self._refused(job, NotAllowedError)

    @rule(who=PERSON, article=ARTICLE)
    def look_at_an_article(self, who: int, article: int) -> None:
        def job() -> None:
            workflow.show_others(self.store, self.people[who], [article])

        if self.model.sees(who, article):
            job()
            self.model.exposed.add((who, article))
        else:
            assert self._refused(job, NotAllowedError)

    # --- what the reviewer does -------------------------------------------------------------------

    @rule(article=ARTICLE, data=st.data(), tag=TAG)
    def answer_a_question(self, article: int, data: st.DataObject, tag: str) -> None:
        """A whole round: closed, looked at, a claim sent back, and answered by who had a vote."""
        said = sorted(
            (who, claim)
            for who, claim in {*self.model.votes, *self.model.answers}
            if CLAIMS[claim] == article
        )
        if said and not self.model.is_analyst_of(REA, article):
            who, claim = data.draw(st.sampled_from(said))
            self.turn(LEA, {article}, "closed")
            self.look_at_an_article(REA, article)
            self.send_back(claim, REA)
            self.answer(who, claim, "tagged", tag)

    @rule(claim=CLAIM, who=st.sampled_from([0, REA, LEA]))
    def send_back(self, claim: int, who: int) -> None:
        """A vote of the reviewer's own first, then the question; and it is taken back at times."""
        article = CLAIMS[claim]
        acts: list[dict[str, Any]] = []
        if (who, claim) not in self.own_votes:
            acts.append({"kind": "review-vote", "tag": "sourced", "replaces": None})
        acts.append({"kind": "decide", "ruling": "sent_back", "reason": "Which?"})
        acts[-1] |= {"tag": None, "cause": "", "majority": "", "minority": "", "like": None}
        acts[-1] |= {"replaces": self._decided(claim)}
        for act in acts:
            act |= {"id": uuid7(), "claim": claim, "sha": self.shas[claim]}
        results = self._send(who, *acts)
        if self.model.decides(who, article) and (who, article) in self.model.exposed:
            assert all(isinstance(one, Stored) for one in results), results
            self.model.sent_back.add(claim)
            self.own_votes.add((who, claim))
        else:
            assert all(isinstance(one, Refused) for one in results), results

    # --- what is compared -------------------------------------------------------------------------

    def compare(self) -> None:
        model, ids = self.model, [person.id for person in self.people]
        with self.store.read() as db:
            for article in OF:
                found = rounds.get(db, article)
                assert (found.state, found.number, found.shows) == (
                    model.state[article],
                    model.number[article],
                    model.shows[article],
                )
                for who, actor in enumerate(self.people):
                    subject = subject_of(db, actor, article)
                    assert may(actor, "see-others", subject) == model.sees(who, article)
                    assert may(actor, "decide", subject) == model.decides(who, article)
                    assert subject.closed == (model.state[article] != "open")
                    assert answers.exposed(db, actor.id, article) == (
                        (who, article) in model.exposed
                    )
            given = {
                (ids.index(one.analyst_id), one.article_id): (
                    None
                    if one.claims is None
                    else frozenset(assignments.claims_of(db, one.article_id, one.analyst_id) or ())
                )
                for one in assignments.of_articles(db, list(OF))
            }
            assert given == model.given
            for table, held in (("answer", model.answers), ("vote", model.votes)):
                rows = db.execute(
                    f"select analyst_id, claim_id, event_id, coalesce(tag, outcome) from {table}"
                )
                assert {
                    (ids.index(who), claim): (event, said) for who, claim, event, said in rows
                } == held
            for who, actor in enumerate(self.people):
                self._compare_work(db, who, actor)

    def _compare_work(self, db: Any, who: int, actor: Actor) -> None:
        model = self.model
        for work in articles.listed(db, actor.id).rows:
            article = work.article.id
            mine = not model.given or (who, article) in model.given
            touched = [claim for claim in OF[article] if (who, claim) in model.answers]
            done = [one for one in touched if model.answers[who, one][1] != "skipped"]
            due = model.given.get((who, article)) or OF[article]
            if model.state[article] != "open" and (mine or touched):
                expected = "closed"
            elif not mine:
                expected = "other"
            elif len(done) >= len(due):
                expected = "done"
            else:
                expected = "begun" if touched else "new"
            assert (work.state, work.claims, work.answered) == (expected, len(due), len(done))
            first = answers.first_untagged(db, work.article.revision_id, actor.id)
            if mine and model.state[article] == "open":
                assert (first is None) == (model.left(who, article) == 0)
                assert first is None or model.may_tag(who, first)

    # --- helpers ----------------------------------------------------------------------------------

    def _turn(self, who: int, chosen: list[int], state: RoundState) -> int:
        return workflow.set_rounds(self.store, self.people[who], chosen, state)

    def _send(self, who: int, *acts: dict[str, Any]) -> list[Any]:
        return workflow.submit_acts(self.store, lambda _: self.people[who], acts).result()

    def _decided(self, claim: int) -> str | None:
        with self.store.read() as db:
            row = db.execute("select event_id from decision where claim_id = ?", [claim]).fetchone()
        return row[0] if row else None

    @staticmethod
    def _refused(job: Any, error: type[Exception]) -> bool:
        try:
            job()
        except error as refusal:
            return str(refusal).endswith(".")
        return False


TestWork = Work.TestCase
TestWork.settings = settings(
    max_examples=sequences(200),
    stateful_step_count=16,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
