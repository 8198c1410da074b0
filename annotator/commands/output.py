"""How commands print: rows as JSON, CSV or a table to standard output, sentences to the other."""

from __future__ import annotations

import contextlib
import json
import sys
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Final, Literal, TypeVar

import click

from db.exports.lines import Cell, csv_chunks

__all__ = ["Format", "Listing", "format_options", "harmless", "progress", "put", "say", "show"]

Format = Literal["json", "csv", "table"]
_WIDEST: Final = 60
_STEPS: Final = 1000  # of a progress bar
_Command = TypeVar("_Command", bound=Callable[..., Any])


@dataclass(frozen=True, slots=True)
class Listing:
    """Rows to print. A table, which people read, shows the `brief` columns only."""

    columns: Sequence[str]
    rows: Iterable[Sequence[Cell]]
    brief: Sequence[str]
    embedded: Sequence[str] = ()  # columns whose text is JSON already


def format_options(command: _Command) -> _Command:
    """--json, --csv and --table; the last one given counts."""
    for name, help in (
        ("table", "A table of the main columns, long texts cut, for reading."),
        ("csv", "CSV, written as the exports are (see docs/export.md)."),
        ("json", "A JSON list with an object for each row (the default)."),
    ):
        option = click.option(f"--{name}", "shape", flag_value=name, help=help)
        command = option(command)
    return command


def say(line: str) -> None:
    """A sentence for the person at the terminal."""
    click.echo(line, err=True)


@contextlib.contextmanager
def progress(label: str, *, shown: bool = True) -> Iterator[Callable[[float], None]]:
    """A bar for long work, which is told the share that is done.

    It goes to standard error, and is there only where that is a terminal.
    """
    with click.progressbar(
        length=_STEPS,
        label=label,
        file=sys.stderr,
        hidden=not (shown and sys.stderr.isatty()),
    ) as bar:
        yield lambda share: bar.update(round(share * _STEPS) - bar.pos)
        bar.update(_STEPS - bar.pos)


def put(chunks: Iterable[bytes]) -> None:
    """Data, as it is: UTF-8 whatever the terminal's own encoding."""
    for chunk in chunks:
        sys.stdout.buffer.write(chunk)
    sys.stdout.buffer.flush()


def harmless(text: str) -> str:
    """One line without anything a terminal would obey, such as the escapes that move its cursor."""
    line = " ".join(text.split())
    return "".join("�" if unicodedata.category(c) in ("Cc", "Cf") else c for c in line)


def show(listing: Listing, shape: Format | None) -> None:
    """Print the rows in the chosen form; as JSON where none was chosen."""
    put(_SHAPES[shape or "json"](listing))


def _json(listing: Listing) -> Iterator[bytes]:
    between = "["
    for row in listing.rows:
        fields = (
            f"{json.dumps(name)}: "
            + (
                str(value)  # JSON already
                if name in listing.embedded and value
                else json.dumps(value, ensure_ascii=False)
            )
            for name, value in zip(listing.columns, row, strict=True)
        )
        yield f"{between}{{{', '.join(fields)}}}".encode()
        between = ",\n "
    yield b"[]\n" if between == "[" else b"]\n"


def _csv(listing: Listing) -> Iterator[bytes]:
    return (chunk.data for chunk in csv_chunks(listing.columns, listing.rows, raw=False))


def _table(listing: Listing) -> Iterator[bytes]:
    places = [list(listing.columns).index(name) for name in listing.brief]
    lines = [[_cell(name) for name in listing.brief]]
    lines += [[_cell(row[place]) for place in places] for row in listing.rows]
    widths = [max(map(len, column)) for column in zip(*lines, strict=True)]
    lines.insert(1, ["-" * width for width in widths])
    for line in lines:
        padded = (cell.ljust(width) for cell, width in zip(line, widths, strict=True))
        yield ("  ".join(padded).rstrip() + "\n").encode()


def _cell(value: Cell) -> str:
    text = "" if value is None else harmless(str(value))
    return text if len(text) <= _WIDEST else text[: _WIDEST - 1] + "…"


_SHAPES: Final[Mapping[Format, Callable[[Listing], Iterator[bytes]]]] = {
    "json": _json,
    "csv": _csv,
    "table": _table,
}
