"""The articles as one's own work, the begun ones first, and the way to load another one."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from typing import Final, Literal

import streamlit as st

from annotator import running, schemes, workflow
from annotator.deskdata import byline
from annotator.scheme import Scheme
from annotator.ui import efforts, heads, loading, marks, places, questions, say, session
from annotator.ui.resume import next_claims
from annotator.ui.say import literally
from annotator.words import counted
from corpus import ReadError
from db import answers, articles, assignments, people
from db.model import (
    OPEN_STATES,
    OWN_STATES,
    Analyst,
    ClaimRow,
    Progress,
    Work,
    WorkList,
    WorkState,
)
from db.store import Store

PAGE: Final = 20
SEARCHED_FROM: Final = 9  # articles; fewer are seen at a glance
_OTHERS_SHOWN: Final = 4
_PEOPLE_SHOWN: Final = 8

Shown = Literal["all", "open", "done", "others"]

_STATES: Final[dict[Shown, tuple[WorkState, ...]]] = {
    "all": OWN_STATES,
    "open": OPEN_STATES,
    "done": ("done", "closed"),
    "others": ("other",),
}

_EMPTY: Final[dict[Shown, tuple[str, str]]] = {
    "open": ("Nothing left to do", "Each claim of each article has your answer."),
    "done": (
        "Nothing is done yet",
        "An article is done when each of its claims has your answer. Those you skip wait for you.",
    ),
    "others": ("Nothing is given to others only", "Each article is yours to tag."),
    "all": (
        "Nothing is given to you",
        "The work was shared out, and nothing of it is yours to tag.",
    ),
}


@dataclass(frozen=True, slots=True)
class Reader:
    """Who looks at the list, and what of it is theirs to see.

    Attributes:
        loads: They may load articles.
        everybody: Whose progress they may see, which is their own at least.
        leads: They lead a team, and see the figures behind the strips.
        scheme: Whose tags the strips show.
    """

    analyst: Analyst
    loads: bool
    everybody: tuple[Analyst, ...]
    leads: bool
    scheme: Scheme


@dataclass(frozen=True, slots=True)
class Asked:
    """Which page of which articles."""

    search: str
    shown: Shown
    page: int  # from 1


@dataclass(frozen=True, slots=True)
class Row:
    """An article, the reader's own answers by tag, and how many claims others have answered."""

    work: Work
    own: dict[str, int]
    others: dict[str, int]  # by analyst id
    given: dict[str, int]  # how many claims of it are whose to tag, where it was shared out
    next_claim: ClaimRow | None  # where to go on, if the reader has begun


def page() -> None:
    """Draw the page."""
    store = running.store()
    analyst = session.signed_in(store)
    loaded = session.take_article()
    if loaded is not None:
        places.go("tag", {"article": str(loaded)})
    sees, loads = session.sees_everybody(store), session.may_load(store)
    # Before the widgets are drawn: what they show is in the same answer.
    asked = Asked(
        session.widget("search", "").strip(),
        session.widget("show", "all"),
        session.widget("page", 1),
    )
    listed = _listed(store, analyst, asked)
    with store.read() as db:
        everybody = tuple(people.listing(db)) if sees else (analyst,)
        scheme = schemes.current(db)
    reader = Reader(analyst, loads, everybody, session.leads(analyst), scheme)
    if not any(count.articles for count in listed.counts.values()):
        _head("Nothing to tag yet.")
        _messages()
        if loads:
            _invite(store)
        else:
            _wait()
        return
    _head(_summary(listed), with_button=loads, work_left=_articles(listed, "open") > 0)
    _messages()
    questions.show(store, analyst)
    search, shown = _bar(listed, reader)
    _list(store, reader, Asked(search, shown, asked.page), asked, listed)


def _listed(store: Store, analyst: Analyst, asked: Asked) -> WorkList:
    with store.read() as db:
        return articles.listed(
            db,
            analyst.id,
            search=asked.search,
            states=_STATES[asked.shown],
            limit=PAGE,
            offset=(asked.page - 1) * PAGE,
        )


def _head(summary: str, *, with_button: bool = False, work_left: bool = False) -> None:
    with heads.head("Articles", summary):
        # Blue is what most come for: the first open article, if there is one.
        if with_button and st.button(
            "Load an article",
            type="secondary" if work_left else "primary",
            key="load-another" if work_left else "go-load",
            icon=":material/add:",
        ):
            loading.dialog()


def _messages() -> None:
    for message in session.take_messages():
        say.passing(message)


def _invite(store: Store) -> None:
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
                _try_sample(store)


def _wait() -> None:
    """The same for who may not load articles."""
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.html(marks.EMPTY, width="content")
        st.subheader("No article yet", anchor=False, width="content")
        st.text("The lead loads the first one; its sentences become claims.", width="content")


def _try_sample(store: Store) -> None:
    try:
        loaded = workflow.load_sample(store, session.actor(store))
    except ReadError as refusal:
        say.error(str(refusal))
        return
    places.go("tag", {"article": str(loaded.article_id)})


def _summary(everything: WorkList) -> str:
    claims = sum(everything.counts[state].claims for state in OWN_STATES)
    yours = " yours" if everything.counts["other"].articles else ""
    return (
        f"{counted(_articles(everything), 'article')}{yours}, {counted(claims, 'claim')}. "
        f"You have answered {_answered(everything):,} of them."
    )


def _answered(everything: WorkList) -> int:
    """The claims of the reader's articles that they have answered."""
    return sum(everything.counts[state].answered for state in OWN_STATES)


def _articles(listed: WorkList, shown: Shown = "all") -> int:
    """How many articles there are to show."""
    return sum(listed.counts[state].articles for state in _STATES[shown])


def _bar(everything: WorkList, reader: Reader) -> tuple[str, Shown]:
    """The bar above the list: what to search for, and which articles to show."""
    labels: dict[Shown, str] = {
        "all": f"All {_articles(everything):,}",
        "open": f"To do {_articles(everything, 'open'):,}",
        "done": f"Done {_articles(everything, 'done'):,}",
    }
    # Who loads articles has to find all of them; who tags has enough with the own ones.
    if reader.loads and _articles(everything, "others"):
        labels["others"] = f"Others’ {_articles(everything, 'others'):,}"
    search = ""
    with st.container(
        key="filter-bar",
        horizontal=True,
        vertical_alignment="center",
        horizontal_alignment="distribute",
    ):
        with st.container(
            key="filters", horizontal=True, vertical_alignment="center", width="content"
        ):
            shown: Shown = st.segmented_control(
                "Show",
                list(labels),
                default="all",
                required=True,
                format_func=labels.__getitem__,
                label_visibility="collapsed",
                persist_state="session",
                key="show",
            )
            if sum(count.articles for count in everything.counts.values()) >= SEARCHED_FROM:
                search = st.text_input(
                    "Search titles",
                    type="search",
                    live="300ms",
                    placeholder="Search titles",
                    label_visibility="collapsed",
                    persist_state="session",
                    width=260,
                    key="search",
                )
        _people(reader)
    return search.strip(), shown


def _people(reader: Reader) -> None:
    """Whose initials are whose."""
    me = reader.analyst.id
    gone = "removed" if reader.leads else ""  # roles count in a team only
    everybody = [person for person in reader.everybody if person.role != gone]
    if len(everybody) < 2:
        return
    first = [person for person in everybody if person.id == me]
    others = [person for person in everybody if person.id != me]
    with st.container(
        key="people", horizontal=True, width="content", vertical_alignment="center", gap="small"
    ):
        for person in (first + others)[:_PEOPLE_SHOWN]:
            with st.container(
                horizontal=True, width="content", vertical_alignment="center", gap="xsmall"
            ):
                st.html(marks.who(person.name), width="content")
                you = ", you" if person.id == me else ""
                st.text(person.name + you, width="content")


def _list(store: Store, reader: Reader, wanted: Asked, asked: Asked, listed: WorkList) -> None:
    """The rows that are wanted; those listed, unless a widget answered otherwise than expected."""
    area = st.container(key="rows", gap=None)
    if wanted != asked:
        listed = _listed(store, reader.analyst, wanted)
    number = _foot(listed, reader.scheme, several=len(reader.everybody) > 1)
    if number != min(wanted.page, _pages(listed.found)):
        listed = _listed(store, reader.analyst, replace(wanted, page=number))
    rows = _rows(store, reader, listed.rows)
    names = {person.id: person.name for person in reader.everybody}
    with area:
        if not rows:
            _nothing(wanted.search, wanted.shown, loads=reader.loads)
        for index, row in enumerate(rows):
            _show(row, reader, names, first=number == 1 and index == 0)
    if reader.leads and rows:
        efforts.draw(store, [row.work.article for row in rows], names)


def _foot(listed: WorkList, scheme: Scheme, *, several: bool) -> int:
    """What stands below the list; the page of it that is wanted, from 1."""
    found = listed.found
    pages = _pages(found)
    number = 1
    if pages > 1:
        with st.container(
            key="pages", horizontal=True, vertical_alignment="center", horizontal_alignment="center"
        ):
            where = st.container(width="content")
            number = min(pages, st.pagination(pages, width=220, persist_state="page", key="page"))
            first = (number - 1) * PAGE + 1
            where.text(f"Articles {first:,} to {min(found, number * PAGE):,} of {found:,}")
    if found and _answered(listed):  # before the first tag there are no colours to explain
        with st.container(
            key="foot",
            horizontal=True,
            horizontal_alignment="distribute",
            vertical_alignment="center",
        ):
            st.html(marks.legend(scheme.tags), width="content")
            if several:
                st.text(
                    "Colours on your own tags only; of others, how far they are.", width="content"
                )
    return number


def _pages(found: int) -> int:
    return max(1, -(-found // PAGE))


def _nothing(search: str, shown: Shown, *, loads: bool) -> None:
    """Why the list is empty, and what to do."""
    if search:
        title = f"No title matches “{search}”."
        wider = "Search for fewer letters" if shown == "all" else "Choose All"
        advice = f"{wider}, or empty the field."
    else:
        title, advice = _EMPTY[shown]
        if shown == "open":
            advice += (
                " Load another article, or look at the ones that are done."
                if loads
                else " The lead loads the next article."
            )
    with st.container(key="nothing", gap="xxsmall"):
        st.subheader(literally(title), anchor=False)
        st.text(advice)


def _rows(store: Store, reader: Reader, found: tuple[Work, ...]) -> list[Row]:
    """The articles, each with the progress that may be seen and the reader's next claim."""
    analyst = reader.analyst
    whose = None if len(reader.everybody) > 1 else analyst.id
    with store.read() as db:
        ids = [work.article.id for work in found]
        progress = answers.progress(db, ids, whose)
        given = assignments.duties(db, article_ids=ids)
    begun = [work.article for work in found if work.state == "begun"]
    following = next_claims(store, analyst, begun)
    by_article: dict[int, list[Progress]] = {}
    for entry in progress:
        by_article.setdefault(entry.article_id, []).append(entry)
    sizes: dict[int, dict[str, int]] = {}
    for duty in given:
        sizes.setdefault(duty.article_id, {})[duty.analyst_id] = duty.claims
    return [
        replace(
            _row(work, reader, by_article.get(work.article.id, []), following.get(work.article.id)),
            given=sizes.get(work.article.id, {}),
        )
        for work in found
    ]


def _row(work: Work, reader: Reader, progress: list[Progress], next_claim: ClaimRow | None) -> Row:
    own: Counter[str] = Counter()
    others: Counter[str] = Counter()
    for entry in progress:
        if entry.outcome == "skipped":
            continue
        if entry.analyst_id == reader.analyst.id:
            own[entry.tag or reader.scheme.unsure or entry.outcome] += entry.claims
        else:
            # Blind holds for pictures too: of others, one sum and no tag.
            others[entry.analyst_id] += entry.claims
    in_order = {tag.name: own.pop(tag.name, 0) for tag in reader.scheme.tags}
    return Row(work, in_order | dict(own), dict(others), {}, next_claim)


def _show(row: Row, reader: Reader, names: dict[str, str], *, first: bool) -> None:
    article = row.work.article
    with st.container(key=f"row-{article.id}"):
        left, middle, right = st.columns([5, 4, 1.6], gap="medium", vertical_alignment="center")
        with left.container(gap="xxsmall"):
            with st.container(key=f"title-{article.id}"):
                st.text(article.title)
            with st.container(key=f"meta-{article.id}"):
                st.text(" · ".join(filter(None, (_size(row.work), byline(article)))))
        middle.html(_strips(row, reader, names))
        with right:
            _way_in(row, first=first)


_WAYS: Final[dict[WorkState, str]] = {
    "begun": "Continue",
    "new": "Start",
    "done": "Open",
    "closed": "Look at it",
    "other": "Read",
}


def _size(work: Work) -> str:
    """How many claims there are to tag, and whether that is over."""
    claims = counted(work.article.claims, "claim")
    if work.claims < work.article.claims:
        claims = f"{work.claims:,} of {claims} yours"
    return f"{claims} · round closed" if work.state == "closed" else claims


def _way_in(row: Row, *, first: bool) -> None:
    """The link to the desk. It spreads over its whole row, so that the title leads there too."""
    article_id = row.work.article.id
    parameters = {"article": str(article_id)}
    label = _WAYS[row.work.state]
    if row.next_claim is not None:
        parameters["claim"] = str(row.next_claim.id)
        label = f"Continue at {row.next_claim.position:,}"
    likeliest = "go-" if first and row.work.state in OPEN_STATES else ""
    with st.container(key=f"{likeliest}open-{article_id}", horizontal_alignment="right"):
        places.link("tag", literally(label), parameters)


def _strips(row: Row, reader: Reader, names: dict[str, str]) -> str:
    total = max(1, row.work.article.claims)
    colours = {tag.name: tag.colour for tag in reader.scheme.tags}
    strips = (
        [marks.progress(reader.analyst.name, row.own, max(1, row.work.claims), colours, own=True)]
        if row.work.state != "other"
        else []
    )
    furthest = sorted(row.others.items(), key=lambda entry: -entry[1])
    strips += [
        marks.progress(
            names.get(analyst_id, ""),
            {"": answered},
            max(1, row.given.get(analyst_id, total)),
            {},
            own=False,
        )
        for analyst_id, answered in furthest[:_OTHERS_SHOWN]
    ]
    if len(furthest) > _OTHERS_SHOWN:
        more = len(furthest) - _OTHERS_SHOWN
        strips.append(f'<p class="ca-more">and {more} more have begun</p>')
    return "".join(strips) or '<p class="ca-more">nobody has begun</p>'
