"""What is written of a scheme reads the same, whatever its words are."""

from __future__ import annotations

from dataclasses import replace
from string import ascii_lowercase, ascii_uppercase

from hypothesis import given
from hypothesis import strategies as st

from annotator.palette import COLOURS
from annotator.scheme import (
    RESERVED_KEYS,
    Example,
    Reason,
    Ruling,
    Scheme,
    Step,
    Tag,
    default_scheme,
    read_scheme,
)
from annotator.scheme_changes import changes
from annotator.scheme_writing import write_scheme
from tests.schemes import own

# No NUL, which is refused, and no half characters, which no text of ours can hold.
words = st.text(st.characters(exclude_characters="\0", codec="utf-8"), min_size=1, max_size=30)
maybe = st.just("") | words
KEYS = [key for key in "0123456789" + ascii_lowercase if key not in RESERVED_KEYS]


@st.composite
def schemes(draw: st.DrawFn) -> Scheme:
    number = draw(st.integers(2, 10))
    columns = [
        draw(st.lists(st.sampled_from(pool), min_size=number, max_size=number, unique=True))
        for pool in (KEYS, ascii_uppercase, list(COLOURS))
    ]
    names = [f"tag_{n}" for n in range(number)]
    unsure = number > 9 or (number > 2 and draw(st.booleans()))
    reasons = draw(st.lists(st.sampled_from(("bare", "vague", "dull")), unique=True))
    tags = tuple(
        Tag(
            *(name, key, letter, draw(words), draw(words)),
            "unsure" if unsure and n == number - 1 else "tagged",
            colour,
            tuple(draw(st.lists(st.builds(Example, words, maybe), max_size=2))),
            tuple(draw(st.lists(st.sampled_from(("supports", "refutes")), max_size=2))),
            takes_reasons=bool(reasons) and n == 0,
        )
        for n, (name, key, letter, colour) in enumerate(zip(names, *columns, strict=True))
    )
    ways = st.builds(Step, words, tag=st.sampled_from(names)) | st.builds(Step, words, action=words)
    ruled = st.builds(Ruling, words, words, st.lists(st.sampled_from(names)).map(tuple))
    return Scheme(
        draw(st.sampled_from(("my", "Über uns", "a.b-c_1"))),
        draw(st.integers(1, 999_999)),
        unit=draw(maybe),
        context=draw(maybe),
        advice=draw(maybe),
        identifiable=draw(maybe),
        not_identifiable=draw(maybe),
        grounds=draw(maybe),
        actions=tuple(draw(st.lists(words, max_size=2))),
        tags=tags,
        order=tuple(draw(st.lists(ways, max_size=3))),
        rulings=tuple(draw(st.lists(ruled, max_size=3, unique_by=lambda one: one.case))),
        explained_reasons=tuple(Reason(name, draw(maybe)) for name in reasons),
    )


@given(schemes())
def test_what_is_written_reads_the_same(scheme: Scheme) -> None:
    assert read_scheme(write_scheme(scheme), "my.toml") == scheme


@given(schemes(), schemes())
def test_two_schemes_differ_in_something_that_can_be_said(one: Scheme, other: Scheme) -> None:
    assert changes(one, one) == []
    same = replace(other, name=one.name, version=one.version) == one
    assert bool(changes(one, other)) != same


def test_those_that_ship_are_among_them() -> None:
    for scheme in (default_scheme(), own()):
        assert read_scheme(write_scheme(scheme), "my.toml") == scheme


def test_a_change_is_said_in_a_few_words() -> None:
    scheme = own()
    first, *others = scheme.tags
    ruling = scheme.rulings[0]
    for other, said in (
        (replace(scheme, tags=(replace(first, meaning="x", line="y"), *others)), "meaning, line"),
        (replace(scheme, rulings=(*scheme.rulings, Ruling("New", "x"))), "1 ruling new"),
        (replace(scheme, rulings=(replace(ruling, case="Other"),)), "1 ruling changed"),
        (replace(scheme, rulings=(replace(ruling, ruling="Other"),)), "1 ruling changed"),
        (replace(scheme, rulings=()), "1 ruling gone"),
        (replace(scheme, order=scheme.order[1:]), "the order"),
        (replace(scheme, tags=scheme.tags[::-1]), "in which order the tags stand"),
    ):
        (found,) = changes(scheme, other)
        assert found.startswith(said)
