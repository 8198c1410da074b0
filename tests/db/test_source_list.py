"""What rests on which source: counted for each reader, flagged, paged."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from db import source_list, sources
from db.model import Analyst
from db.source_list import Grade, LoneClaim, Piece, SourceRow
from db.store import Store
from tests import builders
from tests.builders import an_analyst, attach, take_back


@pytest.fixture
def people(store: Store) -> tuple[Analyst, Analyst]:
    """Ana and Bo, before two articles: claims 1 to 3, and 4 and 5."""
    builders.load(store)
    builders.load(store, builders.an_article("A ferry came.", "It left.", title="Ferries"))
    return an_analyst(store, "Ana"), an_analyst(store, "Bo")


def id_of(reader: Analyst | None) -> str | None:
    return reader.id if reader else None


def listed(store: Store, reader: Analyst | None, text: str = "") -> dict[str, tuple[int, int, int]]:
    """Pieces, claims and claims alone, by the name of the source."""
    with store.read() as db:
        rows = source_list.listed(db, id_of(reader), text, limit=50)
        assert source_list.count(db, id_of(reader), text) == len(rows)
    return {row.name: (row.pieces, row.claims, row.alone) for row in rows}


def found(store: Store, reader: Analyst | None, name: str) -> SourceRow | None:
    with store.read() as db:
        source = sources.find_name(db, name)
        assert source is not None
        return source_list.find(db, id_of(reader), source.id)


def pieces(store: Store, reader: Analyst | None, name: str) -> list[Piece]:
    with store.read() as db:
        source = sources.find_name(db, name)
        assert source is not None
        return source_list.pieces(db, id_of(reader), source.id, limit=50)


def alone(store: Store, reader: Analyst | None, text: str = "") -> list[LoneClaim]:
    with store.read() as db:
        rows = source_list.alone(db, id_of(reader), text, limit=50)
        assert source_list.count_alone(db, id_of(reader), text) == len(rows)
    return rows


def rate(store: Store, who: Analyst, name: str, grade: str, note: str = "") -> None:
    with store.read() as db:
        source = sources.find_name(db, name)
    assert source is not None
    store.write(lambda tx: sources.rate(tx, who.id, source.id, grade, note))


def grades(store: Store, reader: Analyst | None, *names: str) -> list[Grade]:
    with store.read() as db:
        ids = [source.id for name in names if (source := sources.find_name(db, name))]
        return source_list.grades(db, id_of(reader), ids)


# --- figures --------------------------------------------------------------------------------------


def test_a_claim_rests_on_what_supports_it(store: Store, people: tuple[Analyst, Analyst]) -> None:
    ana, _ = people
    attach(store, ana, 1, source="Port office")
    attach(store, ana, 1, source="Port office", quote="Once more.")
    attach(store, ana, 2, "refutes", source="Port office")
    attach(store, ana, 3, "context", source="Port office")
    attach(store, ana, 3, "refutes", source="Divers")
    assert listed(store, ana) == {"Divers": (1, 0, 0), "Port office": (4, 1, 1)}


def test_it_rests_on_one_alone_when_all_that_supports_it_names_that_one(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    attach(store, ana, 1, source="Port office")
    attach(store, ana, 1, "refutes", source="Divers")
    attach(store, ana, 2, source="Port office")
    second = attach(store, ana, 2, source="Divers")
    attach(store, ana, 3, source="Port office")
    unnamed = attach(store, ana, 3)
    assert listed(store, ana) == {"Divers": (2, 1, 0), "Port office": (3, 3, 1)}
    assert [row.claim_id for row in alone(store, ana)] == [1]
    take_back(store, ana, 2, second.id)
    take_back(store, ana, 3, unnamed.id)
    assert listed(store, ana) == {"Divers": (1, 0, 0), "Port office": (3, 3, 3)}
    assert [row.claim_id for row in alone(store, ana)] == [1, 2, 3]


def test_a_source_whose_evidence_was_taken_back_is_listed_at_the_command_line_only(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    gone = attach(store, ana, 1, source="Port office")
    take_back(store, ana, 1, gone.id)
    assert listed(store, ana) == {}
    assert found(store, ana, "Port office") is None
    with store.read() as db:
        (row,) = source_list.every(db)
    assert (row.name, row.pieces, row.claims, row.alone) == ("Port office", 0, 0, 0)


def test_pages_go_by_name_and_the_filter_by_what_the_name_holds(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    for name in ("divers", "Port Office", "Ärzte am Kai", "The port_news"):
        attach(store, ana, 1, source=name)
    with store.read() as db:
        pages = [
            [row.name for row in source_list.listed(db, ana.id, limit=3, offset=offset)]
            for offset in (0, 3)
        ]
    assert pages == [["divers", "Port Office", "The port_news"], ["Ärzte am Kai"]]
    assert list(listed(store, ana, "PORT")) == ["Port Office", "The port_news"]
    assert list(listed(store, ana, "ÄRZTE  AM ")) == ["Ärzte am Kai"]
    assert listed(store, ana, "%") == {}


def test_a_link_is_the_sources_or_its_first_piece_s(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    attach(store, bo, 1, source="Port office", url="https://port.example/hidden")
    attach(store, ana, 1, source="Port office")
    attach(store, ana, 1, source="Port office", url="https://port.example/log")
    attach(store, ana, 1, source="Port office", url="https://port.example/later")
    row = found(store, ana, "Port office")
    assert row is not None
    assert (row.url, row.link) == ("", "https://port.example/log")
    store.write(lambda tx: sources.add(tx, ana.id, "Divers", "person", "https://divers.example"))
    attach(store, ana, 1, source="Divers", url="https://port.example/log")
    row = found(store, ana, "Divers")
    assert row is not None
    assert (row.type, row.url, row.link) == ("person", *["https://divers.example"] * 2)


# --- who sees what --------------------------------------------------------------------------------


def test_others_evidence_is_not_counted_before_it_was_shown(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    attach(store, ana, 1, source="Port office")
    before = listed(store, ana), alone(store, ana), pieces(store, ana, "Port office")
    attach(store, bo, 1, source="Divers")
    attach(store, bo, 2, source="Port office")
    attach(store, bo, 4, source="Crew")
    rate(store, bo, "Port office", "D")
    assert (listed(store, ana), alone(store, ana), pieces(store, ana, "Port office")) == before
    assert found(store, ana, "Divers") is None
    assert pieces(store, ana, "Divers") == []
    assert grades(store, ana, "Port office", "Divers", "Crew") == []
    builders.expose(store, ana, 1)
    assert listed(store, ana) == {"Divers": (1, 1, 0), "Port office": (2, 2, 1)}
    assert [row.claim_id for row in alone(store, ana)] == [2]
    assert [one.name for one in grades(store, ana, "Port office")] == ["Bo"]
    assert listed(store, bo) == {
        "Crew": (1, 1, 1),
        "Divers": (1, 1, 1),
        "Port office": (1, 1, 1),
    }
    assert listed(store, None) == {
        "Crew": (1, 1, 1),
        "Divers": (1, 1, 0),
        "Port office": (2, 2, 1),
    }


def test_shared_evidence_is_everybodys(store: Store, people: tuple[Analyst, Analyst]) -> None:
    ana, bo = people
    attach(store, bo, 1, source="Press office", shared=True)
    assert listed(store, ana) == {"Press office": (1, 1, 1)}
    assert [(one.analyst, one.shared) for one in pieces(store, ana, "Press office")] == [
        ("Bo", True)
    ]


def test_grades_stand_side_by_side_where_the_source_is_known_from_others(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    attach(store, ana, 1, source="Port office")
    attach(store, bo, 5, source="Port office")
    rate(store, bo, "Port office", "F", "Who are they?")
    rate(store, ana, "Port office", "B")
    own = ("Ana", "B", "")
    others = ("Bo", "F", "Who are they?")

    def seen(reader: Analyst | None) -> list[tuple[str, str, str]]:
        return [
            (one.name, one.reliability, one.note) for one in grades(store, reader, "port OFFICE")
        ]

    assert seen(ana) == [own]
    builders.expose(store, ana, 1)  # their own piece there tells nothing of others
    assert seen(ana) == [own]
    assert not _open(found(store, ana, "Port office"))
    builders.expose(store, ana, 2)
    assert _open(found(store, ana, "Port office"))
    assert seen(ana) == [own, others]
    assert seen(bo) == [others]
    assert seen(None) == [own, others]
    attach(store, ana, 2, source="Port office", shared=True)
    assert seen(bo) == [others, own]


def _open(row: SourceRow | None) -> bool:
    assert row is not None
    return row.open


def test_whether_something_is_left_out_does_not_tell_whether_there_is_any(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people

    def unseen() -> bool:
        with store.read() as db:
            return source_list.some_unseen(db, ana.id)

    assert unseen()
    attach(store, bo, 1)
    assert unseen()
    builders.expose(store, ana, 1)
    assert unseen()
    builders.expose(store, ana, 2)
    assert not unseen()


def test_nobody_else_hides_nothing(store: Store) -> None:
    builders.load(store)
    ana = an_analyst(store, "Ana")
    with store.read() as db:
        assert not source_list.some_unseen(db, ana.id)


# --- pieces and flags -----------------------------------------------------------------------------


def test_pieces_stand_in_reading_order_with_their_claims(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    attach(store, ana, 4, source="Port office", quote="Third.")
    attach(store, ana, 2, "refutes", source="Port office", quote="First.", locator="p. 7")
    attach(store, ana, 2, source="Port office", quote="Second.")
    attach(store, ana, 4, source="Divers", quote="Another's.")
    rows = pieces(store, ana, "Port office")
    assert [(row.article, row.position, row.quote, row.stance, row.alone) for row in rows] == [
        ("Harbour notes", 2, "First.", "refutes", False),
        ("Harbour notes", 2, "Second.", "supports", True),
        ("Ferries", 1, "Third.", "supports", False),
    ]
    assert (rows[0].text, rows[0].locator, rows[0].analyst) == ("It leaks.", "p. 7", "Ana")
    with store.read() as db:
        source = rows[0] and sources.find_name(db, "Port office")
        assert source
        page = source_list.pieces(db, ana.id, source.id, limit=2, offset=2)
    assert [row.quote for row in page] == ["Third."]


ARTICLE = "http://www.example.org/news/Harbour/"


@pytest.mark.parametrize(
    ("url", "more", "circular"),
    [
        ("https://example.org/news/harbour#top", {}, True),
        ("HTTP://WWW.example.org/news/Harbour", {}, True),
        ("https://web.archive.org/web/2026/http://www.example.org/news/Harbour/", {}, True),
        ("https://web.archive.org/web/2026/http:/example.org/news/Harbour", {}, True),
        ("https://archive.ph/2026/https://example.org/news/Harbour#p2", {}, True),
        ("https://archive.ph/newest/example.org/news/Harbour", {}, True),
        ("", {"archive_url": "https://archive.ph/newest/example.org/news/Harbour"}, True),
        ("https://example.org/news/harbour-2", {}, False),
        ("https://example.org/news", {}, False),
        ("https://news.example.org/news/Harbour", {}, False),
        ("https://example.org/news/Harbour?page=2", {}, False),
        ("https://example.org/share?of=example.org/news/Harbour/x", {}, False),
        ("", {}, False),
    ],
)
def test_what_is_the_article_itself_is_circular(
    store: Store, url: str, more: dict[str, Any], circular: bool
) -> None:
    builders.load(store, replace(builders.an_article(), url=ARTICLE))
    ana = an_analyst(store)
    attach(store, ana, 1, source="Port office", url=url, **more)
    (piece,) = pieces(store, ana, "Port office")
    (lone,) = alone(store, ana)
    row = found(store, ana, "Port office")
    assert row is not None
    assert (piece.circular, lone.circular, row.circular) == (circular,) * 3


def test_an_article_without_an_address_is_nobodys_circle(store: Store) -> None:
    builders.load(store)
    ana = an_analyst(store)
    attach(store, ana, 1, source="Port office", url="https://example.org/")
    (piece,) = pieces(store, ana, "Port office")
    assert not piece.circular


@pytest.mark.parametrize(
    ("article", "evidence", "later"),
    [
        ("2026-05-04", "2026-05-05", True),
        ("2026-05-04", "2026-05-04", False),
        ("2026-05-04", "2026-05", False),
        ("2026-05-04", "2026-06", True),
        ("2026-05", "2026-05-31", False),
        ("2026", "2026-12-31", False),
        ("2026", "2027-01-01", True),
        ("2026-05-04", "2025", False),
        ("", "2026-05-05", False),
        ("2026-05-04", "", False),
    ],
)
def test_later_counts_as_exactly_as_both_dates_are_known(
    store: Store, article: str, evidence: str, later: bool
) -> None:
    builders.load(store, replace(builders.an_article(), published=article))
    ana = an_analyst(store)
    attach(store, ana, 1, source="Port office", published_on=evidence)
    (piece,) = pieces(store, ana, "Port office")
    (lone,) = alone(store, ana)
    row = found(store, ana, "Port office")
    assert row is not None
    assert (piece.later, lone.later, row.later) == (later,) * 3


def test_claims_on_one_source_are_paged_in_reading_order(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    for claim, source in ((5, "Divers"), (3, "Port office"), (1, "Divers")):
        attach(store, ana, claim, source=source)
    attach(store, ana, 1, source="divers", quote="Again.")
    rows = alone(store, ana)
    assert [(row.article, row.position, row.source, row.pieces) for row in rows] == [
        ("Harbour notes", 1, "Divers", 2),
        ("Harbour notes", 3, "Port office", 1),
        ("Ferries", 2, "Divers", 1),
    ]
    assert [row.claim_id for row in alone(store, ana, "dIv")] == [1, 5]
    with store.read() as db:
        page = source_list.alone(db, ana.id, limit=2, offset=2)
        assert [source_list.count_alone(db, ana.id, most=n) for n in (1, 2, 9)] == [1, 2, 3]
    assert [row.claim_id for row in page] == [5]
