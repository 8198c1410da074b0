"""The Progress page: what it counts, what it draws, and what of others it keeps to itself."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, cast

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from annotator import running, workflow
from annotator.identity import cookie_name
from annotator.palette import COLOURS
from annotator.scheme import default_scheme
from annotator.ui import charts, drawing, figures, marks
from annotator.ui.figures import Bar, Part, Step, Tick
from annotator.ui.pages.progress import ARTICLES, read_course
from annotator.ui.pages.start import last_time
from db import articles
from db.model import (
    Analyst,
    ArticleRow,
    ClaimAnswered,
    ClaimCleared,
    ClaimRow,
    Event,
    Outcome,
    Pace,
    Placed,
    payload_of,
)
from db.session_model import Session
from db.store import Store
from tests import builders
from tests.annotator.test_colours import contrast
from tests.annotator.test_pages import PAGE, click, html, run, texts

FIVE = [tag.colour for tag in default_scheme().tags]
NOON = datetime(2026, 5, 4, 12, 0, tzinfo=UTC)


@pytest.fixture
def ana(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Analyst]:
    """Ana, signed in; AppTest has no browser that could carry her cookie."""
    running.start(store)
    ana = builders.an_analyst(store, "Ana")
    cookies = {cookie_name(store.project_id): workflow.sign_in(store, ana.id)}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))
    yield ana
    running.stop()


def opened(**query: str) -> AppTest:
    # More patience than elsewhere: the first run imports altair.
    test = AppTest.from_string(PAGE.format(place="progress"), default_timeout=90)
    for name, value in query.items():
        test.query_params[name] = value
    return run(test)


def claims(store: Store, article: ArticleRow) -> list[int]:
    with store.read() as db:
        return [claim.id for claim in articles.claims_of(db, article.revision_id)]


def drawn(test: AppTest) -> list[dict[str, Any]]:
    """The charts, as the browser gets them."""
    found = test.get("vega_lite_chart") or test.get("arrow_vega_lite_chart")
    return [json.loads(chart.proto.spec) for chart in found]


def tables(test: AppTest) -> dict[str, list[list[str]]]:
    """The tables beside the charts, by their names."""
    given = [json.loads(table.proto.json) for table in test.get("bidi_component")]
    return {table["label"]: table["rows"] for table in given}


def sent(test: AppTest) -> list[bytes]:
    """Everything the page sends to the browser, element by element."""
    return [
        element.proto.SerializeToString(deterministic=True)
        for element in test.main
        if hasattr(element.proto, "SerializeToString")
    ]


# --- the page -------------------------------------------------------------------------------------


def test_without_an_article_it_shows_the_way_to_one(ana: Analyst) -> None:
    test = click(opened(), "Go to the articles")
    assert [title.value for title in test.title] == ["Articles"]


def test_with_nothing_tagged_it_says_so_and_leads_to_the_desk(store: Store, ana: Analyst) -> None:
    builders.load(store)
    bo = builders.an_analyst(store, "Bo")
    builders.tag(store, bo, 1)
    test = opened()
    assert [title.value for title in test.subheader] == ["Nothing tagged yet"]
    assert not drawn(test)
    assert click(test, "Go tagging").get("bidi_component"), "the desk"


def test_ones_own_figures_come_first(store: Store, ana: Analyst) -> None:
    article = builders.load(store)
    builders.load(store, builders.an_article("One.", "Two.", title="Other"))
    for claim, tag in zip(claims(store, article), ("sourced", "opinion"), strict=False):
        builders.tag(store, ana, claim, tag)
    test = opened()
    assert "1 of 2 articles begun." in texts(test)
    assert "1 article not begun yet." in texts(test)
    figures = dict(re.findall("<dt>(.+?)</dt><dd>([^<]+)", html(test)))
    assert figures["answered"].strip() == "2"
    assert figures["left"].strip() == "3"
    assert figures["this session"].strip() == "2"
    assert len(drawn(test)) == 3, "pace, articles, sequence; nobody else is here"
    assert tables(test)["Your answers by article"] == [
        ["Harbour notes", "1", "0", "1", "0", "0", "2", "1"]
    ]
    assert [row[:2] for row in tables(test)["Your tags, claim by claim"]] == [
        ["1", "sourced"],
        ["2", "opinion"],
        ["3", "not answered"],
    ]


def test_it_leads_on_to_the_article_it_shows(store: Store, ana: Analyst) -> None:
    first = builders.load(store)
    second = builders.load(store, builders.an_article("One.", "Two.", title="Other"))
    builders.tag(store, ana, claims(store, second)[0])
    builders.tag(store, ana, claims(store, first)[0])
    test = opened()
    assert test.selectbox[0].value == first.id, "the last worked on"
    test = opened(article=str(second.id))
    assert test.selectbox[0].value == second.id, "the one in the address"
    (desk,) = click(test, "Continue").get("bidi_component")
    assert json.loads(desk.proto.json)["article"] == second.id


def test_what_others_have_answered_changes_nothing_on_the_page(store: Store, ana: Analyst) -> None:
    article = builders.load(store)
    bo = builders.an_analyst(store, "Bo")
    first, second, third = claims(store, article)
    builders.tag(store, ana, first)
    builders.tag(store, bo, first, "contested", id="0" * 8)
    builders.tag(store, bo, second, "opinion", id="1" * 8)
    before = opened()
    assert tables(before)["How far everybody is"] == [["Ana, you", "1", "2"], ["Bo", "2", "1"]]
    builders.tag(store, bo, first, None, outcome="unsure", replaces="0" * 8)
    builders.tag(store, bo, second, "sourced", replaces="1" * 8)
    assert sent(before), "there is something to compare"
    assert sent(opened()) == sent(before)
    builders.tag(store, bo, third)
    assert sent(opened()) != sent(before), "the comparison can fail"


def test_who_has_answered_everything_there_is_not_called_done(store: Store, ana: Analyst) -> None:
    """Others may have more to do in articles that this page does not show."""
    article = builders.load(store)
    builders.load(store, builders.an_article("One.", title="Not begun here"))
    bo = builders.an_analyst(store, "Bo")
    for claim in claims(store, article):
        builders.tag(store, bo, claim)
    builders.tag(store, ana, claims(store, article)[0])
    bars = figures.by_person(read_course(store, ana, NOON))
    assert [(bar.label, bar.said) for bar in bars] == [
        ("Ana, you", "1 of 3 in these articles"),
        ("Bo", "3 of 3 in these articles"),
    ]


def test_many_articles_show_as_the_latest_few(store: Store, ana: Analyst) -> None:
    rows = [
        builders.load(store, builders.an_article(f"A of {n}.", f"B of {n}.", title=f"No. {n}"))
        for n in range(ARTICLES + 3)
    ]
    for row in rows[:-1]:
        builders.tag(store, ana, claims(store, row)[0])
    builders.tag(store, ana, claims(store, rows[4])[1])
    test = opened()
    shown = [row[0] for row in tables(test)["Your answers by article"]]
    assert shown == [f"No. {n}" for n in (13, 12, 11, 10, 9, 8, 7, 6, 5, 3, 2, 1)]
    assert "The 12 latest of 14 begun, those not done yet first. 1 article not begun yet." in texts(
        test
    )
    with store.read() as db:
        assert articles.count(db) == ARTICLES + 3
    course = read_course(store, ana, NOON)
    assert course.total.answered == 15, "the figures are of all articles"


def test_a_long_article_shows_in_parts_beginning_where_claims_are_left(
    store: Store, ana: Analyst
) -> None:
    article = builders.load(store, builders.an_article(*(f"Ship {n} sank." for n in range(430))))
    ids = claims(store, article)
    for claim in ids[:402]:
        builders.tag(store, ana, claim)
    test = opened()
    rows = tables(test)["Your tags, claim by claim"]
    assert (rows[0][0], rows[-1][0]) == ("401", "430")


def test_titles_and_names_are_text_wherever_they_stand(store: Store, ana: Analyst) -> None:
    title, name = '<img src="x"> **bold** [l](http://x)', "Bo <b>x</b>"
    article = builders.load(store, builders.an_article("One.", "Two.", title=title))
    bo = builders.an_analyst(store, name)
    builders.tag(store, ana, claims(store, article)[0])
    builders.tag(store, bo, claims(store, article)[0])
    test = opened()
    assert tables(test)["Your answers by article"][0][0] == title
    assert tables(test)["How far everybody is"][1][0] == name
    assert "<img" not in html(test)
    assert "<b>x" not in html(test)
    for chart in test.get("vega_lite_chart") or test.get("arrow_vega_lite_chart"):
        assert title not in chart.proto.alt
        assert name not in chart.proto.alt


# --- the figures ----------------------------------------------------------------------------------


def an_event(
    claim_id: int,
    tag: str | None,
    outcome: Outcome = "tagged",
    *,
    id: str = "",
    undo: str | None = None,
    redo: str | None = None,
) -> Event:
    act: ClaimAnswered | ClaimCleared = (
        ClaimCleared("0" * 12, None, undo, redo)
        if tag is None and outcome == "tagged"
        else ClaimAnswered("0" * 12, outcome, tag, "", "", "default/1", None, undo, redo)
    )
    return Event(
        1, id or f"{claim_id} {tag}", clock(0), "a", act.kind, 1, claim_id, payload_of(act), "h"
    )


def clock(minutes: float) -> str:
    return (NOON + timedelta(minutes=minutes)).isoformat().replace("+00:00", "Z")


def test_a_tag_looks_as_its_colour_does() -> None:
    assert figures.looks(default_scheme().tags) == {
        "sourced": "teal",
        "contested": "red",
        "opinion": "violet",
        "none": "grey",
        "unsure": "amber",
    }


def test_a_tag_called_as_what_is_not_answered_is_still_a_tag() -> None:
    open_, *others = default_scheme().tags
    scheme = replace(default_scheme(), tags=(replace(open_, name="open"), *others))
    placed = [Placed(1, 11, "tagged", "open"), Placed(2, 12, None, None)]
    known = [ClaimRow(n, 1, 7, n, 0, 1, "Text.", "") for n in (11, 12)]
    found = [(tick.look, tick.word) for tick in figures.ticks(placed, known, scheme)]
    assert found == [("teal", "open"), (figures.OPEN, "not answered")]


def test_ticks_say_what_was_answered_and_where_paragraphs_end() -> None:
    outcomes: list[tuple[Outcome | None, str | None]] = [
        ("tagged", "contested"),
        ("unsure", None),
        ("skipped", None),
        (None, None),
        ("tagged", "gone"),
    ]
    placed = [Placed(n, n + 10, *answer) for n, answer in enumerate(outcomes, 1)]
    known = [ClaimRow(n + 10, 1, 7, n, 0, 1, f"Text {n}.", "") for n in range(1, 5)]
    known.append(ClaimRow(15, 1, 8, 5, 0, 1, "Text 5.", ""))
    ticks = figures.ticks(placed, known, default_scheme())
    assert [(tick.look, tick.letter, tick.word) for tick in ticks] == [
        ("red", "C", "contested"),
        ("amber", "U", "unsure"),
        ("skipped", "–", "skipped"),
        ("open", "", "not answered"),
        ("other", "G", "gone"),
    ]
    assert [tick.paragraph for tick in ticks] == [7, 7, 7, 7, 8]
    other_revision = figures.ticks(placed, known[:1], default_scheme())
    assert [tick.text for tick in other_revision] == ["Text 1."]


def test_a_step_counts_the_minutes_the_session_covers() -> None:
    session = Session(clock(3), clock(17), 20)
    paces = [Pace(clock(0), 4), Pace(clock(5), 5), Pace(clock(15), 9)]
    steps = figures.steps(session, paces, UTC)
    assert steps == [
        Step("12:00", 2.0),  # 12:03 to 12:05
        Step("12:05", 1.0),
        Step("12:10", 0.0),
        Step("12:15", 4.5),  # 12:15 to 12:17
    ]
    assert figures.rate(session, paces) == pytest.approx(18 / 14)


def test_a_session_of_seconds_has_the_pace_of_its_one_step() -> None:
    session = Session(clock(0), clock(0.4), 3)
    paces = [Pace(clock(0), 3)]
    assert figures.rate(session, paces) == 3.0
    assert figures.steps(session, paces, UTC) == [Step("12:00", 3.0)]
    assert figures.steps(session, [], UTC) == []
    assert figures.rate(session, []) is None


def test_the_session_lasts_as_long_here_as_on_the_way_back(store: Store, ana: Analyst) -> None:
    builders.load(store)
    builders.tag(store, ana, 1)
    session = Session(clock(0), clock(125.9), 7)
    course = replace(read_course(store, ana, NOON), session=session)
    assert course.numbers[2] == (course.which, "7", "in 2 hours 5 minutes")
    assert last_time(session, NOON).endswith(" · 7 claims in 2 hours 5 minutes")


@pytest.mark.parametrize(
    ("acts", "changed"),
    [
        ([], 0),
        ([("a", "sourced")], 0),
        ([("a", "sourced"), ("b", "opinion")], 1),
        ([("a", "sourced"), ("b", "opinion"), ("c", "sourced")], 1),  # back by hand
        ([("a", "sourced"), ("b", None, "a"), ("c", "opinion")], 0),  # the first was a slip
        ([("a", "sourced"), ("b", "opinion"), ("c", "sourced", "b")], 0),  # taken back
        ([("a", "sourced"), ("b", "opinion"), ("c", "sourced", "b"), ("d", "opinion", "", "b")], 1),
        ([("a", "sourced"), ("b", "sourced")], 0),  # only surer
        ([("a", "sourced"), ("b", None)], 0),
        ([("a", "skipped"), ("b", "opinion")], 0),
        ([("a", "sourced"), ("b", "skipped"), ("c", "opinion")], 0),
        ([("a", "none"), ("b", "unsure")], 1),
    ],
)
def test_a_mind_is_changed_when_an_answer_replaces_another(
    acts: list[tuple[str | None, ...]], changed: int
) -> None:
    """As on the desk: tests/desk/way.test.mjs."""
    events = []
    for id, tag, *of in acts:
        undo, redo = (*of, None, None)[:2]
        plain = tag in ("skipped", "unsure")
        events.append(
            an_event(
                1,
                None if plain else tag,
                cast(Outcome, tag) if plain else "tagged",
                id=id or "",
                undo=undo or None,
                redo=redo,
            )
        )
    assert figures.changed(events) == changed
    assert figures.changed([an_event(3, "none"), *events]) == changed


def test_a_session_is_over_after_the_longest_pause(store: Store, ana: Analyst) -> None:
    builders.load(store)
    builders.tag(store, ana, 1)
    now = datetime.now(UTC)
    assert read_course(store, ana, now).which == "this session"
    assert read_course(store, ana, now + timedelta(minutes=16)).which == "your last session"


# --- the charts -----------------------------------------------------------------------------------


def rows() -> list[Bar]:
    parts = tuple(Part(look, look[0].upper(), look, n) for n, look in enumerate(FIVE, 1))
    return [
        Bar("Harbour", "15 of 20", parts, 20, "S 1"),
        Bar("Ana, you", "3 of 20", (Part(figures.OWN, "", "answered", 3),), 20),
        Bar("Bo", "9 of 20", (Part(figures.OTHER, "", "answered", 9),), 20),
        Bar("Nobody", "0 of 0", (), 0),
    ]


def ticks(number: int) -> list[Tick]:
    order = (*FIVE, figures.OTHER, figures.OPEN, figures.SKIPPED)
    return [
        Tick(n + 1, order[n % len(order)], "X", "word", n // 7, "Text. " * 100)
        for n in range(number)
    ]


def data(spec: dict[str, Any], name: str) -> list[dict[str, Any]]:
    """The rows of one data set of a chart."""
    found = [layer["data"] for layer in spec["layer"] if layer["data"].get("name") == name]
    assert found, name
    return list(found[0]["values"])


@pytest.mark.parametrize("dark", [False, True], ids=["light", "dark"])
def test_every_colour_is_a_token_and_stands_out(dark: bool) -> None:
    palette = drawing.colours(dark)
    tokens = set(palette.values())
    specs = [
        charts.bars(rows(), palette).to_dict(),
        charts.sequence(ticks(60), palette).to_dict(),
        charts.pace([Step("12:00", 2.0)], palette).to_dict(),
    ]
    for spec in specs:
        assert set(re.findall(r"#[0-9a-fA-F]{6}", json.dumps(spec))) <= tokens
        assert spec["background"] == palette["paper"], "they stay readable on any page"
    faint = {
        look: contrast(charts._mark(look, palette), palette["paper"])
        for look in (*COLOURS, figures.OTHER, figures.OWN)
        if contrast(charts._mark(look, palette), palette["paper"]) < 3
    }
    assert faint == {}
    for part in data(specs[0], "parts"):
        if part["letter"]:
            assert contrast(part["on"], part["fill"]) >= 4.5, part


def test_every_answer_has_a_shape_of_its_own() -> None:
    shapes = [charts.INK[look] for look in COLOURS]
    assert len(set(shapes)) == len(shapes)


def test_the_legend_draws_the_shapes_of_the_chart() -> None:
    legend = marks.ticks(default_scheme().tags)
    for tag in default_scheme().tags:
        (drawn,) = re.findall(
            rf"background:linear-gradient\(([^>]*--ca-{tag.colour}\)[^>]*)\)\"", legend
        )
        inked = re.findall(rf"var\(--ca-{tag.colour}\) ([\d.]+)% ([\d.]+)%", drawn)
        spans = [
            (1 - float(end) / 100, 1 - float(begin) / 100) for begin, end in inked if begin != end
        ]
        assert spans[::-1] == [pytest.approx(span, abs=0.001) for span in charts.INK[tag.colour]]


def test_parts_lie_side_by_side_within_their_bar() -> None:
    spec = charts.bars(rows(), drawing.colours(dark=False)).to_dict()
    parts = [part for part in data(spec, "parts") if part["label"] == "Harbour"]
    assert [part["claims"] for part in parts] == [1, 2, 3, 4, 5]
    assert parts[0]["x"] == 0
    assert parts[-1]["x2"] == pytest.approx(15 / 20)
    for one, other in pairwise(parts):
        assert one["x2"] == other["x"]
    assert [word["label"] for word in data(spec, "words")] == [
        "Harbour",
        "Ana, you",
        "Bo",
        "Nobody",
    ]


def test_a_row_of_ticks_breaks_as_a_line_of_words_does() -> None:
    shown = ticks(charts.ROW + 3)
    spec = charts.sequence(shown, drawing.colours(dark=False)).to_dict()
    ink = data(spec, "ink")
    tops = {stroke["claim"]: stroke["y2"] for stroke in ink if stroke["claim"] in (1, 49, 51)}
    assert tops[1] == tops[49] < tops[51]
    assert {stroke["claim"] for stroke in ink} == {tick.number for tick in shown}
    assert all(len(stroke["text"]) < 170 for stroke in ink)
    lines = data(spec, "lines")
    assert len(lines) == 9, "eight paragraphs, one of them in two rows"
    assert spec["height"] == charts.sequence_height(shown)


def test_nothing_of_a_chart_is_offered_as_an_unguarded_file(store: Store, ana: Analyst) -> None:
    article = builders.load(store, builders.an_article("One.", title="=HYPERLINK(1)"))
    builders.tag(store, ana, claims(store, article)[0])
    for chart in opened().get("vega_lite_chart"):
        named = [dataset.data.data for dataset in chart.proto.datasets]
        assert not any(b"HYPERLINK" in rows for rows in [*named, chart.proto.data.data])
