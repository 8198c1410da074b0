"""The adjudicated export: what each claim got in the end, how, and the votes behind it."""

from __future__ import annotations

import csv
import io
import re
import tracemalloc
from collections import Counter
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pandas as pd
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from db import disagreements, frames, tallies
from db.exports import EXPORTERS, Selection, adjudicated
from db.exports.guard import unguard
from db.model import Analyst
from db.store import Store, open_store
from tests import builders
from tests.builders import an_analyst, clear, decide, note, review_vote, tag, withdraw
from tests.db.filling import claims, expose, load

ALL = Selection()
FILLED = Selection(fill_majority=True)
PAGE = Path(__file__).resolve().parents[2] / "docs" / "export.md"


def records(store: Store, selection: Selection = ALL, *, raw: bool = False) -> list[dict[str, str]]:
    """The rows of the file as another program reads it, with the guard undone unless it is raw."""
    with store.read() as db:
        chunks = list(EXPORTERS["adjudicated"].chunks(db, selection, raw=raw))
    text = b"".join(chunk.data for chunk in chunks).decode("utf-8" if raw else "utf-8-sig")
    header, *lines = csv.reader(io.StringIO(text, newline=""), strict=True)
    assert sum(chunk.rows for chunk in chunks) == len(lines)
    if not raw:
        lines = [[unguard(cell) for cell in line] for line in lines]
    return [dict(zip(header, line, strict=True)) for line in lines]


def column(store: Store, name: str, selection: Selection = ALL) -> list[str]:
    return [row[name] for row in records(store, selection)]


@dataclass(frozen=True, slots=True)
class Office:
    """Analysts, a reviewer, and an article with a claim for each way to be settled."""

    store: Store
    ana: Analyst
    bo: Analyst
    cy: Analyst
    rae: Analyst
    claims: dict[str, int]


def ruled(store: Store, reviewer: Analyst, claim: int, ruling: str, **more: Any) -> None:
    decide(store, reviewer, claim, None, ruling=ruling, **more)


@pytest.fixture
def office(store: Store) -> Office:
    ana, bo, cy, rae = (an_analyst(store, name) for name in ("Ana", "Bo", "Cy", "Rae"))
    kinds = ("accepted", *adjudicated.METHODS, "tied", "silent")
    article = load(store, [f"This one is {kind}." for kind in kinds])
    expose(store, rae, article)
    by_kind = dict(zip(kinds, (claim.id for claim in claims(store, article)), strict=True))
    for kind, claim in by_kind.items():
        if kind in ("undecided", "silent", "single_vote"):
            tag(store, cy, claim, None, outcome="unsure")
        if kind not in ("undecided", "silent"):
            tag(store, ana, claim, "sourced")
        if kind in ("unanimous", "accepted"):
            tag(store, bo, claim, "sourced")
        elif kind not in ("undecided", "silent", "single_vote"):
            tag(store, bo, claim, "none")
            if kind != "tied":
                tag(store, cy, claim, "none")
        if kind == "accepted":
            builders.accept(store, rae)
    decide(store, rae, by_kind["adjudicated"], "contested", reason="Both are named.")
    ruled(store, rae, by_kind["no_tag_fits"], "no_tag_fits", reason="It is a caption.")
    ruled(store, rae, by_kind["rule_unclear"], "rule_unclear", cause="rule")
    ruled(store, rae, by_kind["sent_back"], "sent_back", reason="Who are “they”?")
    ruled(
        store,
        rae,
        by_kind["split_kept"],
        "split_kept",
        reason="Both hold.",
        cause="reading",
        majority="Nobody is named.",
        minority="“Officials” is a source.",
    )
    return Office(store, ana, bo, cy, rae, by_kind)


def test_every_method_is_told(office: Office) -> None:
    methods = ["unanimous", *adjudicated.METHODS, "undecided", "undecided"]
    assert column(office.store, "method") == methods
    final = {"unanimous": "sourced", "adjudicated": "contested", "accepted": "sourced"}
    assert column(office.store, "final_tag") == [final.get(kind, "") for kind in office.claims]


def test_a_majority_is_filled_only_when_asked_for(office: Office) -> None:
    plain, filled = records(office.store), records(office.store, FILLED)
    differing = [
        (name, row["method"], row[name], other[name])
        for row, other in zip(plain, filled, strict=True)
        for name in row
        if row[name] != other[name]
    ]
    assert differing == [("final_tag", "majority", "", "none")]


def test_a_decision_has_all_of_its_words(office: Office) -> None:
    rows = {row["text"]: row for row in records(office.store)}
    kept = rows["This one is split_kept."]
    assert kept["decided_at"].endswith("Z")
    assert {name: kept[name] for name in adjudicated.COLUMNS[11:16]} == {
        "reviewer": "Rae",
        "reason": "Both hold.",
        "cause": "reading",
        "majority_statement": "Nobody is named.",
        "minority_statement": "“Officials” is a source.",
    }
    undecided = rows["This one is tied."]
    assert {undecided[name] for name in adjudicated.COLUMNS[11:17]} == {""}
    accepted = rows["This one is accepted."]
    assert (accepted["reviewer"], accepted["reason"]) == ("Rae", "")
    assert rows["This one is sent_back."]["reason"] == "Who are “they”?"


def test_votes_are_counted_and_spelt_out(office: Office) -> None:
    rows = {row["text"][12:-1]: row for row in records(office.store)}
    names = ("votes", "unsure", "votes_by_analyst", "shares", "scheme")
    assert {kind: tuple(rows[kind][name] for name in names) for kind in rows} == {
        **dict.fromkeys(
            rows,
            (
                "3",
                "0",
                "Ana: sourced; Bo: none; Cy: none",
                "none 0.67; sourced 0.33",
                "default/1",
            ),
        ),
        "unanimous": ("2", "0", "Ana: sourced; Bo: sourced", "sourced 1.00", "default/1"),
        "accepted": ("2", "0", "Ana: sourced; Bo: sourced", "sourced 1.00", "default/1"),
        "tied": ("2", "0", "Ana: sourced; Bo: none", "none 0.50; sourced 0.50", "default/1"),
        "single_vote": ("1", "1", "Ana: sourced", "sourced 1.00", "default/1"),
        "undecided": ("0", "1", "", "", ""),
        "silent": ("0", "1", "", "", ""),
    }


def test_what_is_no_vote_counts_nowhere(office: Office) -> None:
    """Answers given after seeing others' work, reviewers' own votes, notes and decisions."""
    store, claim = office.store, office.claims["tied"]
    before = records(store)
    article = load(store, ["A later one."])
    (later,) = claims(store, article)
    expose(store, office.cy, article)
    tag(store, office.cy, later.id, "opinion")
    note(store, office.bo, later.id, "Who says so?")
    review_vote(store, office.rae, claim, "contested")
    review_vote(store, office.rae, later.id, "contested")
    *rest, row = records(store)
    assert rest == before
    assert (row["method"], row["votes"], row["votes_by_analyst"]) == ("undecided", "0", "")


def test_a_vote_stays_when_its_answer_is_taken_back_later(store: Store) -> None:
    article = load(store, ["One."])
    (claim,) = claims(store, article)
    ana, bo = an_analyst(store, "Ana"), an_analyst(store, "Bo")
    tag(store, bo, claim.id, "none")
    first = tag(store, ana, claim.id, "sourced")
    expose(store, ana, article)
    clear(store, ana, claim.id, replaces=first.id)
    assert column(store, "votes_by_analyst") == ["Ana: sourced; Bo: none"]


def test_a_withdrawn_decision_leaves_no_trace(office: Office) -> None:
    before = records(office.store)
    claim = office.claims["tied"]
    made = decide(office.store, office.rae, claim, "none")
    assert records(office.store) != before
    withdraw(office.store, office.rae, claim, replaces=made.id)
    assert records(office.store) == before


def test_the_scheme_is_the_decisions_or_the_votes(store: Store) -> None:
    article = load(store, ["Decided.", "Not."])
    ids = [claim.id for claim in claims(store, article)]
    for name, scheme in (("Ana", "default/2"), ("Bo", "default/1")):
        person = an_analyst(store, name)
        for claim in ids:
            tag(store, person, claim, "none", scheme=scheme)
    decide(store, person, ids[0], "none", scheme="default/3")
    assert column(store, "scheme") == ["default/3", "default/1; default/2"]


def test_blanked_names_are_ids(store: Store) -> None:
    article = load(store, ["One."])
    (claim,) = claims(store, article)
    people = [an_analyst(store, name) for name in ("Ana", "Bo")]
    for person in people:
        tag(store, person, claim.id, "none")
    decide(store, people[0], claim.id, "none")
    store.write(lambda tx: tx.db.execute("update analyst set name = ''"))
    (row,) = records(store)
    assert row["reviewer"] == people[0].id
    ids = sorted(person.id for person in people)
    assert row["votes_by_analyst"] == "; ".join(f"{id}: none" for id in ids)


def test_a_selection_takes_articles_and_no_analysts(office: Office) -> None:
    second = load(office.store, ["Another."], "Second")
    assert column(office.store, "text", Selection((second.id,))) == ["Another."]
    with office.store.read() as db, pytest.raises(ValueError, match="everybody's votes"):
        EXPORTERS["adjudicated"].chunks(db, Selection(analyst_ids=(office.ana.id,)), raw=True)


def test_more_ways_to_vote_than_are_remembered(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    before = records(office.store)
    monkeypatch.setattr(adjudicated, "_REMEMBERED", 1)
    assert records(office.store) == before


# --- the views -----------------------------------------------------------------------------------


def agrees_with_the_views(store: Store) -> None:
    """A row per claim, cell by cell what the view says; the votes as the other view spells them."""
    with store.read() as db:
        view = db.execute("select * from adjudicated order by article_id, claim_id")
        names = [column[0] for column in view.description]
        seen = [
            {name: "" if cell is None else str(cell) for name, cell in zip(names, row, strict=True)}
            for row in view
        ]
        spelt = dict(db.execute("select claim_id, votes from disagreements").fetchall())
        (number,) = db.execute("select count(*) from claim").fetchone()
    rows = records(store, raw=True)
    assert len(rows) == number
    renamed = {"article_id": "article", "article": "article_title", "claim_id": "claim"}
    assert [{name: row[renamed.get(name, name)] for name in names} for row in rows] == seen
    said = {int(row["claim"]): row["votes_by_analyst"] for row in rows}
    assert {claim: said[claim] for claim in spelt} == spelt


def test_the_file_agrees_with_the_views(office: Office) -> None:
    agrees_with_the_views(office.store)


TAGS = ("sourced", "contested", "opinion", "none")
votes_of_a_claim = st.lists(st.sampled_from([*TAGS, "unsure", None]), min_size=4, max_size=4)


@given(
    said=st.lists(votes_of_a_claim, min_size=1, max_size=5),
    words=st.text(alphabet=st.characters(exclude_categories=["Cs"])),
    decided=st.lists(st.sampled_from([None, "tag", *adjudicated.METHODS[3:7]]), max_size=5),
)
@settings(
    max_examples=50,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
    deadline=None,
)
def test_whatever_is_said_the_file_holds_it(
    tmp_path_factory: pytest.TempPathFactory,
    said: list[list[str | None]],
    words: str,
    decided: list[Any],
) -> None:
    with open_store(tmp_path_factory.mktemp("any") / "any.db", create=True) as store:
        texts = [f"{words}, {number}." for number, _ in enumerate(said)]
        ids = [claim.id for claim in claims(store, load(store, texts, words or "Title"))]
        people = [an_analyst(store, name) for name in ("Bo", "Ana", "Di", "Cy")]
        for claim, answers in zip(ids, said, strict=True):
            for person, answer in zip(people, answers, strict=True):
                if answer == "unsure":
                    tag(store, person, claim, None, outcome="unsure")
                elif answer:
                    tag(store, person, claim, answer)
        rulings = dict(zip(ids, decided, strict=False))
        for claim, ruling in rulings.items():
            if ruling:
                decide(
                    store,
                    people[0],
                    claim,
                    "none" if ruling == "tag" else None,
                    ruling=ruling,
                    reason=words,
                    majority=words[::-1],
                    minority=f"={words}",
                )
        agrees_with_the_views(store)
        for raw in (False, True):
            for row, answers in zip(records(store, FILLED, raw=raw), said, strict=True):
                ruling = rulings.get(int(row["claim"]))
                assert row["text"].startswith(words)
                assert row["reason"] == (words if ruling else "")
                assert row["majority_statement"] == (words[::-1] if ruling else "")
                assert row["minority_statement"] == (f"={words}" if ruling else "")
                _holds_the_votes(row, answers, ruling)


def _holds_the_votes(row: dict[str, str], answers: list[str | None], ruling: str | None) -> None:
    """Reckoned a second time, from what was said."""
    tags = Counter(answer for answer in answers if answer and answer != "unsure")
    votes = tags.total()
    assert row["votes"] == str(votes)
    assert row["unsure"] == str(answers.count("unsure"))
    pairs = dict(pair.split(": ") for pair in row["votes_by_analyst"].split("; ") if pair)
    assert list(pairs) == sorted(pairs)
    assert Counter(pairs.values()) == tags
    shares = [share.split(" ") for share in row["shares"].split("; ") if share]
    assert dict(shares) == {name: f"{number / votes:.2f}" for name, number in tags.items()}
    most = [name for name, number in tags.items() if number == max(tags.values())]
    leads = most[0] if len(most) == 1 and votes > 1 else ""
    assert row["final_tag"] == ({"tag": "none", None: leads}.get(ruling, ""))


# --- the frame -----------------------------------------------------------------------------------


def test_the_frame_is_the_file_with_types(office: Office) -> None:
    with office.store.read() as db:
        frame = frames.adjudicated(db, fill_majority=True)
        empty = frames.adjudicated(db, [])
    dtypes = {name: str(dtype) for name, dtype in frames.ADJUDICATED.items()}
    assert tuple(dtypes) == adjudicated.COLUMNS
    for each in (frame, empty):
        found = {str(name): str(dtype) for name, dtype in each.dtypes.items()}
        assert found == dtypes
    assert frame["method"].cat.categories.tolist() == list(adjudicated.METHODS)
    decided_at = frame.pop("decided_at")
    rows = records(office.store, FILLED, raw=True)
    assert decided_at.notna().tolist() == [bool(row.pop("decided_at")) for row in rows]
    assert rows == [
        {name: "" if pd.isna(value) else str(value) for name, value in row.items()}
        for row in frame.to_dict("records")
    ]
    assert frame["reason"].isna().sum() == len(rows) - 4


# --- the listing ---------------------------------------------------------------------------------


def listed(store: Store, *arguments: Any, **more: Any) -> list[disagreements.Disagreement]:
    with store.read() as db:
        return list(disagreements.listing(db, *arguments, **more))


def test_what_waits_is_listed_worst_first(office: Office) -> None:
    store = office.store
    other = load(store, ["Calm.", "Torn."])
    calm, torn = (claim.id for claim in claims(store, other))
    for person, first, second in (
        (office.ana, "none", "sourced"),
        (office.bo, "none", "opinion"),
        (office.cy, "none", "none"),
        (office.rae, "opinion", "contested"),
    ):
        tag(store, person, calm, first)
        tag(store, person, torn, second)
    rows = listed(store)
    assert [(row.claim, row.tied, row.disagreement) for row in rows] == [
        (torn, True, 1.0),  # times four votes
        (office.claims["tied"], True, 1.0),  # times two
        (office.claims["majority"], False, 0.667),  # two thirds times three are as much as
        (calm, False, 0.5),  # a half times four: by place
    ]
    assert rows[0].votes == "Ana: sourced; Bo: opinion; Cy: none; Rae: contested"
    assert (rows[0].analysts, rows[0].different_tags) == (4, 4)
    assert [row.claim for row in listed(store, other.id)] == [torn, calm]


def test_what_is_settled_is_listed_when_asked_for(office: Office) -> None:
    rows = {row.claim: row for row in listed(office.store, decided=True)}
    kinds = {kind for kind, claim in office.claims.items() if claim in rows}
    assert kinds == {*adjudicated.METHODS[1:7], "tied"}
    row = rows[office.claims["adjudicated"]]
    assert (row.ruling, row.decided_tag, row.reason) == ("tag", "contested", "Both are named.")
    row = rows[office.claims["majority"]]
    assert (row.ruling, row.decided_tag, row.reason) == (None, None, None)


def test_a_claim_sent_back_waits_again_once_somebody_answered(office: Office) -> None:
    claim = office.claims["sent_back"]
    assert claim not in [row.claim for row in listed(office.store)]
    with office.store.read() as db:
        (first,) = db.execute(
            "select event_id from answer where claim_id = ? and analyst_id = ?",
            [claim, office.cy.id],
        ).fetchone()
    tag(office.store, office.cy, claim, "opinion", replaces=first)
    (row,) = (row for row in listed(office.store) if row.claim == claim)
    assert row.ruling == "sent_back"


# --- how it is read ------------------------------------------------------------------------------


def test_a_chosen_article_is_read_without_scanning_or_sorting(store: Store) -> None:
    load(store, ["One."])
    with store.read() as db:
        plan = db.execute(
            f"explain query plan {adjudicated.SETTLED_LINES}", {"revision": 1}
        ).fetchall()
    steps = [row[3] for row in plan]
    assert any("claim USING INDEX" in step for step in steps)
    assert [step for step in steps if "SCAN" in step or "TEMP" in step or "MATERIAL" in step] == []


def test_more_rows_need_no_more_memory(tmp_path: Path) -> None:
    with open_store(tmp_path / "large.db", create=True) as store:
        people = [an_analyst(store, name) for name in ("Ana", "Bo")]
        for number in range(8):
            article = load(store, [f"Sentence {number} {n}. " + "x" * 200 for n in range(500)])
            _vote_on_all(store, article.revision_id, people)
        one, all_of_them = (
            _peak(store, Selection(article_ids=ids)) for ids in ((1,), tuple(range(1, 9)))
        )
    assert all_of_them < one * 1.5


def _vote_on_all(store: Store, revision_id: int, people: list[Analyst]) -> None:
    """Straight into the tables: memory is measured, not the log."""

    def job(tx: Any) -> None:
        for person in people:
            tx.db.execute(
                """
                insert into vote
                select id, ?, article_id, 'tagged', 'sourced', '', '', 'default/1', 'e', 1, 'now'
                from claim where revision_id = ?
                """,
                [person.id, revision_id],
            )
        ids = tx.db.execute("select id, article_id from claim where revision_id = ?", [revision_id])
        for claim_id, article_id in ids.fetchall():
            tallies.refresh(tx.db, claim_id, article_id)

    store.write(job)


def _peak(store: Store, selection: Selection) -> int:
    with store.read() as db:
        tracemalloc.start()
        size = sum(len(chunk.data) for chunk in adjudicated.chunks(db, selection, raw=False))
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
    assert size > 100_000
    return peak


def test_the_page_explains_the_columns_and_the_methods() -> None:
    text = PAGE.read_text("utf-8")
    part = text.partition("## What became of the claims")[2].partition("\n## ")[0]
    columns, methods = part.split("### Methods")
    first = ", ".join(f"`{name}`" for name in adjudicated.COLUMNS[:9])
    assert first in " ".join(columns.split())
    described = re.findall(r"^\| `(\w+)` \|", columns, re.MULTILINE)
    assert tuple(described) == adjudicated.COLUMNS[9:]
    assert tuple(re.findall(r"^\| `(\w+)` \|", methods, re.MULTILINE)) == adjudicated.METHODS
