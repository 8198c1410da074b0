"""Commands that list what a project holds."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Final

import click

from annotator.commands.output import Format, Listing, format_options, show
from annotator.commands.people import find
from annotator.commands.project import database, opened
from annotator.words import counted
from db import articles as article_rows
from db import disagreements as disputed
from db import events, people, slots
from db.exports import Selection, csv_long
from db.exports.lines import Cell
from db.model import (
    ArticleLoaded,
    ClaimAnswered,
    Event,
    NoteWritten,
    RoleGiven,
    SettingChanged,
    SplitWished,
)
from db.review_model import (
    AcceptanceWithdrawn,
    ClaimDecided,
    CommentWritten,
    DecisionWithdrawn,
    ReviewVoted,
    UnanimousAccepted,
)

__all__ = ["articles", "claims", "disagreements", "history", "tags"]

_ARTICLE: Final = (
    "id",
    "title",
    "author",
    "published",
    "url",
    "language",
    "name",
    "loaded_at",
    "revision",
    "claims",
)
_CLAIM: Final = ("id", "article", "position", "kind", "start", "end", "text")
_EVENT: Final = (
    "seq",
    "id",
    "at",
    "actor",
    "who",
    "kind",
    "article",
    "claim",
    "what",
    "holds",
    "payload",
    "hash",
)


@click.command(short_help="List the articles.")
@database
@format_options
def articles(database: Path, shape: Format | None) -> None:
    """List the articles of the project, in the order they were loaded."""
    with opened(database) as store, store.read(timeout=None) as db:
        rows = (tuple(getattr(row, name) for name in _ARTICLE) for row in article_rows.listing(db))
        show(Listing(_ARTICLE, rows, brief=("id", "title", "author", "claims")), shape)


@click.command(short_help="List the claims.")
@database
@click.option("--article", type=int, help="Only the claims of the article with this id.")
@format_options
def claims(database: Path, article: int | None, shape: Format | None) -> None:
    """List the claims, tagged or not, in reading order.

    Offsets count the code points of the article's normalised text, the end not included.
    """
    with opened(database) as store, store.read(timeout=None) as db:
        rows = (
            (row.id, row.article_id, row.position, "sentence", row.start, row.end, row.text)
            for row in article_rows.claims(db, article)
        )
        show(Listing(_CLAIM, rows, brief=("id", "article", "position", "text")), shape)


@click.command(short_help="List the tags: a row for each claim and analyst.")
@database
@click.option("--article", type=int, help="Only the article with this id.")
@click.option("--analyst", metavar="NAME", help="Only this analyst.")
@format_options
def tags(database: Path, article: int | None, analyst: str | None, shape: Format | None) -> None:
    """List every answer, note and wish for a split, with the columns of the long export."""
    with opened(database) as store:
        selection = Selection(
            None if article is None else (article,),
            None if analyst is None else (find(store, analyst).id,),
        )
        with store.read(timeout=None) as db:
            if article is not None:
                article_rows.get(db, article)
            brief = ("article", "position", "text", "analyst", "outcome", "tag")
            rows = csv_long.rows(db, selection)
            show(Listing(csv_long.COLUMNS, rows, brief, embedded=("blind",)), shape)


@click.command(short_help="List the claims on which votes differ.")
@database
@click.option("--article", type=int, help="Only the article with this id.")
@click.option("--all", "decided", is_flag=True, help="Also those that are decided or sent back.")
@format_options
def disagreements(database: Path, article: int | None, decided: bool, shape: Format | None) -> None:
    """List the claims on which votes differ and that wait for a reviewer, the worst first: ties,
    then disagreement times votes, then their place in the article.

    A vote is the last answer given before others' work was shown; what somebody answered later
    counts nowhere here. The disagreement is the share of pairs of votes that differ.
    """
    with opened(database) as store, store.read(timeout=None) as db:
        if article is not None:
            article_rows.get(db, article)
        rows = (_disagreement(row) for row in disputed.listing(db, article, decided=decided))
        settled = ("ruling", "decided_tag") if decided else ()
        brief = ("claim", "article", "position", "text", "votes", "tied", "disagreement", *settled)
        columns = disputed.Disagreement._fields
        show(Listing(columns, rows, brief, embedded=("tied", "disagreement")), shape)


def _disagreement(row: disputed.Disagreement) -> tuple[Cell, ...]:
    tied = "true" if row.tied else "false"
    return (*row[:6], tied, str(row.disagreement), *row[8:])


@click.command(short_help="Show who did what, and when.")
@database
@click.argument("claim", type=int, required=False)
@click.option(
    "--article", type=int, help="Only the article with this id; CLAIM is then its number there."
)
@format_options
def history(database: Path, claim: int | None, article: int | None, shape: Format | None) -> None:
    """Show the log, oldest first: of the claim with this id, or of the whole project.

    The pages count the claims of each article from 1: with --article 2, claim 7 is the one that
    they call 7. An answer, note or decision holds until another takes its place; one that came
    from a screen that was out of date never held.
    """
    with opened(database) as store, store.read(timeout=None) as db:
        if article is not None:
            article_rows.get(db, article)
        if claim is not None and article is not None:
            claim = article_rows.numbered(db, article, claim)
        elif claim is not None:
            article_rows.get_claim(db, claim)
        names = {analyst.id: analyst.name for analyst in people.listing(db)}
        found = events.history(db, claim_id=claim, article_id=None if claim else article)
        rows = (_event(event, names, slots.holds(db, event)) for event in found)
        brief = ("seq", "at", "who", "kind", "article", "claim", "what", "holds")
        show(Listing(_EVENT, rows, brief, embedded=("holds", "payload")), shape)


def _event(event: Event, names: Mapping[str, str], holds: bool | None) -> tuple[Cell, ...]:
    return (
        event.seq,
        event.id,
        event.at,
        event.actor,
        names.get(event.actor) or event.actor,
        event.kind,
        event.article_id,
        event.claim_id,
        _what(event),
        None if holds is None else str(holds).lower(),
        event.payload,
        event.hash,
    )


def _what(event: Event) -> str:
    """The gist of an event, for reading."""
    match event.content:
        case ArticleLoaded(title=title):
            return title
        case ClaimAnswered(outcome=outcome, tag=tag):
            return tag or outcome
        case NoteWritten(text=text):
            return text
        case SplitWished(wanted=wanted):
            return "wants a split" if wanted else "wants no split"
        case ReviewVoted(tag=tag):
            return tag
        case ClaimDecided(ruling=ruling, tag=tag, reason=reason):
            settled = tag or ruling.replace("_", " ")
            return f"{settled}: {reason}" if reason else settled
        case DecisionWithdrawn():
            return "decision withdrawn"
        case CommentWritten(text=text):
            return text
        case UnanimousAccepted(claims=claims):
            return f"{counted(len(claims), 'claim')} accepted"
        case AcceptanceWithdrawn():
            return "acceptance withdrawn"
        case RoleGiven(role=role):
            return role
        case SettingChanged(name=name, value=value):
            return f"{name}: {value}" if value else f"{name}: not set"
        case _:
            return ""
