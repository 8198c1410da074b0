"""The articles of the project, how far everybody is, and the way to load another one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import streamlit as st

from annotator import running, workflow
from annotator.deskdata import byline
from annotator.identity import Actor
from annotator.scheme import default_scheme
from annotator.ui import loading, marks, places, say, session
from annotator.words import counted
from corpus import ReadError
from db import answers, articles, people
from db.model import Analyst, ArticleRow, Progress
from db.store import Store

PAGE: Final = 50
FILTERED_UP_TO: Final = 1000
_OTHERS_SHOWN: Final = 4
_PEOPLE_SHOWN: Final = 8


@dataclass(frozen=True, slots=True)
class Row:
    """An article with the reader's own progress by tag, and how much others have answered."""

    article: ArticleRow
    own: dict[str, int]
    skipped: int
    others: dict[str, int]  # by analyst id

    @property
    def answered(self) -> int:
        """How many claims the reader has answered."""
        return sum(self.own.values())

    @property
    def done(self) -> bool:
        """Whether the reader has nothing left here."""
        return self.answered >= self.article.claims

    @property
    def action(self) -> str:
        """What the reader's next step is called."""
        if self.done:
            return "Open"
        return "Continue" if self.answered or self.skipped else "Start"


def page() -> None:
    """Draw the page."""
    store = running.store()
    analyst = session.signed_in(store)
    loaded = session.take_article()
    if loaded is not None:
        places.go("tag", {"article": str(loaded)})
    with store.read() as db:
        total = articles.count(db)
        everybody = people.listing(db)
    if total == 0:
        _head("Nothing to tag yet.")
        _messages()
        _invite(store, analyst)
    elif total > FILTERED_UP_TO:
        _head(f"{counted(total, 'article')}, the newest first.", with_button=True)
        _messages()
        _people(analyst, everybody)
        _list(total, lambda page: _page_of(store, analyst, page), analyst, everybody)
    else:
        rows = _rows(store, analyst)
        _head(_summary(rows), with_button=True)
        _messages()
        rows = _filtered(rows, analyst, everybody)
        _list(len(rows), lambda page: rows[(page - 1) * PAGE : page * PAGE], analyst, everybody)


def _head(summary: str, *, with_button: bool = False) -> None:
    with st.container(
        key="page-head",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        with st.container(key="page-title", gap=None):
            st.title("Articles", anchor=False)
            st.text(summary)
        if with_button and st.button(
            "Load an article", type="primary", key="go-load", icon=":material/add:"
        ):
            loading.dialog()


def _messages() -> None:
    for message in session.take_messages():
        (say.done if message.kind == "done" else say.notice)(message.text)


def _invite(store: Store, analyst: Analyst) -> None:
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("No article yet", anchor=False, width="content")
        st.text(
            "Load one and its sentences become claims. You can paste text, drop a file, or try the "
            "sample: a short briefing on ties between a state and an armed group.",
            width="content",
        )
        with st.container(horizontal=True, width="content"):
            if st.button("Load an article", type="primary", key="go-load"):
                loading.dialog()
            if st.button("Try the sample", key="sample"):
                _try_sample(store, analyst)


def _try_sample(store: Store, analyst: Analyst) -> None:
    try:
        loaded = workflow.load_sample(store, Actor.of(analyst))
    except ReadError as refusal:
        say.error(str(refusal))
        return
    places.go("tag", {"article": str(loaded.article_id)})


def _rows(
    store: Store, analyst: Analyst, *, limit: int | None = None, offset: int = 0
) -> list[Row]:
    """Articles with their progress, the newest first."""
    with store.read() as db:
        found = articles.listing(db, newest_first=True, limit=limit, offset=offset)
        progress = answers.progress(db, [article.id for article in found])
    by_article: dict[int, list[Progress]] = {}
    for entry in progress:
        by_article.setdefault(entry.article_id, []).append(entry)
    return [_row(article, analyst, by_article.get(article.id, [])) for article in found]


def _page_of(store: Store, analyst: Analyst, page: int) -> list[Row]:
    """One page, where there are too many articles to read them all."""
    return _rows(store, analyst, limit=PAGE, offset=(page - 1) * PAGE)


def _row(article: ArticleRow, analyst: Analyst, progress: list[Progress]) -> Row:
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    skipped = 0
    for entry in progress:
        if entry.analyst_id != analyst.id:
            # Blind holds for pictures too: of others, one sum and no tag.
            others[entry.analyst_id] += entry.claims if entry.outcome != "skipped" else 0
        elif entry.outcome == "skipped":
            skipped += entry.claims
        else:
            own[entry.tag or entry.outcome] += entry.claims
    in_order = {tag.name: own.pop(tag.name, 0) for tag in default_scheme().tags}
    return Row(article, in_order | dict(own), skipped, dict(others))


def _summary(rows: list[Row]) -> str:
    claims = sum(row.article.claims for row in rows)
    answered = sum(row.answered for row in rows)
    return (
        f"{counted(len(rows), 'article')}, {counted(claims, 'claim')}. "
        f"You have answered {answered:,} of them."
    )


def _filtered(rows: list[Row], analyst: Analyst, everybody: list[Analyst]) -> list[Row]:
    """The bar above the list, and what it leaves."""
    done = sum(row.done for row in rows)
    choices = {
        "all": f"All {len(rows):,}",
        "open": f"Mine to do {len(rows) - done:,}",
        "done": f"Done {done:,}",
    }
    with st.container(
        key="filter-bar",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        shown = st.segmented_control(
            "Show",
            list(choices),
            default="all",
            required=True,
            format_func=choices.__getitem__,
            label_visibility="collapsed",
            key="show",
        )
        _people(analyst, everybody)
    return [row for row in rows if shown == "all" or row.done == (shown == "done")]


def _people(analyst: Analyst, everybody: list[Analyst]) -> None:
    """Whose initials are whose."""
    if len(everybody) < 2:
        return
    first = [person for person in everybody if person.id == analyst.id]
    others = [person for person in everybody if person.id != analyst.id]
    with st.container(
        key="people", horizontal=True, width="content", vertical_alignment="center", gap="small"
    ):
        for person in (first + others)[:_PEOPLE_SHOWN]:
            with st.container(
                horizontal=True, width="content", vertical_alignment="center", gap="xsmall"
            ):
                st.html(marks.who(person.name), width="content")
                you = ", you" if person.id == analyst.id else ""
                st.text(person.name + you, width="content")


def _list(
    number: int,
    rows_of: Callable[[int], list[Row]],
    analyst: Analyst,
    everybody: list[Analyst],
) -> None:
    area = st.container(key="rows", gap=None)
    pages = max(1, -(-number // PAGE))
    with st.container(
        key="foot", horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    ):
        st.html(marks.legend(default_scheme().tags), width="content")
        page = st.pagination(pages, key="page") if pages > 1 else 1
        if len(everybody) > 1:
            st.text("Colours on your own tags only; of others, how far they are.", width="content")
    names = {person.id: person.name for person in everybody}
    with area:
        for row in rows_of(page):
            _show(row, analyst, names)


def _show(row: Row, analyst: Analyst, names: dict[str, str]) -> None:
    article = row.article
    with st.container(key=f"row-{article.id}"):
        left, middle, right = st.columns([5, 4, 1.6], gap="medium", vertical_alignment="center")
        with left.container(gap="xxsmall"):
            with st.container(key=f"title-{article.id}"):
                st.text(article.title)
            with st.container(key=f"meta-{article.id}"):
                st.text(
                    " · ".join(filter(None, (counted(article.claims, "claim"), byline(article))))
                )
        middle.html(_strips(row, analyst, names))
        with right.container(horizontal=True, horizontal_alignment="right"):
            primary = row.action == "Continue"
            if st.button(
                row.action,
                key=f"{'go-' if primary else ''}open-{article.id}",
                type="primary" if primary else "secondary",
            ):
                places.go("tag", {"article": str(article.id)})


def _strips(row: Row, analyst: Analyst, names: dict[str, str]) -> str:
    total = max(1, row.article.claims)
    strips = [marks.progress(analyst.name, row.own, total, own=True)]
    furthest = sorted(row.others.items(), key=lambda entry: -entry[1])
    strips += [
        marks.progress(names.get(analyst_id, ""), {"": answered}, total, own=False)
        for analyst_id, answered in furthest[:_OTHERS_SHOWN]
    ]
    if len(furthest) > _OTHERS_SHOWN:
        more = len(furthest) - _OTHERS_SHOWN
        strips.append(f'<p class="ca-more">and {more} more have begun</p>')
    return "".join(strips)
