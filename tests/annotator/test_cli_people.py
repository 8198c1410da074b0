"""The commands about people: links and keys on stdout, sentences on stderr."""

from __future__ import annotations

import csv
import io
import json
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from annotator import workflow
from annotator.cli import cli
from annotator.identity import cli_actor
from db import logins, people
from db.check import check
from db.model import Analyst
from db.store import open_store
from db.transaction import utc, utc_now
from tests.builders import an_analyst

Run = Callable[..., Result]
CLI = cli_actor()


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A project with Ana, who leads it, and Bo, who joined by himself."""
    path = tmp_path / "my.db"
    with open_store(path, create=True) as store:
        workflow.add_analyst(store, "Ana Ferreira", actor=CLI, role="lead")
        an_analyst(store, "Bo")
    return path


@pytest.fixture
def run(path: Path) -> Run:
    """Runs a command; `DB` stands for the project."""

    def run(*words: str, **environment: str) -> Result:
        called = [str(path) if word == "DB" else word for word in words]
        return CliRunner().invoke(cli, called, env=environment, prog_name="annotator")

    return run


def refused(result: Result, *words: str) -> None:
    """One sentence, exit code 1, nothing on stdout."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    (line,) = (line for line in result.stderr.splitlines() if line.startswith("Error: "))
    for word in words:
        assert word in line


def done(result: Result) -> str:
    """What a command that went well wrote to stdout."""
    assert result.exit_code == 0, result.stderr
    return result.stdout.strip()


def rows(result: Result) -> dict[str, dict[str, Any]]:
    """A listing of people, by name."""
    return {row["name"]: row for row in json.loads(done(result))}


def holder(path: Path, token: str, days: float = 0) -> Analyst | None:
    """Whom a personal link lets in, in so many days."""
    now = utc(datetime.now(UTC) + timedelta(days=days))
    with open_store(path) as store, store.read() as db:
        return logins.of_invitation(db, token, now)


def key_holder(path: Path, key: str, days: float = 0) -> Analyst | None:
    """As whom a key to the API acts, in so many days."""
    now = utc(datetime.now(UTC) + timedelta(days=days))
    with open_store(path) as store, store.read() as db:
        return logins.of_api_token(db, key, now)


def is_sound(path: Path) -> bool:
    with open_store(path) as store:
        return list(check(store)) == []


# --- people ---------------------------------------------------------------------------------------


def test_add_prints_the_link_that_lets_them_in(run: Run, path: Path) -> None:
    said = done(run("analyst", "add", "DB", "Cy  Okoro", "--url", "http://10.0.0.7:8501/"))
    address, _, token = said.rpartition("/join/")
    assert address == "http://10.0.0.7:8501"
    found = holder(path, token)
    assert found is not None
    assert (found.name, found.role) == ("Cy Okoro", "analyst")
    assert is_sound(path)


def test_the_address_may_stand_in_the_environment(run: Run) -> None:
    said = done(run("analyst", "link", "DB", "Bo", CLAIMS_URL="https://claims.example.org"))
    assert said.startswith("https://claims.example.org/join/")


def test_without_the_address_it_is_said_where_it_belongs(run: Run, path: Path) -> None:
    result = run("analyst", "add", "DB", "Cy", "--role", "reviewer")
    token = done(result).removeprefix("/join/")
    found = holder(path, token)
    assert found is not None
    assert found.role == "reviewer"
    assert "--url" in result.stderr
    assert "Added Cy as reviewer." in result.stderr
    assert token not in result.stderr


def test_a_link_may_end(run: Run, path: Path) -> None:
    token = done(run("analyst", "link", "DB", "Bo", "--expires", "3")).removeprefix("/join/")
    assert holder(path, token, 2.9) is not None
    assert holder(path, token, 3.1) is None
    assert run("analyst", "link", "DB", "Bo", "--expires", "0").exit_code == 2


def test_a_new_link_ends_the_one_before_and_one_may_be_ended(run: Run, path: Path) -> None:
    first = done(run("analyst", "link", "DB", "bo")).removeprefix("/join/")
    second = done(run("analyst", "link", "DB", "Bo")).removeprefix("/join/")
    assert holder(path, first) is None
    assert holder(path, second) is not None
    result = run("analyst", "link", "DB", "Bo", "--revoke")
    assert done(result) == ""
    assert "Bo has no personal link any more." in result.stderr
    assert holder(path, second) is None
    assert run("analyst", "link", "DB", "Bo", "--revoke", "--expires", "3").exit_code == 2


def test_list_says_role_logins_last_seen_and_the_links_state(run: Run, path: Path) -> None:
    done(run("analyst", "link", "DB", "Bo", "--expires", "3"))
    with open_store(path) as store:
        with store.read() as db:
            ana, bo = people.listing(db)
        workflow.sign_in(store, ana.id, "Firefox")
        workflow.sign_in(store, ana.id, "Chromium")
    found = rows(run("analyst", "list", "DB"))
    assert list(found) == ["Ana Ferreira", "Bo"]
    assert [found[name]["role"] for name in found] == ["lead", "analyst"]
    assert [found[name]["logins"] for name in found] == [2, 0]
    assert [found[name]["link"] for name in found] == ["none", "open"]
    assert found["Ana Ferreira"]["seen_at"] > found["Ana Ferreira"]["joined_at"]
    assert found["Bo"]["link_expires_at"] > utc_now()
    with open_store(path) as store:
        workflow.make_link(store, CLI, bo.id, "2026-01-01T00:00:00.000Z")
    assert rows(run("analyst", "list", "DB"))["Bo"]["link"] == "expired"


def test_list_comes_in_every_shape(run: Run) -> None:
    assert "Ana Ferreira  lead" in done(run("analyst", "list", "DB", "--table"))
    table = csv.DictReader(
        io.StringIO(done(run("analyst", "list", "DB", "--csv")).lstrip("\ufeff"))
    )
    assert [row["role"] for row in table] == ["lead", "analyst"]


def test_roles_are_given(run: Run, path: Path) -> None:
    assert "Bo is a reviewer now." in run("analyst", "role", "DB", "bo", "reviewer").stderr
    assert rows(run("analyst", "list", "DB"))["Bo"]["role"] == "reviewer"
    assert "Bo is an analyst now." in run("analyst", "role", "DB", "Bo", "analyst").stderr
    assert run("analyst", "role", "DB", "Bo", "removed").exit_code == 2
    assert is_sound(path)


def test_a_name_is_changed(run: Run) -> None:
    result = run("analyst", "rename", "DB", "Bo", " Bo  Lindqvist ")
    assert "Bo is called Bo Lindqvist now." in result.stderr
    assert list(rows(run("analyst", "list", "DB"))) == ["Ana Ferreira", "Bo Lindqvist"]


def test_remove_ends_everything_that_lets_them_in(run: Run, path: Path) -> None:
    token = done(run("analyst", "link", "DB", "Bo")).removeprefix("/join/")
    key = done(run("token", "add", "DB", "Bo", "notebook"))
    assert done(run("analyst", "remove", "DB", "Bo")) == ""
    assert (holder(path, token), key_holder(path, key)) == (None, None)
    assert rows(run("analyst", "list", "DB"))["Bo"]["role"] == "removed"
    refused(run("analyst", "link", "DB", "Bo"), "removed from the project", "role again first")
    refused(run("token", "add", "DB", "Bo", "x"), "removed from the project")
    refused(run("analyst", "add", "DB", "bo"), "Bo is on the list already, as somebody who was")
    done(run("analyst", "role", "DB", "Bo", "analyst"))
    assert holder(path, token) is None, "who comes back needs a new link"
    assert is_sound(path)


# --- keys -----------------------------------------------------------------------------------------


def test_a_key_is_printed_once_and_listed_without_itself(run: Run, path: Path) -> None:
    key = done(run("token", "add", "DB", "Bo", "notebook", "--expires", "30"))
    found = key_holder(path, key, 29)
    assert found is not None
    assert found.name == "Bo"
    assert key_holder(path, key, 31) is None
    listing = run("token", "list", "DB")
    assert key not in listing.output
    (row,) = json.loads(done(listing))
    assert (row["analyst"], row["name"], row["seen_at"]) == ("Bo", "notebook", "")
    result = run("token", "remove", "DB", row["id"])
    assert "The key for “notebook” opens nothing any more." in result.stderr
    assert key_holder(path, key) is None
    refused(run("token", "remove", "DB", row["id"]), f"no key “{row['id']}”", "token list")


# --- what is refused ------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (["analyst", "link", "DB", "Cy"], "Nobody in the project is called “Cy”. There are: Ana"),
        (["analyst", "role", "DB", "Cy", "lead"], "called “Cy”"),
        (["analyst", "rename", "DB", "Cy", "Dee"], "called “Cy”"),
        (["analyst", "remove", "DB", "Cy"], "called “Cy”"),
        (["token", "add", "DB", "Cy", "notebook"], "called “Cy”"),
        (["token", "remove", "DB", "zz"], "no key “zz”"),
        (["analyst", "add", "DB", "bo"], "Bo is on the list already. Give them a new link"),
        (["analyst", "rename", "DB", "Bo", "ana ferreira"], "Ana Ferreira is on the list already"),
        (["analyst", "add", "DB", " "], "A name is needed"),
        (["analyst", "add", "DB", "x" * 81], "81 characters"),
        (["token", "add", "DB", "Bo", " "], "which program the key is for"),
        (["analyst", "role", "DB", "Ana Ferreira", "analyst"], "the only lead"),
        (["analyst", "remove", "DB", "Ana Ferreira"], "the only lead"),
    ],
)
def test_what_cannot_be_is_one_sentence_and_changes_nothing(
    run: Run, words: list[str], sentence: str
) -> None:
    before = done(run("history", "DB")), done(run("analyst", "list", "DB"))
    refused(run(*words), sentence)
    assert (done(run("history", "DB")), done(run("analyst", "list", "DB"))) == before


@pytest.mark.parametrize(
    "words",
    [
        ["analyst", "add", "no.db", "Ana"],
        ["analyst", "list", "no.db"],
        ["analyst", "link", "no.db", "Ana"],
        ["analyst", "role", "no.db", "Ana", "lead"],
        ["analyst", "rename", "no.db", "Ana", "Bo"],
        ["analyst", "remove", "no.db", "Ana"],
        ["token", "add", "no.db", "Ana", "x"],
        ["token", "list", "no.db"],
        ["token", "remove", "no.db", "x"],
    ],
)
def test_a_missing_project_is_refused_and_not_made(
    run: Run, words: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    refused(run(*words), "no project at no.db")
    assert not Path("no.db").exists()
