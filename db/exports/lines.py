"""Rows as the bytes of a CSV file: what both shapes have in common."""

from __future__ import annotations

import csv
import io
import itertools
from collections.abc import Iterable, Iterator, Sequence

from db.exports.guard import guard

__all__ = ["csv_bytes"]

Cell = str | int | None

_BOM = "\ufeff"
_CHARACTERS_AT_ONCE = 1 << 18


def csv_bytes(
    header: Sequence[str], rows: Iterable[Sequence[Cell]], *, raw: bool
) -> Iterator[bytes]:
    """UTF-8 chunks of a CSV file: every cell in quotes, CRLF after every row.

    Unless `raw`, the file begins with a byte order mark, and every text, in the header too, is
    guarded against being run as a formula.
    """
    buffer = io.StringIO(newline="")
    writer = csv.writer(buffer, quoting=csv.QUOTE_ALL, lineterminator="\r\n")
    if not raw:
        buffer.write(_BOM)
    lines = itertools.chain([header], rows)
    for line in lines if raw else map(_guarded, lines):
        writer.writerow(line)
        if buffer.tell() > _CHARACTERS_AT_ONCE:
            yield _taken(buffer)
    yield _taken(buffer)


def _guarded(row: Sequence[Cell]) -> list[Cell]:
    return [guard(cell) if isinstance(cell, str) else cell for cell in row]


def _taken(buffer: io.StringIO) -> bytes:
    text = buffer.getvalue()
    buffer.seek(0)
    buffer.truncate()
    return text.encode()
