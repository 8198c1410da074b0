"""What the Agreement page shows, as plain figures: from a report to cells, rows and links.

Pure, and without altair, which takes long to import.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Final, Literal

from annotator.agreed import Agreed
from annotator.agreement.coefficients import Estimate
from annotator.agreement.details import FEW
from annotator.agreement.intervals import Interval
from annotator.agreement.periods import Course, Period
from annotator.agreement.report import Coverage, Report
from annotator.agreement.sentences import estimate, number, percent, tagging
from annotator.scheme import Scheme
from annotator.ui.figures import OTHER, looks
from annotator.ui.initials import initials
from annotator.words import counted

MOST_ANALYSTS: Final = 12  # across; the table beside has every pair
MOST_ARTICLES: Final = 12
MOST_TOGETHER: Final = 6  # analysts on one claim that get a bar of their own

CellLook = Literal["heat", "few", "same", "nothing"]


@dataclass(frozen=True, slots=True)
class Head:
    """What stands before a row and above a column; a tag has a look and a letter."""

    name: str
    short: str
    look: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """A cell: `said` large, `small` under it, `told` where the pointer rests.

    Attributes:
        heat: How dark it is, from 0 to 1.
        leads: The value that names its claims in the address of the review; empty where there are
            none to look at.
    """

    row: int
    column: int
    said: str
    small: str
    told: str
    look: CellLook
    heat: float = 0.0
    leads: str = ""


@dataclass(frozen=True, slots=True)
class Way:
    """A link to the claims of a cell."""

    label: str
    claims: int
    leads: str


@dataclass(frozen=True, slots=True)
class Heat:
    """A heat-map: as many rows as columns, and the ways to the claims, the most claims first."""

    heads: tuple[Head, ...]
    cells: tuple[Cell, ...]
    ways: tuple[Way, ...]
    left_out: int = 0  # rows


@dataclass(frozen=True, slots=True)
class Ranged:
    """A figure with its interval, or in words why there is none."""

    label: str
    value: float | None
    low: float | None
    high: float | None
    claims: int
    said: str


def by_analysts(agreed: Agreed) -> Heat:
    """Cohen's kappa of each two analysts; of many, those who tagged most."""
    report = agreed.report
    order = sorted(range(len(report.analysts)), key=lambda place: -report.per_analyst[place].tagged)
    shown = sorted(order[:MOST_ANALYSTS])
    at = {place: number for number, place in enumerate(shown)}
    cells = [_same(number) for number in range(len(shown))]
    ways = []
    places = combinations(range(len(report.analysts)), 2)
    for (one, other), pair in zip(places, report.pairs, strict=True):
        leads = f"{agreed.analyst_ids[one]},{agreed.analyst_ids[other]}" if pair.differing else ""
        if leads:
            label = f"{pair.a} and {pair.b}: {pair.differing:,} of {counted(pair.claims, 'claim')}"
            ways.append(Way(label, pair.differing, leads))
        if one not in at or other not in at:
            continue
        kappa = pair.cohen_kappa
        told = (
            f"{pair.a} and {pair.b}: κ {estimate(kappa)}, on {counted(pair.claims, 'claim')}; "
            f"their tags differ on {pair.differing:,}"
        )
        for row, column in ((at[one], at[other]), (at[other], at[one])):
            cells.append(
                Cell(
                    row,
                    column,
                    number(kappa.value) if kappa.value is not None else "–",
                    f"n {pair.claims:,}",
                    told,
                    "few" if pair.few or kappa.value is None else "heat",
                    max(0.0, kappa.value or 0.0),
                    leads,
                )
            )
    heads = tuple(Head(report.analysts[n], initials(report.analysts[n])) for n in shown)
    return Heat(heads, tuple(cells), _worst_first(ways), len(report.analysts) - len(shown))


def by_tags(report: Report, scheme: Scheme) -> Heat:
    """On how many claims two analysts gave these two tags."""
    look = looks(scheme.tags)
    letters = {tag.name: tag.letter for tag in scheme.tags}
    labels, met = report.labels, report.meetings
    most = max((met[a][b] for a, b in combinations(range(len(labels)), 2)), default=0)
    cells, ways = [], []
    for place, label in enumerate(labels):
        claims = met[place][place]
        told = f"{counted(claims, 'claim')} with {label} from two analysts or more"
        cells.append(Cell(place, place, f"{claims:,}", "", told, "same"))
    for a, b in combinations(range(len(labels)), 2):
        claims, pair = met[a][b], f"{labels[a]} and {labels[b]}"
        leads = f"{labels[a]},{labels[b]}" if claims else ""
        if leads:
            ways.append(Way(f"{pair}: {counted(claims, 'claim')}", claims, leads))
        told = f"{counted(claims, 'claim')} with {pair}"
        for row, column in ((a, b), (b, a)):
            heat = claims / most if most else 0.0
            cells.append(Cell(row, column, f"{claims:,}", "", told, "heat", heat, leads))
    heads = tuple(
        Head(label, letters.get(label, label[:1].upper()), look.get(label, OTHER))
        for label in labels
    )
    return Heat(heads, tuple(cells), _worst_first(ways))


def by_article(agreed: Agreed) -> list[Ranged]:
    """Alpha of each article, the lowest first; those without come last."""
    rows = [
        _ranged(agreed.titles.get(one.article, ""), one.alpha, one.interval, one.compared)
        for one in agreed.report.articles
    ]
    return sorted(rows, key=lambda row: (row.value is None, row.value or 0.0))


def by_period(course: Course) -> list[Ranged]:
    """Alpha of each period, from the first on."""
    return [
        _ranged(_when(course, period), figures.alpha, figures.interval, figures.compared)
        if (figures := period.figures)
        else Ranged(_when(course, period), None, None, None, 0, "no claim got its last tag")
        for period in course.periods
    ]


def covered(report: Report) -> list[tuple[str, int]]:
    """How many claims so many analysts have tagged, the most analysts first."""
    counts = report.coverage.by_tags
    rows = [(_together(n, tagging(report)), claims) for n, claims in enumerate(counts)]
    if len(rows) > MOST_TOGETHER + 1:
        rest = sum(counts[MOST_TOGETHER:])
        rows = [*rows[:MOST_TOGETHER], (f"{MOST_TOGETHER} analysts or more", rest)]
    return rows[::-1]


def missing(coverage: Coverage) -> str:
    """What was answered and is no tag."""
    said = [f"{counted(coverage.unsure, 'answer')} unsure"] if coverage.unsure else []
    said += [f"{counted(coverage.skipped, 'claim')} skipped"] if coverage.skipped else []
    return f"{' and '.join(said)}: counted as missing, never as a tag." if said else ""


def behind(report: Report) -> str:
    """What the headline rests on."""
    coverage = report.coverage
    return (
        f"{counted(coverage.compared, 'claim')}, {counted(tagging(report), 'analyst')}, "
        f"{counted(coverage.compared_tags, 'tag')}"
    )


def tags_table(report: Report) -> list[list[str]]:
    """Each tag: how often it was given, and how often somebody else gave it too."""
    return [
        [one.tag, f"{one.times:,}", percent(one.share), _percent_of(one.agreement)]
        for one in report.tags
    ]


def analysts_table(report: Report) -> list[list[str]]:
    """Each analyst beside the majority of the others, and which tags they give."""
    return [
        [
            one.analyst,
            f"{one.tagged:,}",
            _percent_of(one.agreement),
            f"{one.claims:,}",
            *(percent(share) if one.tagged else "–" for share in one.shares),
        ]
        for one in report.per_analyst
    ]


def pairs_table(report: Report) -> list[list[str]]:
    """Every two analysts."""
    return [
        [
            f"{one.a} and {one.b}",
            f"{one.claims:,}",
            f"{one.differing:,}",
            estimate(one.cohen_kappa),
            _percent_of(one.percent_agreement),
            f"fewer than {FEW} claims" if one.few else "",
        ]
        for one in report.pairs
    ]


def coefficients_table(report: Report, uses: Mapping[str, str]) -> list[list[str]]:
    """Every coefficient with its interval."""
    return [
        [
            figure.label[:1].upper() + figure.label[1:],
            estimate(figure.estimate),
            between(figure.interval),
            f"{report.coverage.compared:,}",
            uses.get(name, ""),
        ]
        for name, figure in report.figures.items()
    ]


def ranged_table(rows: Sequence[Ranged]) -> list[list[str]]:
    """Figures with their intervals; what a chart draws."""
    return [
        [
            row.label,
            number(row.value) if row.value is not None else row.said,
            "" if row.low is None else f"{number(row.low)} – {number(row.high)}",
            f"{row.claims:,}",
        ]
        for row in rows
    ]


def between(interval: Interval) -> str:
    """Both ends of an interval, as a table has them."""
    if interval.low is None:
        return "–"
    return f"{number(interval.low)} – {number(interval.high)}"


def _same(place: int) -> Cell:
    return Cell(place, place, "", "", "", "nothing")


def _worst_first(ways: list[Way]) -> tuple[Way, ...]:
    return tuple(sorted(ways, key=lambda way: -way.claims))


def _ranged(label: str, alpha: Estimate, interval: Interval | None, claims: int) -> Ranged:
    low, high = (interval.low, interval.high) if interval else (None, None)
    said = (
        f"{number(alpha.value)} · {counted(claims, 'claim')}"
        if alpha.value is not None
        else estimate(alpha)
    )
    return Ranged(label, alpha.value, low, high, claims, said)


def _when(course: Course, period: Period) -> str:
    began = period.began
    return f"{began:%b %Y}" if course.step == "month" else f"{began.day} {began:%b}"


def _together(analysts: int, everybody: int) -> str:
    if not analysts:
        return "nobody yet"
    said = counted(analysts, "analyst")
    return f"all {said}" if analysts == everybody > 2 else said


def _percent_of(one: Estimate) -> str:
    return f"not defined: {one.undefined}" if one.value is None else percent(one.value)
