"""What the cards of the Agreement page are made of: a heading, a chart that is kept, a table."""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass
from typing import Any, Final

import altair as alt
import streamlit as st

from annotator.agreed import Agreed
from annotator.agreement.report import Report
from annotator.kept import Kept
from annotator.scheme import Scheme
from annotator.ui import agreeing, drawing, parts
from annotator.ui.agreeing import Ranged
from annotator.ui.drawing import Colours
from annotator.ui.say import literally

_CHARTS: Final = 256  # kept; five for each view


@dataclass(frozen=True, slots=True)
class Drawing:
    """The figures, and what they are drawn with.

    Attributes:
        leads: What every address of a review has beside the cell; None where claims may not be
            opened from here.
    """

    agreed: Agreed
    dark: bool
    leads: dict[str, str] | None

    @property
    def report(self) -> Report:
        """The figures alone."""
        return self.agreed.report

    def chart(self, key: str, make: Callable[[Colours], alt.LayerChart]) -> dict[str, Any]:
        """A chart, built once for the same figures: altair takes a tenth of a second for each."""
        kept = (self.agreed.key, self.dark, self.leads is None, key)
        return _charts.get(kept, lambda: drawing.spec(make(drawing.colours(self.dark))))


_charts: Final[Kept[tuple[object, ...], dict[str, Any]]] = Kept(_CHARTS)


def ranged_table(key: str, label: str, what: str, rows: Sequence[Ranged]) -> None:
    """Figures with their intervals, as a chart above draws them."""
    table(
        key,
        label,
        [what, "α", "95 % interval", "claims"],
        agreeing.ranged_table(rows),
        numbers=[3],
        wide=(0, 1),
    )


def card(key: str, title: str, unit: str) -> st.delta_generator.DeltaGenerator:
    """A card with a heading, and beside it what its figures are."""
    card = st.container(key=f"card-{key}", border=True, height="stretch", gap="xsmall")
    head = card.container(
        key=f"card-head-{key}", horizontal=True, vertical_alignment="bottom", gap="small"
    )
    head.header(literally(title), anchor=False, width="content")
    head.container(key=f"meta-unit-{key}", width="content").text(unit, width="content")
    return card


def table(
    key: str,
    label: str,
    columns: list[str],
    rows: list[list[str]],
    *,
    numbers: Collection[int],
    scheme: Scheme | None = None,
    tags: Collection[int] = (),
    wide: Collection[int] = (),
) -> None:
    """The figures of a chart, for those who do not see it or want to know exactly."""
    with st.container(key=f"table-{key}"), st.expander("As a table"):
        cells(key, label, columns, rows, scheme=scheme, numbers=numbers, tags=tags, wide=wide)


def cells(
    key: str,
    label: str,
    columns: list[str],
    rows: list[list[str]],
    *,
    numbers: Collection[int],
    scheme: Scheme | None = None,
    tags: Collection[int] = (),
    wide: Collection[int] = (),
) -> None:
    """A table of figures; the columns as `parts.table` wants them."""
    parts.table(
        label,
        columns,
        rows,
        scheme=scheme,
        tags=tags,
        numbers=numbers,
        wide=wide,
        key=f"cells-{key}",
    )
