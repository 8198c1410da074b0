"""A project is served to a team: what the terminal says, and how the first lead comes in."""

from __future__ import annotations

import json
import re
import subprocess
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path

import pytest

from annotator import running, server, workflow
from annotator.identity import Actor, cli_actor, cookie_name
from annotator.running import Settings
from annotator.welcome import welcome
from annotator.workflow import WorkflowError
from db import logins, people
from db.model import Analyst
from db.store import Store, open_store
from db.transaction import utc_now
from tests import builders
from tests.serving import COMMAND, Served
from tests.serving import free_port as a_port

CLI = cli_actor()
ADDRESS = "http://192.168.1.5:8501"
LINK = re.compile(r"(http\S+)/join/([\w-]{43})$", re.MULTILINE)


@pytest.fixture
def team(store: Store) -> Iterator[Store]:
    running.start(store, Settings(team=True, address=ADDRESS))
    yield store
    running.stop()


def leads(store: Store) -> list[str]:
    with store.read() as db:
        return [one.name for one in people.leads(db)]


def links(lines: list[str]) -> list[str]:
    """The tokens of the personal links that were said."""
    found = [LINK.search(line) for line in lines]
    return [link[2] for link in found if link]


def opens(store: Store, token: str) -> Analyst | None:
    with store.read() as db:
        return logins.of_invitation(db, token, utc_now())


# --- the first lead -------------------------------------------------------------------------------


def test_the_first_start_makes_a_lead_of_the_accounts_name_and_a_link(team: Store) -> None:
    lines = welcome(team, Path("my.db"))
    assert leads(team) == [CLI.name]
    (token,) = links(lines)
    holder = opens(team, token)
    assert holder is not None
    assert (holder.name, holder.role) == (CLI.name, "lead")
    assert f"{ADDRESS}/join/{token}" in lines[-1]


def test_who_tagged_on_this_machine_becomes_the_lead_by_name(team: Store) -> None:
    ana = builders.an_analyst(team, "Ana")
    (token,) = links(welcome(team, Path("my.db"), "ana"))
    holder = opens(team, token)
    assert holder is not None
    assert holder.id == ana.id
    assert leads(team) == ["Ana"]


def test_until_the_lead_has_come_each_start_renews_the_link(team: Store) -> None:
    (first,) = links(welcome(team, Path("my.db")))
    (second,) = links(welcome(team, Path("my.db")))
    assert opens(team, first) is None
    assert opens(team, second) is not None
    assert len(leads(team)) == 1


def test_once_the_lead_has_come_the_link_stays_and_the_way_to_another_is_said(team: Store) -> None:
    (token,) = links(welcome(team, Path("my file.db"), "Ana Ferreira"))
    workflow.join(team, token, "Firefox")
    lines = welcome(team, Path("my file.db"))
    assert links(lines) == []
    assert "annotator analyst link 'my file.db' 'Ana Ferreira'" in lines[0]
    assert opens(team, token) is not None


def test_a_lead_who_worked_and_signed_out_has_come_too(team: Store) -> None:
    (token,) = links(welcome(team, Path("my.db"), "Ana"))
    joined = workflow.join(team, token)
    lead = Actor.of(joined.analyst, team=True)
    workflow.add_analyst(team, "Bo", actor=lead)
    workflow.end_logins(team, CLI, lead.id)
    assert links(welcome(team, Path("my.db"))) == []
    assert opens(team, token) is not None


def test_another_lead_than_the_one_there_is_is_not_made_by_the_way(team: Store) -> None:
    welcome(team, Path("my.db"), "Ana")
    lines = welcome(team, Path("my.db"), "Bo")
    assert leads(team) == ["Ana"]
    assert "Ana leads this project already" in lines[0]
    assert "annotator analyst role my.db Bo lead" in lines[0]
    assert welcome(team, Path("my.db"), "ANA")[0].startswith("Personal link of Ana")


def test_a_name_that_is_none_is_refused(team: Store) -> None:
    with pytest.raises(WorkflowError, match="81 characters"):
        welcome(team, Path("my.db"), "x" * 81)
    assert leads(team) == []


# --- use is noted ---------------------------------------------------------------------------------


@pytest.mark.parametrize("in_team", [True, False])
def test_opening_a_page_notes_the_use_of_a_login(store: Store, in_team: bool) -> None:
    running.start(store, Settings(team=in_team))
    token = workflow.sign_in(store, builders.an_analyst(store, "Ana").id, "Firefox")
    long_ago = "2026-01-01T00:00:00.000Z"
    store.write(lambda tx: tx.db.execute("update login set seen_at = ?", [long_ago]))
    assert server._signed_in({cookie_name(store.project_id): token})
    assert not server._signed_in({cookie_name(store.project_id): "forged"})
    with store.read() as db:
        (login,) = logins.logins(db, utc_now())
    assert (login.seen_at > long_ago) == in_team
    running.stop()


# --- the process ----------------------------------------------------------------------------------


class RefusedError(Exception):
    """The answer was no success; its status and body."""

    def __init__(self, status: int, body: str) -> None:
        super().__init__(status, body)
        self.status = status
        self.body = body


def ask(url: str, host: str, body: object = None, **headers: str) -> tuple[str, str]:
    """The answer's text, and the cookie it sets."""
    headers["Host"] = host
    data = None
    if body is not None:
        headers |= {"X-Claims": "1", "Content-Type": "application/json"}
        data = json.dumps(body).encode()
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with opener.open(urllib.request.Request(url, data, headers), timeout=30) as answer:
            return answer.read().decode(), answer.headers.get("set-cookie", "").partition(";")[0]
    except urllib.error.HTTPError as refused:
        with refused:
            raise RefusedError(refused.code, refused.read().decode()) from None


def test_a_team_comes_in_under_the_public_name(tmp_path: Path) -> None:
    with open_store(tmp_path / "project.db", create=True) as store:
        ana = builders.an_analyst(store, "Ana")
        chosen = workflow.sign_in(store, ana.id)
    port = a_port()
    name = f"claims.test:{port}"
    options = ("--team", "--host", "127.0.0.1", "--public-url", f"http://{name}", "--lead", "Ana")
    with Served(tmp_path / "project.db", *options, port=port) as served:
        said = served.log.read_text(encoding="utf-8")
        assert f"Serving {served.path} to a team at http://{name}" in said
        assert said.count("Warning: this is plain HTTP") == 1
        link = LINK.search(said)
        assert link is not None
        assert link[1] == f"http://{name}"
        address, token = f"{served.url}/join/{link[2]}", link[2]
        assert "Go on as <bdi>Ana</bdi>" in ask(address, name)[0]
        origin = {"Origin": f"http://{name}"}
        _, cookie = ask(f"{served.url}/api/join", name, {"token": token}, **origin)
        page = {"Accept": "text/html", "Cookie": cookie}
        assert "streamlit" in ask(f"{served.url}/tag", name, **page)[0].lower()
        # What was chosen from a list on one's own machine opens nothing any more.
        page["Cookie"] = cookie.partition("=")[0] + "=" + chosen
        assert "Open your personal link" in ask(f"{served.url}/tag", name, **page)[0]
        for host, more in (("evil.test", {}), (name, {"Origin": "http://evil.test"})):
            with pytest.raises(RefusedError) as refused:
                ask(f"{served.url}/api/join", host, {"token": token}, **(origin | more))
            assert refused.value.status == 403
        assert served.stop() == 0
    said = served.log.read_text(encoding="utf-8")
    assert said.count(token) == 1, "the log holds a link only where it is handed out"
    assert said.count("Refused (") == 2
    assert "Traceback" not in said


def annotate(*arguments: str) -> subprocess.CompletedProcess[str]:
    """`annotator serve` that is refused."""
    return subprocess.run(
        [*COMMAND, "serve", *arguments, "--no-browser"],
        capture_output=True,
        text=True,
        timeout=120,
        check=False,
    )


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (["--team", "--host", "0.0.0.0"], "--insecure"),  # noqa: S104 - it is refused
        (["--team", "--host", "203.0.113.5"], "--public-url"),
        (["--team", "--host", "claims.office"], "no address of a machine"),
        (["--team", "--host", "127.0.0.1", "--public-url", "x"], "is not a web address"),
        (["--host", "192.168.1.5"], "Add --team"),
        (["--insecure"], "add --team"),
        (["--lead", "Ana"], "add --team"),
    ],
)
def test_what_cannot_be_served_is_one_sentence_and_nothing_is_made(
    tmp_path: Path, options: list[str], words: str
) -> None:
    done = annotate(str(tmp_path / "x.db"), *options)
    assert done.returncode in (1, 2)
    assert words in done.stderr
    assert done.stdout == ""
    assert "Traceback" not in done.stderr
    assert list(tmp_path.iterdir()) == []
