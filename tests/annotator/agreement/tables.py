"""Tables of votes for tests: rows of analysts' tags, as publications print them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

from annotator.agreement.table import Table, Vote, table_of

Row = Sequence[object | None]


def votes(
    rows: Iterable[Row], analysts: Sequence[str] | None = None, article: int | str = 1
) -> Iterator[Vote]:
    """A vote for each cell; None is no vote. Claims are numbered from 1."""
    for claim, row in enumerate(rows, 1):
        names = analysts or "ABCDEFGHIJKLMNOPQRSTUVWXYZ"
        for analyst, tag in zip(names, row, strict=False):
            if tag is not None:
                yield Vote(article, claim, analyst, str(tag))


def a_table(
    rows: Iterable[Row], labels: Iterable[object], analysts: Sequence[str] | None = None
) -> Table:
    """The table of these rows."""
    return table_of(votes(rows, analysts), [str(label) for label in labels])


def repeated(cells: Iterable[tuple[int, Row]]) -> list[Row]:
    """Rows from (times, row), the way tables of two analysts are printed."""
    return [row for times, row in cells for _ in range(times)]


def crossed(table: Sequence[Sequence[int]]) -> list[Row]:
    """Rows from a table of two analysts: the first's tags down, the second's across, from 1."""
    return repeated(
        (times, (a, b)) for a, line in enumerate(table, 1) for b, times in enumerate(line, 1)
    )
