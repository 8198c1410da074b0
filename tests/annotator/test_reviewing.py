"""Reviewers' acts as the desk sends them: what is stored, and every sentence that refuses one."""

from __future__ import annotations

import multiprocessing
import sys
import threading
from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from pathlib import Path
from types import ModuleType
from typing import Any

import pytest

from annotator import acts, workflow
from annotator.act_fields import TEXT_LENGTH
from annotator.identity import Actor, NotAllowedError
from annotator.scheme import default_scheme
from annotator.workflow import NOT_SHOWN
from db import cases
from db.check import check
from db.events import count
from db.model import ActResult, Analyst, Conflicting, Refused, Role, Stored
from db.review_model import CAUSES, RULINGS, ClaimDecided, CommentWritten, Decision, ReviewVoted
from db.store import Store, open_store
from db.transaction import uuid7
from tests import builders

RACES = 200
RACES_OF_PROCESSES = 20
NOT_YOURS = "Reviewers decide, on articles they did not tag. Ask the project's lead."
VOTE_FIRST = "Vote yourself first: a reviewer who has seen whose votes are which is not free."


def act(store: Store, kind: str, claim: int = 1, **more: Any) -> dict[str, Any]:
    """An act as the browser sends it."""
    sha = builders.sha_of(store, claim)
    return {"id": uuid7(), "kind": kind, "claim": claim, "sha": sha, "replaces": None} | more


def submit(store: Store, who: Actor, *batch: object) -> list[ActResult]:
    return workflow.submit_acts(store, lambda _: who, batch).result()


def why(result: ActResult) -> str:
    assert isinstance(result, Refused), result
    return result.why


@pytest.fixture
def voters(store: Store) -> list[Analyst]:
    """Two of three say “sourced” of the first claim; all say “opinion” of the third."""
    builders.load(store)
    people = [builders.an_analyst(store, name) for name in ("Ana", "Bo", "Cy")]
    for who, tag in zip(people, ("sourced", "sourced", "opinion"), strict=True):
        builders.tag(store, who, 1, tag)
        builders.tag(store, who, 3, "opinion")
    return people


def member(store: Store, name: str, role: Role | None) -> Actor:
    analyst = builders.an_analyst(store, name)
    return Actor(analyst.id, name, role)


@pytest.fixture
def rea(store: Store, voters: list[Analyst]) -> Actor:
    """A reviewer of a team, to whom the article is shown."""
    rea = member(store, "Rea", "reviewer")
    workflow.show_others(store, rea, [1])
    return rea


def decision(store: Store, claim: int = 1) -> Decision | None:
    with store.read() as db:
        return cases.decision(db, claim)


# --- what is stored -------------------------------------------------------------------------------


def test_a_vote_then_a_decision_then_another_thought(store: Store, rea: Actor) -> None:
    vote = act(store, "review-vote", tag="sourced")
    made = act(store, "decide", ruling="tag", tag="sourced", cause="slip")
    back = act(store, "withdraw", replaces=made["id"])
    asked = act(store, "decide", ruling="sent_back", reason=" Which quay? ")
    said = act(store, "comment", text=" See the second paragraph. ")
    batch = [vote, made, back, asked, said]

    results = submit(store, rea, *batch)
    assert [type(result) for result in results] == [Stored] * 5
    found = decision(store)
    assert found is not None
    assert (found.ruling, found.tag, found.reason) == ("sent_back", None, "Which quay?")
    with store.read() as db:
        assert [one.text for one, _ in cases.comments(db, 1)] == ["See the second paragraph."]
        before = count(db)
    assert submit(store, rea, *batch) == results
    with store.read() as db:
        assert count(db) == before
    assert check(store) == []


def test_a_resent_decision_needs_no_reason_that_it_did_not_need(
    store: Store, rea: Actor, voters: list[Analyst]
) -> None:
    vote = act(store, "review-vote", tag="sourced")
    made = act(store, "decide", ruling="tag", tag="sourced")
    submit(store, rea, vote, made)
    for _ in range(3):  # now most say something else
        builders.tag(store, builders.an_analyst(store), 1, "opinion")
    assert isinstance(submit(store, rea, made)[0], Stored)
    again = act(store, "decide", ruling="tag", tag="sourced", replaces=made["id"])
    assert why(submit(store, rea, again)[0]).startswith("Most analysts said opinion.")


def test_what_all_agree_on_is_accepted_and_taken_back_as_one(store: Store, rea: Actor) -> None:
    accepted = {"id": uuid7(), "kind": "accept", "article": None}
    back = {"id": uuid7(), "kind": "unaccept", "accepted": accepted["id"]}
    first = submit(store, rea, accepted)
    found = decision(store, 3)
    assert found is not None
    assert (found.ruling, found.tag, found.event_id) == ("accepted", "opinion", accepted["id"])
    assert submit(store, rea, accepted) == first
    again = {"id": uuid7(), "kind": "accept", "article": 1}
    assert why(submit(store, rea, again)[0]) == (
        "There is no claim left on which everybody agrees."
    )

    second = submit(store, rea, back)
    assert isinstance(second[0], Stored)
    assert decision(store, 3) is None
    assert submit(store, rea, back) == second
    assert submit(store, rea, accepted) == first  # a resend accepts nothing again
    assert decision(store, 3) is None
    assert check(store) == []


# --- what is refused ------------------------------------------------------------------------------


def nothing_more(store: Store, who: Actor, *batch: dict[str, Any]) -> list[str]:
    """Why each is refused; nothing is stored."""
    with store.read() as db:
        before = count(db)
    said = [why(result) for result in submit(store, who, *batch)]
    with store.read() as db:
        assert count(db) == before
    return said


def test_an_own_vote_comes_first(store: Store, rea: Actor) -> None:
    made = act(store, "decide", ruling="tag", tag="sourced")
    assert nothing_more(store, rea, made) == [VOTE_FIRST]
    submit(store, rea, act(store, "review-vote", tag="none"))
    assert isinstance(submit(store, rea, made)[0], Stored)


@pytest.mark.parametrize("ruling", RULINGS)
def test_overruling_a_majority_needs_a_reason(store: Store, rea: Actor, ruling: str) -> None:
    submit(store, rea, act(store, "review-vote", tag="none"))
    made = act(store, "decide", ruling=ruling, tag="none")
    needs = {
        "tag": "Most analysts said sourced. Write a reason for deciding otherwise.",
        "no_tag_fits": "Most analysts said sourced. Write a reason for deciding otherwise.",
        "sent_back": "A claim is sent back with a question. "
        "Write what the analysts are to look at.",
    }
    if ruling not in needs:
        assert isinstance(submit(store, rea, made)[0], Stored)
        return
    assert nothing_more(store, rea, made, made | {"reason": " \n"}) == [needs[ruling]] * 2
    assert isinstance(submit(store, rea, made | {"reason": "It quotes nobody."})[0], Stored)


def test_the_majority_and_a_tie_need_no_reason(
    store: Store, rea: Actor, voters: list[Analyst]
) -> None:
    submit(store, rea, act(store, "review-vote", tag="none"))
    with_most = act(store, "decide", ruling="tag", tag="sourced")
    assert isinstance(submit(store, rea, with_most)[0], Stored)
    builders.tag(store, builders.an_analyst(store), 1, "opinion")
    tie = act(store, "decide", ruling="tag", tag="none", replaces=with_most["id"])
    assert isinstance(submit(store, rea, tie)[0], Stored)


def test_others_work_has_to_be_shown_first(store: Store, voters: list[Analyst]) -> None:
    sol = member(store, "Sol", "reviewer")
    batch = [
        act(store, "review-vote", tag="sourced"),
        act(store, "decide", ruling="tag", tag="sourced"),
        act(store, "withdraw", replaces=uuid7()),
        act(store, "comment", text="Hm."),
    ]
    assert nothing_more(store, sol, *batch) == [NOT_SHOWN] * 4


@pytest.mark.parametrize("role", ["analyst", "removed"])
def test_only_reviewers_review(store: Store, voters: list[Analyst], role: Role) -> None:
    who = member(store, "Ola", role)
    builders.expose(store, Analyst(who.id, who.name, ""))
    builders.expose(store, voters[0])
    accepted = builders.accept(store, voters[0])
    batch: list[dict[str, Any]] = [
        act(store, "review-vote", tag="sourced"),
        act(store, "decide", ruling="tag", tag="sourced"),
        act(store, "withdraw", replaces=uuid7()),
        act(store, "comment", text="Hm."),
        {"id": uuid7(), "kind": "accept", "article": 1},
        {"id": uuid7(), "kind": "unaccept", "accepted": accepted.id},
    ]
    assert nothing_more(store, who, *batch) == [NOT_YOURS] * 6


def test_who_tagged_the_article_decides_only_where_the_lead_allows_it(
    store: Store, rea: Actor, voters: list[Analyst]
) -> None:
    lead = member(store, "Lea", "lead")
    builders.tag(store, Analyst(rea.id, rea.name, ""), 2, "sourced")
    vote = act(store, "review-vote", tag="sourced")
    made = act(store, "decide", ruling="tag", tag="sourced")
    accept = {"id": uuid7(), "kind": "accept", "article": 1}
    assert nothing_more(store, rea, vote, made, accept) == [NOT_YOURS] * 3
    with pytest.raises(NotAllowedError):
        workflow.let_review_own(store, rea, allowed=True)

    workflow.let_review_own(store, lead, allowed=True)
    results = submit(store, rea, vote, made, accept)
    assert [type(result) for result in results] == [Stored] * 3
    workflow.let_review_own(store, lead, allowed=False)
    unaccept = {"id": uuid7(), "kind": "unaccept", "accepted": accept["id"]}
    other = act(store, "comment", text="Hm.")
    assert nothing_more(store, rea, unaccept, other) == [NOT_YOURS] * 2
    assert check(store) == []


def test_nothing_is_taken_back_that_was_not_accepted_together(store: Store, rea: Actor) -> None:
    submit(store, rea, act(store, "review-vote", tag="sourced"))
    made = act(store, "decide", ruling="tag", tag="sourced")
    submit(store, rea, made)
    acts_ = [{"id": uuid7(), "kind": "unaccept", "accepted": a} for a in (made["id"], uuid7())]
    assert (
        nothing_more(store, rea, *acts_)
        == ["Nothing is left of what was accepted together there."] * 2
    )
    assert decision(store) is not None


def test_the_claim_has_to_be_the_one_on_screen(store: Store, rea: Actor) -> None:
    other = act(store, "comment", text="Hm.") | {"sha": builders.sha_of(store, 2)}
    missing = act(store, "comment", text="Hm.") | {"claim": 99}
    told = nothing_more(store, rea, other, missing)
    assert told[0] == "Claim 1 does not have the text that was on screen."
    assert "99" in told[1]


def test_an_id_is_used_once(store: Store, rea: Actor) -> None:
    said = act(store, "comment", text="Hm.")
    submit(store, rea, said)
    others: list[dict[str, Any]] = [
        said | {"text": "Ha."},
        {"id": said["id"], "kind": "accept", "article": 1},
    ]
    for told in nothing_more(store, rea, *others):
        assert "was used before for something else" in told


def test_a_bad_act_stops_no_other(store: Store, rea: Actor) -> None:
    results = submit(
        store,
        rea,
        act(store, "decide", ruling="?"),
        act(store, "review-vote", tag="sourced"),
        act(store, "decide", ruling="tag", tag="?"),
        act(store, "comment", text="Hm."),
    )
    assert [type(result) for result in results] == [Refused, Stored, Refused, Stored]


# --- bad JSON -------------------------------------------------------------------------------------

GOOD: Mapping[str, Mapping[str, Any]] = {
    "review-vote": {"tag": "sourced"},
    "decide": {"ruling": "tag", "tag": "sourced"},
    "withdraw": {"replaces": "0192f0c1-2345-7abc-8def-0123456789ab"},
    "comment": {"text": "Hm."},
}
LONG = "x" * (TEXT_LENGTH + 1)
SHA = "0" * 12


def parsed(kind: str, **fields: Any) -> acts.Cast | acts.Acceptance | acts.Ending:
    raw = {"id": uuid7(), "kind": kind, "claim": 1, "sha": SHA, "replaces": None}
    return acts.parse({**raw, **GOOD.get(kind, {}), **fields}, default_scheme())


@pytest.mark.parametrize(
    ("kind", "fields", "words"),
    [
        ("review-vote", {"tag": None}, "no tag “None”; choose sourced"),
        ("review-vote", {"tag": "unsure"}, "no tag “unsure”"),
        ("review-vote", {"tag": ["sourced"]}, "no tag"),
        ("review-vote", {"replaces": "x"}, "is not an event's id"),
        ("review-vote", {"scheme": 7}, "no tag scheme “7”"),
        ("decide", {"ruling": None}, "no ruling “None”"),
        ("decide", {"ruling": "accepted"}, "no ruling “accepted”"),
        ("decide", {"ruling": {"tag": 1}}, "no ruling"),
        ("decide", {"ruling": ["tag"]}, "no ruling"),
        ("decide", {"tag": None}, "no tag “None”"),
        ("decide", {"tag": {}}, "no tag"),
        ("decide", {"reason": 7}, "The reason has no text."),
        ("decide", {"reason": ["Because."]}, "The reason has no text."),
        ("decide", {"reason": LONG}, "10,001 characters; at most 10,000"),
        ("decide", {"majority": 7}, "The statement has no text."),
        ("decide", {"minority": LONG}, "The statement has 10,001 characters"),
        ("decide", {"cause": "weather"}, "no cause “weather”; choose reading, source"),
        ("decide", {"cause": ["slip"]}, "no cause"),
        ("decide", {"scheme": "x"}, "no tag scheme “x”"),
        ("decide", {"replaces": 7}, "is not an event's id"),
        ("decide", {"ruling": "sent_back"}, "sent back with a question"),
        ("withdraw", {"replaces": None}, "which decision it takes back"),
        ("withdraw", {"replaces": "no id"}, "is not an event's id"),
        ("comment", {"text": None}, "The comment has no text."),
        ("comment", {"text": ["Hm."]}, "The comment has no text."),
        ("comment", {"text": " \n\t"}, "The comment has no text."),
        ("comment", {"text": LONG}, "The comment has 10,001 characters"),
        ("accept", {"article": "1"}, "no article “1”"),
        ("accept", {"article": True}, "no article “True”"),
        ("accept", {"article": 0}, "no article “0”"),
        ("accept", {"article": 2**62}, "no article"),
        ("unaccept", {}, "what it takes back"),
        ("unaccept", {"accepted": "x"}, "is not an event's id"),
        ("review", {}, "no kind of act “review”"),
        ("comment", {"claim": None}, "names no claim"),
        ("comment", {"sha": "z"}, "which text was on screen"),
    ],
)
def test_a_malformed_act_is_one_sentence(kind: str, fields: dict[str, Any], words: str) -> None:
    with pytest.raises(acts.ActError) as refusal:
        parsed(kind, **fields)
    assert words in str(refusal.value)
    assert len(str(refusal.value)) < 200


def test_what_is_left_out_is_empty() -> None:
    read = parsed("decide", ruling="split_kept", tag="nonsense", reason=None, cause=None)
    assert isinstance(read, acts.Cast)
    label = default_scheme().label
    assert read.act == ClaimDecided(SHA, "split_kept", None, "", "", "", "", label, None)


def test_texts_are_kept_as_they_can_be() -> None:
    read = parsed("comment", text="  a\x00b\ud800 😀\u202e  ")
    assert isinstance(read, acts.Cast)
    assert read.act == CommentWritten(SHA, "a\ufffdb\ufffd 😀\u202e")
    vote = parsed("review-vote", scheme="default/7")
    assert isinstance(vote, acts.Cast)
    assert vote.act == ReviewVoted(SHA, "sourced", "default/7", None)
    for cause in CAUSES:
        read = parsed("decide", cause=cause, reason="x" * TEXT_LENGTH)
        assert isinstance(read, acts.Cast)
        assert isinstance(read.act, ClaimDecided)
        assert read.act.cause == cause


# --- two reviewers at once ------------------------------------------------------------------------


def a_race(store: Store, claims: int) -> list[Actor]:
    """Two reviewers who have voted on every claim of an article, in dispute each."""
    sentences = [f"Quay {n} leaks." for n in range(claims)]
    builders.load(store, builders.an_article(*sentences))
    reviewers = [member(store, name, None) for name in ("Rea", "Sol")]
    for who in reviewers:
        workflow.show_others(store, who, [1])
        votes = [act(store, "review-vote", n + 1, tag="sourced") for n in range(claims)]
        submit(store, who, *votes)
    return reviewers


def decide_in_turn(
    store: Store, who: Actor, claims: Sequence[int], ready: Callable[[], object]
) -> dict[int, ActResult]:
    """A decision on each claim, from a screen that shows none; `ready` is called before each."""
    found = {}
    for claim in claims:
        made = act(store, "decide", claim, ruling="tag", tag="opinion")
        ready()
        found[claim] = submit(store, who, made)[0]
    return found


def one_won_each(store: Store, first: dict[int, ActResult], second: dict[int, ActResult]) -> None:
    for claim in first:
        results = sorted((first[claim], second[claim]), key=lambda r: isinstance(r, Conflicting))
        winner, loser = results
        assert isinstance(winner, Stored)
        assert isinstance(loser, Conflicting)
        assert isinstance(loser.current, Decision)
        assert loser.current.event_id == winner.id
        assert decision(store, claim) == loser.current
    assert check(store) == []


def test_of_two_reviewers_at_once_exactly_one_wins(store: Store) -> None:
    reviewers = a_race(store, RACES)
    line = threading.Barrier(2, timeout=60)
    claims = range(1, RACES + 1)
    with ThreadPoolExecutor(2) as pool:
        running = [pool.submit(decide_in_turn, store, who, claims, line.wait) for who in reviewers]
        first, second = (one.result() for one in running)
    one_won_each(store, first, second)


def in_another_process(path: Path, who: Actor, claims: Sequence[int]) -> dict[int, ActResult]:
    with open_store(path) as store:
        return decide_in_turn(store, who, claims, lambda: None)


@pytest.fixture
def pool(monkeypatch: pytest.MonkeyPatch) -> Iterator[ProcessPoolExecutor]:
    """One other process, which has started."""
    # It would run the main module first: a page, where a test of pages was here before.
    monkeypatch.setitem(sys.modules, "__main__", ModuleType("__main__"))
    with ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as pool:
        pool.submit(len, "").result()
        yield pool


def test_of_two_programs_at_once_exactly_one_wins(store: Store, pool: ProcessPoolExecutor) -> None:
    rea, sol = a_race(store, RACES_OF_PROCESSES)
    claims = list(range(1, RACES_OF_PROCESSES + 1))
    other = pool.submit(in_another_process, store.path, sol, claims[::-1])
    first = decide_in_turn(store, rea, claims, lambda: None)
    one_won_each(store, first, other.result())
