"""What the charts of all pages are drawn with: the pages' colours, and boxes and words in pixels.

Heights are in pixels, because the words of a chart do not grow with it; widths follow the page.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from annotator.ui.theme import STATIC

Colours = Mapping[str, str]
Rows = list[dict[str, Any]]

SLACK: Final = 8  # what is drawn at the very edge makes Vega squeeze the chart
_TOKEN: Final = re.compile(r"--ca-([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")


@functools.cache
def colours(dark: bool) -> Colours:
    """The colours of the pages by token, light or dark, from the one file that holds them."""
    css = (STATIC / "tokens.css").read_text(encoding="utf-8")
    return {name: pair[dark] for name, *pair in _TOKEN.findall(css)}


def mixed(one: str, other: str, share: float) -> str:
    """Two colours, the second one by its share; both are written as `#rrggbb`."""
    parts = ((int(one[n : n + 2], 16), int(other[n : n + 2], 16)) for n in (1, 3, 5))
    return "#" + "".join(f"{round(a + (b - a) * share):02x}" for a, b in parts)


def data(name: str, rows: Rows) -> alt.InlineData:
    """Rows that stay in the chart: what has no name Streamlit takes out, and offers as a file.

    That file would not have the guard that ours have.
    """
    return alt.InlineData(name=name, values=rows)


def boxes(name: str, rows: Rows, wide: float) -> alt.Chart:
    """Boxes from x to x2, of `wide`, and from y to y2, in pixels."""
    chart: alt.Chart = alt.Chart(data(name, rows)).encode(
        x=alt.X("x:Q", axis=None).scale(domain=[0, wide], nice=False),
        x2=alt.X2("x2"),
        y=down("y"),
        y2=alt.Y2("y2"),
    )
    return chart


def words(rows: Rows, field: str, x: float | alt.ExprRef, y: str, colour: str) -> alt.Chart:
    """Text at x and down from the top, in pixels."""
    chart: alt.Chart = alt.Chart(data("words", rows)).encode(
        x=alt.value(x), y=down(y), text=alt.Text(f"{field}:N"), color=alt.ColorValue(colour)
    )
    return chart


def down(field: str) -> alt.Y:
    """A field that is a number of pixels from the top."""
    return alt.Y(f"{field}:Q", axis=None, scale=None)


def drawn(
    layers: Sequence[alt.Chart], height: int, palette: Colours, ground: str = "paper"
) -> alt.LayerChart:
    """The layers without a frame or a legend: what the marks mean stands beside them.

    The ground is drawn with them. Where the browser turns dark in the evening, Streamlit does not
    run the page again, and light charts on dark paper could not be read.
    """
    chart: alt.LayerChart = alt.LayerChart(
        layer=list(layers), height=height, background=palette[ground], padding=0
    ).configure_view(strokeWidth=0)
    return chart


def spec(chart: alt.LayerChart) -> dict[str, Any]:
    """The chart as Vega-Lite reads it, unchecked: that takes half of the time, and tests do it."""
    found: dict[str, Any] = chart.to_dict(validate=False)
    # What all layers share stands above them, where Streamlit would make a file of it.
    shared = found.pop("data", None)
    for layer in found["layer"]:
        if shared is not None:
            layer.setdefault("data", shared)
    return found
