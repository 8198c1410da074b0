"""Whatever an analyst can ask for is the same before and after a colleague has tagged and noted.

So no name beside work, no tag, no note and no count of others reaches anybody who is still blind:
neither in an answer of a route, nor in anything that a page sends, seen or not. A lead sees how
far everybody is; what they get is the same whatever the others have answered.
"""

from __future__ import annotations

import difflib
import hashlib
import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import pytest
from starlette.routing import Route

from annotator import api, downloads, file_routes, joining, login_routes, workflow
from annotator.identity import cli_actor, cookie_name
from db import articles, sources
from db.exports import EXPORTERS
from db.model import Analyst, Role
from db.store import Store, open_store
from db.transaction import uuid7
from tests import builders
from tests.serving import Served, free_port
from tests.stream import streaming

CLI: Final = cli_actor()
NAME: Final = "claims.test"
COLLEAGUE: Final = "Cyra Lindqvist"
NOTE: Final = "the foreman was not asked"
FILE: Final = b"Port office, minutes of May: the foreman was away."
SOURCE: Final = "Port office"
PAGES: Final = (
    *("", "tag", "articles", "progress", "agreement", "sources", "export", "guide", "team"),
)
STREAMLITS: Final = ("health", "host-config", "script-health-check", "metrics")


@dataclass(frozen=True, slots=True)
class Looker:
    """Somebody who looks, in a browser and with a program."""

    cookies: dict[str, str]
    key: str


@dataclass(frozen=True, slots=True)
class Office:
    """A team that is served: an analyst and a lead who look, and a colleague."""

    served: Served
    analyst: Looker
    lead: Looker
    colleague: Analyst

    @property
    def host(self) -> str:
        return f"{NAME}:{self.served.port}"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """Both have begun both articles, so that all pages have something to show."""
    path, port = tmp_path_factory.mktemp("office") / "project.db", free_port()
    options = ("--team", "--host", "127.0.0.1", "--public-url", f"http://{NAME}:{port}")
    with Served(path, *options, port=port) as served:
        with open_store(path) as store:
            builders.load(store)
            builders.load(store, builders.an_article("A ferry came.", "It left.", title="Ferries"))
            analyst, lead = looker(store, "Dora Kline", "analyst"), looker(store, "Lea", "lead")
            colleague = workflow.add_analyst(store, COLLEAGUE, actor=CLI)
        yield Office(served, analyst, lead, colleague)


def looker(store: Store, name: str, role: Role) -> Looker:
    """Somebody who has tagged a claim of each article, and noted something."""
    who = workflow.add_analyst(store, name, actor=CLI, role=role)
    for claim in (1, 4):
        builders.tag(store, who, claim, "contested")
    builders.note(store, who, 1, "See the annex.")
    builders.attach(store, who, 1, source=SOURCE)
    cookies = {cookie_name(store.project_id): workflow.sign_in(store, who.id)}
    return Looker(cookies, workflow.add_api_token(store, CLI, who.id, "notebook"))


def work(office: Office) -> None:
    """Everything a colleague can do."""
    with open_store(office.served.path) as store:
        for claim in claims_of(store):
            builders.tag(store, office.colleague, claim, "opinion")
        first, second, third, fourth, *_ = claims_of(store)
        builders.tag(store, office.colleague, first, None, outcome="skipped")
        builders.tag(store, office.colleague, second, None, outcome="unsure")
        builders.clear(store, office.colleague, third, replaces=None)
        builders.note(store, office.colleague, first, NOTE)
        builders.wish_split(store, office.colleague, fourth)
        held = builders.keep_file(store, FILE)
        builders.attach(store, office.colleague, first, file_sha256=held, file_name="minutes.txt")
        for claim, source in ((second, SOURCE), (first, f"{SOURCE}, {COLLEAGUE}")):
            builders.attach(store, office.colleague, claim, source=source, note=NOTE)
        source = source_id(store)
        store.write(lambda tx: sources.rate(tx, office.colleague.id, source, "E", NOTE))
        workflow.make_link(store, CLI, office.colleague.id)
        workflow.sign_in(store, office.colleague.id)


def claims_of(store: Store) -> list[int]:
    with store.read() as db:
        return [claim.id for claim in articles.claims(db)]


def source_id(store: Store) -> str:
    """The source that everybody has named."""
    with store.read() as db:
        found = sources.find_name(db, SOURCE)
    assert found is not None
    return found.id


def addresses(person: str) -> Iterator[str]:
    """Every address that can be read without a page of Streamlit's."""
    routes = [*api.routes(), *downloads.routes(), *file_routes.routes()]
    routes += [*login_routes.routes(), *joining.routes()]
    for route in routes:
        if "GET" in (route.methods or ()):
            yield from filled(route)
    yield from (f"/_stcore/{name}" for name in STREAMLITS)
    yield "/api/articles?limit=1&after=1"
    yield f"/api/articles/1/tags?analyst={person}"


def filled(route: Route) -> Iterator[str]:
    """A route's addresses, with each thing it can be asked for put in."""
    queries = ("", "?article=1", "?article=2&others=1", "?others=1", "?raw=1")
    values = {
        "{id:int}": ["1", "2"],
        "{format}": [name + query for name in EXPORTERS for query in queries],
        "{name}": ["who.js"],
        "{sha256}": [hashlib.sha256(FILE).hexdigest()],
        "{token:path}": ["made-up"],
    }
    for name, options in values.items():
        if name in route.path:
            yield from (route.path.replace(name, option) for option in options)
            return
    assert "{" not in route.path, f"{route.path} is not among the addresses that are tried"
    yield route.path


def answered(office: Office, address: str, headers: dict[str, str]) -> str:
    """Status, headers and body as they come."""
    connection = http.client.HTTPConnection("127.0.0.1", office.served.port, timeout=30)
    try:
        connection.request("GET", address, headers={"Host": office.host} | headers)
        reply = connection.getresponse()
        return f"{reply.status}\n{reply.headers}\n{reply.read().decode('utf-8', 'replace')}"
    finally:
        connection.close()


def gets(office: Office, who: Looker) -> dict[str, str]:
    """All that somebody gets, by where from."""
    cookie = "; ".join(f"{name}={value}" for name, value in who.cookies.items())
    got = {}
    for address in addresses(office.colleague.id):
        got[address] = answered(office, address, {"Cookie": cookie})
        if address.startswith("/api/"):
            by_key = {"Authorization": f"Bearer {who.key}"}
            got[f"{address} by key"] = answered(office, address, by_key)
    query = f"article=1&person={office.colleague.id}"
    with open_store(office.served.path) as store:
        queries = dict.fromkeys(PAGES, query) | {"sources ": f"source={source_id(store)}"}
    for page, asked in queries.items():
        with streaming(office.served.port, office.host, who.cookies) as tab:
            got[f"page {page}"] = tab.draw(page.strip(), asked).text
    assert "What it is cited for" in got["page sources "]
    return {where: settled(text) for where, text in got.items()}


CHANGING: Final = (
    r'"head":\s*("[^"]*"|\d+)',  # how long the log is, and its hash
    r"(?i)^(x-claims-head|content-length|date|last-modified|etag|set-cookie): .*$",
    r"-[0-9a-f]{8}(\.raw)?\.(csv|jsonl)",
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=\"\s*$)",  # of sessions
    r'^ *(hash|message_hash): ".*"$',
)


def settled(text: str) -> str:
    """Without what differs from one moment to the next, whoever works."""
    for pattern in CHANGING:
        text = re.sub(pattern, "…", text, flags=re.MULTILINE)
    return text


def test_nothing_an_analyst_gets_depends_on_what_a_colleague_does(office: Office) -> None:
    before = gets(office, office.analyst)
    assert sum("200" in text[:4] for text in before.values()) > 20
    work(office)
    after = gets(office, office.analyst)
    same(before, after)
    for where, text in after.items():
        assert not [word for word in (COLLEAGUE, "Lindqvist", NOTE) if word in text], where


def test_nothing_a_lead_gets_depends_on_what_was_answered(office: Office) -> None:
    with open_store(office.served.path) as store:
        other = workflow.add_analyst(store, "Dov Haller", actor=CLI)
        first = {claim: uuid7() for claim in claims_of(store)}
        for claim, event in first.items():
            builders.tag(store, other, claim, "opinion", id=event)
        builders.note(store, other, 1, "It was the foreman.")
    before = minutes_aside(gets(office, office.lead))
    assert "Dov Haller" in before["page articles"]
    with open_store(office.served.path) as store:
        for claim, event in first.items():
            builders.tag(store, other, claim, "sourced", confidence="low", replaces=event)
    after = minutes_aside(gets(office, office.lead))
    same(before, after)
    assert not [where for where, text in after.items() if "foreman" in text]


def minutes_aside(got: dict[str, str]) -> dict[str, str]:
    """Without when somebody was seen last, which leads may know."""
    return {where: re.sub(r"today, \d\d:\d\d", "today", text) for where, text in got.items()}


def same(before: dict[str, str], after: dict[str, str]) -> None:
    """Whether each place answers as before; what differs, if not."""
    for where, text in after.items():
        changes = difflib.unified_diff(before[where].splitlines(), text.splitlines(), n=1)
        assert list(changes) == [], where
