"""What disagreements rest on, from the record to the command, the review desk and the page."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from annotator import grounding
from annotator.agreement import ground_words
from annotator.cli import cli
from annotator.identity import Actor
from annotator.review_data import case_data
from db import articles, evidence
from db.model import Analyst
from db.store import Store, open_store
from tests import builders
from tests.builders import an_analyst, attach, tag, take_back

LINK = "https://www.example.org/log/"


@pytest.fixture
def people(store: Store) -> tuple[Analyst, Analyst]:
    """Ana and Bo, who differ on all three claims of an article."""
    builders.load(store)
    ana, bo = an_analyst(store, "Ana"), an_analyst(store, "Bo")
    for claim in (1, 2, 3):
        tag(store, ana, claim, "sourced")
        tag(store, bo, claim, "contested")
    return ana, bo


def link(store: Store, who: Analyst, claim: int, address: str = LINK, **more: object) -> str:
    return attach(store, who, claim, type="url", url=address, quote="", **more).id  # type: ignore[arg-type]


def test_the_same_page_is_the_same_evidence_however_it_is_written(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    link(store, ana, 1, source="Harbour office")
    link(store, bo, 1, "http://example.org/log#top", stance="refutes", source="harbour OFFICE")
    link(store, ana, 2)
    link(store, bo, 2, "https://example.org/other")
    with store.read() as db:
        found = grounding.figures_of(grounding.read(db, [1]), differing=3)
    assert found is not None
    assert found.disagreements == {"same": 1, "not_shared": 1, "missing": 1}
    assert (found.same_source.value, found.same_source.pairs) == (1.0, 1)
    assert (found.same_stance.value, found.same_stance.pairs) == (0.0, 1)
    assert ground_words.sentences(found) == [
        "Of 3 disagreements, 1 rests on evidence that all who differ cite, 1 on evidence that was "
        "not shared, and 1 on none.",
        "On 1 claim one analyst’s evidence supports what another’s refutes.",
        "Of 1 pair who both name sources, 100 % name one in common.",
        "Of what 1 pair both cite, 0 % has the same stance.",
    ]


@pytest.mark.parametrize(
    ("mine", "theirs", "meets"),
    [
        ({"quote": "So it  was SAID."}, {"quote": "so it was said."}, True),
        ({"quote": "So it was said."}, {"quote": "It was not."}, False),
        ({"doi": "10.1000/ABC", "quote": ""}, {"doi": "10.1000/abc", "quote": ""}, True),
        (
            {"type": "in_text", "quote": "Harbour", "start": 0, "end": 7},
            {"type": "in_text", "quote": "notes", "start": 6, "end": 9},
            True,
        ),
        (
            {"type": "in_text", "quote": "Harbour", "start": 0, "end": 7},
            {"type": "in_text", "quote": "Harbour", "start": 20, "end": 27},
            False,
        ),
    ],
)
def test_what_makes_two_pieces_meet(
    store: Store,
    people: tuple[Analyst, Analyst],
    mine: dict[str, object],
    theirs: dict[str, object],
    meets: bool,
) -> None:
    ana, bo = people
    attach(store, ana, 1, **mine)  # type: ignore[arg-type]
    attach(store, bo, 1, **theirs)  # type: ignore[arg-type]
    with store.read() as db:
        pieces = [piece.evidence for piece in evidence.of_claim(db, 1)]
    found = grounding.of_claim({ana.id: "sourced", bo.id: "contested"}, pieces)
    assert found == ["same" if meets else "not_shared"]


def test_what_was_taken_back_backs_nothing(store: Store, people: tuple[Analyst, Analyst]) -> None:
    ana, bo = people
    for who in (ana, bo):
        take_back(store, who, 1, link(store, who, 1))
    with store.read() as db:
        assert grounding.figures_of(grounding.read(db, [1]), differing=3) is None


def case(store: Store, reader: Analyst, claim: int = 1) -> dict[str, object]:
    with store.read() as db:
        return case_data(db, store.project_id, Actor.of(reader), claim)


def test_a_reviewer_sees_each_vote_with_its_evidence_once_the_votes_are_open(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, bo = people
    link(store, ana, 1, source="Harbour office")
    attach(store, bo, 1, "refutes", quote="Not so.")
    attach(store, bo, 1, "context", quote="For all.", shared=True)
    rea = an_analyst(store, "Rea")
    builders.expose(store, rea)
    sealed = case(store, rea)
    assert sealed["sealed"]
    assert [piece["quote"] for piece in sealed["evidence"]] == ["For all."]  # type: ignore[attr-defined]
    assert "Not so." not in json.dumps(sealed)
    assert "Harbour office" not in json.dumps(sealed)
    assert "rests" not in sealed
    builders.review_vote(store, rea, 1)
    opened = case(store, rea)
    assert [
        (vote["name"], [piece["stance"] for piece in vote["evidence"]])
        for vote in opened["votes"]  # type: ignore[attr-defined]
    ] == [("Ana", ["supports"]), ("Bo", ["refutes"])]
    # what lies before all meets itself
    assert opened["rests"] == ["same", "opposed"]


def test_the_grounds_of_a_claim_are_told_to_its_reviewer(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    rea = an_analyst(store, "Rea")
    builders.expose(store, rea)
    for claim in (1, 2):
        builders.review_vote(store, rea, claim)
    link(store, ana, 1)
    assert case(store, rea, 1)["rests"] == ["not_shared"]
    assert case(store, rea, 2)["rests"] == ["missing"]


def test_words_of_the_article_say_in_which_claim_they_are(
    store: Store, people: tuple[Analyst, Analyst]
) -> None:
    ana, _ = people
    rea = an_analyst(store, "Rea")
    builders.expose(store, rea)
    builders.review_vote(store, rea, 1)
    with store.read() as db:
        second = articles.get_claim(db, 2)
    attach(store, ana, 1, type="in_text", quote=second.text, start=second.start, end=second.end)
    attach(store, ana, 1, quote="Elsewhere.")
    votes = case(store, rea, 1)["votes"]
    assert [piece["n"] for vote in votes for piece in vote["evidence"]] == [2, None]  # type: ignore[attr-defined]


def test_the_command_tells_of_evidence(
    tmp_path: Path, store: Store, people: tuple[Analyst, Analyst]
) -> None:
    run = CliRunner().invoke
    path = str(store.path)
    before = json.loads(run(cli, ["agreement", path, "--json"]).stdout)
    assert "evidence" not in before
    link(store, people[0], 1)
    store.close()
    found = json.loads(run(cli, ["agreement", path, "--json"]).stdout)
    assert found["evidence"]["disagreements"] == {"same": 0, "not_shared": 1, "missing": 2}
    assert found["evidence"]["same_source"] == {"value": None, "pairs": 0}
    assert {name: value for name, value in found.items() if name != "evidence"} == before
    said = run(cli, ["agreement", path]).stdout
    assert "Of 3 disagreements, 0 rest on evidence" in said
    assert "evidence" not in json.loads(run(cli, ["agreement", path, "--json", "--current"]).stdout)
    with open_store(Path(path)):
        pass
