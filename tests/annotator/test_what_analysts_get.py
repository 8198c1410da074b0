"""Whatever an analyst can ask for is the same before and after a colleague has tagged and noted.

So no name beside work, no tag, no note and no count of others reaches anybody who is still blind:
neither in an answer of a route, nor in anything that a page sends, seen or not.
"""

from __future__ import annotations

import difflib
import http.client
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import pytest
from starlette.routing import Route

from annotator import api, downloads, joining, login_routes, workflow
from annotator.identity import cli_actor, cookie_name
from db import articles
from db.exports import EXPORTERS
from db.model import Analyst
from db.store import open_store
from tests import builders
from tests.serving import Served, free_port
from tests.stream import streaming

CLI: Final = cli_actor()
NAME: Final = "claims.test"
COLLEAGUE: Final = "Cyra Lindqvist"
NOTE: Final = "the foreman was not asked"
PAGES: Final = ("", "tag", "articles", "progress", "export", "guide", "team")
STREAMLITS: Final = ("health", "host-config", "script-health-check", "metrics")


@dataclass(frozen=True, slots=True)
class Office:
    """A team that is served: an analyst who looks, and a colleague."""

    served: Served
    cookies: dict[str, str]
    key: str
    colleague: Analyst

    @property
    def host(self) -> str:
        return f"{NAME}:{self.served.port}"


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    """Dora has begun both articles, so that all pages have something to show."""
    path, port = tmp_path / "project.db", free_port()
    options = ("--team", "--host", "127.0.0.1", "--public-url", f"http://{NAME}:{port}")
    with Served(path, *options, port=port) as served:
        with open_store(path) as store:
            builders.load(store)
            builders.load(store, builders.an_article("A ferry came.", "It left.", title="Ferries"))
            dora = workflow.add_analyst(store, "Dora Kline", actor=CLI)
            colleague = workflow.add_analyst(store, COLLEAGUE, actor=CLI)
            for claim in (1, 4):
                builders.tag(store, dora, claim, "contested")
            builders.note(store, dora, 1, "See the annex.")
            cookies = {cookie_name(store.project_id): workflow.sign_in(store, dora.id)}
            key = workflow.add_api_token(store, CLI, dora.id, "notebook")
        yield Office(served, cookies, key, colleague)


def work(office: Office) -> None:
    """Everything a colleague can do."""
    with open_store(office.served.path) as store:
        with store.read() as db:
            claims = [claim.id for claim in articles.claims(db)]
        for claim in claims:
            builders.tag(store, office.colleague, claim, "opinion")
        builders.tag(store, office.colleague, claims[1], None, outcome="skipped")
        builders.tag(store, office.colleague, claims[2], None, outcome="unsure")
        builders.clear(store, office.colleague, claims[3], replaces=None)
        builders.note(store, office.colleague, claims[0], NOTE)
        builders.wish_split(store, office.colleague, claims[1])
        workflow.make_link(store, CLI, office.colleague.id)
        workflow.sign_in(store, office.colleague.id)


def addresses(person: str) -> Iterator[str]:
    """Every address that can be read without a page of Streamlit's."""
    routes = [*api.routes(), *downloads.routes(), *login_routes.routes(), *joining.routes()]
    for route in routes:
        if "GET" in (route.methods or ()):
            yield from filled(route)
    yield from (f"/_stcore/{name}" for name in STREAMLITS)
    yield "/api/articles?limit=1&after=1"
    yield f"/api/articles/1/tags?analyst={person}"


def filled(route: Route) -> Iterator[str]:
    """A route's addresses, with each thing it can be asked for put in."""
    queries = ("?article=1", "?article=2&others=1", "?others=1", "?raw=1")
    values = {
        "{id:int}": ["1", "2"],
        "{format}": [name + query for name in EXPORTERS for query in queries],
        "{name}": ["who.js"],
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


def gets(office: Office) -> dict[str, str]:
    """All an analyst gets, by where from."""
    cookie = "; ".join(f"{name}={value}" for name, value in office.cookies.items())
    got = {}
    for address in addresses(office.colleague.id):
        got[address] = answered(office, address, {"Cookie": cookie})
        if address.startswith("/api/"):
            by_key = {"Authorization": f"Bearer {office.key}"}
            got[f"{address} by key"] = answered(office, address, by_key)
    for page in PAGES:
        for query in ("article=1", "article=2", f"person={office.colleague.id}"):
            with streaming(office.served.port, office.host, office.cookies) as tab:
                got[f"page {page}?{query}"] = tab.draw(page, query).text
    return {where: settled(text) for where, text in got.items()}


CHANGING: Final = (
    r'"head":\s*("[^"]*"|\d+)',  # how long the log is, and its hash
    r"(?i)^(x-claims-head|content-length|date|last-modified|etag|set-cookie): .*$",
    r"-[0-9a-f]{8}(\.raw)?\.csv",
    r"[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}(?=\"\s*$)",  # of sessions
    r'^ *(hash|message_hash): ".*"$',
)


def settled(text: str) -> str:
    """Without what differs from one moment to the next, whoever works."""
    for pattern in CHANGING:
        text = re.sub(pattern, "…", text, flags=re.MULTILINE)
    return text


def test_nothing_depends_on_what_a_colleague_does(office: Office) -> None:
    before = gets(office)
    assert sum("200" in text[:4] for text in before.values()) > 20
    work(office)
    for where, text in gets(office).items():
        changes = difflib.unified_diff(before[where].splitlines(), text.splitlines(), n=1)
        assert list(changes) == [], where
        assert not [word for word in (COLLEAGUE, "Lindqvist", NOTE) if word in text], where
