"""What the votes on a claim add up to, and when it waits for a reviewer."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import pytest

from db import tallies
from db.check import check
from db.model import Analyst
from db.store import Store
from db.tallies import NO_VOTES, Tally, tally_of
from tests import builders


@pytest.fixture
def people(store: Store) -> list[Analyst]:
    """Five who tag and may look, with one article of three claims."""
    builders.load(store)
    return [builders.an_analyst(store) for _ in range(5)]


def of(store: Store, claim: int = 1) -> Tally:
    with store.read() as db:
        return tallies.of_claim(db, claim)


def flags(store: Store, claim: int = 1) -> tuple[int, int] | None:
    """Whether it waits, and whether it may be accepted."""
    with store.read() as db:
        row: tuple[int, int] | None = db.execute(
            "select waits, agreed from tally where claim_id = ?", [claim]
        ).fetchone()
    return row


@pytest.mark.parametrize(
    ("tags", "different", "tied", "weight"),
    [
        ("", 0, False, 0),
        ("a", 1, False, 0),
        ("aa", 1, False, 0),
        ("ab", 2, True, 2),  # the one pair differs, two votes
        ("aab", 2, False, 3 * 2 / 3),
        ("abc", 3, True, 3),
        ("aabb", 2, True, 4 * 4 / 6),
        ("aaab", 2, False, 4 * 3 / 6),
        ("aabbc", 3, True, 5 * 8 / 10),
        ("aaaab", 2, False, 5 * 4 / 10),
        ("aaabb", 2, False, 5 * 6 / 10),
    ],
)
def test_a_tally(tags: str, different: int, tied: bool, weight: float) -> None:
    tally = tally_of(Counter(tags))
    assert (tally.tagged, tally.different, tally.tied) == (len(tags), different, tied)
    assert tally.weight == pytest.approx(weight)
    assert tally.disagreement == pytest.approx(weight / len(tags) if tags else 0)
    assert tally.tags == tuple(sorted(set(tags)))
    assert tally.is_unanimous == (tags == "aa")


def test_the_more_votes_the_worse_at_the_same_disagreement() -> None:
    few, many = tally_of(Counter("abc")), tally_of(Counter("abcd"))
    assert few.disagreement == many.disagreement == 1
    assert many.weight > few.weight


def test_every_act_is_counted(store: Store, people: Sequence[Analyst]) -> None:
    ana, bo, cy, di, _ = people
    assert of(store) == NO_VOTES
    first = builders.tag(store, ana, 1, "sourced")
    builders.tag(store, bo, 1, "opinion")
    builders.tag(store, cy, 1, None, outcome="unsure")
    builders.tag(store, di, 1, None, outcome="skipped")
    assert of(store) == Tally(2, 2, True, 2.0, ("opinion", "sourced"), 1)
    assert flags(store) == (1, 0)

    second = builders.tag(store, ana, 1, "opinion", replaces=first.id)
    assert of(store) == Tally(2, 1, False, 0.0, ("opinion",), 1)
    assert flags(store) == (0, 1)

    builders.clear(store, ana, 1, replaces=second.id)
    assert of(store) == Tally(1, 1, False, 0.0, ("opinion",), 1)
    assert flags(store) == (0, 0)
    assert check(store) == []


def test_nothing_is_left_where_nothing_is_said(store: Store, people: Sequence[Analyst]) -> None:
    noted = builders.note(store, people[0], 1, "Who?")
    wished = builders.wish_split(store, people[0], 1)
    assert flags(store) == (0, 0)
    builders.note(store, people[0], 1, "", replaces=noted.id)
    assert flags(store) == (0, 0)
    builders.wish_split(store, people[0], 1, wanted=False, replaces=wished.id)
    assert flags(store) is None
    decided = builders.decide(store, people[1], 1)
    assert flags(store) == (0, 0)
    builders.withdraw(store, people[1], 1, replaces=decided.id)
    assert flags(store) is None
    assert check(store) == []


def test_answers_of_who_is_not_blind_are_no_votes(store: Store, people: Sequence[Analyst]) -> None:
    builders.tag(store, people[0], 1, "sourced")
    builders.expose(store, people[1])
    builders.tag(store, people[1], 1, "opinion")
    assert of(store).tags == ("sourced",)


def test_a_claim_waits_while_votes_differ_and_nobody_has_decided(
    store: Store, people: Sequence[Analyst]
) -> None:
    builders.tag(store, people[0], 1, "sourced")
    builders.tag(store, people[1], 1, "opinion")
    reviewer = people[4]
    decided = builders.decide(store, reviewer, 1)
    assert flags(store) == (0, 0)
    builders.tag(store, people[2], 1, "contested")  # too late to open it again
    assert flags(store) == (0, 0)
    builders.withdraw(store, reviewer, 1, replaces=decided.id)
    assert flags(store) == (1, 0)


def test_what_was_sent_back_waits_once_somebody_answers(
    store: Store, people: Sequence[Analyst]
) -> None:
    first = builders.tag(store, people[0], 1, "sourced")
    builders.tag(store, people[1], 1, "opinion")
    builders.decide(store, people[4], 1, None, ruling="sent_back", reason="Which quay?")
    builders.note(store, people[0], 1, "The old one.")  # is no answer
    assert flags(store) == (0, 0)
    builders.expose(store, people[0])  # answers again after reading the question, so no vote
    builders.tag(store, people[0], 1, "opinion", replaces=first.id)
    assert flags(store) == (1, 0)
    assert of(store).tags == ("opinion", "sourced")
    assert check(store) == []


def test_an_acceptance_ends_when_they_agree_no_more(
    store: Store, people: Sequence[Analyst]
) -> None:
    builders.tag(store, people[0], 1, "sourced")
    builders.tag(store, people[1], 1, "sourced")
    builders.expose(store, people[4])
    builders.accept(store, people[4])
    assert flags(store) == (0, 0)
    builders.tag(store, people[2], 1, "sourced")
    assert flags(store) == (0, 0)  # one more who agrees
    builders.tag(store, people[3], 1, "opinion")
    assert flags(store) == (1, 0)
    with store.read() as db:
        assert db.execute("select count(*) from decision").fetchone() == (0,)
    assert check(store) == []


def test_an_acceptance_ends_when_they_agree_on_another_tag(
    store: Store, people: Sequence[Analyst]
) -> None:
    tagged = [builders.tag(store, people[n], 1, "sourced") for n in range(2)]
    builders.tag(store, people[2], 2, "sourced")
    builders.expose(store, people[4])
    builders.accept(store, people[4])
    for n in range(2):
        builders.tag(store, people[n], 1, "opinion", replaces=tagged[n].id)
    assert flags(store) == (0, 1)
    assert of(store).tags == ("opinion",)
    assert check(store) == []
