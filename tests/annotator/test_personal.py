"""Own times and preferences: off until wanted, seen by whom the page says, deleted for good."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from starlette.applications import Starlette
from starlette.testclient import TestClient
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from annotator import api, key_sets, running, workflow
from annotator.identity import Actor, NotAllowedError, cookie_name
from annotator.running import Settings
from annotator.scheme import default_scheme
from annotator.ui import desk, own_sessions, own_times
from db import preferences, sessions, times
from db.check import check
from db.events import count
from db.model import Analyst, ArticleRow
from db.session_model import SessionEnded
from db.store import Store
from tests import builders
from tests.annotator.test_pages import PAGE, click, html, run, texts

LEAD = Actor("cli:test", "test")


@pytest.fixture
def article(store: Store) -> ArticleRow:
    return builders.load(store, builders.an_article(*(f"Ship {n} came *in*." for n in range(9))))


@pytest.fixture
def ana(store: Store, article: ArticleRow, monkeypatch: pytest.MonkeyPatch) -> Iterator[Analyst]:
    """Ana, signed in."""
    running.start(store)
    ana = builders.an_analyst(store, "Ana")
    cookies = {cookie_name(store.project_id): workflow.sign_in(store, ana.id)}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    yield ana
    running.stop()


@pytest.fixture
def client(store: Store, ana: Analyst) -> Iterator[TestClient]:
    """A browser signed in as Ana."""
    with TestClient(Starlette(routes=api.routes())) as client:
        client.cookies.set(cookie_name(store.project_id), workflow.sign_in(store, ana.id))
        yield client


def opened(**query: str) -> AppTest:
    test = AppTest.from_string(PAGE.format(place="progress"), default_timeout=90)
    for name, value in query.items():
        test.query_params[name] = value
    return run(test)


def actor(analyst: Analyst) -> Actor:
    return Actor.of(analyst)


def post(client: TestClient, store: Store, who: Analyst, address: str, **body: object) -> Any:
    envelope = {"project": store.project_id, "as": who.id}
    return client.post(f"/api/{address}", content=json.dumps(envelope | body))


def taken(store: Store, analyst: Analyst) -> list[tuple[int, int]]:
    with store.read() as db:
        return [(took.claim_id, took.seconds) for took in times.latest(db, analyst.id)]


def preferred(store: Store, analyst: Analyst) -> dict[str, str]:
    with store.read() as db:
        return preferences.of(db, analyst.id)


def sessions_table(test: AppTest) -> dict[str, Any]:
    given = [json.loads(table.proto.json) for table in test.get("bidi_component")]
    (found,) = [table for table in given if table["label"] == "Your sessions"]
    return dict(found)


# --- sessions on the page -------------------------------------------------------------------------


def test_own_sessions_stand_on_the_progress_page_a_page_at_a_time(
    store: Store, ana: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(own_sessions, "SHOWN", 2)
    builders.tag(store, builders.an_analyst(store, "Bo"), 9)
    for claim in (1, 2, 3):
        first = builders.tag(store, ana, claim, "opinion")
        builders.tag(store, ana, claim, "sourced", replaces=first.id)
        store.write(lambda tx: tx.append(ana.id, SessionEnded()))
    builders.tag(store, ana, 4, None, outcome="unsure")
    test = opened()
    table = sessions_table(test)
    columns = table["columns"]
    assert columns[3:7] == ["minutes", "claims", "changes of mind", "claims an hour"]
    newest, older = ([row[4], row[5], row[7], row[-2]] for row in table["rows"])
    assert (newest, older) == (["1", "0", "0", "1"], ["1", "1", "1", "0"])
    with store.read() as db:
        second = sessions.latest(db, ana.id, limit=2)[1]
    assert len(sessions_table(opened(before=str(second.first)))["rows"]) == 2
    assert "There are no earlier sessions." in texts(opened(before="1"))


# --- times ----------------------------------------------------------------------------------------


def test_no_time_is_kept_until_it_is_wanted(store: Store, ana: Analyst, client: TestClient) -> None:
    assert post(client, store, ana, "times", times=[[1, 9]]).status_code == 200
    assert taken(store, ana) == []
    workflow.take_time(store, actor(ana), wanted=True)
    before = count_of(store)
    post(client, store, ana, "times", times=[[1, 9], [2, 5000], [99, 3]])
    post(client, store, ana, "times", times=[[1, 30]])
    assert taken(store, ana) == [(2, times.LONGEST), (1, 9)], "the first time of a claim counts"
    assert count_of(store) == before, "the history knows nothing of it"
    workflow.take_time(store, actor(ana), wanted=False)
    post(client, store, ana, "times", times=[[3, 9]])
    assert len(taken(store, ana)) == 2
    assert check(store) == []


def count_of(store: Store) -> int:
    with store.read() as db:
        return count(db)


@pytest.mark.parametrize(
    "given", [1, [1], [[1]], [["1", 2]], [[1, -2]], [[1, 2, 3]], [[1, True]], [[1, 1]] * 201]
)
def test_a_malformed_time_is_one_sentence(
    store: Store, ana: Analyst, client: TestClient, given: object
) -> None:
    workflow.take_time(store, actor(ana), wanted=True)
    refused = post(client, store, ana, "times", times=given)
    assert (refused.status_code, refused.json()["error"]) == (400, "batch")
    assert taken(store, ana) == []


def test_times_and_preferences_of_another_person_or_project_are_refused(
    store: Store, ana: Analyst, client: TestClient
) -> None:
    bo = builders.an_analyst(store, "Bo")
    for who, more in ((bo, {}), (ana, {"project": "another"})):
        for address, body in (("times", {"times": []}), ("preferences", {"preferences": {}})):
            assert post(client, store, who, address, **body, **more).status_code == 409


def shared(store: Store, analyst: Analyst) -> int:
    with store.read() as db:
        found = times.typical_open(db, analyst.id)
    return found.claims if found else 0


def test_a_lead_sees_only_what_was_taken_after_both_agreed(store: Store, ana: Analyst) -> None:
    workflow.take_time(store, actor(ana), wanted=True)
    workflow.keep_times(store, actor(ana), [[1, 9]])
    workflow.show_times(store, LEAD, wanted=True)
    workflow.keep_times(store, actor(ana), [[2, 9]])
    assert shared(store, ana) == 0, "she agreed before the lead asked"
    workflow.take_time(store, actor(ana), wanted=False)
    workflow.take_time(store, actor(ana), wanted=True)
    workflow.keep_times(store, actor(ana), [[2, 4], [3, 9]])
    assert shared(store, ana) == 1
    workflow.show_times(store, LEAD, wanted=False)
    workflow.keep_times(store, actor(ana), [[4, 9]])
    assert shared(store, ana) == 1
    workflow.forget_times(store, actor(ana))
    assert taken(store, ana) == []


def test_only_a_lead_asks_for_times(store: Store, ana: Analyst) -> None:
    with pytest.raises(NotAllowedError):
        workflow.show_times(store, Actor(ana.id, "Ana", "analyst"), wanted=True)
    with pytest.raises(NotAllowedError):
        workflow.take_time(store, Actor(ana.id, "Ana", "removed"), wanted=True)


def test_the_page_says_who_sees_the_times() -> None:
    assert own_times.seen_by("", asked=False) == own_times.seen_by("own", asked=False)
    said = {own_times.seen_by(agreed, asked=True) for agreed in ("", "own", "lead")}
    assert len(said) == 3
    assert own_times.seen_by("", asked=False) not in said


def test_the_switch_the_figures_and_the_way_to_delete_them(store: Store, ana: Analyst) -> None:
    first = builders.tag(store, ana, 1)
    test = opened()
    (switch,) = [toggle for toggle in test.toggle if "time of each claim" in toggle.label]
    assert not switch.value
    switch.set_value(True)
    run(test)
    assert preferred(store, ana) == {workflow.TIMES: "own"}
    workflow.keep_times(store, actor(ana), [[1, 7], [2, 12], [3, 30]])
    builders.tag(store, ana, 2, "opinion")
    test = opened()
    shown = html(test)
    assert "<dt>median</dt><dd>12 s <small>of 3 claims" in shown
    assert "<dt>opinion</dt><dd>12 s <small>of 1 claim" in shown
    links = [link.proto.label for link in test.get("page_link")]
    assert next(link for link in links if link.startswith("30 s")).endswith(r"Ship 2 came \*in\*\.")
    click(test, "Delete all of them")
    assert taken(store, ana) == []
    assert first.id, "the tag stays"


def test_a_lead_reads_a_median_on_the_team_page_and_others_nothing(
    store: Store, ana: Analyst
) -> None:
    page = """
from annotator import running
from annotator.ui import member
from db import people

store = running.store()
with store.read() as db:
    (bo,) = [one for one in people.listing(db) if one.name == "Bo"]
member._times(store, bo)
"""
    bo = builders.an_analyst(store, "Bo")
    workflow.show_times(store, LEAD, wanted=True)
    workflow.take_time(store, actor(bo), wanted=True)
    workflow.keep_times(store, actor(bo), [[1, 8], [2, 12]])
    assert "10 seconds, the median of 2 claims" in texts(run(AppTest.from_string(page)))[0]
    workflow.show_times(store, LEAD, wanted=False)
    assert texts(run(AppTest.from_string(page))) == []


# --- preferences ----------------------------------------------------------------------------------


def test_preferences_are_kept_as_a_whole_and_come_with_the_desk(
    store: Store, ana: Analyst, article: ArticleRow, client: TestClient
) -> None:
    workflow.take_time(store, actor(ana), wanted=True)
    wanted = {"size": "large", "theme": "dark", "keys": "left", "key.p": "i", "tag.unsure": "y"}
    assert post(client, store, ana, "preferences", preferences=wanted).status_code == 200
    assert preferred(store, ana) == wanted | {workflow.TIMES: "own"}
    shown = client.get(f"/api/articles/{article.id}/desk").json()
    assert shown["keys"] == {"j": "d", "k": "e", "e": "q", "n": "t", "p": "i"}
    assert [tag["key"] for tag in shown["scheme"]["tags"]] == ["1", "2", "3", "4", "y"]
    assert "<kbd>4</kbd>" in html(run(AppTest.from_string(PAGE.format(place="guide"))))
    post(client, store, ana, "preferences", preferences={"size": "small"})
    assert preferred(store, ana) == {"size": "small", workflow.TIMES: "own"}
    assert [tag.key for tag in default_scheme().tags] == ["1", "2", "3", "0", "u"]


@pytest.mark.parametrize(
    ("values", "words"),
    [
        ({"size": "vast"}, "no choice “vast”"),
        ({"colour": "red"}, "for “colour”"),
        ({"key.j": "ab"}, "no choice “ab”"),
        ({"key.ArrowUp": "a"}, "for “key.ArrowUp”"),
        ({"key.j": "g"}, "The key G has a meaning already"),
        ({"key.j": "1"}, "The key 1 has a meaning already"),
        ({"key.j": "c"}, "The key C has"),
        ({"tag.unsure": "r"}, "The key R has"),
        ({"keys": "left", "key.g": "d"}, "The key D has"),
        ({"times": "lead"}, "for “times”"),
        ([], "object of names"),
    ],
)
def test_what_cannot_be_chosen_is_one_sentence(
    store: Store, ana: Analyst, client: TestClient, values: object, words: str
) -> None:
    refused = post(client, store, ana, "preferences", preferences=values)
    assert refused.status_code == 400
    assert words in refused.json()["message"]
    assert preferred(store, ana) == {}


def test_preferences_count_where_a_team_is_served_too(store: Store, ana: Analyst) -> None:
    running.start(store, Settings(team=True))
    workflow.prefer(store, running.actor(ana), {"theme": "light"})
    assert preferred(store, ana) == {"theme": "light"}


def test_no_key_of_the_left_hand_has_two_meanings() -> None:
    assert key_sets.clash(default_scheme(), {key_sets.SET: "left"}) == ""
    keys = set(key_sets.LEFT.values()) | set(key_sets.LEFT_TAGS)
    assert keys <= set("12345qwertasdfgzxcvb")


def test_the_words_of_the_scheme_name_own_keys() -> None:
    scheme = key_sets.with_own_keys(default_scheme(), {"key.w": "y"})
    assert [step.action[:2] for step in scheme.order if step.action] == ["Y:"]
    assert any("Wants a split (Y):" in action for action in scheme.actions)


def test_the_desk_and_the_server_know_the_same_commands() -> None:
    source = (desk.FOLDER / "frontend" / "help.js").read_text(encoding="utf-8")
    (there,) = re.findall(r'^const CHANGED = "(.+)";$', source, re.MULTILINE)
    assert tuple(there.lower()) == key_sets.COMMANDS


def test_a_scheme_that_takes_a_key_of_the_desk_keeps_nobody_from_choosing() -> None:
    scheme = default_scheme()
    scheme = replace(scheme, tags=(replace(scheme.tags[0], key="g"), *scheme.tags[1:]))
    assert key_sets.clash(scheme, {"size": "large"}) == ""
    assert key_sets.clash(scheme, {"key.j": "k"}) == "k"
