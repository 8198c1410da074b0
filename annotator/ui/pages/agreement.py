"""Agreement: how far the analysts agree, what the figure is worth, and where they part."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Final

import streamlit as st

from annotator import running
from annotator.identity import Actor, authorize, may, subjects_of
from annotator.ui import exposing, heads, marks, places, session
from annotator.ui.theme import STATIC
from annotator.words import counted
from db import answers, articles
from db.model import ArticleRow
from db.store import Database, Store

if TYPE_CHECKING:
    from annotator.agreed import Agreed, Basis

_ALL: Final = 0  # no article has this id
_PATIENCE: Final = 60.0  # seconds for the votes of a very large project
_BASES: Final[dict[Basis, str]] = {"votes": "Votes", "current": "Current answers"}
_MEANS: Final[dict[Basis, str]] = {
    "votes": "Independent votes: each analyst’s last answer before seeing others’ work.",
    "current": "Answers as they are now; some may have been given after seeing others’ work.",
}
_CLOSED: Final = {
    "analyst": (
        "The figures of an article open when its round is closed. Until then everybody tags "
        "without knowing how the others do."
    ),
}
_NARROW: Final = (
    "where you have not tagged yourself, and where the round is closed. Until then "
    "everybody tags without knowing how the others do."
)


def page() -> None:
    """Draw the page."""
    st.html(STATIC / "agreement.css")
    store = running.store()
    actor = session.actor(store)
    with store.read() as db:
        rows = articles.listing(db)
        opened = _open(db, actor, rows)
    basis: Basis = session.widget("agreement-basis", "votes")
    about = _MEANS[basis] if opened else "How far the analysts agree, and where they part."
    with heads.head("Agreement", about):
        if opened:
            basis = _basis()
    if not rows:
        _invite(loads=may(actor, "load"))
    elif not opened:
        _wait(actor)
    else:
        _figures(store, actor, opened, basis, number=len(rows))
        if may(actor, "see-progress"):
            _steady(store)


def _open(db: Database, actor: Actor, rows: list[ArticleRow]) -> list[ArticleRow]:
    """The articles of which the actor may see others' work."""
    subjects = subjects_of(db, actor, [row.id for row in rows])
    return [
        row
        for row, subject in zip(rows, subjects, strict=True)
        if may(actor, "see-others", subject)
    ]


def _basis() -> Basis:
    chosen: Basis = st.segmented_control(
        "What is counted",
        list(_BASES),
        default="votes",
        required=True,
        format_func=_BASES.__getitem__,
        label_visibility="collapsed",
        width="content",
        key="agreement-basis",
    )
    return chosen


def _figures(
    store: Store, actor: Actor, opened: list[ArticleRow], basis: Basis, *, number: int
) -> None:
    """The figures of what may be seen and was; before it is, the question."""
    about = _scope(opened, narrowed=len(opened) < number)
    ids = [row.id for row in about]
    exposing.show_closed(store, ids, "see-others")
    # Here because it brings numpy, which takes long to import: the first desk must not wait.
    from annotator import agreed

    only = session.widget("agreement-version", "")
    with store.read(timeout=_PATIENCE) as db:
        # In the moment the figures are from: others may begin in an article at any time.
        subjects = subjects_of(db, actor, ids)
        for subject in subjects:
            authorize(actor, "see-others", subject)
        hidden = answers.hidden(db, actor.id, ids)
        shown = [id for id in ids if id not in set(hidden)]
        found = agreed.read(db, shown, basis, session.zone(), only) if shown else None
    if hidden:
        exposing.ask(store, about, hidden, "Show the figures", "see-others")
    if found is None or (hidden and not (found.only or found.report.coverage.compared)):
        return
    _version(found)
    decides = any(may(actor, "decide", subject) for subject in subjects)
    _draw(found, ids, decides=decides)


def _version(found: Agreed) -> None:
    """Which version of the codebook is counted, where votes of several are among them."""
    if len(found.versions) < 2:
        return
    with st.container(key="agreement-versions"):
        st.selectbox(
            "Version of the codebook",
            ["", *found.versions],
            format_func=lambda label: label or "All versions of the codebook",
            label_visibility="collapsed",
            key="agreement-version",
        )


def _steady(store: Store) -> None:
    # Here because it brings numpy, which takes long to import: the first desk must not wait.
    from annotator.ui import steady_words

    steady_words.everybodys(store)


def _scope(opened: list[ArticleRow], *, narrowed: bool) -> list[ArticleRow]:
    """All open articles, or the one that is chosen; the address names it."""
    if len(opened) < 2 and not narrowed:
        return opened
    titles = {row.id: row.title for row in opened}
    ids = [_ALL, *titles]
    wanted = session.chosen_article()
    every = f"All {counted(len(opened), 'article')}" + (" open to you" if narrowed else "")
    with st.container(key="agreement-scope"):
        chosen = st.selectbox(
            "Articles",
            ids,
            index=ids.index(wanted) if wanted in titles else 0,
            format_func=lambda id: titles.get(id, every),
            filter_mode="contains",
            label_visibility="collapsed",
            key="agreement-article",
        )
        if narrowed:
            with st.container(key="meta-narrowed"):
                st.text(f"Figures are open to you {_NARROW}")
    session.choose_article(chosen if chosen in titles else None)
    return [row for row in opened if chosen in (_ALL, row.id)]


def _draw(found: Agreed, ids: Sequence[int], *, decides: bool) -> None:
    # Here because it brings altair, which takes long to import.
    from annotator.ui import agreement_sections

    agreement_sections.draw(found, ids[0] if len(ids) == 1 else None, decides=decides)


def _invite(*, loads: bool) -> None:
    with _empty("Nothing to compare yet"):
        if not loads:
            st.text("No article yet. The lead loads the first one.", width="content")
            return
        st.text(
            "Load an article. When two people have tagged it, this page says how far they agree.",
            width="content",
        )
        if st.button("Go to the articles", type="primary", key="go-articles"):
            places.go("articles")


def _wait(actor: Actor) -> None:
    with _empty("Not open to you yet"):
        st.text(
            _CLOSED.get(actor.role or "", f"The figures of articles are open to you {_NARROW}"),
            width="content",
        )


def _empty(title: str) -> st.delta_generator.DeltaGenerator:
    box = st.container(key="empty", border=True, horizontal_alignment="center", gap="small")
    box.html(marks.EMPTY, width="content")
    box.subheader(title, anchor=False, width="content")
    return box
