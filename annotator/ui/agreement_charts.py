"""The intervals of agreement as charts: pure, from figures to altair. Texts are drawn as text."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Any, Final, Literal

import altair as alt

from annotator.ui.agreeing import Ranged
from annotator.ui.drawing import SLACK, Colours, Rows, data, down, drawn, words

GROUND: Final = "surface"
Align = Literal["left", "center", "right"]

LEAD_HEIGHT: Final = 92
COURSE_HEIGHT: Final = 210
_LABEL, _LINE, _PITCH = 20, 14, 54
_TEXT: Final[dict[str, Any]] = {"aria": False}


def lead(figure: Ranged, palette: Colours) -> alt.LayerChart:
    """Alpha on its scale, with the band of its interval; all three values are printed."""
    low, high, value = figure.low, figure.high, figure.value or 0.0
    floor = _floor([value if low is None else low])
    along = _along(floor, 14, 14)
    axis = [
        {"x": tick / 5, "said": f"{tick / 5:g}".replace("-", "−"), "y": 64}
        for tick in range(round(floor * 5), 6)
    ]
    ends = [{"x": 0, "said": "as if by chance", "y": 82}, {"x": 1, "said": "complete", "y": 82}]
    layers = [
        alt.Chart(data("scale", [{"x": floor, "x2": 1, "y": 46}]))
        .mark_rule(aria=False, color=palette["line"], strokeWidth=2)
        .encode(x=along, x2=alt.X2("x2"), y=down("y")),
        alt.Chart(data("ticks", [{"x": tick["x"], "y": 42, "y2": 51} for tick in axis]))
        .mark_rule(aria=False, color=palette["edge"])
        .encode(x=along, y=down("y"), y2=alt.Y2("y2")),
        _said("steps", axis, along, palette["ink-3"], 12),
        _said(
            "chance", ends[:1], along, palette["ink-3"], 12, align="left" if not floor else "center"
        ),
        _said("complete", ends[1:], along, palette["ink-3"], 12, align="right"),
    ]
    if low is not None and high is not None:
        band = [{"x": low, "x2": high, "y": 39, "y2": 53}]
        bounds = [{"x": at, "y": 37, "y2": 55} for at in (low, high)]
        layers += [
            alt.Chart(data("band", band))
            .mark_rect(aria=False, color=palette["accent"], opacity=0.24)
            .encode(x=along, x2=alt.X2("x2"), y=down("y"), y2=alt.Y2("y2")),
            alt.Chart(data("bounds", bounds))
            .mark_rule(aria=False, color=palette["accent"], strokeWidth=2)
            .encode(x=along, y=down("y"), y2=alt.Y2("y2")),
            _said(
                "lowest",
                [{"x": low, "said": _value(low), "y": 28}],
                along,
                palette["ink-2"],
                13,
                "right",
            ),
            _said(
                "highest",
                [{"x": high, "said": _value(high), "y": 28}],
                along,
                palette["ink-2"],
                13,
                "left",
            ),
        ]
    layers += [
        _points([{"x": value, "y": 46}], along, palette, 190),
        # Above the ends of the interval, which may be so near that they would lie over it.
        _said(
            "value",
            [{"x": value, "said": _value(value), "y": 11}],
            along,
            palette["ink"],
            15,
            weight=600,
        ),
    ]
    return drawn(layers, LEAD_HEIGHT, palette, GROUND)


def intervals(rows: Sequence[Ranged], palette: Colours) -> alt.LayerChart:
    """A line for each row with its interval and its value, and the words above it."""
    floor = _floor([value for row in rows for value in (row.value, row.low) if value is not None])
    along = _along(floor, 8, 8)
    placed = [(row, place * _PITCH + _LABEL + _LINE) for place, row in enumerate(rows)]
    defined = [(row, top) for row, top in placed if row.value is not None]
    texts = [
        {
            # Beside a value a name may have to be cut; above a reason it has the whole width.
            "label": row.label if row.value is not None else "",
            "alone": row.label if row.value is None else "",
            "said": row.said if row.value is not None else "",
            "reason": row.said if row.value is None else "",
            "y": top - _LINE,
            "line": top,
        }
        for row, top in placed
    ]
    widest = max((len(row.said) for row, _ in defined), default=0)
    layers = [
        alt.Chart(data("lines", [{"x": floor, "x2": 1, "y": top} for _, top in defined]))
        .mark_rule(aria=False, color=palette["line"])
        .encode(x=along, x2=alt.X2("x2"), y=down("y")),
        alt.Chart(data("zero", [{"x": 0, "y": top - 5, "y2": top + 5} for _, top in defined]))
        .mark_rule(aria=False, color=palette["edge"])
        .encode(x=along, y=down("y"), y2=alt.Y2("y2")),
        alt.Chart(
            data(
                "ranges",
                [
                    {"x": row.low, "x2": row.high, "y": top}
                    for row, top in defined
                    if row.low is not None
                ],
            )
        )
        .mark_rule(
            aria=False, color=palette["accent"], opacity=0.45, strokeWidth=5, strokeCap="round"
        )
        .encode(x=along, x2=alt.X2("x2"), y=down("y")),
        _points([{"x": row.value, "y": top} for row, top in defined], along, palette, 90),
        words(texts, "label", 0, "y", palette["ink"]).mark_text(
            **_TEXT,
            align="left",
            baseline="bottom",
            fontSize=14,
            limit=alt.ExprRef(f"width - {7 * widest + 24}"),
        ),
        words(texts, "alone", 0, "y", palette["ink"]).mark_text(
            **_TEXT, align="left", baseline="bottom", fontSize=14, limit=alt.ExprRef("width")
        ),
        words(texts, "said", alt.ExprRef("width"), "y", palette["ink-2"]).mark_text(
            **_TEXT, align="right", baseline="bottom", fontSize=13
        ),
        words(texts, "reason", 0, "line", palette["ink-3"]).mark_text(
            **_TEXT, align="left", baseline="middle", fontSize=13, limit=alt.ExprRef("width")
        ),
    ]
    return drawn(layers, intervals_height(rows), palette, GROUND)


def intervals_height(rows: Sequence[Ranged]) -> int:
    """How high the chart of these rows is."""
    return len(rows) * _PITCH - (_PITCH - _LABEL - _LINE) + 2 * SLACK


def course(rows: Sequence[Ranged], palette: Colours) -> alt.LayerChart:
    """A value and its interval for each period, with how many claims it rests on below."""
    floor = _floor([value for row in rows for value in (row.value, row.low) if value is not None])
    rises = _rises([row.value for row in rows])
    texts = [
        {
            "when": row.label,
            "n": f"n {row.claims:,}" if row.claims else "",
            "value": row.value,
            "low": row.low,
            "high": row.high,
            "said": "" if row.value is None else _value(row.value),
            "told": row.said,
            "rises": rising,
        }
        for row, rising in zip(rows, rises, strict=True)
    ]
    axis = alt.Axis(
        labelAngle=0,
        labelOverlap="greedy",
        labelFlush=False,
        ticks=False,
        domain=False,
        labelColor=palette["ink-3"],
        labelFontSize=12,
        labelPadding=24,
    )
    base = alt.Chart(data("periods", texts)).encode(
        x=alt.X("when:N", title=None, axis=axis, sort=None).scale(
            domain=[row.label for row in rows]
        )
    )
    up = alt.Y(
        "value:Q",
        title=None,
        axis=alt.Axis(
            values=[0, 0.5, 1],
            format=".1f",
            grid=True,
            gridColor=palette["line"],
            domain=False,
            ticks=False,
            labelColor=palette["ink-3"],
            labelFontSize=12,
        ),
    ).scale(domain=[floor, 1], nice=False)
    there = base.transform_filter("datum.value != null")
    layers = [
        there.mark_line(aria=False, color=palette["edge"], strokeWidth=1, strokeDash=[2, 3]).encode(
            y=up
        ),
        base.transform_filter("datum.low != null")
        .mark_rule(
            aria=False, color=palette["accent"], opacity=0.45, strokeWidth=5, strokeCap="round"
        )
        .encode(
            y=alt.Y("low:Q", title=None).scale(domain=[floor, 1], nice=False), y2=alt.Y2("high")
        ),
        there.mark_circle(
            aria=False,
            color=palette["accent"],
            opacity=1,
            size=90,
            stroke=palette[GROUND],
            strokeWidth=2,
        ).encode(
            y=up,
            tooltip=[alt.Tooltip("when:N", title="from"), alt.Tooltip("told:N", title="α")],
        ),
        # Beside the point, on the side of the line where it does not run through the figure.
        *(
            there.transform_filter(f"width / {max(len(rows), 1)} > 44 && {wanted}")
            .mark_text(**_TEXT, align="left", dx=10, dy=dy, fontSize=12, color=palette["ink-2"])
            .encode(y=up, text=alt.Text("said:N"))
            for wanted, dy in (("datum.rises", 9), ("!datum.rises", -7))
        ),
        base.transform_filter(f"width / {max(len(rows), 1)} > 34")
        .mark_text(**_TEXT, baseline="top", fontSize=12, color=palette["ink-3"])
        .encode(y=alt.value(alt.ExprRef("height + 6")), text=alt.Text("n:N")),
    ]
    return drawn(layers, COURSE_HEIGHT, palette, GROUND)


def _rises(values: Sequence[float | None]) -> list[bool]:
    """Whether the line from each value to the next one there is goes up."""
    rising, after = [], None
    for value in reversed(values):
        rising.append(value is not None and after is not None and after > value)
        after = after if value is None else value
    return rising[::-1]


def _said(
    name: str,
    rows: Rows,
    along: alt.X,
    colour: str,
    size: int,
    align: Align = "center",
    *,
    weight: Literal[400, 600] = 400,
) -> alt.Chart:
    """Texts at their places along the scale."""
    chart: alt.Chart = (
        alt.Chart(data(name, rows))
        .mark_text(
            **_TEXT,
            align=align,
            fontSize=size,
            fontWeight=weight,
            color=colour,
            baseline="middle",
        )
        .encode(x=along, y=down("y"), text=alt.Text("said:N"))
    )
    return chart


def _points(rows: Rows, along: alt.X, palette: Colours, size: int) -> alt.Chart:
    chart: alt.Chart = (
        alt.Chart(data("points", rows))
        .mark_circle(
            aria=False,
            color=palette["accent"],
            opacity=1,
            size=size,
            stroke=palette[GROUND],
            strokeWidth=2,
        )
        .encode(x=along, y=down("y"))
    )
    return chart


def _along(floor: float, left: int, right: int) -> alt.X:
    """The scale from `floor` to 1, with so many pixels free at its ends."""
    return alt.X("x:Q", axis=None).scale(
        domain=[floor, 1], range=[left, alt.ExprRef(f"width - {right}")], nice=False
    )


def _floor(values: Sequence[float]) -> float:
    """Where the scale begins: at 0, or at the fifth below the lowest value."""
    lowest = min([0.0, *values])
    return math.floor(lowest * 5) / 5


def _value(value: float) -> str:
    return f"{value:.2f}".replace("-", "−")
