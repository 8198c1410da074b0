"""Heat-maps of agreement: pure, from cells to altair. Names in them are drawn as text only.

No colour here says good or bad: a cell is darker where there is more, and that is all.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

import altair as alt

from annotator.palette import COLOURS, HOLLOW
from annotator.ui.agreeing import Cell, Head, Heat
from annotator.ui.drawing import SLACK, Colours, Rows, data, down, drawn, mixed

CHOSEN: Final = "cell"  # what the choice of a cell is called
DARKEST: Final = 0.48  # the share of the accent that leaves ink readable

_GROUND: Final = "surface"
_NAMES: Final = 96  # pixels before the first column
_ABOVE, _CELL, _GAP = 30, 48, 1.5
_TEXT: Final[dict[str, Any]] = {"aria": False}


def heat(shown: Heat, palette: Colours, *, leads: bool) -> alt.LayerChart:
    """A heat-map; with `leads`, a cell that has claims to show can be chosen."""
    size = len(shown.heads)
    along = alt.X("x:Q", axis=None).scale(
        domain=[0, size], range=[_NAMES, alt.ExprRef("width")], nice=False
    )
    boxes = [_box(cell, palette) for cell in shown.cells]
    texts = [_middle(cell, palette) for cell in shown.cells]
    room = f"(width - {_NAMES}) / {max(size, 1)}"
    inset: dict[str, Any] = {"xOffset": _GAP, "x2Offset": -_GAP, "cornerRadius": 3, "aria": False}
    centre = alt.Chart(data("texts", texts)).encode(
        x=along, color=alt.Color("ink:N", scale=None), text=alt.Text("said:N")
    )
    small = centre.transform_filter(f"datum.small != '' && {room} > 40")
    layers = [
        *_heads(shown.heads, along, room, palette),
        alt.Chart(data("cells", boxes))
        .mark_rect(**inset, strokeDash=[3, 3])
        .encode(
            x=along,
            x2=alt.X2("x2"),
            y=down("y"),
            y2=alt.Y2("y2"),
            fill=alt.Fill("fill:N", scale=None),
            stroke=alt.Stroke("stroke:N", scale=None),
        ),
        centre.transform_filter(f"datum.small == '' || {room} <= 40")
        .mark_text(**_TEXT, fontSize=14, baseline="middle")
        .encode(y=down("middle")),
        small.mark_text(**_TEXT, fontSize=14, baseline="middle").encode(y=down("upper")),
        small.mark_text(**_TEXT, fontSize=12, baseline="middle").encode(
            y=down("lower"), text=alt.Text("small:N")
        ),
    ]
    over = alt.Chart(data("cells", boxes)).encode(
        x=along,
        x2=alt.X2("x2"),
        y=down("y"),
        y2=alt.Y2("y2"),
        tooltip=alt.Tooltip("told:N", title=" "),
    )
    told = over.transform_filter(
        "datum.told != '' && datum.leads == ''" if leads else "datum.told != ''"
    )
    layers.append(told.mark_rect(**inset, fill="transparent"))
    if leads:
        choice = alt.selection_point(name=CHOSEN, fields=["leads"], empty=False, toggle=False)
        hover = alt.selection_point(
            name="under", fields=["leads"], on="pointerover", clear="pointerout", empty=False
        )
        layers.append(
            over.transform_filter("datum.leads != ''")
            .mark_rect(**inset, fill="transparent", cursor="pointer", strokeWidth=2)
            .encode(
                stroke=alt.when(hover)
                .then(alt.value(palette["accent"]))
                .otherwise(alt.value("transparent"))
            )
            .add_params(choice, hover)
        )
    return drawn(layers, heat_height(shown), palette, _GROUND)


def heat_height(shown: Heat) -> int:
    """How high the chart is."""
    return _ABOVE + len(shown.heads) * _CELL + SLACK


def shade(share: float, palette: Colours) -> str:
    """The colour of a cell, from a well to the darkest on which ink can be read."""
    return mixed(palette["sunk"], palette["accent"], DARKEST * min(1.0, max(0.0, share)))


def _heads(heads: Sequence[Head], along: alt.X, room: str, palette: Colours) -> list[alt.Chart]:
    """The names before the rows and above the columns; tags have their letter on their colour."""
    rows: Rows = [
        {
            "x": place + 0.5,
            "name": head.name,
            "short": head.short,
            **_badge(head, palette),
            "y": _ABOVE + place * _CELL + _CELL / 2,
            "above": _ABOVE / 2,
        }
        for place, head in enumerate(heads)
    ]
    base = alt.Chart(data("heads", rows))
    across = base.encode(x=along, y=down("above"))
    before = base.encode(y=down("y"))
    tagged = any(head.look for head in heads)
    names = before.encode(
        x=alt.value(_NAMES - (30 if tagged else 10)), text=alt.Text("name:N")
    ).mark_text(
        **_TEXT,
        align="right",
        fontSize=13,
        limit=_NAMES - (32 if tagged else 12),
        color=palette["ink-2"],
    )
    if not tagged:
        return [
            names,
            across.encode(text=alt.Text("name:N"))
            .transform_filter(f"{room} > 84")
            .mark_text(
                **_TEXT, fontSize=13, limit=alt.ExprRef(f"{room} - 6"), color=palette["ink-2"]
            ),
            across.encode(text=alt.Text("short:N"))
            .transform_filter(f"{room} <= 84")
            .mark_text(**_TEXT, fontSize=12, color=palette["ink-2"]),
        ]
    badge: dict[str, Any] = {
        "shape": "square",
        "size": 310,
        "aria": False,
        "opacity": 1,
        "strokeWidth": 1.5,
    }
    letter: dict[str, Any] = {"aria": False, "fontSize": 12, "fontWeight": 700}
    fill, on = alt.Fill("fill:N", scale=None), alt.Color("on:N", scale=None)
    stroke = alt.Stroke("stroke:N", scale=None)
    left = before.encode(x=alt.value(_NAMES - 14))
    return [
        names,
        left.mark_point(**badge, filled=True).encode(fill=fill, stroke=stroke),
        left.mark_text(**letter).encode(color=on, text=alt.Text("short:N")),
        across.mark_point(**badge, filled=True).encode(fill=fill, stroke=stroke),
        across.mark_text(**letter).encode(color=on, text=alt.Text("short:N")),
    ]


def _badge(head: Head, palette: Colours) -> dict[str, str]:
    """The colours of a tag's letter, as on the desk: the one for no tag is hollow."""
    mark = palette[head.look] if head.look in COLOURS else palette["edge"]
    if head.look == HOLLOW:
        return {"fill": palette[_GROUND], "stroke": mark, "on": palette[f"{HOLLOW}-text"]}
    return {
        "fill": mark,
        "stroke": mark,
        "on": palette.get(f"on-{head.look}", palette["paper"]),
    }


def _box(cell: Cell, palette: Colours) -> dict[str, Any]:
    top = _ABOVE + cell.row * _CELL
    on_scale = cell.look == "heat"  # all else is outlined only, or it would look like a shade
    return {
        "x": cell.column,
        "x2": cell.column + 1,
        "y": top + _GAP,
        "y2": top + _CELL - _GAP,
        "fill": shade(cell.heat, palette) if on_scale else palette[_GROUND],
        "stroke": "transparent" if on_scale else palette["line"],
        "told": cell.told,
        "leads": cell.leads,
    }


def _middle(cell: Cell, palette: Colours) -> dict[str, Any]:
    middle = _ABOVE + cell.row * _CELL + _CELL / 2
    return {
        "x": cell.column + 0.5,
        "middle": middle,
        "upper": middle - 8,
        "lower": middle + 9,
        "said": cell.said,
        "small": cell.small,
        "ink": palette["ink"] if cell.look == "heat" else palette["ink-3"],
    }
