"""What the Agreement page draws: cells, rows and charts, from tables made for it."""

from __future__ import annotations

import json
import re
from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import altair as alt
import numpy as np
import pytest

from annotator import agreed
from annotator.agreed import Agreed
from annotator.agreement.periods import over_time
from annotator.agreement.report import report
from annotator.agreement.table import table_of
from annotator.scheme import default_scheme
from annotator.ui import agreeing, agreement_charts, drawing, heat_chart
from annotator.ui.agreeing import Heat, Ranged
from tests.annotator.agreement.tables import Row, repeated, votes
from tests.annotator.test_colours import contrast

LABELS = ("sourced", "contested", "opinion", "none")


def figures(rows: list[Row], analysts: int = 3, days: int = 1) -> Agreed:
    """The figures of one article."""
    names = [f"Analyst {n:02}" for n in range(analysts)]
    table = table_of(votes(rows, names), LABELS)
    when = np.arange(len(table.claims)) % days
    ids = tuple(f"id{n:02}" for n in range(len(table.analysts)))
    return Agreed(
        key=(),
        report=report(table, resamples=200),
        course=over_time(table, when),
        evidence=None,
        behind={},
        analyst_ids=ids,
        titles={1: "Harbour"},
        scheme=default_scheme(),
        versions={},
        only="",
    )


def some(analysts: int = 3) -> Agreed:
    rows: list[Row] = [
        [LABELS[(claim + (claim * place) // 9) % 4] for place in range(analysts)]
        for claim in range(40)
    ]
    return figures(rows, analysts, days=4)


def cell(heat: Heat, row: int, column: int) -> agreeing.Cell:
    (found,) = [one for one in heat.cells if (one.row, one.column) == (row, column)]
    return found


# --- cells ----------------------------------------------------------------------------------------


def test_a_pair_of_analysts_is_the_same_cell_twice_and_leads_to_where_they_differ() -> None:
    rows = repeated(
        [(20, ("sourced", "sourced")), (15, ("none", "none")), (5, ("sourced", "none"))]
    )
    heat = agreeing.by_analysts(figures(rows))
    one, other = cell(heat, 0, 1), cell(heat, 1, 0)
    assert (one.said, one.small, one.look, one.leads) == ("0.75", "n 40", "heat", "id00,id01")
    assert (other.said, other.leads) == (one.said, one.leads)
    assert cell(heat, 0, 0).look == "nothing"
    assert [(way.label, way.claims) for way in heat.ways] == [
        ("Analyst 00 and Analyst 01: 5 of 40 claims", 5)
    ]


def test_few_shared_claims_are_faint_and_no_kappa_is_no_number() -> None:
    rows: list[Row] = [("sourced", "none", None), ("none", "none", "none"), (None, None, "none")]
    heat = agreeing.by_analysts(figures(rows))
    assert cell(heat, 0, 1).look == "few"
    assert (cell(heat, 1, 2).said, cell(heat, 1, 2).look) == ("–", "few")
    assert "not defined: both gave every claim" in cell(heat, 1, 2).told
    assert cell(heat, 1, 2).leads == ""


def test_of_many_analysts_those_who_tagged_most_are_drawn_and_all_are_linked() -> None:
    rows: list[Row] = [[LABELS[(n + place) % 4] for place in range(15)] for n in range(8)]
    rows.append([None, None, None, *["none"] * 12])
    heat = agreeing.by_analysts(figures(rows, 15))
    assert len(heat.heads) == agreeing.MOST_ANALYSTS
    assert heat.left_out == 3
    assert heat.heads[0].name == "Analyst 03"
    assert len(heat.ways) == sum(1 for pair in figures(rows, 15).report.pairs if pair.differing)


def test_a_pair_of_tags_says_how_many_claims_the_review_will_show() -> None:
    rows: list[Row] = [
        ("sourced", "none", "none"),
        ("sourced", "sourced", "none"),
        ("opinion", "opinion", "none"),
        ("opinion", "opinion", "opinion"),
    ]
    heat = agreeing.by_tags(figures(rows).report, default_scheme())
    assert cell(heat, 0, 3).said == cell(heat, 3, 0).said == "2"
    assert cell(heat, 0, 3).leads == "sourced,none"
    assert (cell(heat, 0, 1).said, cell(heat, 0, 1).leads) == ("0", "")
    assert (cell(heat, 2, 2).said, cell(heat, 2, 2).look) == ("2", "same")
    assert [way.label for way in heat.ways] == [
        "sourced and none: 2 claims",
        "opinion and none: 1 claim",
    ]


def test_a_tag_that_the_scheme_lacks_has_a_letter_too() -> None:
    found = report(table_of(votes([("true", "none")]), LABELS), resamples=10)
    heat = agreeing.by_tags(found, default_scheme())
    assert [head.short for head in heat.heads] == ["S", "C", "O", "N", "T"]
    assert heat_chart.heat(heat, drawing.colours(dark=False), leads=True).to_dict()


# --- rows -----------------------------------------------------------------------------------------


def test_articles_stand_from_the_lowest_alpha_to_those_without() -> None:
    table = table_of(
        [
            *votes([("none", "none"), ("sourced", "sourced")], article="full"),
            *votes([("none", "sourced"), ("none", "none")], article="poor"),
            *votes([("none", None)], article="single"),
        ],
        LABELS,
    )
    course = over_time(table, np.zeros(5, np.int64))
    titles: dict[int | str, str] = {"full": "Full", "poor": "Poor", "single": "Single"}
    rows = agreeing.by_article(
        Agreed(
            *((), report(table, resamples=50), course, None, {}, ("a", "b"), titles),
            *(default_scheme(), {}, ""),
        )
    )
    assert [row.label for row in rows] == ["Poor", "Full", "Single"]
    assert rows[1].said == "1.00 · 2 claims"
    assert rows[2].said == "not defined: only one analyst has tagged"
    assert agreeing.ranged_table(rows)[2] == ["Single", rows[2].said, "", "0"]


def test_coverage_counts_down_and_gathers_the_many() -> None:
    rows: list[Row] = [["none"] * n + [None] * (9 - n) for n in range(1, 10)]
    found = agreeing.covered(figures(rows, 9).report)
    assert found[0] == ("6 analysts or more", 4)
    assert found[-1] == ("nobody yet", 0)
    assert sum(claims for _, claims in found) == 9
    three = agreeing.covered(figures([("none", "none", "none")]).report)
    assert [label for label, _ in three] == [
        "all 3 analysts",
        "2 analysts",
        "1 analyst",
        "nobody yet",
    ]


def test_periods_are_named_by_their_step() -> None:
    rows = agreeing.by_period(some().course)
    assert [row.label for row in rows] == ["1 Jan", "2 Jan", "3 Jan", "4 Jan"]
    assert sum(row.claims for row in rows) == 40


def test_a_day_ends_where_the_reader_is() -> None:
    times = np.array(["2026-05-04T22:30:00", "NaT", "2026-12-31T23:10:00"], "datetime64[s]")
    epoch = date(1970, 1, 1)

    def told(zone: Any) -> list[str]:
        days = agreed._days(times, zone)
        return [date.fromordinal(epoch.toordinal() + int(day)).isoformat() for day in days]

    assert told(UTC)[::2] == ["2026-05-04", "2026-12-31"]
    assert told(ZoneInfo("Europe/Berlin"))[::2] == ["2026-05-05", "2027-01-01"]
    assert told(ZoneInfo("Asia/Kathmandu"))[::2] == ["2026-05-05", "2027-01-01"]
    assert datetime(2026, 5, 4, tzinfo=UTC).toordinal() > epoch.toordinal()


# --- charts ---------------------------------------------------------------------------------------


def charts(dark: bool) -> dict[str, alt.LayerChart]:
    palette, found = drawing.colours(dark), some(5)
    negative = Ranged("Low", -0.31, -0.45, 0.02, 4, "−0.31 · 4 claims")
    without = Ranged("None", None, None, None, 0, "not defined: only one analyst has tagged")
    return {
        "lead": agreement_charts.lead(negative, palette),
        "no interval": agreement_charts.lead(Ranged("", 1.0, None, None, 2, ""), palette),
        "analysts": heat_chart.heat(agreeing.by_analysts(found), palette, leads=True),
        "tags": heat_chart.heat(
            agreeing.by_tags(found.report, default_scheme()), palette, leads=False
        ),
        "articles": agreement_charts.intervals([negative, without], palette),
        "course": agreement_charts.course([*agreeing.by_period(found.course), without], palette),
    }


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_chart_is_valid_and_stays_in_the_page(dark: bool) -> None:
    """What the page draws is not checked again, and what has no name would become a file."""
    for name, chart in charts(dark).items():
        assert chart.to_dict(validate=True), name
        spec = drawing.spec(chart)
        assert "data" not in spec, name
        assert "datasets" not in spec, name
        given: dict[str, Any] = {}
        for layer in spec["layer"]:
            rows = layer["data"]
            assert given.setdefault(rows["name"], rows["values"]) == rows["values"], name
        assert spec["background"] == drawing.colours(dark)["surface"]


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_ink_can_be_read_on_every_cell(dark: bool) -> None:
    palette = drawing.colours(dark)
    for share in (0.0, 0.25, 0.5, 0.75, 1.0, 7.0):
        assert contrast(palette["ink"], heat_chart.shade(share, palette)) >= 4.5
    assert heat_chart.shade(0, palette) == palette["sunk"]
    assert heat_chart.shade(-1, palette) == palette["sunk"]
    assert contrast(palette["ink-3"], palette["surface"]) >= 4.5


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_a_cell_of_too_few_claims_has_no_shade_of_the_scale(dark: bool) -> None:
    rows: list[Row] = [("sourced", "none", None), ("none", "none", "none")]
    palette = drawing.colours(dark)
    spec = heat_chart.heat(agreeing.by_analysts(figures(rows)), palette, leads=False).to_dict()
    given = {layer["data"]["name"]: layer["data"]["values"] for layer in spec["layer"]}
    assert {box["fill"] for box in given["cells"]} == {palette["surface"]}
    assert {text["ink"] for text in given["texts"]} == {palette["ink-3"]}


def test_the_line_over_time_runs_through_no_figure() -> None:
    values = (0.0, None, 0.75, 0.82, 0.66, 0.79)
    rows = [Ranged(str(n), value, None, None, 9, "") for n, value in enumerate(values)]
    spec = drawing.spec(agreement_charts.course(rows, drawing.colours(dark=False)))
    rises = [period["rises"] for period in spec["layer"][0]["data"]["values"]]
    assert rises == [True, False, True, False, True, False]
    below = {
        layer["transform"][-1]["filter"].rpartition(" ")[2]: layer["mark"]["dy"] > 0
        for layer in spec["layer"]
        if "dy" in layer["mark"]
    }
    assert below == {"datum.rises": True, "!datum.rises": False}


def test_a_name_above_a_reason_has_the_whole_width() -> None:
    without = Ranged("Three readings", None, None, None, 0, "not defined: only one has tagged")
    valued = Ranged("Harbour", 0.73, 0.5, 0.8, 51, "0.73 · 51 claims")
    spec = agreement_charts.intervals([without, valued], drawing.colours(dark=False)).to_dict()
    limits = {
        layer["encoding"]["text"]["field"]: layer["mark"]["limit"]["expr"]
        for layer in spec["layer"]
        if "limit" in layer["mark"]
    }
    assert limits["alone"] == "width"
    assert limits["label"] != "width"
    texts = [layer["data"]["values"] for layer in spec["layer"] if layer["data"]["name"] == "words"]
    assert [(row["alone"], row["label"]) for row in texts[0]] == [
        ("Three readings", ""),
        ("", "Harbour"),
    ]


def test_only_a_map_that_leads_somewhere_can_be_chosen() -> None:
    params = {name: json.dumps(chart.to_dict()) for name, chart in charts(dark=False).items()}
    assert f'"{heat_chart.CHOSEN}"' in params["analysts"]
    assert '"pointer"' in params["analysts"]
    assert f'"{heat_chart.CHOSEN}"' not in params["tags"]
    assert '"pointer"' not in params["tags"]


def test_the_scale_reaches_below_chance_where_a_value_does() -> None:
    spec = charts(dark=False)["lead"].to_dict()
    steps = [layer["data"]["values"] for layer in spec["layer"] if layer["data"]["name"] == "steps"]
    assert [step["said"] for step in steps[0]][:4] == ["−0.6", "−0.4", "−0.2", "0"]
    assert re.search('"said": "−0.31"', json.dumps(spec, ensure_ascii=False))
