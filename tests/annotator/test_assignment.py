"""Work is dealt out evenly, to different people, and the same for the same seed."""

from __future__ import annotations

from collections import Counter
from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.assignment import AssignmentError, Unit, deal, place

PEOPLE = st.lists(st.sampled_from("abcdefgh"), min_size=1, unique=True)
SIZES = st.lists(st.integers(0, 40), max_size=30)
SEEDS = st.integers(0, 2**31 - 1)


def units(sizes: list[int], **more: frozenset[str]) -> list[Unit[int]]:
    return [Unit(key, size, **more) for key, size in enumerate(sizes)]


@given(sizes=SIZES, people=PEOPLE, seed=SEEDS, data=st.data())
def test_each_unit_has_as_many_people_as_wanted_and_all_have_as_much(
    sizes: list[int], people: list[str], seed: int, data: st.DataObject
) -> None:
    overlap = data.draw(st.integers(1, len(people)))
    dealt = deal(units(sizes), people, overlap, seed=seed)
    assert list(dealt) == people
    for key in range(len(sizes)):
        assert sum(keys.count(key) for keys in dealt.values()) == overlap
        assert all(keys.count(key) <= 1 for keys in dealt.values())
    loads = [sum(sizes[key] for key in keys) for keys in dealt.values()]
    assert max(loads) - min(loads) <= max(sizes, default=0)


@given(sizes=SIZES, people=PEOPLE, seed=SEEDS, data=st.data())
def test_who_holds_a_unit_counts_and_does_not_get_it_again(
    sizes: list[int], people: list[str], seed: int, data: st.DataObject
) -> None:
    overlap = data.draw(st.integers(1, len(people)))
    holding = st.frozensets(st.sampled_from("abcdefghxyz"), max_size=5)
    held = [data.draw(holding) for _ in sizes]
    given_ = [Unit(key, size, held[key]) for key, size in enumerate(sizes)]
    dealt = deal(given_, people, overlap, seed=seed)
    for key, before in enumerate(held):
        new = [name for name, keys in dealt.items() if key in keys]
        assert not before & set(new)
        assert len(new) == max(0, min(overlap - len(before), len(set(people) - before)))


@given(sizes=SIZES, people=PEOPLE, seed=SEEDS)
def test_one_seed_gives_one_result(sizes: list[int], people: list[str], seed: int) -> None:
    assert deal(units(sizes), people, 1, seed=seed) == deal(units(sizes), people, 1, seed=seed)


def test_another_seed_gives_another_result() -> None:
    results = {str(deal(units([5] * 8), "abcd", 2, seed=seed)) for seed in range(20)}
    assert len(results) > 10


@pytest.mark.parametrize("seed", range(20))
def test_everybody_meets_everybody(seed: int) -> None:
    """With twelve units of one size, four people and two for each, every pair has two of them."""
    dealt = deal(units([5] * 12), "abcd", 2, seed=seed)
    met = Counter(
        pair
        for key in range(12)
        for pair in combinations(sorted(name for name in dealt if key in dealt[name]), 2)
    )
    assert set(met.values()) == {2}


def test_who_has_more_to_do_already_gets_less() -> None:
    dealt = deal(units([10] * 6), "ab", 1, seed=1, loads={"a": 40})
    assert (len(dealt["a"]), len(dealt["b"])) == (1, 5)


def test_who_has_seen_others_work_comes_last() -> None:
    shy = units([10] * 4, shy=frozenset("a"))
    assert deal(shy, "abc", 2, seed=3) == {"a": [], "b": [0, 1, 2, 3], "c": [0, 1, 2, 3]}
    assert all(len(keys) == 4 for keys in deal(shy, "abc", 3, seed=3).values())


@pytest.mark.parametrize(
    ("people", "overlap", "words"),
    [
        ("", 1, "Nobody is chosen: choose who tags."),
        ("a", 2, "Each is to be tagged by 2, and 1 is chosen: choose more people, or fewer"),
        ("ab", 3, "tagged by 3, and 2 are chosen"),
        ("ab", 0, "tagged by 0, and 2 are chosen"),
        ("aa", 2, "tagged by 2, and 1 is chosen"),
    ],
)
def test_what_cannot_be_dealt_is_refused(people: str, overlap: int, words: str) -> None:
    with pytest.raises(AssignmentError, match=words):
        deal(units([1]), people, overlap, seed=1)


@given(seed=SEEDS)
def test_everybody_has_an_order_of_their_own(seed: int) -> None:
    orders = {
        name: sorted(range(1, 31), key=lambda article, name=name: place(seed, name, article))  # type: ignore[misc]
        for name in ("ana", "bo", "cy")
    }
    assert len({tuple(order) for order in orders.values()}) == 3
    assert all(0 <= place(seed, "ana", article) < 2**31 for article in range(1, 31))


def test_an_order_does_not_change_with_the_machine() -> None:
    assert [place(1, "ana", article) for article in (1, 2, 3)] == [
        2021728525,
        2066091866,
        1960047077,
    ]
