"""The list of the Rounds page: articles with their state, who tags them, and what one can do."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import streamlit as st

from annotator.ui import heads, marks, session, sharing_out, turning
from annotator.ui.say import literally
from annotator.words import counted
from db import articles, assignments, people, rounds
from db.model import ArticleRow
from db.round_model import Duty, Round, RoundState
from db.store import Store

PAGE: Final = 20
_SHOWN_DUTIES: Final = 6
_FILTERS: Final[dict[RoundState | None, str]] = {
    None: "All",
    "open": "Open",
    "closed": "Closed",
    "reviewed": "Reviewed",
}
SAID: Final[dict[RoundState, str]] = {
    "open": "open for tagging",
    "closed": "closed",
    "reviewed": "review finished",
}


@dataclass(frozen=True, slots=True)
class Row:
    """An article with its round, and what everybody has to do in it."""

    article: ArticleRow
    round: Round
    duties: tuple[Duty, ...]
    thin: int = 0  # claims that fewer than two people tag, where it is given by parts


def draw(store: Store) -> None:
    """The head, the filter, the rows, and what is done with those that are chosen."""
    with store.read() as db:
        counts = rounds.counts(db)
        lying = assignments.unassigned(db)
        shared = assignments.anything(db)
    with heads.head("Rounds", summary(counts, len(lying), shared=shared)):
        if counts["open"] and st.button(
            "Share out the work",
            type="primary" if lying else "secondary",
            key="go-share" if lying else "share",
        ):
            sharing_out.dialog(lying, [])
    state = _filter(counts)
    number = sum(counts.values()) if state is None else counts[state]
    area = st.container(key="round-rows", gap=None)
    offset = heads.offset(number, PAGE, "round-page")
    rows = read(store, state, offset)
    with store.read() as db:
        names = {person.id: (person.name or person.id) for person in people.listing(db)}
    with area:
        if not rows:
            st.text("No article is in this state.")
        chosen = [row for row in rows if _show(row, names)]
    with st.container(key="chosen", horizontal=True, vertical_alignment="center", gap="small"):
        _acts(chosen)


def read(store: Store, state: RoundState | None, offset: int) -> list[Row]:
    """A page of articles, from a bounded number of rows."""
    with store.read() as db:
        ids = rounds.newest(db, state, limit=PAGE, offset=offset)
        found = rounds.of_articles(db, ids)
        duties: dict[int, list[Duty]] = {}
        for duty in assignments.duties(db, article_ids=ids):
            duties.setdefault(duty.article_id, []).append(duty)
        thin = assignments.thin(db, ids)
        return [
            Row(articles.get(db, id), found[id], tuple(duties.get(id, ())), thin.get(id, 0))
            for id in ids
        ]


def summary(counts: dict[RoundState, int], lying: int, *, shared: bool) -> str:
    """How the project stands, in a line or two."""
    number = sum(counts.values())
    if counts["open"] == number:
        said = f"{counted(number, 'article')}, {'all ' if number > 1 else ''}open. "
    else:
        parts = [f"{counts[state]:,} {state}" for state in counts if counts[state]]
        said = f"{counted(number, 'article')}: {', '.join(parts)}. "
    if not shared:
        return f"{said}Nothing is shared out, so everybody tags every article."
    if not lying:
        return (
            f"{said}Each {'' if counts['open'] == number else 'open one '}has somebody who tags it."
        )
    return f"{said}{lying:,} of the open ones {'is' if lying == 1 else 'are'} given to nobody yet."


def _filter(counts: dict[RoundState, int]) -> RoundState | None:
    if counts["open"] == sum(counts.values()):
        return None
    labels = {
        state: f"{label} {sum(counts.values()) if state is None else counts[state]:,}"
        for state, label in _FILTERS.items()
    }
    chosen = st.segmented_control(
        "Show",
        list(labels.values()),
        default=labels[None],
        required=True,
        label_visibility="collapsed",
        key="round-state",
    )
    return next((state for state, label in labels.items() if label == chosen), None)


def _show(row: Row, names: dict[str, str]) -> bool:
    """A row; whether it is chosen."""
    article = row.article
    with st.container(key=f"round-{article.id}", horizontal=True, vertical_alignment="center"):
        with st.container(key=f"about-{article.id}", gap="xxsmall"):
            with st.container(key=f"title-{article.id}"):
                chosen = st.checkbox(
                    literally(article.title), key=f"{session.choice()}-{article.id}"
                )
            with st.container(key=f"meta-{article.id}"):
                st.text(about(row))
        st.html(_strips(row, names))
        with st.container(key=f"people-{article.id}", width="content"):
            if st.button(
                "Who tags it",
                type="tertiary",
                key=f"who-tags-{article.id}",
                disabled=not row.round.is_open,
            ):
                sharing_out.one(article.id, [duty.analyst_id for duty in row.duties])
    return bool(chosen)


def about(row: Row) -> str:
    """`12 claims · round 2, closed · tags shown after one’s own answer`."""
    number = f"round {row.round.number}, " if row.round.number > 1 else ""
    parts = [counted(row.article.claims, "claim"), f"{number}{SAID[row.round.state]}"]
    if row.round.is_open and row.round.shows == "answer":
        parts.append("others’ tags shown after one’s own")
    if row.thin and row.round.is_open:
        parts.append(f"{counted(row.thin, 'claim')} with fewer than two people")
    elif len(row.duties) == 1 and row.round.is_open:
        parts.append("one person alone makes no agreement")
    return " · ".join(parts)


def _strips(row: Row, names: dict[str, str]) -> str:
    strips = [
        marks.progress(
            names[duty.analyst_id],
            {"": duty.tagged + duty.unsure},
            max(1, duty.claims),
            {},
            own=False,
        )
        for duty in row.duties[:_SHOWN_DUTIES]
    ]
    more = len(row.duties) - _SHOWN_DUTIES
    if more > 0:
        strips.append(f'<p class="ca-more">and {more} more</p>')
    return "".join(strips) or '<p class="ca-more">given to nobody</p>'


def _acts(chosen: Sequence[Row]) -> None:
    """What can be done with the articles that are chosen; without any, how to choose."""
    if not chosen:
        with st.container(key="meta-chosen"):
            st.text("Tick articles to close their round, to open it again, or to share them out.")
        return
    ids = [row.article.id for row in chosen]
    states = {row.round.state for row in chosen}
    st.text(f"{counted(len(chosen), 'article')} chosen", width="content")
    if "open" in states and st.button("Close the round", key="close-rounds"):
        turning.close([row.article.id for row in chosen if row.round.is_open])
    if states == {"open"} and st.button("Share out", key="share-chosen"):
        sharing_out.dialog([], ids)
    if states == {"open"} and st.button("When tags are shown", key="when-shown"):
        turning.show(ids, chosen[0].round.shows)
    if states == {"closed"} and st.button("Finish the review", key="finish-review"):
        turning.finish(ids)
    if states == {"reviewed"} and st.button("Review again", key="review-again"):
        turning.turn(ids, "closed", "The review is open again: decisions can be changed.")
    if "open" not in states and st.button("Open again", key="open-again"):
        turning.reopen(ids)
