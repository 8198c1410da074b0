"""Bringing articles into a project."""

from __future__ import annotations

import itertools
from collections import deque
from collections.abc import Iterable, Iterator
from concurrent.futures import Future
from dataclasses import dataclass
from pathlib import Path
from typing import Final, NamedTuple

import click

import corpus
from annotator import workflow
from annotator.commands.output import progress, say
from annotator.commands.project import database, network_disk_option, opened
from annotator.commands.reading import encoding_option, language_option, read_file
from annotator.commands.schemes import SchemeFile, scheme_option, take
from annotator.identity import cli_actor
from annotator.words import counted
from annotator.workflow import Loaded
from db.store import Store

__all__ = ["About", "load", "load_all", "read_files"]

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
@scheme_option
@network_disk_option
def load(
    database: Path,
    files: tuple[Path, ...],
    scheme: SchemeFile | None,
    network_disk: bool,
    **about: str | None,
) -> None:
    """Cut articles (plain text or Markdown) into claims and add them to the project DB.

    FILE may be - for standard input. A text that the project holds already changes nothing.
    """
    if len(files) > 1 and (about["title"] or about["url"]):
        raise click.UsageError("--title and --url are about one article; load it alone.")
    said = About(**about)
    if len(files) == 1:
        article = _read(files[0], said)  # before a project is made for what is no article
        with opened(database, create=True, write=True, network_disk=network_disk) as store:
            take(store, scheme)
            for line in _report(workflow.add_article(store, cli_actor(), article)):
                say(line)
        return
    readings = read_files(files, said)
    seen = _until_readable(readings)
    if isinstance(seen[-1].article, corpus.ReadError):
        for _, refusal in seen:
            say(f"Error: {refusal}")
        raise click.ClickException(
            f"None of the {len(files):,} files could be read as an article, so nothing was loaded "
            f"and {database} {'is as it was' if database.exists() else 'was not made'}."
        )
    with opened(database, create=True, write=True, network_disk=network_disk) as store:
        take(store, scheme)
        failed = _load(store, itertools.chain(seen, readings), len(files))
    if failed:
        raise click.exceptions.Exit(1)


class Reading(NamedTuple):
    """A file, and the article in it or why there is none."""

    path: Path
    article: corpus.Article | corpus.ReadError


def read_files(files: Iterable[Path], about: About) -> Iterator[Reading]:
    """Read the files in their order, each when it is asked for."""
    for path in files:
        try:
            yield Reading(path, _read(path, about))
        except corpus.ReadError as error:
            yield Reading(path, error)


def load_all(
    store: Store, readings: Iterable[Reading]
) -> Iterator[tuple[Path, Loaded | corpus.ReadError]]:
    """Load what was read, in its order; a file that cannot be read stops no other."""
    actor = cli_actor()
    waiting: deque[tuple[Path, Future[Loaded] | corpus.ReadError]] = deque()
    for path, article in readings:
        if isinstance(article, corpus.ReadError):
            waiting.append((path, article))
        else:
            waiting.append((path, workflow.submit_article(store, actor, article)))
        if len(waiting) >= _WAITING:
            yield _awaited(*waiting.popleft())
    while waiting:
        yield _awaited(*waiting.popleft())


def _until_readable(readings: Iterable[Reading]) -> list[Reading]:
    """The readings up to the first article: no project is made before there is one."""
    seen: list[Reading] = []
    for reading in readings:
        seen.append(reading)
        if isinstance(reading.article, corpus.Article):
            break
    return seen


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


def _load(store: Store, readings: Iterable[Reading], files: int) -> bool:
    """Load and say what happened; whether any file could not be read."""
    outcomes = []
    with progress("Loading") as tell:
        for loaded in load_all(store, readings):
            outcomes.append(loaded)
            tell(len(outcomes) / files)
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
        f"Loaded {new:,} of {files:,} files, {claims:,} claims; {same:,} were there already; "
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
