"""The figures behind the strips of the Articles page: who is how far where, for whoever leads."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from typing import Final

import streamlit as st

from annotator.ui import parts
from annotator.ui.clock import when
from db import overview
from db.model import ArticleRow, Effort
from db.store import Store

MOST: Final = 200  # rows; everybody's own are on the Team page
NUMBERS: Final = ("tagged", "unsure", "skipped", "left")


def draw(store: Store, rows: Sequence[ArticleRow], names: Mapping[str, str]) -> None:
    """A table of these articles, with a row for each who has begun one."""
    with store.read() as db:
        found = overview.of_articles(db, [row.id for row in rows])
    by_article = {row.id: row for row in rows}
    order = {row.id: place for place, row in enumerate(rows)}
    found.sort(
        key=lambda effort: (
            order[effort.article_id],
            -effort.answered,
            names.get(effort.analyst_id, ""),
        )
    )
    now = datetime.now(UTC)
    with st.container(key="table-efforts"), st.expander("Progress by person and article"):
        if not found:
            st.text("Nobody has begun any of these articles.")
            return
        parts.table(
            "Progress by person and article",
            ["article", "person", *NUMBERS, "last seen"],
            [
                [
                    by_article[effort.article_id].title,
                    names.get(effort.analyst_id, ""),
                    *figures(effort, by_article[effort.article_id].claims),
                    when(effort.last_at, now),
                ]
                for effort in found[:MOST]
            ],
            numbers=(2, 3, 4, 5),
            wide=(0, 1),
            key="cells-efforts",
        )
        if len(found) > MOST:
            with st.container(key="meta-efforts"):
                st.text(
                    f"The first {MOST} of {len(found):,} rows. Each person’s are on the Team page."
                )


def figures(effort: Effort | None, claims: int) -> list[str]:
    """Tagged, unsure, skipped, left; a claim that was skipped is left as well."""
    if effort is None:
        return ["0", "0", "0", f"{claims:,}"]
    counts = (effort.tagged, effort.unsure, effort.skipped, claims - effort.answered)
    return [f"{count:,}" for count in counts]
