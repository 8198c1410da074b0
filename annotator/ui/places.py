"""The pages, and how to go from one to another."""

from __future__ import annotations

from typing import Literal, NoReturn

import streamlit as st

Place = Literal[
    "tag",
    "review",
    "articles",
    "progress",
    "agreement",
    "sources",
    "export",
    "team",
    "rounds",
    "guide",
]


def pages(*, leads: bool = False, reviews: bool = True) -> dict[str, st.Page]:
    """Every page by its place; the first is where the bare address leads.

    Args:
        leads: For somebody who leads a team; for others the Team and the Rounds page are only
            addresses, and say why they show nothing.
        reviews: For somebody who settles disagreements; the Review page likewise.
    """
    # Here because pages import this module to go elsewhere.
    from annotator.ui.pages import (
        agreement,
        articles,
        export,
        guide,
        progress,
        review,
        rounds,
        sources,
        start,
        tag,
        team,
    )

    return {
        "": st.Page(start.page, title="Start", url_path="start", default=True, visibility="hidden"),
        "tag": st.Page(tag.page, title="Tag", url_path="tag"),
        "review": st.Page(
            review.page,
            title="Review",
            url_path="review",
            visibility="visible" if reviews else "hidden",
        ),
        "articles": st.Page(articles.page, title="Articles", url_path="articles"),
        "progress": st.Page(progress.page, title="Progress", url_path="progress"),
        "agreement": st.Page(agreement.page, title="Agreement", url_path="agreement"),
        "sources": st.Page(sources.page, title="Sources", url_path="sources"),
        "export": st.Page(export.page, title="Export", url_path="export"),
        "team": st.Page(
            team.page,
            title="Team",
            url_path="team",
            visibility="visible" if leads else "hidden",
        ),
        "rounds": st.Page(
            rounds.page,
            title="Rounds",
            url_path="rounds",
            visibility="visible" if leads else "hidden",
        ),
        "guide": st.Page(guide.page, title="Guide", url_path="guide"),
    }


def go(place: Place, parameters: dict[str, str] | None = None) -> NoReturn:
    """Show another page, with these parameters in the address."""
    st.switch_page(pages()[place], query_params=parameters or {})


def link(place: Place, label: str, parameters: dict[str, str] | None = None) -> None:
    """A link to another page; the label is Markdown, so it must be ours."""
    st.page_link(pages()[place], label=label, query_params=parameters or {})
