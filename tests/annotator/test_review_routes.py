"""The routes of the review desk: to whom they answer, what stays sealed, which addresses hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator import api, running, workflow
from annotator.identity import Actor, cli_actor, cookie_name
from annotator.running import Settings
from db import answers, people, reviews
from db.events import count
from db.model import Analyst, ArticleRow
from db.store import Store
from db.transaction import uuid7
from tests import builders

CLI = cli_actor()
NOTE = "The divers say something else."


@dataclass(frozen=True, slots=True)
class Bench:
    """A project in which Ana and Bo differ on the first two of three claims; Rosa reviews."""

    store: Store
    article: ArticleRow
    ana: Analyst
    bo: Analyst
    rosa: Analyst
    client: TestClient

    def get(self, address: str, who: Analyst) -> Any:
        return self.client.get(address, headers=self.cookie(who))

    def cookie(self, who: Analyst) -> dict[str, str]:
        token = workflow.sign_in(self.store, who.id)
        return {"Cookie": f"{cookie_name(self.store.project_id)}={token}"}

    def actor(self, who: Analyst) -> Actor:
        return running.actor(who)

    def act(self, who: Analyst, **more: Any) -> dict[str, Any]:
        """One act through the route."""
        act = {"id": uuid7(), "claim": 1, "sha": builders.sha_of(self.store, 1)[:12], **more}
        body = {"project": self.store.project_id, "as": who.id, "acts": [act]}
        answer = self.client.post("/api/acts", json=body, headers=self.cookie(who))
        assert answer.status_code == 200, answer.text
        (result,) = answer.json()["results"]
        return dict(result)


def bench(store: Store, settings: Settings) -> Iterator[Bench]:
    article = builders.load(store)
    ana, bo, rosa = (workflow.add_analyst(store, name, actor=CLI) for name in ("Ana", "Bo", "Rosa"))
    for claim, (one, other) in enumerate(
        (("sourced", "none"), ("opinion", "none"), ("none", "none")), 1
    ):
        builders.tag(store, ana, claim, one)
        builders.tag(store, bo, claim, other)
    builders.note(store, bo, 1, NOTE)
    workflow.set_role(store, CLI, rosa.id, "reviewer")
    with store.read() as db:
        rosa = people.get(db, rosa.id)
    running.start(store, settings)
    known = api.routes()
    with TestClient(Starlette(routes=[*known, api.nothing_else(known)])) as client:
        yield Bench(store, article, ana, bo, rosa, client)
    running.stop()


@pytest.fixture
def team(store: Store) -> Iterator[Bench]:
    yield from bench(store, Settings(team=True))


@pytest.fixture
def alone(store: Store) -> Iterator[Bench]:
    yield from bench(store, Settings())


def test_nothing_is_told_of_an_article_that_was_not_opened(team: Bench) -> None:
    queue = team.get("/api/review", team.rosa).json()
    assert (queue["groups"], queue["waiting"], queue["articles"], queue["unanimous"]) == (
        [],
        [],
        [],
        0,
    )
    refused = team.get("/api/review/claims/1", team.rosa)
    assert refused.status_code == 403
    assert refused.json()["message"] == workflow.NOT_SHOWN


def test_the_queue_and_a_sealed_claim(team: Bench) -> None:
    workflow.show_others(team.store, team.actor(team.rosa), [team.article.id])
    queue = team.get("/api/review", team.rosa).json()
    assert [(one["tags"], one["claims"]) for one in queue["groups"]] == [
        (["none", "opinion"], 1),
        (["none", "sourced"], 1),
    ]
    assert [row["n"] for row in queue["waiting"]] == [2]
    assert queue["unanimous"] == 1
    answer = team.get("/api/review/claims/1", team.rosa)
    shown = answer.json()
    assert (shown["sealed"], shown["count"], shown["own"]) == (True, 2, None)
    assert not {"votes", "majority", "comments"} & shown.keys()
    for secret in ("Ana", "Bo", NOTE, "sourced"):
        assert secret not in answer.text
    assert "".join(text for text, _ in shown["passage"]).count(".") >= 1
    assert [is_claim for _, is_claim in shown["passage"]].count(True) == 1


def test_the_own_vote_opens_it(team: Bench) -> None:
    workflow.show_others(team.store, team.actor(team.rosa), [team.article.id])
    assert team.act(team.rosa, kind="review-vote", tag="none", replaces=None)["status"] == "stored"
    shown = team.get("/api/review/claims/1", team.rosa).json()
    assert [(vote["name"], vote["tag"], vote["note"]) for vote in shown["votes"]] == [
        ("Ana", "sourced", ""),
        ("Bo", "none", NOTE),
    ]
    assert shown["own"]["tag"] == "none"
    assert shown["majority"] is None
    assert team.act(team.rosa, kind="comment", text="See the table.")["status"] == "stored"
    decided = team.act(team.rosa, kind="decide", ruling="tag", tag="none", replaces=None)
    assert decided["status"] == "stored"
    shown = team.get("/api/review/claims/1", team.rosa).json()
    assert (shown["decision"]["tag"], shown["decision"]["by"]) == ("none", "Rosa")
    assert shown["decision"]["mine"] is True
    assert [one["text"] for one in shown["comments"]] == ["See the table."]
    assert team.get("/api/review?state=decided", team.rosa).json()["waiting"][0]["ruling"] == "tag"


@pytest.mark.parametrize(
    "address", ["/api/review", "/api/review?article=1", "/api/review/claims/1"]
)
def test_an_analyst_gets_nothing_of_it(team: Bench, address: str) -> None:
    with team.store.read() as db:
        before = count(db)
    refused = team.get(address, team.ana)
    assert refused.status_code == 403
    assert NOTE not in refused.text
    assert "Bo" not in refused.text
    result = team.act(team.ana, kind="review-vote", tag="none", replaces=None)
    assert (result["status"], result["why"]) == (
        "refused",
        "Reviewers decide, on articles they did not tag. Ask the project's lead.",
    )
    with team.store.read() as db:
        assert count(db) == before


def test_who_tagged_an_article_decides_there_only_if_the_lead_allows_it(team: Bench) -> None:
    builders.tag(team.store, team.rosa, 3, "none")
    assert team.get("/api/review/claims/1", team.rosa).status_code == 403
    workflow.let_review_own(team.store, CLI, allowed=True)
    workflow.show_others(team.store, team.actor(team.rosa), [team.article.id])
    assert team.get("/api/review/claims/1", team.rosa).status_code == 200
    workflow.let_review_own(team.store, CLI, allowed=False)
    assert team.get("/api/review/claims/1", team.rosa).status_code == 403
    queue = team.get("/api/review", team.rosa).json()
    assert (queue["groups"], queue["articles"]) == ([], [])


def test_on_ones_own_machine_everybody_reviews(alone: Bench) -> None:
    workflow.show_others(alone.store, alone.actor(alone.ana), [alone.article.id])
    shown = alone.get("/api/review/claims/1", alone.ana).json()
    # who has voted on it as an analyst has an own vote
    assert (shown["sealed"], shown["own"]) == (False, {"tag": "sourced", "event": None})


def test_a_further_page_goes_on_behind_the_last_claim(alone: Bench) -> None:
    workflow.show_others(alone.store, alone.actor(alone.rosa), [alone.article.id])
    first = alone.get("/api/review?group=none,sourced", alone.rosa).json()["waiting"]
    after = ",".join(map(str, first[0]["place"]))
    rest = alone.get(f"/api/review?group=none,sourced&after={after}", alone.rosa).json()
    assert rest == {"waiting": []}


@pytest.mark.parametrize(
    ("query", "said"),
    [
        ("state=open", "“state” is one of undecided, decided, all."),
        ("article=x", "“article” is one number, as in ?article=100."),
        ("pair=sourced", "“pair” is two names with a comma between."),
        ("between=,", "“between” is two names with a comma between."),
        ("only=tied", "“only” is one of unsure, split, noted."),
        ("ruling=maybe", f"“ruling” is one of {', '.join(reviews.RULED)}."),
        ("after=1", "“after” is the place of a claim in the queue."),
        ("after=0,nan,1", "“after” is the place of a claim in the queue."),
        ("page=2", "This address has no parameter “page”"),
    ],
)
def test_an_address_that_means_nothing_is_one_sentence(alone: Bench, query: str, said: str) -> None:
    refused = alone.get(f"/api/review?{query}", alone.rosa)
    assert refused.status_code == 400
    assert refused.json()["message"].startswith(said)


@pytest.mark.parametrize("address", ["/api/review?article=9", "/api/review/claims/99"])
def test_what_there_is_not_is_one_sentence(alone: Bench, address: str) -> None:
    refused = alone.get(address, alone.rosa)
    assert (refused.status_code, "There is no" in refused.json()["message"]) == (404, True)


@pytest.mark.parametrize("address", ["/api/review", "/api/review/claims/1"])
def test_whoever_is_signed_out_gets_nothing(alone: Bench, address: str) -> None:
    assert alone.client.get(address).status_code == 401


def test_a_question_is_shown_to_who_answered_and_ends_their_blindness(team: Bench) -> None:
    workflow.show_others(team.store, team.actor(team.rosa), [team.article.id])
    team.act(team.rosa, kind="review-vote", tag="none", replaces=None)
    sent = team.act(
        team.rosa, kind="decide", ruling="sent_back", reason="Which table?", replaces=None
    )
    assert sent["status"] == "stored"
    cleo = workflow.add_analyst(team.store, "Cleo", actor=CLI)
    builders.tag(team.store, cleo, 1, "sourced")  # the claim, and not yet all of its article
    desks = {who.name: team.get("/api/articles/1/desk", who) for who in (team.ana, cleo)}
    assert "Which table?" in desks["Ana"].text
    assert "Which table?" not in desks["Cleo"].text
    with team.store.read() as db:
        assert answers.exposed(db, team.ana.id, team.article.id)
        assert not answers.exposed(db, cleo.id, team.article.id)


def test_what_all_agree_on_is_accepted_in_one_act_and_back(team: Bench) -> None:
    workflow.show_others(team.store, team.actor(team.rosa), [team.article.id])
    accepted = team.act(team.rosa, kind="accept")
    assert accepted["status"] == "stored"
    assert team.get("/api/review", team.rosa).json()["unanimous"] == 0
    taken = team.act(team.rosa, kind="unaccept", accepted=accepted["id"])
    assert taken["status"] == "stored"
    assert team.get("/api/review", team.rosa).json()["unanimous"] == 1
    assert team.act(team.ana, kind="accept")["status"] == "refused"
