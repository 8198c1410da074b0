"""What the Agreement page draws once there is something to be seen."""

from __future__ import annotations

import functools
import html
from collections.abc import Sequence
from typing import Final

import streamlit as st

from annotator.agreed import Agreed
from annotator.agreement.details import FEW
from annotator.agreement.ground_words import STANDINGS, WORDS
from annotator.agreement.ground_words import sentences as ground_sentences
from annotator.agreement.report import Report
from annotator.agreement.sentences import USES, lead, notes, number
from annotator.scheme import Scheme
from annotator.ui import agreeing, agreement_charts, heat_chart, places
from annotator.ui.agreeing import Heat, Ranged
from annotator.ui.agreement_cards import Drawing, card, cells, ranged_table, table
from annotator.ui.say import literally
from annotator.versions import said_of
from annotator.words import counted

WAYS: Final = 3  # links that stand under a heat-map; the others are one click away
MOST_WAYS: Final = 30
ROWS: Final = 200


def draw(agreed: Agreed, article_id: int | None, *, decides: bool) -> None:
    """The headline, and below it where agreement and disagreement lie.

    Args:
        article_id: The one article that the figures are about, if it is one.
        decides: Whether the claims of a cell may be opened in the review.
    """
    report, leads = agreed.report, None
    # The review knows all versions: a cell of one alone would lead to other claims.
    if decides and report.basis == "votes" and not agreed.only:
        leads = {"state": "all"} | ({"article": str(article_id)} if article_id else {})
    shown = Drawing(agreed, st.context.theme.type == "dark", leads)
    if said := said_of(agreed.versions, agreed.only, report.basis):
        with st.container(key="meta-versions"):
            st.text(said)
    if not report.coverage.compared:
        _nothing(report)
        if report.coverage.tagged:
            _coverage(report)
        return
    _lead(shown)
    left, right = st.columns([2, 3])
    with left:
        _between_analysts(shown)
    with right:
        _between_tags(shown)
    left, right = st.columns([3, 2])
    with left:
        _by_article(shown)
    with right:
        _coverage(report)
    _over_time(shown)
    _evidence(shown)
    left, right = st.columns([2, 3])
    with left:
        _each_tag(report, agreed.scheme)
    with right:
        _each_analyst(report)
    _coefficients(report)


def _nothing(report: Report) -> None:
    """Why there is no figure, and what it takes."""
    reason = report.figures["krippendorff_alpha"].estimate.undefined
    with st.container(key="empty", border=True, horizontal_alignment="center", gap="small"):
        st.subheader("Nothing to compare yet", anchor=False, width="content")
        st.text(
            f"Agreement is not defined: {reason}. It takes the tags of two analysts on one claim.",
            width="content",
        )


def _lead(shown: Drawing) -> None:
    report = shown.report
    figure = report.figures["krippendorff_alpha"]
    value, low, high = figure.estimate.value, figure.interval.low, figure.interval.high
    said = number(value) if value is not None else "–"
    with st.container(key="card-lead", border=True):
        left, right = st.columns([1, 4], vertical_alignment="center", gap="medium")
        left.html(
            f'<div class="ca-alpha"><b>{html.escape(said)}</b>'
            f"<span>{html.escape(figure.label)}, nominal<br>"
            f"{html.escape(agreeing.behind(report))}</span></div>"
        )
        with right:
            if value is not None:
                ranged = Ranged("", value, low, high, report.coverage.compared, "")
                around = f", 95 % interval {number(low)} to {number(high)}" if low else ""
                st.vega_lite_chart(
                    shown.chart("lead", functools.partial(agreement_charts.lead, ranged)),
                    height=agreement_charts.LEAD_HEIGHT,
                    key="chart-lead",
                    alt=f"Krippendorff’s alpha {said}{around}, on a scale to 1",
                )
            with st.container(key="say-lead"):
                st.text(" ".join(lead(report)))
        if said_beside := notes(report):
            with st.container(key="meta-lead", gap="xxsmall"):
                for note in said_beside:
                    st.text(note)


def _between_analysts(shown: Drawing) -> None:
    heat = agreeing.by_analysts(shown.agreed)
    with card("analysts", "Between analysts", "Cohen’s κ and shared claims"):
        _heat("analysts", "between", heat, shown)
        with st.container(key="meta-analysts"):
            said = "1 is full agreement, 0 what chance would give."
            if any(pair.few for pair in shown.report.pairs):
                said += f" Faint: fewer than {FEW} shared claims, too few to compare."
            if heat.left_out:
                said += f" The {len(heat.heads)} who tagged most of {len(shown.report.analysts)}."
            st.text(said)
        _ways("analysts", "between", heat, shown.leads)
        table(
            "pairs",
            "Agreement of each two analysts",
            ["analysts", "claims", "differ", "κ", "raw", "remark"],
            agreeing.pairs_table(shown.report)[:ROWS],
            numbers=(1, 2),
            wide=(0, 3, 5),
        )


def _between_tags(shown: Drawing) -> None:
    report = shown.report
    heat = agreeing.by_tags(report, shown.agreed.scheme)
    with card("tags", "Between tags", "claims on which the two met"):
        _heat("tags", "pair", heat, shown)
        with st.container(key="meta-tags"):
            st.text(
                "On the diagonal: claims on which two analysts or more agree on the tag. "
                "A claim with three different tags counts in three cells."
            )
        _ways("tags", "pair", heat, shown.leads)
        table(
            "meetings",
            "On how many claims each two tags met",
            ["tag", *report.labels],
            [
                [label, *(f"{claims:,}" for claims in met)]
                for label, met in zip(report.labels, report.meetings, strict=True)
            ],
            numbers=range(1, len(report.labels) + 1),
            scheme=shown.agreed.scheme,
            tags=[0],
        )


def _heat(key: str, parameter: str, heat: Heat, shown: Drawing) -> None:
    """The heat-map; a cell that is chosen opens the review of its claims."""
    leads = shown.leads
    chart = shown.chart(key, functools.partial(heat_chart.heat, heat, leads=leads is not None))
    height, alt_text = heat_chart.heat_height(heat), f"Heat-map of {len(heat.heads)} {key}"
    if leads is None:
        st.vega_lite_chart(chart, height=height, key=f"chart-{key}", alt=alt_text)
        return
    state = st.vega_lite_chart(
        chart,
        height=height,
        key=f"heat-{key}",
        alt=f"{alt_text}; the same cells as links stand below",
        on_select="rerun",
        selection_mode=heat_chart.CHOSEN,
    )
    for chosen in state["selection"].get(heat_chart.CHOSEN, []):
        if chosen.get("leads") in {way.leads for way in heat.ways}:
            places.go("review", {parameter: chosen["leads"]} | leads)


def _ways(key: str, parameter: str, heat: Heat, leads: dict[str, str] | None) -> None:
    """The cells as links, the most claims first: with the keyboard nobody reaches a cell."""
    if leads is None or not heat.ways:
        return

    def link(ways: Sequence[agreeing.Way]) -> None:
        for way in ways:
            places.link("review", literally(way.label), {parameter: way.leads} | leads)

    with st.container(key=f"ways-{key}", gap=None):
        with st.container(key=f"meta-ways-{key}"):
            st.text("Choose a cell, or a line here, to review its claims.")
        link(heat.ways[:WAYS])
        if rest := heat.ways[WAYS:MOST_WAYS]:
            with st.container(key=f"table-ways-{key}"), st.expander("The others"):
                link(rest)


def _by_article(shown: Drawing) -> None:
    rows = agreeing.by_article(shown.agreed)
    first = rows[: agreeing.MOST_ARTICLES]
    with card("articles", "By article", "α with its 95 % interval, the lowest first"):
        st.vega_lite_chart(
            shown.chart("articles", functools.partial(agreement_charts.intervals, first)),
            height=agreement_charts.intervals_height(first),
            key="chart-articles",
            alt=f"Alpha of {counted(len(first), 'article')}, with intervals",
        )
        with st.container(key="meta-articles"):
            some = f"The first {len(first)} of {len(rows):,}. " if len(first) < len(rows) else ""
            wide = shown.report.by == "article"
            st.text(
                some
                + (
                    "No intervals here: with so many articles the one above is about articles."
                    if wide
                    else "The scale ends at 1; the mark at 0 is what chance would give."
                )
            )
        ranged_table("articles", "Agreement by article", "article", rows[:ROWS])


def _over_time(shown: Drawing) -> None:
    course = shown.agreed.course
    rows, step = agreeing.by_period(course), course.step
    with card("course", "Over time", f"α with its 95 % interval, by {step}"):
        if sum(1 for row in rows if row.claims) < 2:
            st.text(f"All claims got their last tag within one {step}: no course yet.")
            return
        st.vega_lite_chart(
            shown.chart("course", functools.partial(agreement_charts.course, rows)),
            height=agreement_charts.COURSE_HEIGHT,
            key="chart-course",
            alt=f"Alpha over {counted(len(rows), step)}, with intervals",
        )
        with st.container(key="meta-course"):
            st.text(f"A claim counts in the {step} in which it got its last tag.")
        ranged_table("course", "Agreement over time", step, rows)


def _coverage(report: Report) -> None:
    rows = agreeing.covered(report)
    most = max(1, *(claims for _, claims in rows))
    total = counted(report.coverage.claims, "claim")
    with card("coverage", "Coverage", f"{total}, by how many analysts tagged them"):
        # Words and numbers of ours only.
        st.html(
            '<dl class="ca-coverage">'
            + "".join(
                f"<div><dt>{html.escape(label)}</dt><dd><i style="
                f'"width:{100 * claims / most:.1f}%"></i><b>{claims:,}</b></dd></div>'
                for label, claims in rows
            )
            + "</dl>"
        )
        if said := agreeing.missing(report.coverage):
            with st.container(key="meta-coverage"):
                st.text(said)


def _evidence(shown: Drawing) -> None:
    """What disagreements rest on; nothing where nobody attached evidence."""
    agreed = shown.agreed
    if agreed.evidence is None:
        return
    with card("evidence", "Evidence", "what disagreements rest on"):
        rests = agreed.evidence.disagreements
        st.html(
            '<dl class="ca-grounds">'
            + "".join(
                f"<div><dt>{html.escape(words)}</dt><dd>{rests[kind]:,}</dd></div>"
                for kind, words in WORDS.items()
            )
            + "</dl>"
        )
        with st.container(key="meta-evidence", gap="xxsmall"):
            for sentence in ground_sentences(agreed.evidence)[bool(sum(rests.values())) :]:
                st.text(sentence)
        if shown.leads is not None and agreed.behind:
            _behind(agreed)


def _behind(agreed: Agreed) -> None:
    """The claims that were counted, each with the way to it."""
    with st.expander("The claims behind these figures"):
        for kind, words in STANDINGS.items():
            if rows := agreed.behind.get(kind):
                with st.container(key=f"meta-behind-{kind}"):
                    st.text(words)
                with st.container(key=f"open-behind-{kind}", horizontal=True, gap="xsmall"):
                    for row in rows:
                        label = f"{agreed.titles[row.article_id]}, claim {row.position:,}"
                        places.link("review", literally(label), {"claim": str(row.id)})


def _each_tag(report: Report, scheme: Scheme) -> None:
    with card("each-tag", "Each tag", "specific agreement"):
        cells(
            "each-tag",
            "Specific agreement of each tag",
            ["tag", "given", "share", "agreement"],
            agreeing.tags_table(report),
            numbers=(1, 2, 3),
            scheme=scheme,
            tags=[0],
        )
        with st.container(key="meta-each-tag"):
            st.text(
                "When one analyst gives the tag, how often does another one, too? The lowest names "
                "the rule of the codebook to look at."
            )


def _each_analyst(report: Report) -> None:
    with card("each-analyst", "Each analyst", "with the majority of the others"):
        cells(
            "each-analyst",
            "Each analyst beside the others",
            ["analyst", "tags", "agreement", "claims", *report.labels],
            agreeing.analysts_table(report),
            numbers=range(1, 4 + len(report.labels)),
            wide=[0],
        )
        with st.container(key="meta-each-analyst"):
            st.text(
                "Claims on which the others have no single majority are left out. The shares show "
                "who gives a tag more often than the rest."
            )


def _coefficients(report: Report) -> None:
    with st.container(key="table-coefficients"), st.expander("Other coefficients"):
        cells(
            "coefficients",
            "All coefficients",
            ["measure", "value", "95 % interval", "claims", "what it is good for"],
            agreeing.coefficients_table(report, USES),
            numbers=[3],
            wide=(1, 4),
        )
