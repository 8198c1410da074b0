"""Commands about the tag scheme (codebook): check a file, print the one in force, its versions."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final, NamedTuple

import click

from annotator import schemes, workflow
from annotator.commands.output import Format, Listing, format_options, put, say, show
from annotator.commands.project import database, opened
from annotator.identity import cli_actor
from annotator.scheme import Scheme, SchemeError, default_text, read_scheme
from annotator.scheme_changes import changes
from annotator.words import counted
from db import schemes as kept
from db import votes
from db.exports.lines import Cell
from db.store import Database, Store

__all__ = ["SchemeFile", "scheme", "scheme_option", "take"]

_COLUMNS: Final = ("scheme", "in_force", "set_at", "set_by", "votes", "changes")
_EVERY: Final = 1_000_000  # versions; nobody has as many


class SchemeFile(NamedTuple):
    """The text of a scheme's file that was found good, and its name."""

    text: str
    name: str


class _SchemeType(click.ParamType):  # type: ignore[type-arg, unused-ignore] # generic from click 8.4
    """The path of a scheme's file, read and checked before anything else happens."""

    name = "FILE"

    def convert(
        self,
        value: object,
        param: click.Parameter | None,  # noqa: ARG002 - Click's signature
        ctx: click.Context | None,  # noqa: ARG002 - Click's signature
    ) -> SchemeFile:
        """The file's text.

        Raises:
            SchemeError: It cannot be used.
        """
        found = _read(Path(str(value)))
        read_scheme(*found)
        return found


scheme_option = click.option(
    "--scheme",
    "scheme",
    type=_SchemeType(),
    help="The tag scheme of the project, a TOML file; docs/codebook.md explains it.",
)


def take(store: Store, file: SchemeFile | None) -> None:
    """Give the project the scheme of the file, if one was named, and say what came of it."""
    if file is None:
        return
    chosen = workflow.set_scheme(store, cli_actor(), file.text, file.name)
    if chosen.is_new:
        say(f"The tag scheme is now {chosen.scheme.label}, from {file.name}.")
    elif chosen.notice:
        say(chosen.notice)


@click.group(short_help="The tag scheme (codebook): check a file, print it, list its versions.")
def scheme() -> None:
    """Look at tag schemes. `serve` and `load` give a project its own with --scheme."""


@scheme.command(short_help="Check the file of a tag scheme.")
@click.argument("file", type=click.Path(path_type=Path))
def check(file: Path) -> None:
    """Say whether FILE (TOML) can be a project's tag scheme, and what it holds. Everything that is
    wrong with it is printed, a sentence each, and the exit code is 1."""
    found = _read(file)
    try:
        good = read_scheme(*found)
    except SchemeError as error:
        for problem in error.problems:
            click.echo(problem)
        say(f"{found.name} cannot be used: {counted(len(error.problems), 'problem')}.")
        raise click.exceptions.Exit(1) from error
    put(f"{line}\n".encode() for line in _summary(good))


@scheme.command("show", short_help="Print the tag scheme of a project as TOML.")
@database
@click.option("--version", "label", metavar="LABEL", help="An older one, such as default/1.")
def show_scheme(database: Path, label: str | None) -> None:
    """Print the tag scheme of the project DB as TOML: a file to start one's own from."""
    with opened(database) as store, store.read() as db:
        version = kept.in_force(db) if label is None else kept.labelled(db, label)
        if version is not None:
            text = kept.text(db, version.sha256)
        elif label in (None, schemes.current(db).label):
            text = default_text()
        else:
            raise click.ClickException(
                f"{database} has no tag scheme “{label}”; `annotator scheme versions {database}` "
                "lists what it has."
            )
    put([text.encode()])


@scheme.command(short_help="List the versions of a project's tag scheme.")
@database
@format_options
def versions(database: Path, shape: Format | None) -> None:
    """List the tag schemes that the project DB has and had, the latest first: who set them, what
    changed, and how many votes were cast under each."""
    with opened(database) as store, store.read(timeout=None) as db:
        chosen = votes.voted(db)
        cast = votes.by_version(db, chosen)
        brief = ("scheme", "in_force", "set_at", "votes", "changes")
        show(Listing(_COLUMNS, list(_rows(db, cast)), brief), shape)


def _read(path: Path) -> SchemeFile:
    try:
        return SchemeFile(path.read_text(encoding="utf-8"), path.name)
    except OSError as error:
        raise SchemeError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise SchemeError(f"{path} is not UTF-8, which TOML is written in. Save it so.") from error


def _summary(scheme: Scheme) -> Iterator[str]:
    number = counted(len(scheme.categories), "tag")
    unsure = f", and {scheme.unsure} for who is not sure" if scheme.unsure else ""
    yield f"{scheme.label}: {number}{unsure}; {counted(len(scheme.rulings), 'ruling')}."
    widest = max(len(tag.colour) for tag in scheme.tags)
    for tag in scheme.tags:
        yield f"  key {tag.key}  {tag.letter}  {tag.colour.ljust(widest)}  {tag.name}: {tag.line}"


def _rows(db: Database, cast: dict[str, int]) -> Iterator[list[Cell]]:
    names = votes.names(db)
    found = kept.versions(db, limit=_EVERY)
    read = [schemes.of_version(db, version) for version in found]
    for place, version in enumerate(found):
        earlier = read[place + 1] if place + 1 < len(read) else None
        told = changes(earlier, read[place]) if earlier else []
        yield [
            version.label,
            "yes" if place == 0 else "",
            version.set_at,
            names.get(version.set_by, version.set_by),
            cast.get(version.label, 0),
            "; ".join(told),
        ]
    if not found:
        now = schemes.current(db).label
        yield [now, "yes", "", "", cast.get(now, 0), "ships with the program"]
