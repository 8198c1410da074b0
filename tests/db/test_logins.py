"""What lets somebody in, and what ends it."""

from __future__ import annotations

from functools import partial

import pytest

from db import logins, people
from db.check import check
from db.model import Analyst, Role
from db.store import Store
from db.transaction import utc_now
from tests import builders

PAST, FUTURE = "2001-01-01T00:00:00.000Z", "2101-01-01T00:00:00.000Z"


@pytest.fixture
def ana(store: Store) -> Analyst:
    return builders.an_analyst(store, "Ana")


def of_link(store: Store, token: str) -> Analyst | None:
    with store.read() as db:
        return logins.of_invitation(db, token, utc_now())


def of_key(store: Store, token: str) -> Analyst | None:
    with store.read() as db:
        return logins.of_api_token(db, token, utc_now())


def of_cookie(store: Store, token: str) -> Analyst | None:
    with store.read() as db:
        return logins.of_login(db, token, utc_now())


def test_a_new_link_ends_the_one_before(store: Store, ana: Analyst) -> None:
    first, second = (store.write(lambda tx: logins.invite(tx, ana.id)) for _ in range(2))
    assert of_link(store, first) is None
    assert of_link(store, second) == ana
    store.write(lambda tx: logins.revoke(tx, ana.id))
    assert of_link(store, second) is None


def test_links_and_keys_expire(store: Store, ana: Analyst) -> None:
    for ends, holder in ((PAST, None), (FUTURE, ana)):
        link = store.write(partial(logins.invite, analyst_id=ana.id, expires_at=ends))
        key = store.write(
            partial(logins.add_api_token, analyst_id=ana.id, name="notebook", expires_at=ends)
        )
        assert of_link(store, link) == holder
        assert of_key(store, key) == holder


def test_no_token_opens_another_kind_of_door(store: Store, ana: Analyst) -> None:
    link = store.write(lambda tx: logins.invite(tx, ana.id))
    key = store.write(lambda tx: logins.add_api_token(tx, ana.id, "notebook"))
    cookie = store.write(lambda tx: logins.sign_in(tx, ana.id))
    assert [of_link(store, token) for token in (link, key, cookie)] == [ana, None, None]
    assert [of_key(store, token) for token in (link, key, cookie)] == [None, ana, None]
    assert [of_cookie(store, token) for token in (link, key, cookie)] == [None, None, ana]


def test_only_hashes_are_in_the_file(store: Store, ana: Analyst) -> None:
    tokens = [
        store.write(lambda tx: logins.invite(tx, ana.id)),
        store.write(lambda tx: logins.add_api_token(tx, ana.id, "notebook")),
        store.write(lambda tx: logins.sign_in(tx, ana.id)),
    ]
    with store.read() as db:
        held = repr([list(db.execute(f"select * from {name}")) for name in db.table_names()])
    assert ana.id in held
    assert [token for token in tokens if token in held] == []


def test_logins_are_told_apart_and_ended_one_by_one(store: Store, ana: Analyst) -> None:
    bo = builders.an_analyst(store, "Bo")
    tokens = [
        store.write(partial(logins.sign_in, analyst_id=ana.id, browser=name)) for name in "AB"
    ]
    other = store.write(lambda tx: logins.sign_in(tx, bo.id))
    with store.read() as db:
        listed = {login.browser: login for login in logins.logins(db, utc_now())}
    assert set(listed) == {"A", "B", ""}
    assert not store.write(lambda tx: logins.end_login(tx, bo.id, listed["A"].id)), "not Bo's"
    assert store.write(lambda tx: logins.end_login(tx, ana.id, listed["A"].id))
    assert [of_cookie(store, token) for token in (*tokens, other)] == [None, ana, bo]
    store.write(lambda tx: logins.end_logins(tx, ana.id))
    assert [of_cookie(store, token) for token in (*tokens, other)] == [None, None, bo]


def test_the_use_of_a_login_is_noted_once_an_hour(store: Store, ana: Analyst) -> None:
    token = store.write(lambda tx: logins.sign_in(tx, ana.id))
    with store.read() as db:
        assert not logins.is_due(db, token, utc_now())
        assert logins.is_due(db, token, FUTURE)
        assert not logins.is_due(db, "unknown", FUTURE)


def test_who_is_removed_is_let_in_by_nothing(store: Store, ana: Analyst) -> None:
    link = store.write(lambda tx: logins.invite(tx, ana.id))
    key = store.write(lambda tx: logins.add_api_token(tx, ana.id, "notebook"))
    cookie = store.write(lambda tx: logins.sign_in(tx, ana.id))
    store.write(lambda tx: people.give_role(tx, "cli:test", ana.id, "removed"))
    assert (of_link(store, link), of_key(store, key), of_cookie(store, cookie)) == (None,) * 3
    store.write(lambda tx: people.give_role(tx, "cli:test", ana.id, "analyst"))
    assert of_cookie(store, cookie) == ana, "only the role was in the way"
    store.write(lambda tx: logins.shut_out(tx, ana.id))
    assert (of_link(store, link), of_key(store, key), of_cookie(store, cookie)) == (None,) * 3


def test_roles_follow_from_the_log(store: Store, ana: Analyst) -> None:
    assert ana.role == "analyst"
    roles: list[Role] = ["lead", "lead", "reviewer"]
    for role in roles:
        store.write(partial(people.give_role, actor="cli:test", analyst_id=ana.id, role=role))
    with store.read() as db:
        assert people.get(db, ana.id).role == "reviewer"
        assert people.leads(db) == []
        kinds = [kind for (kind,) in db.execute("select kind from event order by seq")]
    assert kinds == ["analyst.add", "analyst.role", "analyst.role"]
    assert check(store) == []
    store.write(lambda tx: tx.db.execute("update role set role = 'lead'"))
    assert any("role" in finding for finding in check(store))


# --- from one machine to a team -------------------------------------------------------------------


def test_logins_without_a_browser_are_unproven_and_end_together(store: Store, ana: Analyst) -> None:
    chosen = store.write(lambda tx: logins.sign_in(tx, ana.id))
    proven = store.write(lambda tx: logins.sign_in(tx, ana.id, "Firefox"))
    store.write(logins.end_unproven)
    assert of_cookie(store, chosen) is None
    assert of_cookie(store, proven) == ana


@pytest.mark.parametrize(
    ("role", "browser", "tags", "led"),
    [
        ("lead", "", "", False),
        ("lead", "Firefox", "", True),
        ("lead", "", "before", False),
        ("lead", "", "after", True),
        ("analyst", "Firefox", "after", False),
    ],
)
def test_a_lead_has_come_who_is_signed_in_or_has_done_something(
    store: Store, ana: Analyst, role: Role, browser: str, tags: str, led: bool
) -> None:
    claim = builders.load(store).id
    if tags == "before":
        builders.tag(store, ana, claim)
    store.write(lambda tx: people.give_role(tx, "cli:test", ana.id, role))
    store.write(lambda tx: logins.sign_in(tx, ana.id, browser))
    if tags == "after":
        builders.tag(store, ana, claim)
    with store.read() as db:
        assert logins.has_led(db, utc_now()) == led
        assert logins.has_led(db, FUTURE) == (led and tags == "after"), "logins end"
