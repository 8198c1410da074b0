"""The record as pandas frames, for notebooks and pages; the exports stream the same rows.

A frame holds the rows of the export of the same name, in the same order, with the types given
here. What a row does not have is missing (`<NA>`): a note without an answer has no outcome, and an
untouched claim has no tag.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from typing import Any

import pandas as pd
from sqlite_utils import Database

from db.evidence_model import EVIDENCE_TYPES, STANCES
from db.exports import adjudicated as settled
from db.exports import csv_long, csv_wide, evidence_csv
from db.exports.selection import (
    Chosen,
    Selection,
    analysts,
    chosen,
    claim_lines,
    split_counts,
    tag_cells,
)
from db.model import OUTCOMES

__all__ = [
    "ADJUDICATED",
    "CLAIMS",
    "EVIDENCE",
    "TAGS_LONG",
    "adjudicated",
    "claims",
    "evidence",
    "tags_long",
    "tags_wide",
]

CLAIMS: Mapping[str, str] = {
    "article": "int64",
    "article_title": "string",
    "claim": "int64",
    "position": "int64",
    "text": "string",
    "start": "int64",
    "end": "int64",
    "revision": "int64",
}
TAGS_LONG: Mapping[str, Any] = {
    "project": "string",
    "article": "int64",
    "article_title": "string",
    "claim": "int64",
    "position": "int64",
    "text": "string",
    "start": "int64",
    "end": "int64",
    "analyst": "string",
    "outcome": pd.CategoricalDtype(list(OUTCOMES)),
    "tag": "category",
    "note": "string",
    "confidence": "string",
    "reason": "string",
    "blind": "boolean",
    "seq": "Int64",
    "tagged_at": "datetime64[ms, UTC]",
    "revision": "int64",
    "scheme_version": "string",
    "split_wanted": "string",
}

ADJUDICATED: Mapping[str, Any] = {
    "project": "string",
    **CLAIMS,
    "final_tag": "category",
    "method": pd.CategoricalDtype(list(settled.METHODS)),
    "reviewer": "string",
    "reason": "string",
    "cause": "string",
    "majority_statement": "string",
    "minority_statement": "string",
    "decided_at": "datetime64[ms, UTC]",
    "votes": "int64",
    "unsure": "int64",
    "votes_by_analyst": "string",
    "shares": "string",
    "scheme": "string",
    "supports": "int64",
    "refutes": "int64",
    "context": "int64",
}
EVIDENCE: Mapping[str, Any] = {
    **dict.fromkeys(evidence_csv.COLUMNS, "string"),
    **dict.fromkeys(("article", "claim", "position", "revision", "seq"), "int64"),
    **dict.fromkeys(("group", "start", "end", "credibility"), "Int64"),
    "type": pd.CategoricalDtype(list(EVIDENCE_TYPES)),
    "stance": pd.CategoricalDtype(list(STANCES)),
    **dict.fromkeys(("shared", "assisted"), "bool"),
    **dict.fromkeys(("added_at", "withdrawn_at"), "datetime64[ms, UTC]"),
}


def claims(db: Database, article_ids: Sequence[int] | None = None) -> pd.DataFrame:
    """Every claim, tagged or not; `article_ids` None means all articles."""
    return _claims_of(db, chosen(db, _selection(article_ids)))


def tags_long(
    db: Database,
    article_ids: Sequence[int] | None = None,
    analyst_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """A row for each claim and analyst with an answer, a note or a wish for a split."""
    rows = csv_long.rows(db, _selection(article_ids, analyst_ids))
    frame = pd.DataFrame.from_records(list(rows), columns=list(csv_long.COLUMNS))
    frame["blind"] = frame["blind"].map({"true": True, "false": False})
    frame["tagged_at"] = pd.to_datetime(frame["tagged_at"], utc=True, format="ISO8601")
    return frame.astype(dict(TAGS_LONG))


def tags_wide(
    db: Database,
    article_ids: Sequence[int] | None = None,
    analyst_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """A row for each claim, `splits_wanted`, and a `string` column `tag:<name>` for each analyst.

    A cell is the tag, `unsure` or `skipped`, or missing where the claim is untouched.
    """
    selection = _selection(article_ids, analyst_ids)
    revisions, people = list(chosen(db, selection)), analysts(db, selection)
    answers = pd.DataFrame.from_records(
        [
            cell
            for revision in revisions
            for cell in tag_cells(db, revision.revision_id, tuple(people))
        ],
        columns=["claim", "analyst_id", "cell"],
    )
    splits = dict(
        pair
        for revision in revisions
        for pair in split_counts(db, revision.revision_id, selection.analyst_ids)
    )
    frame = _claims_of(db, revisions)
    frame["splits_wanted"] = frame["claim"].map(splits).fillna(0).astype("int64")
    cells = answers.pivot(index="claim", columns="analyst_id", values="cell")
    cells = cells.reindex(index=frame["claim"], columns=list(people)).astype("string")
    cells.columns = pd.Index(csv_wide.tag_columns(people.values()))
    return pd.concat([frame, cells.reset_index(drop=True)], axis="columns")


def adjudicated(
    db: Database, article_ids: Sequence[int] | None = None, *, fill_majority: bool = False
) -> pd.DataFrame:
    """A row for each claim, with the tag it got in the end and how it was settled.

    Args:
        fill_majority: Where nobody decided, the tag with most votes is final.
    """
    selection = replace(_selection(article_ids), fill_majority=fill_majority)
    rows = settled.rows(db, selection)
    frame = pd.DataFrame.from_records(list(rows), columns=list(settled.COLUMNS))
    for name in settled.COLUMNS[settled.COLUMNS.index("final_tag") :]:
        frame[name] = frame[name].mask(frame[name] == "", None)
    frame["decided_at"] = pd.to_datetime(frame["decided_at"], utc=True, format="ISO8601")
    return frame.astype(dict(ADJUDICATED))


def evidence(
    db: Database,
    article_ids: Sequence[int] | None = None,
    analyst_ids: Sequence[str] | None = None,
) -> pd.DataFrame:
    """A row for each piece of evidence, taken back or not; of some analysts, and what is shared."""
    rows = evidence_csv.rows(db, _selection(article_ids, analyst_ids))
    frame = pd.DataFrame.from_records(list(rows), columns=list(EVIDENCE))
    for name in ("shared", "assisted"):
        frame[name] = frame[name] == "yes"
    for name, dtype in EVIDENCE.items():
        if dtype == "string":
            frame[name] = frame[name].mask(frame[name] == "", None)
    for name in ("added_at", "withdrawn_at"):
        frame[name] = pd.to_datetime(frame[name], utc=True, format="ISO8601")
    return frame.astype(dict(EVIDENCE))


def _claims_of(db: Database, revisions: Iterable[Chosen]) -> pd.DataFrame:
    rows = [
        (each.article, each.article_title, *line, each.revision)
        for each in revisions
        for line in claim_lines(db, each.revision_id)
    ]
    return pd.DataFrame.from_records(rows, columns=list(CLAIMS)).astype(dict(CLAIMS))


def _selection(
    article_ids: Sequence[int] | None, analyst_ids: Sequence[str] | None = None
) -> Selection:
    return Selection(
        None if article_ids is None else tuple(article_ids),
        None if analyst_ids is None else tuple(analyst_ids),
    )
