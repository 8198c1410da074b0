"""The charts of progress: pure, from figures to altair. Texts in them are drawn as text only.

Every answer has three signs, as on the desk: a colour, a shape and a letter.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, Final

import altair as alt

from annotator.palette import COLOURS, PARTS
from annotator.ui.drawing import SLACK, Colours, Rows, boxes, data, down, drawn, words
from annotator.ui.figures import OPEN, OTHER, OWN, SKIPPED, Bar, Step, Tick

ROW: Final = 50  # ticks in a row, as words stand in lines
PACE_HEIGHT: Final = 150
_FEWEST: Final = 36  # a row is at least as long as this many ticks, so that few are not wide
_FEWEST_STEPS: Final = 10

# Where a tick has ink, from its foot (0) to its top (1); the desk's map and `marks` draw the same.
INK: Final[Mapping[str, tuple[tuple[float, float], ...]]] = {
    **{
        name: tuple((1 - end / PARTS, 1 - start / PARTS) for start, end in reversed(look.bars))
        for name, look in COLOURS.items()
    },
    OTHER: ((0, 1),),
    OPEN: ((0, 1),),
    SKIPPED: ((0, 1),),
}


def pace(steps: Sequence[Step], palette: Colours) -> alt.LayerChart:
    """How many claims a minute, step by step."""
    rows = [
        {"clock": step.clock, "rate": step.rate, "said": f"{step.rate:.1f}" if step.rate else ""}
        for step in steps
    ]
    axis = alt.Axis(
        labelAngle=0,
        labelOverlap="greedy",
        labelFlush=False,
        ticks=False,
        domainColor=palette["edge"],
        labelColor=palette["ink-3"],
        labelFontSize=12,
        labelPadding=6,
    )
    # Places without a name, so that few steps get columns and not walls.
    free = [" " * number for number in range(1, 1 + _FEWEST_STEPS - len(steps))]
    clock = alt.X("clock:N", title=None, axis=axis).scale(
        domain=[step.clock for step in steps] + free, paddingInner=0.25, paddingOuter=0.1
    )
    base = alt.Chart(data("steps", rows)).encode(
        x=clock, y=alt.Y("rate:Q", axis=None, scale=alt.Scale(nice=False, zero=True))
    )
    columns = base.mark_bar(
        aria=False, color=palette["accent"], cornerRadiusTopLeft=2, cornerRadiusTopRight=2
    ).encode(
        tooltip=[
            alt.Tooltip("clock:N", title="from"),
            alt.Tooltip("rate:Q", title="claims a minute", format=".1f"),
        ]
    )
    said = (
        base.transform_filter(f"width / {max(_FEWEST_STEPS, len(steps))} > 26")
        .mark_text(aria=False, baseline="bottom", dy=-4, fontSize=12, color=palette["ink-2"])
        .encode(text="said:N")
    )
    return drawn([columns, said], PACE_HEIGHT, palette)


def bars(rows: Sequence[Bar], palette: Colours) -> alt.LayerChart:
    """A bar for each row, with its words above and its figures below."""
    pitch = _pitch(rows)
    placed = [(row, place * pitch) for place, row in enumerate(rows)]
    tracks = [
        {"x": 0, "x2": 1, "y": top + _LABEL, "y2": top + _LABEL + _THICK} for _, top in placed
    ]
    parts = [part for row, top in placed for part in _parts(row, top, palette)]
    texts = [
        {
            "label": row.label,
            "said": row.said,
            "detail": row.detail,
            "above": top + _LABEL - 7,
            "below": top + _LABEL + _THICK + 6,
        }
        for row, top in placed
    ]
    layers = [
        boxes("tracks", tracks, 1).mark_rect(aria=False, color=palette["hover"], cornerRadius=3),
        *(_segments(parts, palette) if len(parts) else ()),
        words(texts, "label", 0, "above", palette["ink"]).mark_text(
            **_WORDS,
            baseline="bottom",
            font="Source Serif",
            fontSize=16,
            fontWeight=600,
            limit=alt.ExprRef(f"width - {_LETTER * max(len(row.said) for row in rows) + 24}"),
        ),
        words(texts, "said", alt.ExprRef("width"), "above", palette["ink-2"]).mark_text(
            **_WORDS | {"align": "right"}, baseline="bottom", fontSize=13
        ),
        words(texts, "detail", 0, "below", palette["ink-3"]).mark_text(
            **_WORDS, baseline="top", fontSize=13
        ),
    ]
    return drawn(layers, bars_height(rows), palette)


def bars_height(rows: Sequence[Bar]) -> int:
    """How high the chart of these rows is."""
    return len(rows) * _pitch(rows) - _BETWEEN + SLACK


def sequence(ticks: Sequence[Tick], palette: Colours) -> alt.LayerChart:
    """One tick for each claim in reading order, in rows of ROW; a line under each paragraph."""
    wide = min(ROW, max(_FEWEST, len(ticks)))
    placed = [(tick, place // ROW, place % ROW) for place, tick in enumerate(ticks)]
    ink = [box for place in placed for box in _strokes(*place, palette)]
    texts = [
        {
            "x": column + 0.5,
            "above": row * _LINE + _NUMBER - 6,
            "below": row * _LINE + _NUMBER + _HIGH + 8,
            "letter": tick.letter,
            "number": str(tick.number) if column == 0 or tick.number % 10 == 0 else "",
        }
        for tick, row, column in placed
    ]
    along = alt.X("x:Q", axis=None).scale(domain=[0, wide], nice=False)
    over = alt.Chart(data("words", texts)).encode(x=along)
    layers = [
        alt.Chart(data("lines", _lines(ticks)))
        .mark_rule(aria=False, color=palette["edge"])
        .encode(x=along, x2="x2", y=down("y")),
        boxes("ink", ink, wide)
        .mark_rect(aria=False)
        .encode(
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
            tooltip=[
                alt.Tooltip("claim:Q", title="claim"),
                alt.Tooltip("answer:N", title="answer"),
                alt.Tooltip("text:N", title="text"),
            ],
        ),
        over.mark_text(aria=False, baseline="bottom", fontSize=12, color=palette["ink-3"]).encode(
            y=down("above"), text="number:N"
        ),
        over.transform_filter(f"width / {wide} > 10")
        .mark_text(aria=False, baseline="top", fontSize=12, fontWeight=600, color=palette["ink-2"])
        .encode(y=down("below"), text="letter:N"),
    ]
    return drawn(layers, sequence_height(ticks), palette)


def sequence_height(ticks: Sequence[Tick]) -> int:
    """How high the chart of these ticks is."""
    return -(-len(ticks) // ROW) * _LINE - _LINE + _LAST


# The pieces of a bar and of a row of ticks, from above, in pixels.
_LABEL, _THICK, _DETAIL, _BETWEEN = 24, 18, 24, 20
_NUMBER, _HIGH, _LINE, _LAST = 20, 38, 100, 96
_BRIEF: Final = 160  # characters of a claim in a tooltip
_LETTER: Final = 7  # about as wide as one is in the words above a bar
_WORDS: Final[dict[str, Any]] = {"aria": False, "align": "left"}


def _pitch(rows: Sequence[Bar]) -> int:
    return _LABEL + _THICK + _BETWEEN + (_DETAIL if any(row.detail for row in rows) else 0)


def _parts(row: Bar, top: int, palette: Colours) -> Rows:
    """The parts of a bar, side by side."""
    total, at = max(1, row.total), 0
    found = []
    for part in row.parts:
        found.append(
            {
                "x": at / total,
                "x2": (at + part.claims) / total,
                "y": top + _LABEL,
                "y2": top + _LABEL + _THICK,
                "fill": _mark(part.look, palette),
                "on": palette.get(f"on-{part.look}", palette["paper"]),
                "letter": part.letter,
                "label": row.label,
                "answer": part.word,
                "claims": part.claims,
            }
        )
        at += part.claims
    return found


def _segments(parts: Rows, palette: Colours) -> list[alt.Chart]:
    """The parts of all bars, and the letter in those that have room for it."""
    told = [
        alt.Tooltip("label:N", title="in"),
        alt.Tooltip("answer:N", title="answer"),
        alt.Tooltip("claims:Q", title="claims"),
    ]
    areas = (
        boxes("parts", parts, 1)
        .mark_rect(aria=False, stroke=palette["paper"], strokeWidth=1.5)
        .encode(
            fill=alt.Fill("fill:N", scale=None),
            tooltip=told,
        )
    )
    letters = (
        alt.Chart(data("parts", parts))
        .transform_calculate(
            room="(datum.x2 - datum.x) * width",
            middle="(datum.x + datum.x2) / 2",
            height="(datum.y + datum.y2) / 2",
        )
        .transform_filter("datum.letter != '' && datum.room > 14")
        .mark_text(aria=False, fontSize=12, fontWeight=700, baseline="middle")
        .encode(
            x=alt.X("middle:Q", axis=None),
            y=down("height"),
            text="letter:N",
            color=alt.Color("on:N", scale=None),
            tooltip=told,  # a letter lies over its part, and takes the pointer
        )
    )
    return [areas, letters]


def _strokes(tick: Tick, row: int, column: int, palette: Colours) -> Rows:
    """The boxes that a tick is made of."""
    mark = palette["line"] if tick.look == OPEN else _mark(tick.look, palette)
    foot = row * _LINE + _NUMBER + _HIGH
    return [
        {
            "x": column + 0.2,
            "x2": column + 0.8,
            "y": foot - end * _HIGH,
            "y2": foot - start * _HIGH,
            "fill": palette["paper"] if tick.look == SKIPPED else mark,
            "stroke": mark,
            "claim": tick.number,
            "answer": tick.word,
            "text": tick.text if len(tick.text) <= _BRIEF else f"{tick.text[:_BRIEF]}…",
        }
        for start, end in INK[tick.look]
    ]


def _lines(ticks: Sequence[Tick]) -> Rows:
    """A line under each run of ticks of one paragraph, broken where a row ends."""
    lines: Rows = []
    before: tuple[int, int] | None = None
    for place, tick in enumerate(ticks):
        row, column = divmod(place, ROW)
        if (row, tick.paragraph) != before:
            down = row * _LINE + _NUMBER + _HIGH + 28
            lines.append({"x": column + 0.2, "x2": 0, "y": down})
        lines[-1]["x2"] = column + 0.8
        before = (row, tick.paragraph)
    return lines


def _mark(look: str, palette: Colours) -> str:
    if look == OWN:
        return palette["accent"]
    return palette[look] if look in COLOURS else palette["edge"]
