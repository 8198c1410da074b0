"""The dialogs that give articles to people: evenly, or one article by hand."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from typing import Final

import streamlit as st

from annotator import running, schemes, workflow
from annotator.identity import authorize
from annotator.ui import parts, say, session
from annotator.words import counted
from annotator.workflow import Plan
from db import articles, assignments, people, rounds
from db.model import Analyst
from db.store import Store

_PER: Final[dict[workflow.Per, tuple[str, str]]] = {
    "article": ("Whole articles", "Whoever gets an article tags all of its claims."),
    "claim": (
        "Parts of each article",
        "Each paragraph goes to so many people: for long articles. Everybody reads the rest too.",
    ),
}


@st.dialog("Share out the work", width="medium")
def dialog(lying: Sequence[int], chosen: Sequence[int]) -> None:
    """The dialog; `lying` are the open articles nobody tags, `chosen` those that were ticked."""
    with say.refusals():
        authorize(session.actor(running.store()), "assign")
        ask(lying, chosen)


@st.dialog("Who tags it")
def one(article_id: int, shown: Sequence[str]) -> None:
    """The dialog for one article, by hand; `shown` are those who had it when it was opened."""
    with say.refusals():
        authorize(session.actor(running.store()), "assign")
        by_hand(article_id, shown)


def ask(lying: Sequence[int], chosen: Sequence[int]) -> None:
    """Ask what goes to whom; show what everybody would get; then give it to them."""
    store = running.store()
    with store.read() as db:
        everybody = _present(people.listing(db))
        open_ = rounds.counts(db)["open"]
    ids = _which(store, lying, chosen, open_)
    names = {person.id: person.name for person in everybody}
    who = st.multiselect(
        "Who tags",
        list(names),
        default=[person.id for person in everybody if person.role == "analyst"] or list(names),
        format_func=names.__getitem__,
        key="share-who",
    )
    left, right = st.columns([1, 2], gap="medium")
    offered = range(1, min(workflow.MOST_OVERLAP, max(1, len(who))) + 1)
    overlap = left.selectbox(
        "People for each",
        offered,
        index=min(2, len(offered)) - 1,
        help="Two or more make agreement: it is computed where people tagged the same claim.",
        key=f"share-overlap-{len(offered)}",
    )
    per: workflow.Per = right.radio(
        "What is given",
        list(_PER),
        format_func=lambda name: _PER[name][0],
        captions=[caption for _, caption in _PER.values()],
        key="share-per",
    )
    with st.expander("Seed"):
        seed = st.number_input(
            "Seed",
            0,
            workflow.LARGEST_SEED,
            session.seed(secrets.randbelow(10_000)),
            help="Decides who gets what, and everybody’s own order of the articles. The same "
            "seed gives the same result again.",
            key="share-seed",
        )
    with say.refusals():
        _preview(store, ids, who, int(overlap), per, int(seed), names)


def _which(store: Store, lying: Sequence[int], chosen: Sequence[int], open_: int) -> list[int]:
    """The articles: those that were ticked, those that nobody tags, or all that are open."""
    if chosen:
        st.text(f"{counted(len(chosen), 'article')} that you ticked.")
        return list(chosen)
    kinds = {f"Those that nobody tags yet ({len(lying):,})": True, f"All open ({open_:,})": False}
    only = len(lying) in (0, open_)
    if only:
        st.text(f"{counted(open_, 'open article')}.")
    elif kinds[st.radio("Which articles", list(kinds), key="share-which")]:
        return list(lying)
    with store.read() as db:
        return sorted(rounds.newest(db, "open", limit=open_))


def _preview(
    store: Store,
    ids: Sequence[int],
    who: Sequence[str],
    overlap: int,
    per: workflow.Per,
    seed: int,
    names: dict[str, str],
) -> None:
    """What everybody would get, and the button that gives it."""
    with store.read() as db:
        plan = workflow.plan(db, ids, who, overlap, per=per, seed=seed)
        before = assignments.loads(db, who)
        scheme = schemes.current(db)
    if not plan.shares:
        st.text("Each has as many people already.")
        return
    sizes = plan.sizes()
    parts.table(
        "What everybody would get",
        ["person", "articles", "claims", "claims they have already"],
        [
            [names[id], *map("{:,}".format, (*sizes.get(id, (0, 0)), before.get(id, 0)))]
            for id in who
        ],
        scheme=scheme,
        numbers=(1, 2, 3),
        wide=(0,),
        key="cells-plan",
    )
    if plan.seeing:
        with st.container(key="meta-seeing"):
            st.text(
                f"{counted(plan.seeing, 'share')} of it goes to somebody who has seen others’ tags "
                "on the article: what they answer there will not count as independent."
            )
    if st.button("Give it to them", type="primary", key="go-give"):
        give(store, plan)


def give(store: Store, plan: Plan) -> None:
    """Carry the plan out, and show the page anew."""
    with say.refusals():
        workflow.assign(store, session.actor(store), plan)
        session.forget_choice()
        session.leave_message("Shared out. Everybody finds what is theirs under Articles.")
        st.rerun()


def by_hand(article_id: int, shown: Sequence[str]) -> None:
    """The people of one article; those who do not have it yet get all of it."""
    store = running.store()
    with store.read() as db:
        article = articles.get(db, article_id)
        everybody = people.listing(db)
        parts = [one for one in assignments.of_articles(db, [article_id]) if one.claims]
        shared = assignments.anything(db)
    names = {one.id: one.name for one in everybody if one.role != "removed" or one.id in shown}
    with st.container(key="title-by-hand"):
        st.text(article.title)
    who = st.multiselect(
        "Who tags it",
        list(names),
        default=list(shown),
        format_func=names.__getitem__,
        key=f"tags-{article_id}",
    )
    if parts:
        with st.container(key="meta-parts"):
            st.text(
                f"Of those who have it, {len(parts):,} tag a part; whom you add gets all of it."
            )
    if not shared:
        with st.container(key="meta-by-hand"):
            st.text(
                "Nothing is shared out yet. From now on everybody finds only what is given to them."
            )
    if st.button("Save", type="primary", key="go-by-hand"):
        with say.refusals():
            workflow.set_taggers(
                store,
                session.actor(store),
                article_id,
                who,
                seed=secrets.randbelow(10_000),
                shown=shown,
            )
            session.leave_message(_saved(set(who) - set(shown), set(shown) - set(who)))
            st.rerun()


def _saved(added: set[str], removed: set[str]) -> str:
    if not (added or removed):
        return "Nothing was changed."
    return "Saved. It holds from their next click on. What was answered stays."


def _present(everybody: Sequence[Analyst]) -> list[Analyst]:
    return [person for person in everybody if person.role != "removed"]
