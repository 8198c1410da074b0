"""Every role at every door: what `identity.MATRIX` says is what pages, routes and exports do.

A team of five: an analyst, a reviewer, a lead, somebody who was removed, and nobody with a login
made up. Each has worked on the first article and not on the second; Bo has worked on both.
"""

from __future__ import annotations

import csv
import io
import itertools
import logging
import shutil
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.testclient import TestClient
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest
from streamlit.util import calc_hash

import annotator
from annotator import api, downloads, file_routes, joining, login_routes, running, workflow
from annotator.guard import Guard
from annotator.identity import (
    MATRIX,
    Action,
    Actor,
    NotAllowedError,
    Subject,
    authorize,
    cli_actor,
    cookie_name,
    may,
)
from annotator.running import Settings
from annotator.ui import say
from db import articles, sources
from db.exports import EXPORTERS
from db.model import EVIDENCE_WANTED, Analyst, Role
from db.round_model import RoundState
from db.store import Store, open_store
from db.transaction import uuid7
from tests import builders
from tests.rows import everything

ENTRY: Final = Path(annotator.__file__).parent / "ui" / "entry" / "run.py"
ADDRESS: Final = "http://192.168.1.5:8501"
TEAM: Final = Settings((*Settings().hosts, "192.168.1.5"), team=True, address=ADDRESS)
CLI: Final = cli_actor()

ROLES: Final[tuple[Role, ...]] = ("analyst", "reviewer", "lead")
REMOVED: Final[Role] = "removed"
EVERYBODY: Final = (*ROLES, "removed", "nobody")
OWN, FOREIGN = 1, 2
ARTICLES: Final = (OWN, FOREIGN)
CLAIM: Final = {OWN: 2, FOREIGN: 5}  # of each article, one that nobody but Bo has answered
SOURCE: Final = "the night watch"
SECRET: Final = "Bo doubts the foreman"  # noqa: S105 - a note


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody, with all that could let them in."""

    role: str
    actor: Actor
    cookie: str
    key: str

    def may(self, action: Action, article: int | None = None) -> bool:
        """What the table says."""
        if self.actor.role not in ROLES:
            return False
        subject = Subject(article, worked=article == OWN) if article else None
        return MATRIX[action][self.actor.role].holds(subject)

    def told(self, action: Action, article: int | None = None) -> str:
        """The sentence of the refusal."""
        with pytest.raises(NotAllowedError) as refusal:
            authorize(
                self.actor, action, Subject(article, worked=article == OWN) if article else None
            )
        return str(refusal.value)


@dataclass(frozen=True, slots=True)
class Team:
    store: Store
    bo: Analyst
    people: dict[str, Person]


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Analyst, dict[str, Person]]:
    """The project of all tests, of which each gets a copy."""
    path = tmp_path_factory.mktemp("rights") / "project.db"
    with open_store(path, create=True) as store:
        for title in ("First", "Second"):
            sentences = [f"{letter} {title}." for letter in "ABC"]
            builders.load(store, builders.an_article(*sentences, title=title))
        bo = workflow.add_analyst(store, "Bo Lindqvist", actor=CLI)
        for claim in (1, 2, 4, 5):
            builders.tag(store, bo, claim, "opinion")
        for claim in CLAIM.values():
            builders.note(store, bo, claim, SECRET)
            builders.attach(store, bo, claim, source=f"{SECRET}: {SOURCE}", note=SECRET)
        people = {str(role): member(store, role) for role in (*ROLES, REMOVED)}
        workflow.set_role(store, CLI, people["removed"].actor.id, "removed")
    people["nobody"] = Person("nobody", Actor("0" * 16, "Nobody"), "made-up", "made-up")
    return path, bo, people


@pytest.fixture
def team(made: tuple[Path, Analyst, dict[str, Person]], tmp_path: Path) -> Iterator[Team]:
    path, bo, people = made
    with open_store(Path(shutil.copy(path, tmp_path))) as store:
        running.start(store, TEAM)
        yield Team(store, bo, people)
        running.stop()


def member(store: Store, role: Role) -> Person:
    """Somebody who joined, signed in, made a key and tagged the first claim."""
    known: Role = role if role in ROLES else "analyst"
    analyst = workflow.add_analyst(store, f"The {role}", actor=CLI, role=known)
    builders.tag(store, analyst, 1, "sourced")
    return Person(
        role,
        Actor(analyst.id, analyst.name, role),
        workflow.sign_in(store, analyst.id),
        workflow.add_api_token(store, CLI, analyst.id, "notebook"),
    )


def warned(caplog: pytest.LogCaptureFixture) -> bool:
    """Whether a refusal is in the log, with nothing in it that lets somebody in."""
    said = [record for record in caplog.records if record.name == "annotator"]
    return any(record.levelno == logging.WARNING for record in said)


@pytest.fixture(params=EVERYBODY)
def person(request: pytest.FixtureRequest, team: Team) -> Person:
    """Everybody in turn."""
    return team.people[request.param]


def test_every_action_has_a_door_here() -> None:
    tried = {"tag", "export-own", "export-others", "see-others", "load", "see-progress", "people"}
    tried |= {"decide", "share-evidence", "rate-source", "assign", "rounds", "scheme"}
    assert tried == set(MATRIX)


@pytest.mark.parametrize("state", ["open", "closed", "reviewed"])
@pytest.mark.parametrize("allowed", [False, True])
@pytest.mark.parametrize("worked", [False, True])
@pytest.mark.parametrize("role", [*ROLES, REMOVED])
def test_who_reviews_is_as_the_design_says(
    role: Role, worked: bool, allowed: bool, state: RoundState
) -> None:
    """Written out once more, beside the table that the program reads."""
    closed, finished = state != "open", state == "reviewed"
    subject = Subject(1, closed=closed, reviewed=finished, worked=worked, own_allowed=allowed)
    actor = Actor("x" * 16, "X", role)
    reviews = role in ("reviewer", "lead") and (not worked or allowed)
    decides = reviews and not finished
    sees = role in ROLES and (reviews or closed)
    assert may(actor, "decide", subject) == decides
    assert may(actor, "see-others", subject) == sees
    assert may(actor, "export-others", subject) == (sees or role == "lead")
    assert not may(actor, "decide")  # without an article nobody may
    own = Actor("x" * 16, "X")  # on one's own machine everybody is all
    assert may(own, "decide", subject) == (not finished)
    assert may(CLI, "decide", subject)


@pytest.mark.parametrize("assigned", [False, True])
@pytest.mark.parametrize("role", [*ROLES, REMOVED, None])
def test_who_tags_is_as_the_design_says(role: Role | None, assigned: bool) -> None:
    actor = Actor("x" * 16, "X", role)
    assert may(actor, "tag", Subject(1, assigned=assigned)) == (assigned and role != REMOVED)
    assert may(actor, "tag") == (role != REMOVED)
    if not assigned and role != REMOVED:
        with pytest.raises(NotAllowedError, match="the work was shared out"):
            authorize(actor, "tag", Subject(1, assigned=assigned))


@pytest.mark.parametrize("role", [*ROLES, REMOVED])
def test_sharing_out_and_rounds(team: Team, role: str) -> None:
    """Only a lead, whatever is asked for; nothing is changed for anybody else."""
    person = team.people[role]
    store, actor, id = team.store, person.actor, team.bo.id
    shares = (workflow.Share(FOREIGN, id, None, 3),)
    acts: dict[Action, list[Callable[[], object]]] = {
        "assign": [
            lambda: workflow.assign(store, actor, workflow.Plan(1, shares, 0)),
            lambda: workflow.set_taggers(store, actor, OWN, [id], seed=1),
            lambda: workflow.take_back(store, actor, OWN, id),
        ],
        "rounds": [
            lambda: workflow.set_rounds(store, actor, [OWN, FOREIGN], "closed"),
            lambda: workflow.set_showing(store, actor, [OWN], "answer"),
        ],
    }
    before = everything(store)
    for action, doors in acts.items():
        for door in doors:
            if person.may(action):
                door()
                assert everything(store) != before
                before = everything(store)
            else:
                with pytest.raises(NotAllowedError):
                    door()
                assert everything(store) == before


# --- routes ---------------------------------------------------------------------------------------


@pytest.fixture(params=["login", "key"])
def client(request: pytest.FixtureRequest, team: Team, person: Person) -> TestClient:
    """Their browser, or their program; the guard stands before all of it."""
    routes = [*api.routes(), *downloads.routes(), *file_routes.routes()]
    routes += [*login_routes.routes(), *joining.routes()]
    guard = Middleware(Guard, settings=running.settings, signed_in=bool)
    client = TestClient(Starlette(routes=routes, middleware=[guard]), base_url=ADDRESS)
    client.headers["X-Claims"] = "1"
    if request.param == "key":
        client.headers["Authorization"] = f"Bearer {person.key}"
    else:
        client.headers["Origin"] = ADDRESS
        client.cookies.set(cookie_name(team.store.project_id), person.cookie)
    return client


def refused(response: Response, person: Person, action: Action, article: int) -> None:
    """The right status and sentence."""
    said = response.json()
    if person.role in ROLES:
        assert (response.status_code, said["message"]) == (403, person.told(action, article))
    else:
        assert response.status_code == 401
        assert said["message"].startswith(("You are signed out here.", "This key opens nothing"))


@pytest.mark.parametrize("article", ARTICLES)
def test_tagging(
    team: Team, person: Person, client: TestClient, article: int, caplog: pytest.LogCaptureFixture
) -> None:
    def send(as_: str) -> Response:
        act: dict[str, object] = {"id": uuid7(), "kind": "answer", "claim": CLAIM[article]}
        act |= {"sha": builders.sha_of(team.store, CLAIM[article]), "outcome": "tagged"}
        act |= {"tag": "contested", "reason": "", "confidence": "", "replaces": None}
        batch = {"project": team.store.project_id, "as": as_, "acts": [act]}
        return client.post("/api/acts", json=batch)

    before = everything(team.store)
    forged = send(team.bo.id)
    assert forged.status_code == (409 if person.role in ROLES else 401)
    assert everything(team.store) == before
    assert warned(caplog)
    response = send(person.actor.id)
    if person.may("tag", article):
        assert response.json()["results"][0]["status"] == "stored"
    else:
        refused(response, person, "tag", article)
        assert everything(team.store) == before


def test_sending_a_file(
    team: Team, person: Person, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    """Who may tag may attach."""
    before = everything(team.store)
    response = client.put(f"/api/files/{uuid7()}", content=b"%PDF-1.7 of the port office")
    if person.may("tag", OWN):
        assert response.json()["mediaType"] == "application/pdf"
    else:
        refused(response, person, "tag", OWN)
        assert everything(team.store) == before
        assert warned(caplog)


def test_laying_evidence_before_all(
    team: Team, person: Person, client: TestClient, caplog: pytest.LogCaptureFixture
) -> None:
    builders.load(team.store, builders.an_article("A Third.", title="Third"))
    (claim,) = claims_of(team.store)[6:]
    act: dict[str, object] = {"id": uuid7(), "kind": "evidence", "claim": claim, "shared": True}
    act |= {"sha": builders.sha_of(team.store, claim), "type": "quote", "stance": "supports"}
    act |= {"quote": "It is said.", "source": "Port office"}
    batch = {"project": team.store.project_id, "as": person.actor.id, "acts": [act]}
    before = everything(team.store)
    response = client.post("/api/acts", json=batch)
    if person.may("share-evidence"):
        assert response.json()["results"][0]["status"] == "stored"
        return
    if person.role in ROLES:
        (result,) = response.json()["results"]
        assert (result["status"], result["why"]) == ("refused", person.told("share-evidence"))
    else:
        refused(response, person, "share-evidence", OWN)
        assert warned(caplog)
    assert everything(team.store) == before


def claims_of(store: Store) -> list[int]:
    with store.read() as db:
        return [claim.id for claim in articles.claims(db)]


@pytest.mark.parametrize("article", ARTICLES)
def test_reading_and_taking_ones_own(
    team: Team, person: Person, client: TestClient, article: int, caplog: pytest.LogCaptureFixture
) -> None:
    before = everything(team.store)
    own = [name for name, exporter in EXPORTERS.items() if not exporter.settles]
    doors = [f"/api/export/{name}?article={article}" for name in own]
    doors += [f"/api/articles/{article}/{what}" for what in ("tags", "desk")]
    for door in doors:
        response = client.get(door)
        if person.may("export-own", article):
            assert response.status_code == 200, door
            assert "Lindqvist" not in response.text, door
            assert "opinion" not in response.text or door.endswith("desk"), door  # in the codebook
        else:
            refused(response, person, "export-own", article)
            assert warned(caplog)
    assert everything(team.store) == before


@pytest.mark.parametrize("article", ARTICLES)
def test_taking_others_rows(
    team: Team, person: Person, client: TestClient, article: int, caplog: pytest.LogCaptureFixture
) -> None:
    before = everything(team.store)
    doors = [f"/api/export/{name}?article={article}&others=1" for name in EXPORTERS]
    doors += [f"/api/export/adjudicated?article={article}"]  # is made of others' votes anyway
    if not person.may("export-others", article):
        for door in doors:
            caplog.clear()
            refused(client.get(door), person, "export-others", article)
            assert warned(caplog)
        assert everything(team.store) == before
        return
    for door in doors:  # nobody stops being blind by a link somebody else sent
        assert client.get(door).status_code == 403
    assert everything(team.store) == before
    workflow.show_others(team.store, person.actor, [article], "export-others")
    long, wide, settled, evidence, nested, again = (
        client.get(door).content.decode("utf-8-sig") for door in doors
    )
    rows = list(csv.DictReader(io.StringIO(long, newline="")))
    assert {row["note"] for row in rows if row["analyst"] == "Bo Lindqvist"} == {"", SECRET}
    assert '"tag:Bo Lindqvist"' in wide
    assert all("Bo Lindqvist: opinion" in text for text in (settled, again))
    assert all("Bo Lindqvist" in text and SOURCE in text for text in (evidence, nested))


def test_taking_others_rows_of_all_articles_needs_all_of_them(
    team: Team, person: Person, client: TestClient
) -> None:
    for name in EXPORTERS:
        response = client.get(f"/api/export/{name}?others=1")
        assert response.status_code == (403 if person.role in ROLES else 401)
        assert "Lindqvist" not in response.text


# --- the use cases behind what has no route -------------------------------------------------------


@pytest.mark.parametrize("article", ARTICLES)
@pytest.mark.parametrize("action", ["see-others", "export-others"])
def test_an_exposure_is_recorded_exactly_where_it_is_allowed(
    team: Team, person: Person, action: Any, article: int
) -> None:
    before = everything(team.store)
    if person.may(action, article):
        workflow.show_others(team.store, person.actor, [article], action)
        with team.store.read() as db:
            found = db.execute("select analyst_id, article_id from exposure").fetchall()
        assert found == [(person.actor.id, article)]
    elif person.role != "nobody":
        with pytest.raises(NotAllowedError) as refusal:
            workflow.show_others(team.store, person.actor, [article], action)
        if person.role in ROLES:
            assert str(refusal.value) == person.told(action, article)
        assert everything(team.store) == before


@pytest.mark.parametrize("allowed", [False, True])
@pytest.mark.parametrize("article", ARTICLES)
def test_reviewing(
    team: Team, person: Person, client: TestClient, article: int, allowed: bool
) -> None:
    """Each act of a reviewer, by its route, on one's own article and on a foreign one."""
    store, who = team.store, person.actor
    workflow.let_review_own(store, CLI, allowed=allowed)
    if person.role != "nobody":  # as if it had been shown once: that alone opens nothing
        builders.expose(store, Analyst(who.id, who.name, ""), article)
    claim = {"claim": CLAIM[article], "sha": builders.sha_of(store, CLAIM[article])}
    vote, made, back, said = (uuid7() for _ in range(4))
    batch: list[dict[str, object]] = [
        {"id": vote, "kind": "review-vote", "tag": "sourced", "replaces": None, **claim},
        {
            "id": made,
            "kind": "decide",
            "ruling": "tag",
            "tag": "opinion",
            "replaces": None,
            **claim,
        },
        {"id": back, "kind": "withdraw", "replaces": made, **claim},
        {"id": said, "kind": "comment", "text": "Hm.", **claim},
    ]
    before = everything(store)
    body = {"project": store.project_id, "as": who.id, "acts": batch}
    response = client.post("/api/acts", json=body)
    subject = Subject(article, worked=article == OWN, own_allowed=allowed)
    if person.role in ROLES and may(who, "decide", subject):
        assert [r["status"] for r in response.json()["results"]] == ["stored"] * 4
        assert len(everything(store)["comment"]) == len(before["comment"]) + 1
        return
    assert everything(store) == before
    if person.role in ROLES:
        told = person.told("decide", article)
        assert [r["why"] for r in response.json()["results"]] == [told] * 4
    else:
        refused(response, person, "decide", article)


@pytest.mark.parametrize("allowed", [False, True])
@pytest.mark.parametrize("article", ARTICLES)
def test_others_work_is_shown_to_whoever_may_decide(
    team: Team, person: Person, article: int, allowed: bool
) -> None:
    if person.role == "nobody":
        return
    workflow.let_review_own(team.store, CLI, allowed=allowed)
    subject = Subject(article, worked=article == OWN, own_allowed=allowed)
    if may(person.actor, "decide", subject):
        workflow.show_others(team.store, person.actor, [article])
        return
    with pytest.raises(NotAllowedError):
        workflow.show_others(team.store, person.actor, [article])


@pytest.mark.parametrize("role", [*ROLES, "removed"])
def test_what_the_lead_sets(team: Team, role: str) -> None:
    person, before = team.people[role], everything(team.store)
    if person.may("people"):
        workflow.let_review_own(team.store, person.actor, allowed=True)
        assert len(everything(team.store)["setting"]) == 1
        return
    with pytest.raises(NotAllowedError) as refusal:
        workflow.let_review_own(team.store, person.actor, allowed=True)
    assert str(refusal.value) == person.told("people")
    assert everything(team.store) == before


def test_one_closed_article_keeps_all_closed(team: Team) -> None:
    reviewer, before = team.people["reviewer"].actor, everything(team.store)
    with pytest.raises(NotAllowedError):
        workflow.show_others(team.store, reviewer, [FOREIGN, OWN], "export-others")
    assert everything(team.store) == before


def changes(team: Team, actor: Actor) -> Iterator[tuple[Action, Callable[[], object]]]:
    """Everything that only some may do, as pages and the command line would ask for it."""
    store, bo = team.store, team.bo.id
    yield "load", lambda: workflow.load_sample(store, actor)
    yield "load", lambda: workflow.load_article(store, actor, b"One sentence.", "a.txt")
    yield "people", lambda: workflow.add_analyst(store, "Cy", actor=actor)
    yield "people", lambda: workflow.rename_analyst(store, actor, bo, "Somebody")
    yield "people", lambda: workflow.set_role(store, actor, bo, "lead")
    yield "people", lambda: workflow.set_role(store, actor, actor.id, "lead")
    yield "people", lambda: workflow.make_link(store, actor, bo)
    yield "people", lambda: workflow.revoke_link(store, actor, bo)
    yield "people", lambda: workflow.end_login(store, actor, bo, "0" * 16)
    yield "people", lambda: workflow.end_logins(store, actor, bo)
    yield "people", lambda: workflow.add_api_token(store, actor, bo, "script")
    yield "people", lambda: workflow.end_api_token(store, actor, bo, "0" * 8)


@pytest.mark.parametrize("role", [*ROLES, "removed"])
def test_what_changes_the_project(team: Team, role: str) -> None:
    person = team.people[role]
    for action, change in changes(team, person.actor):
        before = everything(team.store)
        if person.may(action):
            change()
            continue
        with pytest.raises(NotAllowedError) as refusal:
            change()
        assert str(refusal.value) == person.told(action)
        assert everything(team.store) == before


# --- pages ----------------------------------------------------------------------------------------


@pytest.fixture
def signed(team: Team, person: Person, monkeypatch: pytest.MonkeyPatch) -> Person:
    """Whoever it is, with their browser's cookies."""
    cookies = {cookie_name(team.store.project_id): person.cookie}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    return person


def opened(place: str, **query: str) -> AppTest:
    """The page at this address, in its frame."""
    test = AppTest.from_file(str(ENTRY), default_timeout=60)
    test._page_hash = calc_hash(place)  # AppTest has no way to a page that is no file
    for name, value in query.items():
        test.query_params[name] = value
    return run(test)


def forged(script: str) -> AppTest:
    """What a page would have drawn for somebody of another role, drawn for this one."""
    return run(AppTest.from_string(script, default_timeout=60))


def run(test: AppTest) -> AppTest:
    test.run()
    assert not test.exception, test.exception
    return test


def press(test: AppTest, label: str) -> AppTest:
    (button,) = [button for button in test.button if button.label == label]
    button.click()
    return run(test)


def shown(test: AppTest) -> str:
    """Everything on the page."""
    elements = itertools.chain(test.main, test.sidebar)
    return "\n".join(str(element.proto) for element in elements)


def errors(test: AppTest) -> list[str]:
    return [error.value for error in test.error]


def out(test: AppTest) -> bool:
    return [title.value for title in test.title] == ["You are signed out here"]


def test_what_pages_show_of_others(team: Team, signed: Person) -> None:
    for place in ("", "tag", "articles", "progress", "agreement", "sources", "export", "guide"):
        test = opened(place)
        page = shown(test)
        assert SECRET not in page
        assert out(test) == (signed.role not in ROLES)
        if out(test):
            hidden = ["First", "Second", "opinion", signed.actor.name, "Lindqvist"]
        else:
            hidden = [] if signed.may("see-progress") else ["Lindqvist"]
        assert [word for word in hidden if word in page] == [], place
        if place == "articles" and signed.may("see-progress"):
            assert "Bo Lindqvist" in page


def test_the_team_page(team: Team, signed: Person, caplog: pytest.LogCaptureFixture) -> None:
    for query in ({}, {"person": team.bo.id}):
        caplog.clear()
        before = everything(team.store)
        test = opened("team", **query)
        if signed.may("people"):
            assert not errors(test)
            assert "Bo Lindqvist" in shown(test)
        elif signed.role in ROLES:
            assert errors(test) == [say.literally(signed.told("people"))]
            assert "Lindqvist" not in shown(test)
            assert warned(caplog)
        assert everything(team.store) == before


TEAM_DIALOG: Final = """
import streamlit as st
from annotator.ui import invite
st.fragment(invite.add)()
"""

PERSON: Final = """
from datetime import UTC, datetime
from annotator import running
from annotator.identity import Actor
from annotator.ui import member
member.draw(running.store(), Actor("", "", "lead"), "{person}", datetime.now(UTC))
"""

SOURCE_PAGE: Final = """
from datetime import UTC, datetime
from annotator import running
from annotator.identity import Actor
from annotator.ui import one_source, source_lists
actor = Actor("{person}", "", "lead")
one_source.draw(running.store(), actor, "{source}", datetime.now(UTC))
source_lists.draw(running.store(), actor)
"""

LOADING: Final = """
from annotator.ui import loading
loading.contents()
"""


def sentence(person: Person, action: Action) -> str:
    if person.role in ROLES:
        return say.literally(person.told(action))
    return say.literally("Nobody is signed in here now. Reload the page.")


def test_adding_a_person(team: Team, signed: Person, caplog: pytest.LogCaptureFixture) -> None:
    test, before = forged(TEAM_DIALOG), everything(team.store)
    test.text_input[0].set_value("Cy Adeyemi")
    test.button[0].click()
    test.run()  # then the dialog draws itself anew, which AppTest cannot
    if signed.may("people"):
        assert "Cy Adeyemi" in {name for _, name, *_ in everything(team.store)["analyst"]}
        return
    assert errors(test) == [sentence(signed, "people")]
    assert everything(team.store) == before
    assert warned(caplog)


def test_managing_a_person(team: Team, signed: Person, caplog: pytest.LogCaptureFixture) -> None:
    workflow.make_link(team.store, CLI, team.bo.id)
    for _ in range(2):
        workflow.sign_in(team.store, team.bo.id)
    for label in ("Save", "Withdraw", "End all"):
        caplog.clear()
        test, before = forged(PERSON.format(person=team.bo.id)), everything(team.store)
        test.radio[0].set_value("lead")
        press(test, label)
        if signed.may("people"):
            assert everything(team.store) != before
            continue
        assert errors(test) == [sentence(signed, "people")]
        assert everything(team.store) == before
        assert warned(caplog)


def source_page(team: Team) -> AppTest:
    """What Bo would see of a source of his, and of all, if he led."""
    with team.store.read() as db:
        source = sources.find_name(db, f"{SECRET}: {SOURCE}")
    assert source is not None
    return forged(SOURCE_PAGE.format(person=team.bo.id, source=source.id))


def test_grading_a_source(team: Team, signed: Person, caplog: pytest.LogCaptureFixture) -> None:
    test, before = source_page(team), everything(team.store)
    test.radio[0].set_value("B")
    press(test, "Save")
    after = everything(team.store)
    if signed.may("rate-source"):
        assert [row[:3] for row in after["source_rating"]] == [
            (before["source"][0][0], signed.actor.id, "B")
        ]
        return
    assert errors(test) == [sentence(signed, "rate-source")]
    assert after == before
    assert warned(caplog)


def test_reminding_of_evidence(
    team: Team, signed: Person, caplog: pytest.LogCaptureFixture
) -> None:
    test, before = source_page(team), everything(team.store)
    test.toggle[0].set_value(True)
    run(test)
    if signed.may("people"):
        assert [row[:2] for row in everything(team.store)["setting"]] == [(EVIDENCE_WANTED, "yes")]
        return
    assert errors(test) == [sentence(signed, "people")]
    assert everything(team.store) == before
    assert warned(caplog)


def test_loading_an_article(team: Team, signed: Person, caplog: pytest.LogCaptureFixture) -> None:
    labels = [button.label for button in opened("articles").button]
    assert ("Load an article" in labels) == signed.may("load")
    before = everything(team.store)
    test = press(forged(LOADING), "Load the sample")
    if signed.may("load"):
        assert len(everything(team.store)["article"]) == len(ARTICLES) + 1
        return
    assert errors(test) == [sentence(signed, "load")]
    assert everything(team.store) == before
    assert warned(caplog)


def test_others_rows_on_the_export_page(team: Team, signed: Person) -> None:
    test = opened("export")
    before = everything(team.store)
    allowed = [article for article in ARTICLES if signed.may("export-others", article)]
    assert bool(test.checkbox) == bool(allowed)
    assert "Lindqvist" not in shown(test)
    if not allowed:
        test = AppTest.from_file(str(ENTRY), default_timeout=60)
        test._page_hash = calc_hash("export")
        test.session_state["others"] = True
        test.session_state["show-others-of-it"] = True
        assert "Lindqvist" not in shown(run(test))
        assert everything(team.store) == before
        return
    test.checkbox[0].check()
    run(test)
    assert "Lindqvist" not in shown(test)
    assert everything(team.store) == before  # asked, and not yet answered
    press(test, "Show others’ rows")
    assert "Lindqvist" in shown(test)
    with team.store.read() as db:
        found = db.execute("select analyst_id, article_id from exposure order by 2").fetchall()
    assert found == [(signed.actor.id, article) for article in allowed]


def test_a_role_that_ends_ends_on_open_pages_too(
    team: Team, monkeypatch: pytest.MonkeyPatch
) -> None:
    lead = team.people["lead"]
    cookies = {cookie_name(team.store.project_id): lead.cookie}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    workflow.show_others(team.store, lead.actor, ARTICLES, "export-others")
    export = opened("export")
    export.checkbox[0].check()
    assert "Lindqvist" in shown(run(export))
    loading = forged(LOADING)
    workflow.set_role(team.store, CLI, team.bo.id, "lead")
    workflow.set_role(team.store, CLI, lead.actor.id, "analyst")
    before = everything(team.store)
    assert "Lindqvist" not in shown(run(export))
    assert errors(press(loading, "Load the sample")) == [
        say.literally("Articles are loaded by the project's lead. Ask them to load it.")
    ]
    workflow.set_role(team.store, CLI, lead.actor.id, "removed")
    assert out(run(export))
    assert everything(team.store)["article"] == before["article"]
