"""What the Progress page draws once somebody has tagged something.

Of others only how many claims they have answered: their tags, or a figure that reveals them, would
end the blind first vote.
"""

from __future__ import annotations

from collections.abc import Collection
from typing import Final

import streamlit as st
from streamlit.delta_generator import DeltaGenerator

from annotator import schemes
from annotator.scheme import Scheme
from annotator.ui import charts, drawing, figures, marks, parts, places, session
from annotator.ui.drawing import Colours
from annotator.ui.figures import Bar, Course, Tick
from annotator.words import counted
from db import answers, articles
from db.model import Work
from db.store import Store

PEOPLE: Final = 8
STEPS: Final = 24  # two hours
TICKS: Final = 8 * charts.ROW  # about as many marks as Streamlit draws with their shapes


def draw(store: Store, course: Course) -> None:
    """The figures and the charts, one's own first."""
    palette = drawing.colours(st.context.theme.type == "dark")
    with store.read() as db:
        scheme = schemes.current(db)
    _numbers(course, palette)
    _by_article(course, scheme, palette)
    _over_the_article(store, course, scheme, palette)
    _everybody(course, palette)


def _numbers(course: Course, palette: Colours) -> None:
    """The numbers, and the pace of the session they end with."""
    with st.container(key="sides"):
        left, right = st.columns([2, 3], gap="large")
    left.html(marks.figures(course.numbers))
    steps = course.steps(session.zone())
    shown = steps[-STEPS:]
    if not shown:
        return
    best = max(shown, key=lambda step: step.rate)
    with right.container(gap="xsmall"):
        with st.container(key="caption-pace"):
            some = ", the last two hours" if len(shown) < len(steps) else ""
            st.text(f"Claims a minute in {course.which}{some}, in steps of five minutes")
        st.altair_chart(
            charts.pace(shown, palette),
            height=charts.PACE_HEIGHT,
            key="chart-pace",
            alt=(
                f"Claims a minute from {shown[0].clock} to {shown[-1].clock}, "
                f"most at {best.clock}: {best.rate:.1f}"
            ),
        )


def _by_article(course: Course, scheme: Scheme, palette: Colours) -> None:
    rows = figures.by_article(course, scheme)
    with st.container(key="section-articles", gap="small"):
        with _head():
            st.header("Your tags by article", anchor=False, width="content")
            st.html(marks.legend(scheme.tags), width="content")
        st.altair_chart(
            charts.bars(rows, palette),
            height=charts.bars_height(rows),
            key="chart-articles",
            alt=f"Your answers by tag, in {counted(len(rows), 'article')}",
        )
        if course.rest:
            with st.container(key="meta-rest"):
                st.text(course.rest)
        tags = [tag.name for tag in scheme.tags]
        _table(
            "articles",
            "Your answers by article",
            ["article", *tags, "answered", "left"],
            [
                [row.label, *(f"{row.of(tag):,}" for tag in tags), *_answered_and_left(row)]
                for row in rows
            ],
            numbers=range(1, len(tags) + 3),
        )


def _over_the_article(store: Store, course: Course, scheme: Scheme, palette: Colours) -> None:
    with st.container(key="section-sequence", gap="small"):
        with _head():
            st.header("Your tags over an article", anchor=False, width="content")
            st.html(marks.ticks(scheme.tags), width="content")
        with st.container(key="sequence-bar", horizontal=True, vertical_alignment="bottom"):
            work = _chosen(course)
            if st.button("Open" if work.state == "done" else "Continue", key="open-article"):
                places.go("tag", {"article": str(work.article.id)})
        with store.read() as db:
            ticks = figures.ticks(
                answers.own_sequence(db, course.analyst.id, work.article.id),
                articles.claims_of(db, work.article.revision_id),
                scheme,
            )
            changed = figures.changed(answers.held_acts(db, work.article.id, course.analyst.id))
        shown = _part(work, ticks)
        st.altair_chart(
            charts.sequence(shown, palette),
            height=charts.sequence_height(shown),
            key="chart-sequence",
            alt=f"Your tags over {counted(len(shown), 'claim')}, in reading order",
        )
        with st.container(key="meta-sequence"):
            st.text(_under(changed))
        _table(
            "sequence",
            "Your tags, claim by claim",
            ["claim", "tag", "text"],
            [[f"{tick.number:,}", tick.word, tick.text] for tick in shown],
            numbers=[0],
            scheme=scheme,
            tags=[1],
        )


def _part(work: Work, ticks: list[Tick]) -> list[Tick]:
    """As much of a long article as one chart holds: at first where claims are left."""
    pages = -(-len(ticks) // TICKS)
    if pages < 2:
        return ticks
    left = next((place for place, tick in enumerate(ticks) if tick.look == figures.OPEN), 0)
    page = st.pagination(pages, default=1 + left // TICKS, key=f"part-{work.article.id}")
    return ticks[(page - 1) * TICKS : page * TICKS]


def _under(changed: int) -> str:
    said = "Each tick is a claim, each line under them a paragraph."
    if changed:
        said += f" On {counted(changed, 'claim')} you have changed your mind."
    return said


def _chosen(course: Course) -> Work:
    """The article to look into: the one the address names, or else the one last worked on."""
    by_id = {work.article.id: work for work in course.works}
    ids = list(by_id)
    wanted = session.chosen_article()
    latest = max(course.works, key=lambda work: work.worked_at or "")
    chosen = st.selectbox(
        "Article",
        ids,
        index=ids.index(wanted if wanted in by_id else latest.article.id),
        format_func=lambda article_id: by_id[article_id].article.title,
        label_visibility="collapsed",
        key="progress-article",
    )
    return by_id[chosen]


def _everybody(course: Course, palette: Colours) -> None:
    rows = figures.by_person(course)
    if len(rows) < 2:
        return
    shown = rows[:PEOPLE]
    with st.container(key="section-people", gap="small"):
        st.header("Everybody", anchor=False)
        st.altair_chart(
            charts.bars(shown, palette),
            height=charts.bars_height(shown),
            key="chart-people",
            alt="How many claims each analyst has answered",
        )
        more = len(rows) - len(shown)
        with st.container(key="meta-people"):
            st.text(
                (f"And {more} more. " if more else "")
                + "How far everybody is in the articles above. What others have answered does not "
                "show here, so that your own answers stay independent."
            )
        _table(
            "people",
            "How far everybody is",
            ["analyst", "answered", "left"],
            [[row.label, *_answered_and_left(row)] for row in shown],
            numbers=(1, 2),
        )


def _head() -> DeltaGenerator:
    """A heading on the left, and on the right what the marks mean."""
    return st.container(
        horizontal=True, horizontal_alignment="distribute", vertical_alignment="center"
    )


def _answered_and_left(row: Bar) -> tuple[str, str]:
    return f"{row.answered:,}", f"{row.total - row.answered:,}"


def _table(
    key: str,
    label: str,
    columns: list[str],
    rows: list[list[str]],
    *,
    numbers: Collection[int],
    scheme: Scheme | None = None,
    tags: Collection[int] = (),
) -> None:
    """The figures of a chart, for those who do not see it or want to know exactly."""
    with st.container(key=f"table-{key}"), st.expander("As a table"):
        parts.table(
            label,
            columns,
            rows,
            scheme=scheme,
            tags=tags,
            numbers=numbers,
            wide=[n for n in range(len(columns)) if n not in (*numbers, *tags)],
            key=f"cells-{key}",
        )
