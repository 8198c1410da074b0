"""The desk in its two modes, tagging and review; packaged HTML, CSS and JavaScript.

Python only says whose desk it is and where its data lies; the desk fetches them and works alone.
"""

from __future__ import annotations

import functools
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol

from annotator.ui import packaged

ACTS: Final = "/api/acts"
REVIEW: Final = "/api/review"
FOLDER: Final = Path(str(files(__package__)))


class Person(Protocol):
    """Whoever tags: an analyst, or the actor of a request."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def desk(project_id: str, analyst: Person, article_id: int) -> None:
    """Show the desk of an analyst on an article.

    What is passed down is the same at every rerun, so that Streamlit leaves the desk alone.
    Where to begin, the desk reads in the address; else it begins at the first untagged claim.
    """
    packaged.renderer(FOLDER, "desk", html=_skeleton("desk"), css="desk.css", js="desk.js")(
        key=f"desk-{article_id}",  # a skeleton that another article has left is not taken over
        data={
            "project": project_id,
            "analyst": {"id": analyst.id, "name": analyst.name},
            "article": article_id,
            "desk": f"/api/articles/{article_id}/desk",
            "acts": ACTS,
        },
    )


def review(project_id: str, reviewer: Person) -> None:
    """Show the review desk; which claims its queue holds, it reads in the address."""
    packaged.renderer(FOLDER, "review", html=_skeleton("review"), css="review.css", js="review.js")(
        key="review",
        data={
            "project": project_id,
            "analyst": {"id": reviewer.id, "name": reviewer.name},
            "article": 0,
            "desk": REVIEW,
            "acts": ACTS,
        },
    )


def component_name() -> str:
    """The name under which Streamlit knows this version of the desk."""
    return packaged.qualified(FOLDER, "desk")


def assets() -> dict[str, bytes]:
    """The tagging desk's style sheets and script by the address at which Streamlit serves them."""
    return packaged.assets(FOLDER, "desk")


def review_assets() -> dict[str, bytes]:
    """The same of the review desk."""
    return packaged.assets(FOLDER, "review")


@functools.cache
def _skeleton(mode: str) -> str:
    return (FOLDER / "frontend" / f"{mode}.html").read_text("utf-8")
