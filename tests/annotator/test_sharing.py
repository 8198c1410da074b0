"""The lead shares the work out, and takes it back; rounds open and close."""

from __future__ import annotations

from typing import Any

import pytest

from annotator import workflow
from annotator.identity import Actor, NotAllowedError
from annotator.workflow import Plan, Share, WorkflowError
from db import answers, articles, assignments, cases, events, rounds
from db.model import ActResult, Analyst, Refused, Role, Stored
from db.store import Store
from db.transaction import uuid7
from tests import builders

LEAD = Actor("cli:test", "test")


def join(store: Store, name: str, role: Role = "analyst") -> Analyst:
    return workflow.add_analyst(store, name, actor=LEAD, role=role)


@pytest.fixture
def team(store: Store) -> list[Analyst]:
    """Three analysts, and two articles of three and two claims."""
    builders.load(store, builders.an_article("It leaks.", "It holds.", "It is.", title="One"))
    builders.load(store, builders.an_article("It sank.", "It floats.", title="Two"))
    return [join(store, name) for name in ("Ana", "Bo", "Cy")]


def say(store: Store, who: Analyst, claim: int, **more: Any) -> ActResult:
    """An answer by the route's way, which looks at rounds and assignments."""
    act = {"id": uuid7(), "kind": "answer", "claim": claim, "outcome": "tagged", "tag": "opinion"}
    act |= {"sha": builders.sha_of(store, claim), "replaces": None} | more
    if act["kind"] == "clear":
        del act["outcome"], act["tag"]
    actor = Actor.of(who, team=True)
    (result,) = workflow.submit_acts(store, lambda _: actor, [act]).result()
    return result


def planned(store: Store, people: list[Analyst], overlap: int, **more: Any) -> Plan:
    with store.read() as db:
        return workflow.plan(
            db, more.pop("ids", [1, 2]), [one.id for one in people], overlap, seed=3, **more
        )


def given(store: Store) -> dict[tuple[str, int], int | None]:
    with store.read() as db:
        return {
            (one.analyst_id, one.article_id): one.claims
            for one in assignments.of_articles(db, [1, 2])
        }


def test_while_nothing_is_shared_out_everybody_tags_everything(
    store: Store, team: list[Analyst]
) -> None:
    assert isinstance(say(store, team[0], 4), Stored)
    workflow.set_taggers(store, LEAD, 1, [team[1].id], seed=1)
    refused = say(store, team[0], 5)
    assert isinstance(refused, Refused)
    assert refused.why == (
        "Claim 2 of “Two” is not yours to tag: the work was shared out. Ask the project's lead."
    )
    assert isinstance(say(store, team[1], 1), Stored)
    workflow.take_back(store, LEAD, 1, team[1].id)  # nothing is shared out any more
    assert isinstance(say(store, team[0], 5), Stored)


def test_a_plan_changes_nothing_until_it_is_carried_out(store: Store, team: list[Analyst]) -> None:
    with store.read() as db:
        before = events.head(db)
    plan = planned(store, team, 2)
    with store.read() as db:
        assert events.head(db) == before
    assert sorted(articles_ for articles_, _ in plan.sizes().values()) == [1, 1, 2]
    workflow.assign(store, LEAD, plan)
    assert {(one.analyst_id, one.article_id) for one in plan.shares} == set(given(store))
    assert planned(store, team, 2).shares == ()  # each has its two
    third = planned(store, team, 3)
    assert len(third.shares) == 2
    assert not {(one.analyst_id, one.article_id) for one in third.shares} & set(given(store))


def test_a_part_is_whole_paragraphs_and_each_claim_has_its_people(
    store: Store, team: list[Analyst]
) -> None:
    text = "# Long\n\n" + "\n\n".join(
        " ".join(f"Sentence {part}{one} stands here." for one in "abc") for part in range(6)
    )
    loaded = workflow.load_article(store, LEAD, text.encode(), "long.md")
    plan = planned(store, team, 2, per="claim", ids=[loaded.article_id])
    with store.read() as db:
        claims = articles.claims_of(db, articles.get(db, loaded.article_id).revision_id)
    blocks = {claim.id: claim.block_id for claim in claims}
    by_claim: dict[int, list[str]] = {claim: [] for claim in blocks}
    for share in plan.shares:
        assert share.claims is not None
        assert share.size == len(share.claims) == 12
        for claim in share.claims:
            by_claim[claim].append(share.analyst_id)
    assert all(len(set(who)) == len(who) == 2 for who in by_claim.values())
    for block in set(blocks.values()):
        assert len({tuple(by_claim[claim]) for claim in blocks if blocks[claim] == block}) == 1
    workflow.assign(store, LEAD, plan)
    mine = plan.shares[0]
    other = next(claim for claim in blocks if claim not in (mine.claims or ()))
    who = next(one for one in team if one.id == mine.analyst_id)
    assert isinstance(say(store, who, (mine.claims or ())[0]), Stored)
    assert isinstance(say(store, who, other), Refused)
    with store.read() as db:
        listed = articles.listed(db, who.id)
    assert [(work.state, work.claims, work.answered) for work in listed.rows] == [
        ("begun", 12, 1),
        ("other", 2, 0),
        ("other", 3, 0),
    ]
    assert planned(store, team, 2, per="claim", ids=[loaded.article_id]).shares == ()


def test_what_somebody_has_answered_stays_in_their_part(store: Store, team: list[Analyst]) -> None:
    say(store, team[0], 1)
    workflow.assign(store, LEAD, Plan(1, (Share(1, team[0].id, (3,), 1),), 0))
    with store.read() as db:
        assert assignments.claims_of(db, 1, team[0].id) == (1, 3)
        assert answers.first_untagged(db, articles.get(db, 1).revision_id, team[0].id) == 3
    assert isinstance(say(store, team[0], 2), Refused)
    say(store, team[0], 3)
    with store.read() as db:
        (work,) = articles.listed(db, team[0].id, states=["done"]).rows
        assert (work.claims, work.answered) == (2, 2)
        assert answers.next_article(db, team[0].id) == 1


def test_whoever_has_seen_others_work_comes_last_and_is_told(
    store: Store, team: list[Analyst]
) -> None:
    builders.expose(store, team[0], 1)
    assert planned(store, team, 2, ids=[1]).seeing == 0
    assert {one.analyst_id for one in planned(store, team, 2, ids=[1]).shares} == {
        team[1].id,
        team[2].id,
    }
    assert planned(store, team, 3, ids=[1]).seeing == 1


def test_abandoned_work_is_taken_back_and_handed_on(store: Store, team: list[Analyst]) -> None:
    ana, bo, _ = team
    workflow.set_taggers(store, LEAD, 1, [ana.id], seed=1)
    said = say(store, ana, 1)
    workflow.take_back(store, LEAD, 1, ana.id)
    workflow.assign(store, LEAD, planned(store, [bo], 1, ids=[1]))
    refused = say(store, ana, 2)
    assert isinstance(refused, Refused)
    with store.read() as db:
        assert (
            answers.of_article(db, articles.get(db, 1).revision_id, ana.id)[1].event_id == said.id
        )
        (duty,) = assignments.duties(db, article_ids=[1])
        (event,) = [one for one in events.history(db) if one.kind == "assignment.end"]
    assert (duty.analyst_id, duty.claims, duty.left) == (bo.id, 3, 3)
    assert '"abandoned":true' in event.payload


def test_what_rests_is_found_a_week_later(store: Store, team: list[Analyst]) -> None:
    ana, bo, _ = team
    workflow.set_taggers(store, LEAD, 1, [ana.id, bo.id], seed=1)
    for claim in (1, 2, 3):
        say(store, bo, claim)
    say(store, ana, 1)
    with store.read() as db:
        assert assignments.resting(db, "2000-01-01T00:00:00.000Z", limit=9) == []
        (duty,) = assignments.resting(db, "9999-01-01T00:00:00.000Z", limit=9)
    assert (duty.analyst_id, duty.claims, duty.tagged, duty.left) == (ana.id, 3, 1, 2)
    assert duty.moved_at == duty.last_at > duty.assigned_at
    workflow.set_rounds(store, LEAD, [1], "closed")
    with store.read() as db:
        assert assignments.resting(db, "9999-01-01T00:00:00.000Z", limit=9) == []


def test_everybody_gets_the_articles_in_an_order_of_their_own(
    store: Store, team: list[Analyst]
) -> None:
    for number in range(10):
        builders.load(store, builders.an_article(f"It is {number}.", title=f"More {number}"))
    ids = list(range(1, 13))
    workflow.assign(store, LEAD, planned(store, team, 3, ids=ids))
    orders = []
    with store.read() as db:
        for who in team:
            listed = [work.article.id for work in articles.listed(db, who.id).rows]
            assert sorted(listed) == ids
            assert answers.next_article(db, who.id) == listed[0]
            walk = [listed[0]]
            for _ in ids[1:]:
                following = answers.following_article(db, who.id, walk[-1])
                assert following is not None
                walk.append(following[0])
            assert walk == listed
            back = answers.following_article(db, who.id, listed[-1])
            assert back is not None
            assert back[0] == listed[0]
            orders.append(listed)
    assert len({tuple(order) for order in orders}) == 3


def test_a_closed_round_refuses_what_comes_late_with_a_sentence(
    store: Store, team: list[Analyst]
) -> None:
    ana = team[0]
    said = say(store, ana, 1)
    workflow.set_rounds(store, LEAD, [1], "closed")
    for act in (
        {"tag": "sourced", "replaces": said.id},
        {"kind": "clear", "replaces": said.id, "undo": said.id},
        {"kind": "note", "text": "Hm."},
        {"kind": "split", "wanted": True},
        {"kind": "evidence", "type": "quote", "stance": "supports", "quote": "So."},
    ):
        late = say(store, ana, 1, **act)
        assert isinstance(late, Refused)
        assert late.why == (
            "The round of “One” is closed: its answers can no longer be changed or undone. Ask "
            "the project's lead to open it again."
        )
    assert isinstance(say(store, ana, 1, id=said.id), Stored)  # sent again: as the first time
    assert isinstance(say(store, ana, 4), Stored)
    workflow.set_rounds(store, LEAD, [1], "open")
    assert isinstance(say(store, ana, 1, tag="sourced", replaces=said.id), Stored)
    with store.read() as db:
        assert rounds.get(db, 1).number == 2


def test_a_question_arrives_in_a_closed_round_and_may_be_answered_and_taken_back(
    store: Store, team: list[Analyst]
) -> None:
    ana, bo, _ = team
    rea = join(store, "Rea", "reviewer")
    first = say(store, ana, 1)
    say(store, bo, 1)
    builders.expose(store, rea, 1)
    builders.review_vote(store, rea, 1)
    builders.decide(store, rea, 1, None, ruling="sent_back", reason="Who says so?")
    with store.read() as db:
        assert cases.asked(db, ana.id) == []  # claims of hers are left, and votes on them to lose
    workflow.set_rounds(store, LEAD, [1], "closed")
    with store.read() as db:
        assert [one.claims for one in cases.asked(db, ana.id)] == [1]
        revision = articles.get(db, 1).revision_id
        assert cases.questions(db, revision, ana.id) == {1: "Who says so?"}
    workflow.show_questions(store, ana.id, 1)
    answer = say(store, ana, 1, tag="sourced", replaces=first.id)
    assert isinstance(answer, Stored)
    assert isinstance(say(store, ana, 2), Refused)  # only what was asked
    assert isinstance(say(store, ana, 1, kind="clear", replaces=answer.id), Stored)
    with store.read() as db:
        vote = db.execute("select tag from vote where claim_id = 1 and analyst_id = ?", [ana.id])
        assert vote.fetchone() == ("opinion",)  # what was answered after a question is no vote


def test_others_work_opens_when_the_round_closes(store: Store, team: list[Analyst]) -> None:
    ana, bo, _ = team
    say(store, ana, 1)
    for claim in (1, 2):
        with pytest.raises(NotAllowedError, match="opens when the round of its article is closed"):
            workflow.show_claim(store, Actor.of(ana, team=True), claim)
    with pytest.raises(NotAllowedError, match="opens when its round is closed"):
        workflow.show_others(store, Actor.of(ana, team=True), [1])
    workflow.set_rounds(store, LEAD, [1], "closed")
    assert not workflow.show_claim(store, Actor.of(ana, team=True), 2)  # nobody said anything
    say(store, bo, 4)
    assert workflow.show_claim(store, Actor.of(bo, team=True), 1)
    with store.read() as db:
        assert not answers.shown_to(db, ana.id)
    builders.tag(store, bo, 1)
    assert workflow.show_claim(store, Actor.of(ana, team=True), 1)
    workflow.show_others(store, Actor.of(bo, team=True), [1])
    with store.read() as db:
        assert answers.shown_to(db, ana.id) == answers.shown_to(db, bo.id) == {1}


def test_or_after_the_own_answer_where_the_lead_allows_it(
    store: Store, team: list[Analyst]
) -> None:
    ana = team[0]
    workflow.set_showing(store, LEAD, [1], "answer")
    with pytest.raises(NotAllowedError, match="opens once you have answered it"):
        workflow.show_claim(store, Actor.of(ana, team=True), 1)
    say(store, ana, 1)
    say(store, team[1], 1)
    assert workflow.show_claim(store, Actor.of(ana, team=True), 1)
    say(store, ana, 2)
    with store.read() as db:
        own = answers.of_article(db, articles.get(db, 1).revision_id, ana.id)
    assert (own[1].blind, own[2].blind) == (True, False)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (
            lambda store, _: workflow.set_rounds(store, LEAD, [1, 2], "reviewed"),
            "“One” and 1 more",
        ),
        (lambda store, _: planned(store, [], 1), "Nobody is chosen"),
        (lambda store, ids: planned(store, ids, 4), "tagged by 4, and 3 are chosen"),
        (lambda store, ids: planned(store, ids, 1, ids=[]), "No article is chosen"),
    ],
)
def test_what_cannot_be_is_refused(
    store: Store, team: list[Analyst], change: Any, words: str
) -> None:
    with store.read() as db:
        before = events.head(db)
    with pytest.raises(WorkflowError, match=words):
        change(store, team)
    with store.read() as db:
        assert events.head(db) == before


def test_nothing_is_given_out_when_one_round_was_closed_meanwhile(
    store: Store, team: list[Analyst]
) -> None:
    plan = planned(store, team, 2)
    workflow.set_rounds(store, LEAD, [2], "closed")
    with pytest.raises(WorkflowError, match="“Two”: the round is closed"):
        workflow.assign(store, LEAD, plan)
    assert given(store) == {}


def test_nothing_is_given_to_who_was_removed(store: Store, team: list[Analyst]) -> None:
    plan = planned(store, team, 2)
    workflow.set_role(store, LEAD, team[0].id, "removed")
    for job in (
        lambda: workflow.assign(store, LEAD, plan),
        lambda: planned(store, team, 1),
        lambda: workflow.set_taggers(store, LEAD, 1, [team[0].id], seed=1),
    ):
        with pytest.raises(WorkflowError, match="Ana was removed from the project"):
            job()
    assert given(store) == {}


def test_what_is_so_already_writes_nothing(store: Store, team: list[Analyst]) -> None:
    workflow.set_taggers(store, LEAD, 1, [team[0].id], seed=1)
    with store.read() as db:
        before = events.head(db)
    workflow.set_taggers(store, LEAD, 1, [team[0].id], seed=2)
    assert workflow.set_rounds(store, LEAD, [1], "open") == 0
    assert workflow.set_showing(store, LEAD, [1], "closing") == 0
    workflow.take_back(store, LEAD, 2, team[0].id)
    with store.read() as db:
        assert events.head(db) == before


def test_evidence_for_all_comes_from_the_lead_wherever(store: Store, team: list[Analyst]) -> None:
    lea = join(store, "Lea", "lead")
    workflow.set_taggers(store, LEAD, 1, [team[0].id], seed=1)
    piece = {"kind": "evidence", "type": "quote", "stance": "supports", "quote": "So it was."}
    assert isinstance(say(store, lea, 1, **piece), Refused)
    assert isinstance(say(store, lea, 1, shared=True, **piece), Stored)
