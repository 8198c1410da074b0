"""The export route: own rows for everybody signed in, others' rows only once they were shown."""

from __future__ import annotations

import csv
import io
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import IO

import pytest
from httpx2 import Response
from starlette.applications import Starlette
from starlette.testclient import TestClient

from annotator import downloads, running, workflow
from annotator.downloads import file_name
from annotator.identity import Actor, cookie_name
from db import people
from db.errors import StoreBusyError
from db.events import head
from db.exports import EXPORTERS
from db.model import Analyst, ArticleRow, Head
from db.store import Store
from tests import builders
from tests.builders import an_analyst, an_article, load, note, tag


@pytest.fixture
def articles(store: Store) -> list[ArticleRow]:
    """Two articles, answered in full by Ana and by Bo."""
    found = [
        load(store, an_article("One.", "=Two.", title="First")),
        load(store, an_article("Three.", title="Second")),
    ]
    for name in ("Ana", "Bo"):
        analyst = an_analyst(store, name)
        for claim_id in (1, 2, 3):
            tag(store, analyst, claim_id, "opinion")
            note(store, analyst, claim_id, f"{name} on {claim_id}")
    return found


@pytest.fixture
def ana(store: Store, articles: list[ArticleRow]) -> Analyst:
    with store.read() as db:
        analyst = people.find_name(db, "Ana")
    assert analyst is not None
    return analyst


@pytest.fixture
def client(store: Store, ana: Analyst) -> Iterator[TestClient]:
    """A browser signed in as Ana."""
    running.start(store)
    with TestClient(Starlette(routes=downloads.routes())) as client:
        client.cookies.set(cookie_name(store.project_id), workflow.sign_in(store, ana.id))
        yield client
    running.stop()


def rows(response: Response) -> list[dict[str, str]]:
    assert response.status_code == 200, response.text
    return list(csv.DictReader(io.StringIO(response.content.decode("utf-8-sig"), newline="")))


def said(response: Response) -> tuple[int, str, str]:
    return (response.status_code, response.json()["error"], response.json()["message"])


def test_own_rows_of_all_articles(client: TestClient) -> None:
    found = rows(client.get("/api/export/csv-long"))
    assert [row["text"] for row in found] == ["One.", "'=Two.", "Three."]
    assert {row["analyst"] for row in found} == {"Ana"}


def test_nothing_of_others_is_in_an_own_export(client: TestClient) -> None:
    for name in EXPORTERS:
        assert "Bo" not in client.get(f"/api/export/{name}").text
        assert "Bo" not in client.get(f"/api/export/{name}?others=0").text


def test_chosen_articles_only(client: TestClient) -> None:
    assert [row["text"] for row in rows(client.get("/api/export/csv-long?article=2"))] == ["Three."]
    found = rows(client.get("/api/export/csv-wide?article=2&article=1&article=2"))
    assert [row["text"] for row in found] == ["One.", "'=Two.", "Three."]


def test_raw_is_not_guarded(client: TestClient) -> None:
    response = client.get("/api/export/csv-long?article=1&raw=1")
    assert [row["text"] for row in rows(response)] == ["One.", "=Two."]
    assert not response.content.startswith(b"\xef\xbb\xbf")
    assert response.headers["content-disposition"].endswith('.raw.csv"')


def test_the_download_says_what_it_is(client: TestClient, store: Store) -> None:
    response = client.get("/api/export/csv-long")
    with store.read() as db:
        end = head(db)
    assert re.fullmatch(
        rf'attachment; filename="tags-long-mine-\d{{4}}-\d\d-\d\d-{end.hash[:8]}\.csv"',
        response.headers["content-disposition"],
    )
    assert response.headers["content-type"] == "text/csv; charset=utf-8"
    assert response.headers["x-content-type-options"] == "nosniff"
    assert response.headers["cache-control"] == "no-store"
    assert response.headers["x-claims-head"] == str(end)
    assert int(response.headers["content-length"]) == len(response.content)


def test_file_names() -> None:
    end, day = Head(7, "0123456789abcdef"), date(2026, 11, 22)
    long, wide = EXPORTERS["csv-long"], EXPORTERS["csv-wide"]
    own = file_name(long, end, day, others=False, raw=False)
    assert own == "tags-long-mine-2026-11-22-01234567.csv"
    everything = file_name(wide, end, day, others=True, raw=True)
    assert everything == "tags-wide-all-2026-11-22-01234567.raw.csv"
    settled = EXPORTERS["adjudicated"]
    filled = [
        file_name(settled, end, day, others=True, fill_majority=True, raw=raw)
        for raw in (False, True)
    ]
    assert filled == [
        "adjudicated-all-2026-11-22-01234567.filled.csv",
        "adjudicated-all-2026-11-22-01234567.filled.raw.csv",
    ]


def test_others_are_refused_before_they_were_shown(client: TestClient) -> None:
    status, error, message = said(client.get("/api/export/csv-long?article=1&others=1"))
    assert (status, error) == (403, "others")
    assert "“First”" in message


def test_others_come_once_they_were_shown(client: TestClient, store: Store, ana: Analyst) -> None:
    workflow.show_others(store, Actor.of(ana), [1])
    found = rows(client.get("/api/export/csv-long?article=1&others=1"))
    assert [row["analyst"] for row in found] == ["Ana", "Bo", "Ana", "Bo"]
    found = rows(client.get("/api/export/csv-wide?article=1&others=1"))
    assert {"tag:Ana", "tag:Bo"} <= set(found[0])


def test_one_hidden_article_is_enough_to_refuse(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    workflow.show_others(store, Actor.of(ana), [1])
    for query in ("others=1", "others=1&article=1&article=2"):
        status, error, message = said(client.get(f"/api/export/csv-long?{query}"))
        assert (status, error) == (403, "others")
        assert "“Second”" in message


def test_an_article_is_hidden_from_the_moment_others_begin_in_it(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    workflow.show_others(store, Actor.of(ana), [1, 2])
    load(store, an_article("Four.", title="Third"))
    tag(store, ana, 4, "none")
    found = rows(client.get("/api/export/csv-long?others=1"))
    assert [row["text"] for row in found if row["article_title"] == "Third"] == ["Four."]
    note(store, an_analyst(store, "Cy"), 4, "Not sure of this one.")
    for query in ("others=1", "others=1&article=3"):
        status, error, message = said(client.get(f"/api/export/csv-long?{query}"))
        assert (status, error) == (403, "others")
        assert "“Third”" in message


def test_an_exposure_of_somebody_else_opens_nothing(client: TestClient, store: Store) -> None:
    with store.read() as db:
        bo = people.find_name(db, "Bo")
    assert bo is not None
    workflow.show_others(store, Actor.of(bo), [1, 2])
    assert client.get("/api/export/csv-long?article=1&others=1").status_code == 403


def test_a_download_records_nothing(client: TestClient, store: Store) -> None:
    with store.read() as db:
        before = head(db)
    client.get("/api/export/csv-wide")
    with store.read() as db:
        assert head(db) == before


def test_signed_out_gets_nothing(client: TestClient) -> None:
    client.cookies.clear()
    status, error, _ = said(client.get("/api/export/csv-long"))
    assert (status, error) == (401, "login")


def test_a_person_who_follows_a_link_reads_a_sentence(client: TestClient) -> None:
    response = client.get("/api/export/csv-long?others=1", headers={"accept": "text/html"})
    assert response.status_code == 403
    assert response.text.startswith("Others' tags of “First” have not been shown to you")


@pytest.mark.parametrize(
    ("address", "status", "error"),
    [
        ("/api/export/xml", 404, "format"),
        ("/api/export/csv-long?article=9", 404, "article"),
        ("/api/export/csv-long?article=9&others=1", 404, "article"),
        ("/api/export/csv-long?article=one", 400, "address"),
        ("/api/export/csv-long?article=-1", 400, "address"),
        ("/api/export/csv-long?article=²", 400, "address"),
        ("/api/export/csv-long?article=99999999999999999999", 400, "address"),
        ("/api/export/csv-long?article=", 400, "address"),
        ("/api/export/csv-long?fill_majority=1", 400, "address"),
        ("/api/export/csv-wide?others=1&fill_majority=1", 400, "address"),
        ("/api/export/adjudicated?majority=1", 400, "address"),
        ("/api/export/adjudicated?article=9", 404, "article"),
    ],
)
def test_a_wrong_address_is_answered_with_a_sentence(
    client: TestClient, address: str, status: int, error: str
) -> None:
    assert said(client.get(address))[:2] == (status, error)


def test_what_became_of_the_claims_is_others_work(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    for query in ("", "?article=1", "?article=1&others=1", "?fill_majority=1"):
        status, error, message = said(client.get(f"/api/export/adjudicated{query}"))
        assert (status, error) == (403, "others")
        assert "“First”" in message
    workflow.show_others(store, Actor.of(ana), [1])
    response = client.get("/api/export/adjudicated?article=1")
    found = rows(response)
    assert [(row["text"], row["final_tag"], row["method"]) for row in found] == [
        ("One.", "opinion", "unanimous"),
        ("'=Two.", "opinion", "unanimous"),
    ]
    assert {row["votes_by_analyst"] for row in found} == {"Ana: opinion; Bo: opinion"}
    assert 'filename="adjudicated-all-' in response.headers["content-disposition"]
    assert rows(client.get("/api/export/adjudicated?article=1&others=1")) == found


def test_a_majority_is_filled_in_when_asked_for(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    three = load(store, an_article("Four.", title="Third"))
    for name, tag_ in (("Cy", "none"), ("Di", "none"), ("Eli", "opinion")):
        tag(store, an_analyst(store, name), 4, tag_)
    workflow.show_others(store, Actor.of(ana), [three.id])
    address = f"/api/export/adjudicated?article={three.id}"
    tags = [
        (row["final_tag"], row["method"])
        for more in ("", "&fill_majority=0", "&fill_majority=1", "&fill_majority=1&raw=1")
        for row in csv.DictReader(
            client.get(address + more).text.removeprefix("\ufeff").splitlines()
        )
    ]
    assert tags == [("", "majority")] * 2 + [("none", "majority")] * 2


def test_a_decision_alone_is_work_of_somebody_else(
    client: TestClient, store: Store, ana: Analyst
) -> None:
    three = load(store, an_article("Four.", title="Third"))
    address = f"/api/export/adjudicated?article={three.id}"
    tag(store, ana, 4, "none")
    assert [row["method"] for row in rows(client.get(address))] == ["single_vote"]
    builders.decide(store, an_analyst(store, "Rae"), 4, "opinion")
    assert said(client.get(address))[:2] == (403, "others")
    workflow.show_others(store, Actor.of(ana), [three.id])
    assert [row["reviewer"] for row in rows(client.get(address))] == ["Rae"]


def test_a_vote_is_work_of_somebody_else_when_its_answer_was_taken_back(
    client: TestClient, store: Store
) -> None:
    three = load(store, an_article("Four.", title="Third"))
    cy = an_analyst(store, "Cy")
    first = tag(store, cy, 4, "none")
    builders.expose(store, cy, three.id)
    builders.clear(store, cy, 4, replaces=first.id)
    assert said(client.get(f"/api/export/adjudicated?article={three.id}"))[:2] == (403, "others")


def test_a_large_export_is_sent_from_disk_in_pieces(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = client.get("/api/export/csv-long").content
    monkeypatch.setattr(downloads, "_IN_MEMORY", 1)
    monkeypatch.setattr(downloads, "_CHUNK", 100)
    with client.stream("GET", "/api/export/csv-long") as response:
        assert b"".join(response.iter_raw()) == whole


def test_a_file_that_cannot_be_finished_is_closed(
    client: TestClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A read without locks tells only at its end that the project changed meanwhile."""
    made: list[IO[bytes]] = []

    def temporary(max_size: int) -> IO[bytes]:
        made.append(io.BytesIO())
        return made[-1]

    @contextmanager
    def disturbed(path: Path) -> Iterator[None]:
        yield
        if made:
            raise StoreBusyError(f"{path} changed.")

    monkeypatch.setattr(tempfile, "SpooledTemporaryFile", temporary)
    monkeypatch.setattr("db.store.undisturbed", disturbed)
    assert said(client.get("/api/export/csv-long"))[:2] == (503, "store")
    assert [file.closed for file in made] == [True]
