"""People are invited, get roles, and leave; and who may do what: every role, every action."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from functools import partial
from typing import get_args

import pytest

from annotator import workflow
from annotator.identity import (
    MATRIX,
    Action,
    Actor,
    NotAllowedError,
    Subject,
    authorize,
    cli_actor,
    cookie_name,
    find_analyst,
    may,
    subject_of,
)
from annotator.workflow import WorkflowError
from db import people
from db.check import check
from db.model import ROLES, Analyst, Role
from db.store import Store
from tests import builders

CLI = cli_actor()
HERE = [(False, False), (False, True), (True, False), (True, True)]  # closed, worked

# DESIGN's table once more, written out: who may, where the article is open or closed, own or not.
ALLOWED: dict[Action, dict[Role, list[bool]]] = {
    "tag": {"analyst": [True] * 4, "reviewer": [True] * 4, "lead": [True] * 4},
    "see-others": {
        "analyst": [False, False, True, True],
        "reviewer": [True, False, True, True],
        "lead": [True, False, True, True],
    },
    "decide": {
        "analyst": [False] * 4,
        "reviewer": [True, False, True, False],
        "lead": [True, False, True, False],
    },
    "export-own": {"analyst": [True] * 4, "reviewer": [True] * 4, "lead": [True] * 4},
    "export-others": {
        "analyst": [False, False, True, True],
        "reviewer": [True, False, True, True],
        "lead": [True] * 4,
    },
    "load": {"analyst": [False] * 4, "reviewer": [False] * 4, "lead": [True] * 4},
    "see-progress": {"analyst": [False] * 4, "reviewer": [False] * 4, "lead": [True] * 4},
    "people": {"analyst": [False] * 4, "reviewer": [False] * 4, "lead": [True] * 4},
    "assign": {"analyst": [False] * 4, "reviewer": [False] * 4, "lead": [True] * 4},
    "rounds": {"analyst": [False] * 4, "reviewer": [False] * 4, "lead": [True] * 4},
    "scheme": {"analyst": [False] * 4, "reviewer": [False] * 4, "lead": [True] * 4},
    "share-evidence": {"analyst": [False] * 4, "reviewer": [False] * 4, "lead": [True] * 4},
    "rate-source": {"analyst": [True] * 4, "reviewer": [True] * 4, "lead": [True] * 4},
}
OF_ANALYSTS = ("tag", "share-evidence", "rate-source")  # the command line is none


def a_member(store: Store, name: str, role: Role = "analyst") -> Actor:
    analyst = workflow.add_analyst(store, name, actor=CLI, role=role)
    return Actor.of(analyst, team=True)


def get(store: Store, actor: Actor) -> Analyst:
    with store.read() as db:
        return people.get(db, actor.id)


def test_every_action_of_the_table_is_tried() -> None:
    assert set(MATRIX) == set(ALLOWED) == set(get_args(Action))


@pytest.mark.parametrize("action", get_args(Action))
def test_every_role_may_do_what_the_table_says(action: Action) -> None:
    for role, (place, (closed, worked)) in itertools.product(ROLES, enumerate(HERE)):
        subject = Subject(1, closed=closed, worked=worked)
        wanted = role != "removed" and ALLOWED[action][role][place]
        actor = Actor("a", "Ana", role)
        assert may(actor, action, subject) is wanted, (role, subject)
        if not wanted:
            with pytest.raises(NotAllowedError, match=r"\.$"):
                authorize(actor, action, subject)


@pytest.mark.parametrize("action", get_args(Action))
def test_on_ones_own_machine_everybody_may(action: Action) -> None:
    assert may(Actor("a", "Ana"), action)
    assert may(CLI, action) is (action not in OF_ANALYSTS)


def test_an_analyst_of_an_article_is_who_said_something_there(store: Store) -> None:
    one, other = builders.load(store), builders.load(store, builders.an_article("A.", title="B"))
    ana = a_member(store, "Ana", "reviewer")
    with store.read() as db:
        assert not subject_of(db, ana, one.id).worked
    builders.note(store, get(store, ana), 1, "Why?")
    with store.read() as db:
        assert subject_of(db, ana, one.id) == Subject(one.id, worked=True)
        assert subject_of(db, ana, other.id) == Subject(other.id, worked=False)


def test_others_work_is_not_shown_to_an_analyst_while_a_round_is_open(store: Store) -> None:
    article = builders.load(store)
    ana, ruth = a_member(store, "Ana"), a_member(store, "Ruth", "reviewer")
    with pytest.raises(NotAllowedError):
        workflow.show_others(store, ana, [article.id])
    workflow.show_others(store, ruth, [article.id])
    with store.read() as db:
        seen = db.execute("select analyst_id from exposure").fetchall()
    assert seen == [(ruth.id,)]


def test_a_lead_takes_all_rows_but_sees_none_on_the_page_where_they_tag(store: Store) -> None:
    article = builders.load(store)
    lead = a_member(store, "Lea", "lead")
    builders.tag(store, get(store, lead), 1)
    with pytest.raises(NotAllowedError):
        workflow.show_others(store, lead, [article.id])
    workflow.show_others(store, lead, [article.id], "export-others")


def test_only_a_lead_manages_people(store: Store) -> None:
    lead, ana = a_member(store, "Lea", "lead"), a_member(store, "Ana")
    for actor in (ana, a_member(store, "Ruth", "reviewer")):
        attempts: list[Callable[[], object]] = [
            partial(workflow.add_analyst, store, "Bo", actor=actor),
            partial(workflow.set_role, store, actor, actor.id, "lead"),
            partial(workflow.rename_analyst, store, actor, lead.id, "Nobody"),
            partial(workflow.make_link, store, actor, lead.id),
            partial(workflow.revoke_link, store, actor, lead.id),
            partial(workflow.end_logins, store, actor, lead.id),
            partial(workflow.end_login, store, actor, lead.id, "x"),
            partial(workflow.add_api_token, store, actor, lead.id, "mine"),
            partial(workflow.end_api_token, store, actor, lead.id, "x"),
            partial(workflow.load_sample, store, actor),
        ]
        before = _head(store)
        for attempt in attempts:
            with pytest.raises(NotAllowedError):
                attempt()
        assert _head(store) == before
    workflow.set_role(store, lead, ana.id, "reviewer")
    assert get(store, ana).role == "reviewer"


def _head(store: Store) -> int:
    with store.read() as db:
        return int(db.execute("select max(seq) from event").fetchone()[0])


def test_ones_own_name_logins_and_keys_are_ones_own(store: Store) -> None:
    ana = a_member(store, "Ana")
    workflow.rename_analyst(store, ana, ana.id, "Ana Ferreira")
    workflow.rename_analyst(store, ana, ana.id, "ana ferreira")
    assert get(store, ana).name == "ana ferreira"
    token = workflow.sign_in(store, ana.id)
    workflow.end_logins(store, ana, ana.id)
    assert find_analyst(store, {cookie_name(store.project_id): token}) is None
    assert workflow.add_api_token(store, ana, ana.id, "notebook")


def test_the_last_lead_stays(store: Store) -> None:
    lead = a_member(store, "Lea", "lead")
    roles: list[Role] = ["analyst", "removed"]
    for role in roles:
        with pytest.raises(WorkflowError, match="only lead"):
            workflow.set_role(store, lead, lead.id, role)
    bo = a_member(store, "Bo", "lead")
    workflow.set_role(store, bo, lead.id, "removed")
    assert get(store, lead).role == "removed"


def test_who_is_removed_is_out_at_once_and_keeps_their_work(store: Store) -> None:
    builders.load(store)
    lead, ana = a_member(store, "Lea", "lead"), a_member(store, "Ana")
    builders.tag(store, get(store, ana), 1)
    link = workflow.make_link(store, lead, ana.id)
    joined = workflow.join(store, link)
    assert joined.analyst.id == ana.id
    workflow.set_role(store, lead, ana.id, "removed")
    assert find_analyst(store, {cookie_name(store.project_id): joined.token}) is None
    with pytest.raises(WorkflowError, match="opens nothing"):
        workflow.join(store, link)
    with pytest.raises(WorkflowError, match="was removed"):
        workflow.make_link(store, lead, ana.id)
    with store.read() as db:
        assert db.execute("select count(*) from answer").fetchone() == (1,)
    assert check(store) == []


def test_the_first_lead_is_made_once_and_may_be_known_already(store: Store) -> None:
    ana = builders.an_analyst(store, "Ana")
    first = workflow.first_lead(store, CLI, "ana")
    assert (first.id, first.role) == (ana.id, "lead")
    assert workflow.first_lead(store, CLI, "Somebody else") == first
