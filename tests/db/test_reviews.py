"""The queue: what a reviewer gets, in which order, page by page, and what filters leave of it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from unittest.mock import patch

import pytest

from db import reviews
from db.check import check
from db.model import Analyst
from db.reviews import MOST, Group, Waiting, Wanted
from db.store import Store
from tests import builders

# Votes on the claims of two articles, by analyst. `?` is unsure, `.` is nothing.
TAGS = {"s": "sourced", "c": "contested", "o": "opinion", "n": "none"}
VOTES = {
    1: "ssoo.",  # tied
    2: "sssso",
    3: "ssss?",  # unanimous
    4: "so...",  # tied, with fewer votes
    5: "sc...",
    6: "s....",
    7: "sssoo",
    8: "sco..",
    9: "?....",
    10: "oo...",  # unanimous
}
FIRST, SECOND = 1, 2
# Ties first, each part by its weight: 1 has 8/3, 8 has 3, 4 and 5 have 2; 7 has 3, 2 has 2.
ORDER = [8, 1, 4, 5, 7, 2]


@pytest.fixture(params=["article by article", "by the index"], autouse=True)
def way(request: pytest.FixtureRequest) -> Iterator[None]:
    """Both ways in which the queue is read."""
    with patch.object(reviews, "_FEW", 1 if request.param == "by the index" else 5000):
        yield


@pytest.fixture
def people(store: Store) -> list[Analyst]:
    for title in ("First", "Second"):
        sentences = [f"{letter} {title}." for letter in "ABCDE"]
        builders.load(store, builders.an_article(*sentences, title=title))
    people = [builders.an_analyst(store, name) for name in ("Ana", "Bo", "Cy", "Di", "Ed")]
    for claim, said in VOTES.items():
        for who, letter in zip(people, said, strict=True):
            if letter == "?":
                builders.tag(store, who, claim, None, outcome="unsure")
            elif letter != ".":
                builders.tag(store, who, claim, TAGS[letter])
    builders.note(store, people[0], 6, "Who says so?")
    builders.note(store, people[0], 2, "Who says so?")
    builders.wish_split(store, people[1], 5)
    return people


@pytest.fixture
def rea(store: Store, people: list[Analyst]) -> Analyst:
    """A reviewer to whom both articles are shown."""
    rea = builders.an_analyst(store, "Rea")
    for article in (FIRST, SECOND):
        builders.expose(store, rea, article)
    return rea


def queue(store: Store, reviewer: Analyst, wanted: Wanted = Wanted()) -> list[Waiting]:  # noqa: B008
    with store.read() as db:
        return reviews.queue(db, reviewer.id, wanted, limit=100)


def ids(store: Store, reviewer: Analyst, wanted: Wanted = Wanted()) -> list[int]:  # noqa: B008
    return [row.claim_id for row in queue(store, reviewer, wanted)]


def groups(store: Store, reviewer: Analyst, wanted: Wanted = Wanted()) -> list[Group]:  # noqa: B008
    with store.read() as db:
        return reviews.groups(db, reviewer.id, wanted)


def test_ties_first_then_the_worst(store: Store, rea: Analyst) -> None:
    rows = queue(store, rea)
    assert [row.claim_id for row in rows] == ORDER
    assert [row.tied for row in rows] == [True] * 4 + [False] * 2
    sha = builders.sha_of(store, 8)
    assert replace(rows[0], sha256=rows[0].sha256[:12]) == Waiting(
        8, 2, "Second", 3, "C Second.", "contested,opinion,sourced", True, 3.0, 3, None, sha
    )
    assert [row.weight for row in rows] == pytest.approx([3, 8 / 3, 2, 2, 3, 2])


@pytest.mark.parametrize("limit", [1, 2, 3, 5, 6, 7])
def test_pages_have_each_claim_once(store: Store, rea: Analyst, limit: int) -> None:
    found, place = [], None
    while True:
        with store.read() as db:
            page = reviews.queue(db, rea.id, Wanted(), after=place, limit=limit)
        found += [row.claim_id for row in page]
        if len(page) < limit:
            break
        place = page[-1].place
    assert found == ORDER


def test_a_page_goes_on_though_the_claim_before_it_was_settled(store: Store, rea: Analyst) -> None:
    second = queue(store, rea)[1]
    builders.decide(store, rea, second.claim_id)
    with store.read() as db:
        page = reviews.queue(db, rea.id, Wanted(), after=second.place, limit=2)
    assert [row.claim_id for row in page] == ORDER[2:4]


def test_groups_by_the_tags_that_stand_against_each_other(store: Store, rea: Analyst) -> None:
    assert groups(store, rea) == [
        ("opinion,sourced", 4),
        ("contested,opinion,sourced", 1),
        ("contested,sourced", 1),
    ]
    assert ids(store, rea, Wanted(group="opinion,sourced")) == [1, 4, 7, 2]
    assert [row.claims for row in groups(store, rea, Wanted(article_id=FIRST))] == [3, 1]
    assert not groups(store, rea)[0].more


def test_a_large_group_is_counted_up_to_a_limit(store: Store, rea: Analyst) -> None:
    with patch.object(reviews, "MOST", 3):
        found = groups(store, rea)
        assert found[0] == ("opinion,sourced", 3)
        assert found[0].more
        assert len(found) == 3
    assert MOST > 3


@pytest.mark.parametrize(
    ("wanted", "claims"),
    [
        (Wanted(article_id=FIRST), [1, 4, 5, 2]),
        (Wanted(article_id=SECOND), [8, 7]),
        (Wanted(among=(SECOND,)), [8, 7]),
        (Wanted(among=()), []),
        (Wanted(pair=("sourced", "opinion")), [8, 1, 4, 7, 2]),
        (Wanted(pair=("opinion", "contested")), [8]),
        (Wanted(pair=("none", "contested")), []),
        (Wanted(tag="contested"), [8, 5]),
        (Wanted(tag="none"), []),
        (Wanted(noted=True), [2, 6]),
        (Wanted(split=True), [5]),
        (Wanted(unsure=True), [3, 9]),
        (Wanted(unsure=True, article_id=FIRST), [3]),
        (Wanted(group="contested,sourced", split=True), [5]),
        (Wanted(state="all"), ORDER),
        (Wanted(state="decided"), []),
        (Wanted(ruling="tag"), []),
    ],
)
def test_filters(store: Store, rea: Analyst, wanted: Wanted, claims: list[int]) -> None:
    assert ids(store, rea, wanted) == claims
    assert sum(group.claims for group in groups(store, rea, wanted)) == len(claims)


def test_filters_by_people(store: Store, people: list[Analyst], rea: Analyst) -> None:
    ana, bo, cy, di, ed = (one.id for one in people)
    assert ids(store, rea, Wanted(analyst_id=ed)) == [7, 2]
    assert ids(store, rea, Wanted(analyst_id=rea.id)) == []
    assert ids(store, rea, Wanted(between=(ana, bo))) == [8, 4, 5]
    assert ids(store, rea, Wanted(between=(bo, ana))) == [8, 4, 5]
    assert ids(store, rea, Wanted(between=(ana, cy))) == [8, 1]
    assert ids(store, rea, Wanted(between=(cy, di))) == [7]
    assert ids(store, rea, Wanted(between=(ana, bo), article_id=SECOND)) == [8]


def test_what_is_decided(store: Store, rea: Analyst) -> None:
    builders.decide(store, rea, 8, "opinion")
    builders.decide(store, rea, 2, None, ruling="rule_unclear")
    builders.decide(store, rea, 6, None, ruling="no_tag_fits")
    builders.accept(store, rea, FIRST)

    assert ids(store, rea) == [1, 4, 5, 7]
    assert ids(store, rea, Wanted(state="decided")) == [8, 2, 3, 6]
    assert ids(store, rea, Wanted(state="decided", ruling="rule_unclear")) == [2]
    assert ids(store, rea, Wanted(state="decided", ruling="accepted")) == [3]
    assert ids(store, rea, Wanted(state="decided", noted=True)) == [2, 6]
    assert ids(store, rea, Wanted(state="all")) == [8, 1, 4, 5, 7, 2, 6]
    assert ids(store, rea, Wanted(noted=True)) == []
    assert ids(store, rea, Wanted(unsure=True)) == [9]
    assert {row.claim_id: row.ruling for row in queue(store, rea, Wanted(state="decided"))} == {
        8: "tag",
        2: "rule_unclear",
        6: "no_tag_fits",
        3: "accepted",
    }


def test_what_was_sent_back_comes_again_when_it_was_answered(
    store: Store, people: list[Analyst], rea: Analyst
) -> None:
    builders.decide(store, rea, 2, None, ruling="sent_back", reason="Which one?")
    assert 2 not in ids(store, rea)
    assert ids(store, rea, Wanted(noted=True)) == [6]
    with store.read() as db:
        row = db.execute(
            "select event_id from answer where claim_id = 2 and analyst_id = ?", [people[0].id]
        ).fetchone()
    builders.tag(store, people[0], 2, "opinion", replaces=row[0])
    assert 2 in ids(store, rea)
    assert ids(store, rea, Wanted(noted=True)) == [2, 6]
    found = next(row for row in queue(store, rea) if row.claim_id == 2)
    assert found.ruling == "sent_back"


def test_only_articles_that_were_shown(store: Store, people: list[Analyst]) -> None:
    rea = builders.an_analyst(store, "Rea")
    everything = Wanted(state="all")
    assert ids(store, rea) == ids(store, rea, everything) == []
    assert groups(store, rea) == []
    with store.read() as db:
        assert reviews.unanimous(db, rea.id) == []
    builders.expose(store, rea, SECOND)
    assert ids(store, rea) == ids(store, rea, everything) == [8, 7]
    assert ids(store, rea, Wanted(article_id=FIRST)) == []
    with store.read() as db:
        assert reviews.unanimous(db, rea.id) == [(10, SECOND, "opinion")]


def test_what_everybody_agrees_on(store: Store, rea: Analyst) -> None:
    def unanimous(article: int | None = None) -> list[tuple[int, int, str]]:
        with store.read() as db:
            found = reviews.unanimous(db, rea.id, article)
            assert reviews.count_unanimous(db, rea.id, article) == len(found)
        return found

    assert unanimous() == [(3, FIRST, "sourced"), (10, SECOND, "opinion")]
    assert unanimous(FIRST) == [(3, FIRST, "sourced")]
    accepted = builders.accept(store, rea, FIRST)
    assert unanimous() == [(10, SECOND, "opinion")]
    builders.decide(store, rea, 10, "none", reason="It is a headline.")
    assert unanimous() == []
    builders.unaccept(store, rea, accepted.id)
    assert unanimous() == [(3, FIRST, "sourced")]
    assert check(store) == []


def test_a_group_names_its_tags() -> None:
    assert list(reviews.voted_tags("contested,none")) == ["contested", "none"]
    assert list(reviews.voted_tags("")) == []


def test_a_place_is_where_a_claim_stands(store: Store, rea: Analyst) -> None:
    rows = queue(store, rea)
    behind = replace(rows[0], claim_id=9)
    assert rows[0].place < behind.place
