"""Commands that share work out and open and close rounds. The lead's Rounds page does the same."""

from __future__ import annotations

import secrets
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Final

import click

from annotator import workflow
from annotator.commands.output import Format, Listing, format_options, say, show
from annotator.commands.people import find
from annotator.commands.project import database, opened
from annotator.identity import cli_actor
from annotator.words import counted
from db import articles, assignments, people, rounds
from db.exports.lines import Cell
from db.round_model import SHOWS, RoundState, Shows
from db.store import Database, Store

__all__ = ["assign", "assignments_", "repeats", "round_", "unassign"]

_ASSIGNMENT: Final = (
    "article",
    "title",
    "analyst",
    "claims",
    "tagged",
    "unsure",
    "skipped",
    "left",
    "assigned_at",
    "last_at",
)
_ROUND: Final = ("article", "title", "state", "number", "others_shown", "changed_at")
_STEADY: Final = ("analyst", "repeated", "compared", "same", "alpha", "low", "high")
_DONE: Final[dict[RoundState, str]] = {
    "open": "opened",
    "closed": "closed",
    "reviewed": "finished with its review",
}

_articles = click.argument("article", type=int, nargs=-1)
_all = click.option("--all", "everything", is_flag=True, help="All articles.")


@click.command(short_help="Share articles out among people.")
@database
@_articles
@click.option(
    "--to", "names", multiple=True, required=True, metavar="NAME", help="Who tags; repeat."
)
@click.option(
    "--overlap",
    type=click.IntRange(1, workflow.MOST_OVERLAP),
    default=2,
    show_default=True,
    help="How many people tag each.",
)
@click.option(
    "--per",
    type=click.Choice(("article", "claim")),
    default="article",
    show_default=True,
    help="Give whole articles, or let each claim have so many people.",
)
@click.option(
    "--seed",
    type=click.IntRange(0, workflow.LARGEST_SEED),
    help="Decides who gets what, and everybody's own order. By chance without it; it is printed.",
)
@click.option("--dry-run", is_flag=True, help="Print what everybody would get, and change nothing.")
def assign(
    database: Path,
    article: tuple[int, ...],
    names: tuple[str, ...],
    overlap: int,
    per: workflow.Per,
    seed: int | None,
    dry_run: bool,
) -> None:
    """Share the open articles with these ids out evenly, or all open ones that nobody tags yet.

    What somebody has already stays theirs and counts. As soon as anything is shared out, everybody
    tags only what is given to them.
    """
    with opened(database, write=not dry_run) as store:
        ids = [find(store, name).id for name in names]
        chance = secrets.randbelow(10_000) if seed is None else seed
        with store.read(timeout=None) as db:
            wanted = list(article) or assignments.unassigned(db)
            if not wanted:
                say("Each open article has somebody who tags it. Nothing was changed.")
                return
            plan = workflow.plan(db, wanted, ids, overlap, per=per, seed=chance)
            known = {one.id: one.name for one in people.listing(db)}
        for id, (number, claims) in plan.sizes().items():
            say(f"{known[id]}: {counted(number, 'article')}, {counted(claims, 'claim')}")
        if plan.seeing:
            say(
                f"{counted(plan.seeing, 'share')} of it: they have seen others' tags on the "
                "article, so their answers there do not count as independent."
            )
        if not plan.shares:
            say("Each of them has as many people already. Nothing was changed.")
            return
        if dry_run:
            say(f"Nothing was changed. The same again: --seed {chance}")
            return
        workflow.assign(store, cli_actor(), plan)
        say(f"Shared out {counted(len(set(wanted)), 'article')} with seed {chance}.")


@click.command(short_help="Take articles back from somebody.")
@database
@click.argument("name")
@_articles
def unassign(database: Path, name: str, article: tuple[int, ...]) -> None:
    """Take the articles with these ids from NAME. What they have answered stays and counts."""
    if not article:
        raise click.UsageError("Name the articles to be taken back, by their ids.")
    with opened(database, write=True) as store:
        found = find(store, name)
        _refuse_unknown(store, article)
        with store.read() as db:
            had = {
                one.article_id
                for one in assignments.of_articles(db, article)
                if one.analyst_id == found.id
            }
        for article_id in had:
            workflow.take_back(store, cli_actor(), article_id, found.id)
        rest = [f"{id}" for id in article if id not in had]
        if had:
            say(f"Taken from {found.name}: {counted(len(had), 'article')}.")
        if rest:
            say(f"Not given to {found.name}: article {', '.join(rest)}.")


@click.command("assignments", short_help="List who tags what, and how far they are.")
@database
@format_options
def assignments_(database: Path, shape: Format | None) -> None:
    """List what is given to whom, by article; times are UTC, and empty for never."""
    with opened(database) as store, store.read(timeout=None) as db:
        brief = ("article", "title", "analyst", "claims", "left", "last_at")
        show(Listing(_ASSIGNMENT, _duties(db), brief), shape)


@click.command(short_help="Let claims come back, and print how steady answers are.")
@database
@click.option(
    "--share",
    type=click.IntRange(0, workflow.MOST_SHARE),
    metavar="PERCENT",
    help="From now on so many in a hundred of the claims somebody has answered come back to them.",
)
@format_options
def repeats(database: Path, share: int | None, shape: Format | None) -> None:
    """Print how often people said the same of a claim that came back to them on another day.

    The figures are Krippendorff's alpha between the two occasions, with its 95 % interval. What was
    said again is no vote, and changes none.
    """
    # Here because it brings numpy, which takes long to import: the other commands must not wait.
    from annotator import steady

    with opened(database, write=share is not None) as store:
        if share is not None:
            workflow.set_repeat_share(store, cli_actor(), share)
            say(f"{share} % of the claims come back." if share else "No claim comes back any more.")
            return
        with store.read(timeout=None) as db:
            rows = [
                (
                    one.analyst or "all together",
                    one.repeated,
                    one.compared,
                    one.same,
                    _figure(one.alpha.estimate.value),
                    _figure(one.alpha.interval.low),
                    _figure(one.alpha.interval.high),
                )
                for one in steady.read(db)
            ]
        show(Listing(_STEADY, rows, _STEADY), shape)


@click.group("round", short_help="Open and close the rounds of articles.")
def round_() -> None:
    """Manage rounds: an article is open for tagging, closed, or its review is finished."""


@round_.command("list", short_help="List the articles with their rounds.")
@database
@format_options
def list_rounds(database: Path, shape: Format | None) -> None:
    """List the state of each article, and when its analysts see each other's tags."""
    with opened(database) as store, store.read(timeout=None) as db:
        brief = ("article", "title", "state", "number", "others_shown")
        show(Listing(_ROUND, _rounds(db), brief), shape)


@round_.command(short_help="Close the rounds of articles.")
@database
@_articles
@_all
def close(database: Path, article: tuple[int, ...], everything: bool) -> None:
    """Let nobody tag these articles any more, and their analysts see each other's work."""
    _turn(database, article, everything, "closed")


@round_.command("open", short_help="Open the rounds of articles again.")
@database
@_articles
@_all
def open_(database: Path, article: tuple[int, ...], everything: bool) -> None:
    """Let these articles be tagged again; who has seen others' tags is not independent any more."""
    _turn(database, article, everything, "open")


@round_.command("show", short_help="Say when analysts see each other's tags.")
@database
@_articles
@_all
@click.option(
    "--after",
    type=click.Choice(SHOWS),
    required=True,
    help="The closing of the round, or one's own answer to the claim.",
)
def show_after(database: Path, article: tuple[int, ...], everything: bool, after: Shows) -> None:
    """Open others' tags to an article's analysts when its round closes, or claim by claim."""
    with opened(database, write=True) as store:
        ids = _wanted(store, article, everything)
        changed = workflow.set_showing(store, cli_actor(), ids, after)
        say(f"{counted(changed, 'article')} changed.")


@round_.command(short_help="Finish the review of articles.")
@database
@_articles
@_all
def finish(database: Path, article: tuple[int, ...], everything: bool) -> None:
    """Let the decisions on these closed articles stand."""
    _turn(database, article, everything, "reviewed")


def _turn(database: Path, article: tuple[int, ...], everything: bool, state: RoundState) -> None:
    with opened(database, write=True) as store:
        ids = _wanted(store, article, everything)
        changed = workflow.set_rounds(store, cli_actor(), ids, state)
        rest = len(set(ids)) - changed
        so = (
            f"; {counted(rest, 'article')} {'was' if rest == 1 else 'were'} so already"
            if rest
            else ""
        )
        say(f"{counted(changed, 'article')} {_DONE[state]}{so}.")


def _wanted(store: Store, article: Sequence[int], everything: bool) -> list[int]:
    if bool(article) == everything:
        raise click.UsageError("Name articles by their ids, or say --all.")
    with store.read() as db:
        return [row.id for row in articles.listing(db)] if everything else list(article)


def _refuse_unknown(store: Store, ids: Sequence[int]) -> None:
    with store.read() as db:
        for id in ids:
            articles.get(db, id)


def _figure(value: float | None) -> str | None:
    return None if value is None else f"{value:.3f}"


def _duties(db: Database) -> Iterator[tuple[Cell, ...]]:
    names = {one.id: one.name or one.id for one in people.listing(db)}
    for row in articles.listing(db):
        for duty in assignments.duties(db, article_ids=[row.id]):
            yield (
                duty.article_id,
                duty.title,
                names[duty.analyst_id],
                duty.claims,
                duty.tagged,
                duty.unsure,
                duty.skipped,
                duty.left,
                duty.assigned_at,
                duty.last_at,
            )


def _rounds(db: Database) -> Iterator[tuple[Cell, ...]]:
    rows = articles.listing(db)
    found = rounds.of_articles(db, [row.id for row in rows])
    for row in rows:
        one = found[row.id]
        yield row.id, row.title, one.state, one.number, one.shows, one.changed_at
