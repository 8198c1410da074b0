"""The use cases below the screen."""

from __future__ import annotations

import hashlib
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

import corpus
from annotator import workflow
from annotator.identity import (
    Actor,
    NotAllowedError,
    asker_in,
    authorize,
    cli_actor,
    find_analyst,
)
from annotator.identity import cookie_name as cookie
from db import answers, articles, events, logins
from db.check import check
from db.errors import NotFoundError
from db.store import Store
from tests import builders

ME = Actor("cli:test", "test")


def test_loading_twice_changes_nothing_and_says_so(store: Store) -> None:
    first = workflow.load_sample(store, ME)
    with store.read() as db:
        before = events.head(db)
    again = workflow.load_sample(store, ME)

    assert (first.claims, first.already) == (42, False)
    assert (again.article_id, again.already) == (first.article_id, True)
    with store.read() as db:
        assert events.head(db) == before


def test_what_was_loaded_can_be_given_back(store: Store) -> None:
    data = "Tide tables\r\n\r\nThe tide was late.  It came.\r\n".encode("utf-16")
    loaded = workflow.load_article(store, ME, data, "tide.txt")
    with store.read() as db:
        row = articles.get(db, loaded.article_id)
        text = articles.text(db, row.revision_id)
        assert articles.original(db, row.revision_id) == data
        for claim in articles.claims(db, row.id):
            assert text[claim.start : claim.end] == claim.text
        assert [claim.text for claim in articles.claims(db, row.id)] == [
            "The tide was late.",
            "It came.",
        ]
    assert check(store) == []


def test_a_file_that_is_no_article_leaves_no_trace(store: Store) -> None:
    with pytest.raises(corpus.ReadError):
        workflow.load_article(store, ME, b"", "empty.txt")
    with store.read() as db:
        assert events.count(db) == 0


def test_the_article_this_was_made_for_gives_its_claims(store: Store, shared: Path) -> None:
    data = (shared / "corpus" / "article.txt").read_bytes()
    loaded = workflow.load_article(store, ME, data, "article.txt")
    assert loaded.claims == 38
    assert check(store) == []


@pytest.mark.parametrize(
    ("name", "words"),
    [
        ("", "needed"),
        (" \t\u200b\u200c", "needed"),
        ("x" * 81, "at most 80"),
        ("ANA", "already"),
        ("JOSE\u0301", "already"),  # e and its accent apart
    ],
)
def test_a_name_that_cannot_be_used_is_one_sentence(store: Store, name: str, words: str) -> None:
    workflow.add_analyst(store, "Ana")
    workflow.add_analyst(store, "José")
    with pytest.raises(workflow.WorkflowError, match=words):
        workflow.add_analyst(store, name)


def test_names_are_kept_tidy(store: Store) -> None:
    assert workflow.add_analyst(store, "  Ines \n Moreau\x07 ").name == "Ines Moreau"


def test_a_login_names_one_asker_in_one_project(store: Store, tmp_path: Path) -> None:
    ana = builders.an_analyst(store, "Ana")
    token = workflow.sign_in(store, ana.id)

    assert find_analyst(store, {cookie(store.project_id): token}) == ana
    assert find_analyst(store, {cookie(store.project_id): token + "x"}) is None
    assert find_analyst(store, {cookie("f" * 32): token}) is None
    assert find_analyst(store, {}) is None
    with store.read() as db:
        assert token not in str(db.execute("select * from login").fetchall())
    with pytest.raises(NotFoundError):
        workflow.sign_in(store, "nobody")


def backdate(store: Store, token: str, days: float) -> None:
    """Make a login look as if it had been made so long ago."""
    made = datetime.now(UTC) - timedelta(days=days)
    written = made.isoformat(timespec="milliseconds").replace("+00:00", "Z")
    sha256 = hashlib.sha256(token.encode()).hexdigest()
    store.write(
        lambda tx: tx.db.execute(
            "update login set created_at = ? where token_sha256 = ?", [written, sha256]
        )
    )


def test_a_login_ends_half_a_year_after_it_was_made(store: Store) -> None:
    ana = builders.an_analyst(store, "Ana")
    token = workflow.sign_in(store, ana.id)
    cookies = {cookie(store.project_id): token}

    backdate(store, token, logins.LOGIN_DAYS - 0.01)
    assert find_analyst(store, cookies) == ana
    assert store.write(lambda tx: asker_in(tx, cookies)) == ana

    backdate(store, token, logins.LOGIN_DAYS + 0.01)
    assert find_analyst(store, cookies) is None
    assert store.write(lambda tx: asker_in(tx, cookies)) is None


def test_signing_in_forgets_logins_that_have_ended(store: Store) -> None:
    ana, bo = (builders.an_analyst(store, name) for name in ("Ana", "Bo"))
    old, recent = (workflow.sign_in(store, ana.id) for _ in range(2))
    backdate(store, old, logins.LOGIN_DAYS + 1)
    backdate(store, recent, logins.LOGIN_DAYS - 1)
    workflow.sign_in(store, bo.id)
    with store.read() as db:
        assert db.execute("select count(*) from login").fetchone() == (2,)
    assert find_analyst(store, {cookie(store.project_id): recent}) == ana


def test_seeing_others_is_recorded_for_people_and_not_for_the_command_line(store: Store) -> None:
    article = builders.load(store)
    ana = builders.an_analyst(store)
    workflow.show_others(store, ME, [article.id])
    with store.read() as db:
        assert not db.execute("select 1 from exposure").fetchall()
    workflow.show_others(store, Actor.of(ana), [article.id])
    with store.read() as db:
        assert answers.exposed(db, ana.id, article.id)
    with pytest.raises(NotFoundError):
        workflow.show_others(store, Actor.of(ana), [99])


def test_the_command_line_sets_no_tags() -> None:
    with pytest.raises(NotAllowedError, match="annotator serve"):
        authorize(cli_actor(), "tag")
    authorize(cli_actor(), "load")
