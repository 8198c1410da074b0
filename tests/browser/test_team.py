"""Three people at three computers, by plain HTTP in an office: the whole job, and what none sees.

`claims.test` is no secure context, as `http://192.168.…` is none.
"""

from __future__ import annotations

import csv
import hashlib
import http.client
import io
import itertools
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from playwright.sync_api import Page, WebSocket, expect

import corpus
from annotator import workflow
from annotator.identity import cli_actor, cookie_name
from db import articles, people
from db.exports.guard import unguard
from db.store import open_store
from db.transaction import Transaction
from tests import builders
from tests.browser.desk import Desk
from tests.rows import everything, everything_at
from tests.serving import Served, free_port

CLI: Final = cli_actor()
NAME: Final = "claims.test"
KEYS: Final = {"1": "sourced", "2": "contested", "3": "opinion", "0": "none"}
TEXT: Final = """# What the divers saw

The quay was rebuilt in May, “solid as ever”, the port office says. =All= of it is paid for.

A diver called it 🪨 crumbling; the mayor, who has not been down there, calls it safe.

It leaks. Nobody knows since when, and nobody asks. It is the ugliest quay on the coast.
"""


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    """A team's server in an empty folder."""
    port = free_port()
    yield from serve(tmp_path_factory.mktemp("office") / "project.db", port)


def serve(path: Path, port: int) -> Iterator[Served]:
    address = ("--host", "127.0.0.1", "--public-url", f"http://{NAME}:{port}")
    with Served(path, "--team", "--lead", "Lea Brandt", *address, port=port) as server:
        server.url = f"http://{NAME}:{port}"
        yield server


def come_in(page: Page, link: str, name: str) -> Desk:
    """Open a personal link and go on as whom it names."""
    page.goto(link)
    assert not page.evaluate("isSecureContext")
    page.get_by_role("button", name=f"Go on as {name}").click()
    page.wait_for_url(lambda url: "/join/" not in url)
    return Desk(page, link.partition("/join/")[0])


def invite(page: Page, name: str) -> str:
    """Add somebody on the Team page; their link."""
    page.get_by_role("button", name="Add a person").click()
    page.get_by_role("textbox", name="Name").fill(name)
    page.get_by_role("button", name="Add and make the link").click()
    link = page.get_by_label("Personal link")
    expect(link).to_be_visible()
    value = link.input_value()
    page.get_by_role("button", name="Done").click()
    expect(link).to_have_count(0)
    return value


def fetched(page: Page, address: str, accept: str = "text/html") -> tuple[int, str]:
    """The answer that a page's own script gets."""
    status, text = page.evaluate(
        """([address, accept]) => fetch(address, { headers: { accept } }).then(
             async (answer) => [answer.status, await answer.text()])""",
        [address, accept],
    )
    return status, text


def download(page: Page, shape: str) -> list[dict[str, str]]:
    """The rows of the file that the Export page offers in this shape."""
    row = {"long": "each claim and analyst", "wide": "each claim"}[shape]
    page.get_by_text(row, exact=True).click()
    stem = f"tags-{shape}-all"
    expect(page.locator(".st-key-file-name")).to_contain_text(stem)
    with page.expect_download() as downloading:
        page.get_by_role("link", name="Download").click()
    assert downloading.value.suggested_filename.startswith(stem)
    data = Path(downloading.value.path()).read_bytes().decode("utf-8-sig")
    return list(csv.DictReader(io.StringIO(data, newline="")))


def test_from_an_empty_folder_to_three_peoples_rows(
    office: Served, page: Page, colleagues: tuple[Page, Page]
) -> None:
    said = office.log.read_text(encoding="utf-8")
    (link,) = re.findall(rf"{office.url}/join/\S+", said)
    lead = come_in(page, link, "Lea Brandt")

    page.get_by_role("button", name="Load an article").click()
    article = corpus.read(TEXT.encode(), "pasted text.md")
    claims = [article.text[s.start : s.end] for block in article.blocks for s in block.sentences]
    page.get_by_role("textbox", name="Text").fill(TEXT)
    page.keyboard.press("Tab")
    page.get_by_role("button", name=f"Load as {len(claims)} claims").click()
    page.wait_for_url("**/tag?article=1*")

    page.goto(f"{office.url}/team")
    desks = {"Lea Brandt": lead}
    for name, computer in zip(("Ana Ferreira", "Ben Okafor"), colleagues, strict=True):
        desks[name] = come_in(computer, invite(page, name), name)

    typed = {"Ana Ferreira": "1213230"[: len(claims)], "Ben Okafor": "33u21", "Lea Brandt": "12"}
    lead.open(1)
    for desk in desks.values():
        desk.ready()  # the colleagues' way in ends there
    for turn in range(len(claims)):  # in turns, so that all three are at it at the same time
        for name, keys in typed.items():
            desks[name].press(*keys[turn : turn + 1])
    desks["Ben Okafor"].press("n")
    desks["Ben Okafor"].page.keyboard.type("=who says so?")
    desks["Ben Okafor"].page.keyboard.press("Escape")
    for desk in desks.values():
        desk.wait_until_saved()

    tags = {
        name: [KEYS.get(key, "unsure") for key in keys] + [None] * (len(claims) - len(keys))
        for name, keys in typed.items()
    }
    for name, desk in desks.items():
        assert desk.tags() == tags[name]
        seen = desk.page.content()
        for address in ("/api/articles/1/desk", "/api/articles/1/tags", "/api/export/csv-long"):
            status, text = fetched(desk.page, address)
            assert status == 200
            seen += text
        assert name in seen
        assert not [other for other in desks if other != name and other in seen]
        assert ("who says so" in seen) == (name == "Ben Okafor")

    page.goto(f"{office.url}/export")
    page.get_by_text("Include others’ rows").click()
    page.get_by_role("button", name="Show others’ rows").click()
    expect(page.get_by_role("heading", name="First rows")).to_be_visible()
    long, wide = download(page, "long"), download(page, "wide")

    assert [
        (row["position"], row["analyst"], row["outcome"], row["tag"], row["note"], row["blind"])
        for row in long
    ] == [
        (
            str(position),
            name,
            *(("unsure", "") if tag == "unsure" else ("tagged", tag) if tag else ("", "")),
            "'=who says so?" if (name, position) == ("Ben Okafor", 6) else "",
            "true" if tag else "",
        )
        for position in range(1, len(claims) + 1)
        for name in sorted(tags)
        if (tag := tags[name][position - 1]) or (name, position) == ("Ben Okafor", 6)
    ]
    assert {row["article_title"] for row in long} == {"What the divers saw"}
    for row in itertools.chain(long, wide):
        assert unguard(row["text"]) == claims[int(row["position"]) - 1]
        assert article.text[int(row["start"]) : int(row["end"])] == unguard(row["text"])
    assert [[row["position"], *(row[f"tag:{name}"] for name in sorted(tags))] for row in wide] == [
        [str(n + 1), *(tags[name][n] or "" for name in sorted(tags))] for n in range(len(claims))
    ]
    with open_store(office.path, write=False) as store, store.read() as db:
        found = db.execute(
            "select name, article_id from exposure join analyst on analyst.id = analyst_id"
        ).fetchall()
    assert found == [("Lea Brandt", 1)]


# --- what an analyst gets -------------------------------------------------------------------------

COLLEAGUE: Final = "Cyra Lindqvist"
NOTE: Final = "the foreman was not asked"
PAGES: Final = (
    *("start", "tag", "articles", "progress", "agreement", "sources", "export", "guide", "team"),
)


def test_no_page_of_an_analyst_holds_anything_of_others(office: Served, page: Page) -> None:
    """`annotator/test_what_analysts_get.py` asks all routes, before and after."""
    desk = Desk(page, office.url)
    desk.enter(office.path, "Dora Kline")
    with open_store(office.path) as store:
        row = builders.load(store, builders.an_article(title="Two ferries"))
        colleague = workflow.add_analyst(store, COLLEAGUE, actor=CLI)
        with store.read() as db:
            dora = people.find_name(db, "Dora Kline")
            claims = [claim.id for claim in articles.claims_of(db, row.revision_id)]
        assert dora is not None
        builders.tag(store, dora, claims[0], "sourced")
        for claim in claims:
            builders.tag(store, colleague, claim, "opinion")
            builders.note(store, colleague, claim, NOTE)
    received: list[bytes] = []

    def listen(socket: WebSocket) -> None:
        socket.on("framereceived", note)

    def note(data: bytes | str) -> None:
        received.append(data if isinstance(data, bytes) else data.encode())

    desk.page.on("websocket", listen)
    for place in PAGES:
        desk.page.goto(f"{office.url}/{place}?article={row.id}&person={colleague.id}")
        expect(desk.page.locator(".ca-person")).to_be_attached(timeout=30_000)
        if place == "tag":
            desk.ready()
            assert desk.tags() == ["sourced", None, None]
        seen = desk.page.content()
        assert "Dora Kline" in seen
        assert not [word for word in ("Lindqvist", NOTE) if word in seen], place
    assert len(received) > len(PAGES)
    assert not [data for data in received if b"Lindqvist" in data or NOTE.encode() in data]


# --- who must not come in, and what must not be taken ---------------------------------------------


def plainly_refused(page: Page, sentence: str) -> None:
    """A page of one heading and one sentence, and nothing of the project."""
    expect(page.get_by_role("heading", level=1)).to_have_text("This link does not work")
    expect(page.get_by_role("main")).to_contain_text(sentence)
    expect(page.get_by_role("button")).to_have_count(0)


def test_links_that_ended_were_renewed_or_are_broken_open_nothing(
    office: Served, page: Page
) -> None:
    with open_store(office.path) as store:
        eve = workflow.add_analyst(store, "Eve Moreau", actor=CLI)
        stolen = workflow.make_link(store, CLI, eve.id)
        page.goto(f"{office.url}/join/{stolen}")
        expect(page.get_by_role("button", name="Go on as Eve Moreau")).to_be_visible()
        workflow.make_link(store, CLI, eve.id)  # the lead hears of it
        before = everything(store)
        page.get_by_role("button", name="Go on as Eve Moreau").click()
        expect(page.get_by_role("alert")).to_have_text(workflow.DEAD_LINK)
        assert everything(store) == before

        ended = workflow.make_link(store, CLI, eve.id, "2026-01-01T00:00:00.000Z")
        before = everything(store)
        for token in (stolen, ended, ended[:-1], "", "%20", "ü", "a/b", "a" * 5000):
            page.goto(f"{office.url}/join/{token}")
            plainly_refused(page, workflow.DEAD_LINK)
        assert page.context.cookies() == []
        assert everything(store) == before
    said = office.log.read_text(encoding="utf-8")
    assert "Refused (link)" in said
    assert stolen not in said


def make_old(tx: Transaction, token: str) -> None:
    """Let a login have been made years ago."""
    tx.db.execute(
        "update login set created_at = '2020' || substr(created_at, 5) where token_sha256 = ?",
        [hashlib.sha256(token.encode()).hexdigest()],
    )


def test_a_cookie_that_ended_or_is_made_up_shows_no_page(office: Served, page: Page) -> None:
    context = page.context
    with open_store(office.path) as store:
        cookie = cookie_name(store.project_id)
        fay = workflow.add_analyst(store, "Fay Adler", actor=CLI)
        stolen, old = (workflow.sign_in(store, fay.id) for _ in range(2))
        store.write(lambda tx: make_old(tx, old))
        context.add_cookies([{"name": cookie, "value": stolen, "url": office.url}])
        page.goto(f"{office.url}/export")
        expect(page.locator(".ca-person")).to_be_attached(timeout=30_000)
        workflow.end_logins(store, CLI, fay.id)
        before = everything(store)
        page.get_by_role("link", name="Articles").first.click()  # the open page, at once
        expect(page.get_by_role("heading", name="You are signed out here")).to_be_visible()
        for value in (stolen, old, "made-up", "x" * 3000, '"', "ü"):
            context.clear_cookies()
            context.add_cookies([{"name": cookie, "value": value, "url": office.url}])
            page.goto(f"{office.url}/export")
            expect(page.get_by_role("heading", name="You are signed out here")).to_be_visible()
            expect(page.get_by_text("Open your personal link.")).to_be_visible()
            assert fetched(page, "/api/export/csv-long", "application/json")[0] == 401
        assert everything(store) == before


def test_acts_under_another_name_or_from_elsewhere_are_not_taken(
    office: Served, page: Page
) -> None:
    desk = Desk(page, office.url)
    desk.enter(office.path, "Gil Santos")
    with open_store(office.path, write=False) as store:
        before, project = everything(store), store.project_id
        with store.read() as db:
            victim = people.listing(db)[0]
    desk.page.goto(f"{office.url}/who")
    act = {"id": "0190a1b2-0000-7000-8000-000000000001", "kind": "note", "claim": 1, "text": "x"}
    body = json.dumps(
        {"project": project, "as": victim.id, "acts": [act | {"sha": "", "replaces": None}]}
    )
    status, answer = desk.page.evaluate(
        """(body) => fetch("/api/acts", { method: "POST", body, headers: {
             "Content-Type": "application/json", "X-Claims": "1" } }).then(
             async (answer) => [answer.status, await answer.json()])""",
        body,
    )
    assert (status, answer["error"]) == (409, "person")
    assert answer["message"] == "You are now signed in as Gil Santos here."

    other = page.context.new_page()  # another site's form; the browser is signed in here
    other.set_content(
        f'<form method="post" enctype="text/plain" action="{office.url}/api/acts">'
        f"<input name='{body[:-1]},\"a\":\"' value='\"}}'><button>Win</button></form>"
    )
    other.get_by_role("button").click()
    expect(other.get_by_text("This was sent from another site")).to_be_visible()

    connection = http.client.HTTPConnection("127.0.0.1", office.port, timeout=30)
    connection.request("GET", "/who", headers={"Host": "elsewhere.example", "Accept": "text/html"})
    reply = connection.getresponse()
    assert reply.status == 403
    assert "This program does not answer as “elsewhere.example”." in reply.read().decode()
    connection.close()
    assert everything_at(office.path) == before
    said = office.log.read_text(encoding="utf-8")
    for refusal in ("(409, person)", "Refused (origin)", "Refused (host)"):
        assert refusal in said
