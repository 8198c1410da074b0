"""Commands about the record as a whole: what leaves it, and whether it is sound."""

from __future__ import annotations

import contextlib
import secrets
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, Final

import click

from annotator.commands.output import progress, say
from annotator.commands.project import database, opened
from annotator.words import counted
from db import articles, events
from db.backup import backup as make_backup
from db.check import check as find_faults
from db.engine import Database
from db.exports import EXPORTERS, FORMAT_VERSION, Exporter, Selection
from db.model import Head

__all__ = ["backup", "check", "export", "head"]

_STDOUT: Final = Path("-")


class _HeadType(click.ParamType):  # type: ignore[type-arg, unused-ignore] # generic from click 8.4
    """SEQ:HASH, as `annotator head` prints it."""

    name = "SEQ:HASH"

    def convert(
        self, value: object, param: click.Parameter | None, ctx: click.Context | None
    ) -> Head:
        """The head, or a usage error."""
        seq, _, digest = str(value).strip().partition(":")
        if not seq.isdecimal() or len(digest) != 64 or set(digest) - set("0123456789abcdef"):
            self.fail(
                f"“{value}” is no head. It looks like 12:3f9a… with 64 digits; "
                "`annotator head` prints it.",
                param,
                ctx,
            )
        return Head(int(seq), digest)


@click.command(short_help="Write the tags as CSV.")
@database
@click.option(
    "-f",
    "--format",
    "name",
    type=click.Choice(list(EXPORTERS)),
    default="csv-long",
    show_default=True,
    help="; ".join(f"{exporter.name}: {exporter.label.lower()}" for exporter in EXPORTERS.values())
    + ".",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(path_type=Path, dir_okay=False, allow_dash=True),
    default=_STDOUT,
    help="Write to this file, which appears when it is complete; without it, or with -, to "
    "standard output.",
)
@click.option(
    "--article", "article_ids", type=int, multiple=True, help="Only this article; may be repeated."
)
@click.option(
    "--fill-majority",
    is_flag=True,
    help="In the format adjudicated: where nobody decided, the tag with most votes is final.",
)
@click.option("--raw", is_flag=True, help="No byte order mark and no formula guard: for programs.")
def export(
    database: Path,
    name: str,
    output: Path,
    article_ids: tuple[int, ...],
    fill_majority: bool,
    raw: bool,
) -> None:
    """Write everybody's tags as CSV, or what became of them; docs/export.md explains the columns.

    Cells that a spreadsheet would run as formulas get an apostrophe in front, which can be undone
    exactly; --raw leaves it out.
    """
    exporter = EXPORTERS[name]
    if fill_majority and not exporter.settles:
        raise click.ClickException(
            f"{name} has no final tags to fill. Leave --fill-majority out, or take -f adjudicated."
        )
    selection = Selection(tuple(dict.fromkeys(article_ids)) or None, fill_majority=fill_majority)
    _refuse_projects(output, database)
    # The file gets its name after the read has ended, which may find that it saw two states.
    with (
        opened(database) as store,
        _written(output) as file,
        store.read(timeout=None) as db,
        # What goes to standard output may be read on the terminal the bar would be drawn on.
        progress("Writing", shown=output != _STDOUT) as tell,
    ):
        for article_id in selection.article_ids or ():
            articles.get(db, article_id)
        rows = _export(db, exporter, selection, file, tell, raw=raw)
        end = events.head(db)
    where = "standard output" if output == _STDOUT else output
    say(f"Wrote {counted(rows, 'row')} to {where} ({name}, format {FORMAT_VERSION}). Head {end}")


@click.command(short_help="Look for damage and tampering.")
@database
@click.option(
    "--head",
    "kept",
    type=_HeadType(),
    help="Where the log once ended: finds a cut or rewritten log.",
)
def check(database: Path, kept: Head | None) -> None:
    """Check the project: SQLite's integrity, every hash, the chain of the log, and every table
    against the log it follows from. Findings are printed, and the exit code is 1."""
    with opened(database) as store:
        say(f"Checking {database} …")
        with progress("Checking") as tell:
            findings = find_faults(store, kept, tell)
        if findings:
            for finding in findings:
                click.echo(finding)
            say(f"{database} is not sound: {counted(len(findings), 'finding')}.")
            raise click.exceptions.Exit(1)
        with store.read() as db:
            end = events.head(db)
    say(f"{database} is sound: {counted(end.seq, 'event')}. Head {end}")


@click.command(short_help="Print where the log ends.")
@database
def head(database: Path) -> None:
    """Print the head of the log, SEQ:HASH. Kept elsewhere, it lets `check --head` find out whether
    the log was cut or rewritten since."""
    with opened(database) as store, store.read() as db:
        click.echo(str(events.head(db)))


@click.command(short_help="Copy the project while it is in use.")
@database
@click.argument("file", type=click.Path(path_type=Path))
def backup(database: Path, file: Path) -> None:
    """Copy the project DB to FILE, which must not exist yet.

    The copy is whole even while others tag; a plain copy of the file may lack the latest tags.
    """
    if file == _STDOUT:
        raise click.ClickException("A backup is a file: name the one to make.")
    with opened(database) as store:
        say(f"Copying {database} to {file} …")  # SQLite does not tell how far it is
        end = make_backup(store, file)
    say(f"Copied {database} to {file}. Head {end}")


def _export(
    db: Database,
    exporter: Exporter,
    selection: Selection,
    file: IO[bytes],
    tell: Callable[[float], None],
    *,
    raw: bool,
) -> int:
    """Write the file; how many rows it has."""
    rows, about = 0, exporter.about(db, selection)
    for chunk in exporter.chunks(db, selection, raw=raw):
        file.write(chunk.data)
        rows += chunk.rows
        tell(rows / max(rows, about, 1))
    return rows


def _refuse_projects(output: Path, database: Path) -> None:
    """A slip of the hand must not put a CSV in a project's place."""
    companions = [database.with_name(database.name + end) for end in ("-wal", "-shm")]
    taken = False
    if output.is_file():
        with output.open("rb") as file:
            taken = file.read(16) == b"SQLite format 3\0"
    if taken or output.resolve() in [path.resolve() for path in (database, *companions)]:
        raise click.ClickException(
            f"{output} is a project or belongs to one; an export would replace it. "
            "Name another file."
        )


@contextlib.contextmanager
def _written(path: Path) -> Iterator[IO[bytes]]:
    """The file to write to. It has its name only once it is complete."""
    if path == _STDOUT:
        yield sys.stdout.buffer
        sys.stdout.buffer.flush()
        return
    path = path.resolve()
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}.part")
    try:
        if path.exists() and not path.is_file():  # a device or a pipe, which nothing may replace
            with path.open("wb") as file:
                yield file
            return
        with draft.open("xb") as file:
            yield file
        draft.replace(path)
    except OSError as error:
        raise click.ClickException(
            f"{path} cannot be written: {error.strerror}. Choose a folder with room that you may "
            "write to."
        ) from error
    finally:
        draft.unlink(missing_ok=True)
