"""The figures in words: a paragraph for a methods section, and what has to be said beside them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Final

from annotator.agreement.coefficients import Estimate
from annotator.agreement.intervals import ARTICLES_TO_DRAW, GOAL, Interval
from annotator.agreement.report import Basis, Figure, Report
from annotator.words import counted

# What Krippendorff (2004) asks of data to rely on, and of data for tentative conclusions.
RELY: Final = 0.800
TENTATIVE: Final = 0.667
# A low alpha beside an AC1 above this comes from one tag that leaves chance little to do.
AC1_HIGH: Final = 0.8

# What each coefficient is good for, in a few words.
USES: Final[Mapping[str, str]] = {
    "krippendorff_alpha": "the headline: any number of analysts, and missing tags",
    "percent_agreement": "easy to say; chance is not taken out",
    "gwet_ac1": "steady where one tag dominates",
    "fleiss_kappa": "to compare with other studies",
    "scott_pi": "the same, for two analysts",
}

BASES: Final[Mapping[Basis, str]] = {
    "votes": "Counted are votes: each analyst’s last answer before seeing others’ work.",
    "current": "Counted are current answers; some may have been given after seeing others’ work.",
    "unrecorded": "Independence not recorded: nothing says whether the analysts had seen each "
    "other’s tags.",
}


def paragraph(report: Report) -> str:
    """What was measured, on what, and how: to be pasted where the data are described."""
    coverage = report.coverage
    if not coverage.cells:
        return f"Nobody has said anything of the {counted(coverage.claims, 'claim')} yet."
    return " ".join([_material(report), BASES[report.basis], *_results(report), _missing(report)])


def lead(report: Report) -> list[str]:
    """What a reader should take home, in plain words: two or three sentences."""
    alpha = report.figures["krippendorff_alpha"]
    return _there(_verdict(report), _range(alpha), _more(alpha.interval))


def notes(report: Report) -> list[str]:
    """What keeps the figures from being misread; a sentence or two for each."""
    alpha = report.figures["krippendorff_alpha"]
    return _there(dominance(report), standing(alpha), _lost(alpha), _scope(report))


def remarks(report: Report) -> list[str]:
    """The same, and about how many more claims would say more."""
    return [*notes(report), *_there(_more(report.figures["krippendorff_alpha"].interval))]


def number(value: float | None, digits: int = 2) -> str:
    """A figure as it is printed, with a minus that is one, and no minus before zero."""
    if value is None:
        return "not defined"
    text = f"{value:.{digits}f}"
    return text.lstrip("-") if not float(text) else text.replace("-", "−")


def percent(share: float | None) -> str:
    """A share in full percent; what is not quite all or nothing is not printed as such."""
    if share is None:
        return "–"
    if 0 < share < 0.005:
        return "under 1 %"
    if 0.995 <= share < 1:
        return "over 99 %"
    return f"{share:.0%}".replace("%", " %")


def estimate(one: Estimate, digits: int = 2) -> str:
    """A figure, or that it is not defined and why."""
    if one.value is None:
        return f"not defined: {one.undefined}"
    return number(one.value, digits)


def between(interval: Interval | None) -> str:
    """Both ends of an interval; nothing where there is none."""
    if interval is None or interval.low is None:
        return ""
    return f"{number(interval.low)} to {number(interval.high)}"


def tagging(report: Report) -> int:
    """How many analysts have tagged anything."""
    return sum(1 for one in report.per_analyst if one.tagged)


def dominance(report: Report) -> str:
    """Why alpha is low although nearly everybody agrees, where that is so."""
    alpha = report.figures["krippendorff_alpha"].estimate.value
    ac1 = report.figures["gwet_ac1"].estimate.value
    if alpha is None or ac1 is None or alpha >= TENTATIVE or ac1 < AC1_HIGH:
        return ""
    top = max(report.tags, key=lambda tag: tag.times)
    raw = report.figures["percent_agreement"].estimate.value
    return (
        f"One tag dominates: {percent(top.share)} of the tags are “{top.tag}”. That is why α is "
        f"low while raw agreement ({number(raw)}) and AC1 ({number(ac1)}) are high: the other tags "
        "are too rare here to show whether the analysts can tell them apart. It does not show "
        "that the analysts are unreliable."
    )


def standing(alpha: Figure) -> str:
    """Where alpha stands to the two bounds that are customary; no finer bands, which are not."""
    value, low = alpha.estimate.value, alpha.interval.low
    if value is None or low is None or not alpha.interval.half_width:
        return ""
    if low >= RELY:
        return (
            f"The whole interval is above {RELY:.3f}, the bound that Krippendorff (2004) sets for "
            "data to rely on."
        )
    bound = f"{TENTATIVE:.3f}, the least that Krippendorff (2004) accepts for tentative conclusions"
    if low >= TENTATIVE:
        return f"The whole interval is above {bound}; data to rely on have {RELY:.3f} or more."
    if value >= TENTATIVE:
        return f"The interval reaches below {bound}."
    return f"α is below {bound}."


def _there(*sentences: str) -> list[str]:
    return [sentence for sentence in sentences if sentence]


def _verdict(report: Report) -> str:
    alpha, coverage = report.figures["krippendorff_alpha"], report.coverage
    value, low, high = alpha.estimate.value, alpha.interval.low, alpha.interval.high
    who = f"The {counted(tagging(report), 'analyst')}"
    if value is None:
        said = f"α is not defined: {alpha.estimate.undefined}."
        if coverage.compared and not coverage.differing:
            said += " Chance would always have agreed, so there is nothing to be better at."
        return said
    claims = counted(coverage.compared, "claim")
    if not coverage.differing:
        return f"{who} gave the same tag wherever two of them met, on {claims}."
    differ = f"read {coverage.differing:,} of {claims} differently"
    if low is not None and low > 0:
        return f"{who} agree beyond chance, but {differ}."
    if high is not None and high < 0:
        return f"{who} agree less than chance would: they {differ}."
    return f"{who} {differ}; that they agree beyond chance is not shown."


def _range(alpha: Figure) -> str:
    interval = alpha.interval
    if not interval.half_width:
        return ""
    return (
        f"With {counted(interval.drawn, interval.by)} the true value probably lies between "
        f"{number(interval.low)} and {number(interval.high)}."
    )


def _material(report: Report) -> str:
    coverage = report.coverage
    return (
        f"{counted(len(report.analysts), 'analyst')} gave {counted(coverage.tagged, 'tag')} "
        f"({', '.join(report.labels)}) to {coverage.compared + coverage.single:,} of "
        f"{counted(coverage.claims, 'claim')} in {counted(len(report.articles), 'article')}; "
        f"the {coverage.compared:,} with the tags of two analysts or more are compared "
        f"({counted(coverage.compared_tags, 'tag')})."
    )


def _results(report: Report) -> Iterator[str]:
    alpha = report.figures["krippendorff_alpha"]
    yield f"Krippendorff’s α (nominal) is {estimate(alpha.estimate)}{_interval(alpha, how=True)}."
    raw, ac1 = report.figures["percent_agreement"], report.figures["gwet_ac1"]
    if raw.estimate.value is not None:
        yield (
            "Raw agreement (the mean over claims of the share of agreeing pairs) is "
            f"{estimate(raw.estimate)}{_interval(raw)}; Gwet’s AC1 "
            f"({counted(len(report.labels), 'tag')}) is "
            f"{estimate(ac1.estimate)}{_interval(ac1)}."
        )
    given = [f"{tag.tag} {percent(tag.share)}" for tag in report.tags if tag.times]
    if given:
        yield f"The shares of the tags: {', '.join(given)}."


def _interval(figure: Figure, *, how: bool = False) -> str:
    interval = figure.interval
    if figure.estimate.value is None:
        return ""
    if interval.low is None:
        return f" (no interval: {interval.undefined})" if how else ""
    if not how:
        return f" ({between(interval)})"
    return (
        f" (95 % interval {between(interval)}; bootstrap of "
        f"{counted(interval.drawn, interval.by)}, {interval.resamples:,} resamples)"
    )


def _missing(report: Report) -> str:
    coverage = report.coverage
    if coverage.tagged == coverage.cells:
        return "No tag is missing."
    return (
        f"Of {counted(coverage.claims, 'claim')} × {counted(len(report.analysts), 'analyst')}, "
        f"{percent(coverage.tagged / coverage.cells)} are tagged; missing are "
        f"{coverage.unsure:,} unsure, {coverage.skipped:,} skipped and {coverage.blank:,} blank."
    )


def _lost(alpha: Figure) -> str:
    interval = alpha.interval
    if interval.low is None:
        return ""
    if not interval.half_width:
        return (
            "Every resample gives the same α, so the interval has no width. That comes from "
            "what was compared and promises nothing about other claims."
        )
    if not interval.lost:
        return ""
    return (
        f"In {interval.lost:,} of {interval.resamples:,} resamples every tag was the same and α "
        "not defined; the interval leaves them out, and is rougher for it."
    )


def _scope(report: Report) -> str:
    if report.by == "article" or report.figures["krippendorff_alpha"].interval.low is None:
        return ""
    total = len(report.articles)
    compared = sum(1 for article in report.articles if article.compared)
    if total == 1:
        about = "The interval is about claims of this article."
    elif compared == total:
        about = f"The interval is about claims of these {total} articles."
    else:
        about = (
            f"{compared} of the {total} articles can be compared, and the interval is about claims "
            f"of {'it' if compared == 1 else 'these'}."
        )
    return f"{about} To say something about other articles takes at least {ARTICLES_TO_DRAW}."


def _more(interval: Interval) -> str:
    more = interval.more
    if more is None:
        return ""
    if more == 0:
        return f"The interval is within ± {GOAL}."
    # Two figures: it is a rule of thumb.
    more = int(float(f"{more:.2g}"))
    return f"About {counted(more, 'more ' + interval.by)} would narrow the interval to ± {GOAL}."
