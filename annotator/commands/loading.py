"""Bringing articles into a project."""

from __future__ import annotations

import sys
from collections import deque
from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import click

import corpus
from annotator import workflow
from annotator.commands.output import say
from annotator.commands.project import database, network_disk_option, opened
from annotator.commands.reading import encoding_option, language_option, read_file
from annotator.identity import cli_actor
from annotator.words import counted
from annotator.workflow import Loaded
from db.store import Store

__all__ = ["load", "load_files"]

_WAITING: Final = 16  # articles that share a commit; more would only take memory


@dataclass(frozen=True, slots=True)
class About:
    """What the command line says of the files; it goes before what they say themselves."""

    encoding: str | None = None
    title: str | None = None
    author: str | None = None
    published: str | None = None
    url: str | None = None
    language: str | None = None


@click.command(short_help="Load articles; makes the project if it is not there.")
@database
@click.argument(
    "files",
    metavar="FILE...",
    nargs=-1,
    required=True,
    type=click.Path(path_type=Path, allow_dash=True),
)
@click.option("--title", help="The title, where the file does not give it or gives a wrong one.")
@click.option("--author", help="Who wrote it.")
@click.option("--date", "published", metavar="YYYY-MM-DD", help="When it was published.")
@click.option("--url", help="Where it was published (http or https).")
@language_option
@encoding_option
@network_disk_option
def load(database: Path, files: tuple[Path, ...], network_disk: bool, **about: str | None) -> None:
    """Cut articles (plain text or Markdown) into claims and add them to the project DB.

    FILE may be - for standard input. A text that the project holds already changes nothing.
    """
    if len(files) > 1 and (about["title"] or about["url"]):
        raise click.UsageError("--title and --url are about one article; load it alone.")
    said = About(**about)
    if len(files) == 1:
        article = _read(files[0], said)  # before a project is made for what is no article
        with opened(database, create=True, write=True, network_disk=network_disk) as store:
            for line in _report(workflow.add_article(store, cli_actor(), article)):
                say(line)
        return
    with opened(database, create=True, write=True, network_disk=network_disk) as store:
        failed = _load(store, files, said)
    if failed:
        raise click.exceptions.Exit(1)


def load_files(
    store: Store, files: Sequence[Path], about: About
) -> Iterator[tuple[Path, Loaded | corpus.ReadError]]:
    """Load the files in their order; a file that cannot be read stops no other."""
    actor = cli_actor()
    waiting: deque[tuple[Path, Future[Loaded] | corpus.ReadError]] = deque()
    for path in files:
        try:
            article = _read(path, about)
        except corpus.ReadError as error:
            waiting.append((path, error))
        else:
            waiting.append((path, workflow.submit_article(store, actor, article)))
        if len(waiting) >= _WAITING:
            yield _awaited(*waiting.popleft())
    while waiting:
        yield _awaited(*waiting.popleft())


def _read(path: Path, about: About) -> corpus.Article:
    data, name = read_file(path)
    return corpus.read(
        data,
        name,
        encoding=about.encoding,
        title=about.title,
        author=about.author,
        published=about.published,
        url=about.url,
        language=about.language,
    )


def _awaited(
    path: Path, pending: Future[Loaded] | corpus.ReadError
) -> tuple[Path, Loaded | corpus.ReadError]:
    return path, pending if isinstance(pending, corpus.ReadError) else pending.result()


def _load(store: Store, files: Sequence[Path], about: About) -> bool:
    """Load and say what happened; whether any file could not be read."""
    results = load_files(store, files, about)
    with click.progressbar(
        results, length=len(files), label="Loading", file=sys.stderr, hidden=not sys.stderr.isatty()
    ) as bar:
        outcomes = list(bar)
    new = claims = same = failed = 0
    for path, outcome in outcomes:
        if isinstance(outcome, corpus.ReadError):
            failed += 1
            say(f"Error: {outcome}")
            continue
        same += outcome.already
        new += not outcome.already
        claims += 0 if outcome.already else outcome.claims
        if outcome.already or outcome.notices:
            say(f"{path}: {' '.join(_report(outcome))}")
    say(
        f"Loaded {new:,} of {len(files):,} files, {claims:,} claims; {same:,} were there already; "
        f"{failed:,} could not be read."
    )
    return failed > 0


def _report(loaded: Loaded) -> list[str]:
    if loaded.already:
        return [
            f"Already loaded as article {loaded.article_id}, “{loaded.title}”: nothing changed."
        ]
    return [
        f"Loaded “{loaded.title}” as article {loaded.article_id}: "
        f"{counted(loaded.claims, 'claim')}.",
        *loaded.notices,
    ]
