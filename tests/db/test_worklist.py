"""The articles as one analyst's work: what comes first, what is found, and how it is paged."""

from __future__ import annotations

import pytest

from db import articles
from db.model import WORK_STATES, Analyst, WorkCount, WorkList
from db.store import Store
from tests import builders


@pytest.fixture
def ana(store: Store) -> Analyst:
    return builders.an_analyst(store, "Ana")


def load(store: Store, *titles: str) -> None:
    """Articles of two claims each: article n has the claims 2n - 1 and 2n."""
    for title in titles:
        builders.load(store, builders.an_article("It rains.", f"{title} is wet.", title=title))


def listed(store: Store, analyst: Analyst, **how: object) -> WorkList:
    with store.read() as db:
        return articles.listed(db, analyst.id, **how)  # type: ignore[arg-type]


def titles(work: WorkList) -> list[str]:
    return [row.article.title for row in work.rows]


def test_work_begun_comes_first_then_new_then_done(store: Store, ana: Analyst) -> None:
    load(store, "One", "Two", "Three", "Four", "Five")
    builders.tag(store, ana, 1)
    builders.tag(store, ana, 3)
    builders.tag(store, ana, 4)
    builders.tag(store, ana, 5, None, outcome="skipped")
    builders.note(store, ana, 2, "The latest act is in the first article.")
    builders.tag(store, builders.an_analyst(store, "Bo"), 7)

    work = listed(store, ana)

    assert titles(work) == ["One", "Three", "Five", "Four", "Two"]
    assert [row.state for row in work.rows] == ["begun", "begun", "new", "new", "done"]
    assert [(row.answered, row.skipped) for row in work.rows] == [
        (1, 0),
        (0, 1),
        (0, 0),
        (0, 0),
        (2, 0),
    ]
    assert [row.worked_at is not None for row in work.rows] == [True, True, False, False, True]
    assert work.counts == {
        "begun": WorkCount(articles=2, claims=4, answered=1, begun=2),
        "new": WorkCount(articles=2, claims=4, answered=0),
        "done": WorkCount(articles=1, claims=2, answered=2, begun=1),
        "closed": WorkCount(),
        "other": WorkCount(),
    }
    with store.read() as db:
        assert [row.article for row in work.rows] == [
            articles.get(db, row.article.id) for row in work.rows
        ]


def test_a_claim_that_is_skipped_is_left_to_do(store: Store, ana: Analyst) -> None:
    load(store, "One")
    builders.tag(store, ana, 1)
    skipped = builders.tag(store, ana, 2, None, outcome="skipped")
    assert [row.state for row in listed(store, ana).rows] == ["begun"]
    builders.tag(store, ana, 2, None, outcome="unsure", replaces=skipped.id)
    assert [row.state for row in listed(store, ana).rows] == ["done"]


def test_what_was_taken_back_is_new_again(store: Store, ana: Analyst) -> None:
    load(store, "One")
    tagged = builders.tag(store, ana, 1)
    builders.clear(store, ana, 1, replaces=tagged.id)
    (row,) = listed(store, ana).rows
    assert (row.state, row.worked_at) == ("new", None)


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("", ["100_%", "ÜBER den Hafen", "The harbour"]),
        ("HARB", ["The harbour"]),
        ("über", ["ÜBER den Hafen"]),
        ("u\u0308ber", ["ÜBER den Hafen"]),
        (" hafen ", ["ÜBER den Hafen"]),
        ("_%", ["100_%"]),
        ("_", ["100_%"]),
        ("%harb", []),
        ("' or 1", []),
    ],
)
def test_a_search_is_about_titles_in_whatever_case(
    store: Store, ana: Analyst, search: str, found: list[str]
) -> None:
    load(store, "The harbour", "ÜBER den Hafen", "100_%")
    work = listed(store, ana, search=search)
    assert titles(work) == found
    assert work.found == len(found)
    assert work.counts["new"].articles == 3


def test_states_choose_rows_and_leaves_the_counts(store: Store, ana: Analyst) -> None:
    load(store, "One", "Two", "Three")
    builders.tag(store, ana, 1)
    builders.tag(store, ana, 3)
    builders.tag(store, ana, 4)
    chosen = {
        states: titles(listed(store, ana, states=states))
        for states in (("begun", "new"), ("begun", "done"), ("new",), ())
    }
    assert chosen == {
        ("begun", "new"): ["One", "Three"],
        ("begun", "done"): ["One", "Two"],
        ("new",): ["Three"],
        (): [],
    }
    work = listed(store, ana, states=("done", "new"), limit=1)
    assert (titles(work), work.found) == (["Three"], 2)
    assert [count.articles for count in work.counts.values()] == [1, 1, 1, 0, 0]


def test_pages_follow_each_other(store: Store, ana: Analyst) -> None:
    load(store, *"ABCDEFG")
    for claim in (5, 1, 9):
        builders.tag(store, ana, claim)
    whole = titles(listed(store, ana))
    assert whole == ["E", "A", "C", "G", "F", "D", "B"]
    pages = [titles(listed(store, ana, limit=3, offset=offset)) for offset in (0, 3, 6, 9)]
    assert pages == [whole[:3], whole[3:6], whole[6:], whole[6:]]
    nothing = listed(store, ana, search="Z", limit=3, offset=3)
    assert (nothing.rows, nothing.found, nothing.counts["new"].articles) == ((), 0, 4)
    few = listed(store, ana, states=("begun",), limit=3, offset=3)
    assert (titles(few), few.found) == (whole[:3], 3)


def test_an_empty_project_has_an_empty_list(store: Store, ana: Analyst) -> None:
    assert listed(store, ana) == WorkList((), 0, dict.fromkeys(WORK_STATES, WorkCount()))
