"""What disagreements rest on, and whether analysts cite the same."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from annotator.agreement.grounds import Backed, Cited, figures, grounds, meet, standings

TAGS = ("sourced", "contested")


def cited(analyst: str, stance: str = "supports", **more: object) -> Cited:
    return Cited(analyst, stance, **more)  # type: ignore[arg-type]


def link(analyst: str, address: str, stance: str = "supports", source: str | None = None) -> Cited:
    return cited(analyst, stance, things=frozenset({address}), source=source)


def words(analyst: str, start: int, end: int, stance: str = "supports") -> Cited:
    return cited(analyst, stance, span=(start, end))


DIFFER = {"ana": "sourced", "bo": "contested"}


@pytest.mark.parametrize(
    ("pieces", "expected"),
    [
        ([], "missing"),
        ([link("cy", "a")], "missing"),  # who did not vote
        ([link("ana", "a")], "not_shared"),
        ([link("ana", "a"), link("bo", "b")], "not_shared"),
        ([link("ana", "a"), link("bo", "a")], "same"),
        ([link("ana", "a"), link("bo", "b"), link("bo", "a")], "same"),
        ([words("ana", 0, 9), words("bo", 8, 12)], "same"),
        ([words("ana", 0, 9), words("bo", 9, 12)], "not_shared"),
        ([link("cy", "a")._replace(shared=True)], "same"),
    ],
)
def test_what_different_tags_rest_on(pieces: list[Cited], expected: str) -> None:
    assert grounds(Backed(DIFFER, pieces)) == expected


def test_each_of_three_who_differ_must_meet() -> None:
    tags = {"ana": "sourced", "bo": "contested", "cy": "contested"}
    pieces = [link("ana", "a"), link("bo", "a")]
    assert grounds(Backed(tags, pieces)) == "not_shared"
    assert grounds(Backed(tags, [*pieces, link("cy", "a")])) == "same"
    assert grounds(Backed(tags | {"cy": "sourced"}, [*pieces, link("cy", "b")])) == "not_shared"


def test_the_figures_of_a_few_claims() -> None:
    agree = {"ana": "sourced", "bo": "sourced"}
    found = figures(
        [
            Backed(DIFFER, [link("ana", "a", source="x"), link("bo", "a", "refutes", source="x")]),
            Backed(DIFFER, [link("ana", "a", source="x")]),
            Backed(agree, [link("ana", "a", source="x"), link("bo", "b", source="y")]),
            Backed(agree, [words("ana", 0, 10), words("bo", 5, 15)]),
        ],
        without=4,
    )
    assert found.disagreements == {"same": 1, "not_shared": 1, "missing": 4}
    assert found.apart == 1
    assert found.pairs == 3
    assert (found.same_source.value, found.same_source.pairs) == (0.5, 2)
    assert (found.quote_f1.value, found.quote_f1.pairs) == (0.5, 1)
    assert (found.same_stance.value, found.same_stance.pairs) == (0.5, 2)


AGREE = {"ana": "sourced", "bo": "sourced"}


@pytest.mark.parametrize(
    ("claim", "expected"),
    [
        (Backed(DIFFER, [link("ana", "a"), link("bo", "a", "refutes")]), ["same", "opposed"]),
        (Backed(AGREE, [link("ana", "a"), link("bo", "a", "refutes")]), ["opposed"]),
        (Backed(AGREE, [link("ana", "a"), link("bo", "b", "refutes")]), ["apart", "opposed"]),
        (Backed(AGREE, [link("ana", "a"), link("bo", "b", "context")]), ["apart"]),
        (Backed(AGREE, [link("ana", "a"), link("ana", "a", "refutes")]), []),  # one person
        (Backed(AGREE, [link("ana", "a"), link("cy", "a", "refutes")]), []),  # who did not vote
        (Backed(AGREE, []), []),
    ],
)
def test_what_is_said_of_evidence_beside_the_tags(claim: Backed, expected: list[str]) -> None:
    assert standings(claim) == expected


def test_claims_are_named_by_what_they_were_counted_as() -> None:
    pieces = [link("ana", "a"), link("bo", "a", "refutes")]
    found = figures([Backed(DIFFER, pieces, 7), Backed(AGREE, pieces, 9)])
    assert found.claims == {"same": (7,), "opposed": (7, 9)}
    assert found.opposed == 2


def test_words_that_are_cited_twice_count_once() -> None:
    twice = [words("ana", 0, 10), words("ana", 0, 10), words("ana", 5, 10), words("bo", 0, 10)]
    assert figures([Backed(DIFFER, twice)]).quote_f1.value == 1.0


def test_nothing_to_compare_is_no_figure() -> None:
    found = figures([])
    assert (found.same_source.value, found.quote_f1.value, found.same_stance.value) == (None,) * 3
    assert found.disagreements == {"same": 0, "not_shared": 0, "missing": 0}


PIECE = st.builds(
    Cited,
    st.sampled_from(["ana", "bo", "cy"]),
    st.sampled_from(["supports", "refutes"]),
    st.sampled_from([None, "x", "y"]),
    st.frozensets(st.sampled_from("ab"), max_size=1),
    st.none() | st.tuples(st.integers(0, 9), st.integers(1, 9)).map(lambda at: (at[0], sum(at))),
    st.booleans(),
)
CLAIM = st.builds(
    Backed,
    st.dictionaries(st.sampled_from(["ana", "bo", "cy"]), st.sampled_from(TAGS)),
    st.lists(PIECE, max_size=6),
)
OTHER = {"ana": "cy", "bo": "ana", "cy": "bo"}


@given(st.lists(CLAIM, max_size=5), st.randoms())
def test_names_and_order_change_nothing(claims: list[Backed], random: object) -> None:
    renamed = [
        Backed(
            {OTHER[who]: tag for who, tag in reversed(list(claim.tags.items()))},
            [piece._replace(analyst=OTHER[piece.analyst]) for piece in reversed(list(claim.cited))],
        )
        for claim in claims
    ]
    one, other = figures(claims), figures(renamed)
    assert (one.disagreements, one.apart, one.pairs) == (
        other.disagreements,
        other.apart,
        other.pairs,
    )
    for name in ("same_source", "quote_f1", "same_stance"):
        mine, theirs = getattr(one, name), getattr(other, name)
        assert mine.pairs == theirs.pairs
        assert mine.value == pytest.approx(theirs.value) if mine.pairs else theirs.value is None


@given(CLAIM)
def test_every_share_is_one(claim: Backed) -> None:
    found = figures([claim])
    for share in (found.same_source, found.quote_f1, found.same_stance):
        assert share.value is None or 0 <= share.value <= 1
        assert share.pairs <= found.pairs
    assert sum(found.disagreements.values()) == (len(set(claim.tags.values())) > 1)


@given(PIECE, PIECE)
def test_meeting_is_mutual(one: Cited, other: Cited) -> None:
    assert meet(one, other) == meet(other, one)
    assert meet(one, one) == bool(one.things or one.span)
