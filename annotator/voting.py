"""A project's votes as the table that every figure of agreement is computed from."""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
import numpy.typing as npt

from annotator import schemes
from annotator.agreement.table import BLANK, MISSING, Table
from db import votes
from db.store import Database

__all__ = ["Votes", "read"]

Times = npt.NDArray[np.datetime64]


class Votes(NamedTuple):
    """A table, the ids of its analysts in the same order, and when claims got their last tag.

    A claim without a tag has no time (`NaT`).
    """

    table: Table
    analyst_ids: tuple[str, ...]
    tagged_at: Times


def read(
    db: Database,
    chosen: Sequence[votes.Voted],
    *,
    current: bool = False,
    scheme: str | None = None,
) -> Votes:
    """The votes on these articles' claims or, with `current`, the answers of today.

    Tags that the scheme lacks come after its own, by name; analysts by name.

    Args:
        scheme: Only those under the version of the scheme that has this label.
    """
    rows = list(votes.of_claims(db, chosen, current=current, scheme=scheme))
    said = [row.said.split(votes.BETWEEN) for row in rows]
    # There are few different ones: each analyst with each answer.
    pairs = {pair: pair.partition(" ") for pair in set(itertools.chain.from_iterable(said))}
    names = votes.names(db)
    analyst_ids = sorted({id for id, _, _ in pairs.values()}, key=lambda id: (names[id], id))
    tags = schemes.current(db).categories
    answers = {answer for _, _, answer in pairs.values()}
    labels = (*tags, *sorted(answers - set(tags) - set(MISSING)))
    code = MISSING | {label: place for place, label in enumerate(labels)}
    column = {id: place for place, id in enumerate(analyst_ids)}
    which = {pair: number for number, pair in enumerate(pairs)}
    at = np.fromiter(map(which.__getitem__, itertools.chain.from_iterable(said)), np.int64)
    columns = np.array([column[id] for id, _, _ in pairs.values()], np.int64)
    values = np.array([code[answer] for _, _, answer in pairs.values()], np.int16)
    codes = np.full((len(rows), len(analyst_ids)), BLANK, np.int16)
    codes[np.repeat(np.arange(len(rows)), [len(each) for each in said]), columns[at]] = values[at]
    articles = list(dict.fromkeys(row.article_id for row in rows))
    place = {article: number for number, article in enumerate(articles)}
    table = Table(
        labels=labels,
        analysts=tuple(names[id] for id in analyst_ids),
        claims=tuple(row.claim_id for row in rows),
        articles=tuple(articles),
        article_of=np.array([place[row.article_id] for row in rows], np.int64),
        codes=codes,
        offered=sum(each.claims for each in chosen),
    )
    times: Times = np.array([row.tagged_at or "NaT" for row in rows], "datetime64[s]")
    return Votes(table, tuple(analyst_ids), times)
