"""The figures of evidence in sentences, and as plain dictionaries for JSON."""

from __future__ import annotations

from typing import Any, Final

from annotator.agreement.grounds import EvidenceFigures, Grounds, Share, Standing
from annotator.agreement.sentences import percent
from annotator.words import counted

__all__ = ["STANDINGS", "WORDS", "plain", "sentences"]

WORDS: Final[dict[Grounds, str]] = {
    "same": "different tags on the same evidence",
    "not_shared": "evidence not shared",
    "missing": "no evidence",
}


# All that is told apart.
STANDINGS: Final[dict[Standing, str]] = {
    "same": WORDS["same"],
    "not_shared": WORDS["not_shared"],
    "apart": "one tag from everybody on different evidence",
    "opposed": "evidence for it from one, against it from another",
}


def sentences(found: EvidenceFigures) -> list[str]:
    """What the figures say; one sentence for each thing that can be said."""
    said = []
    every = sum(found.disagreements.values())
    if every:
        same, apart, missing = (found.disagreements[kind] for kind in WORDS)
        verb = "rests" if same == 1 else "rest"
        said.append(
            f"Of {counted(every, 'disagreement')}, {same:,} {verb} on evidence that all who differ "
            f"cite, {apart:,} on evidence that was not shared, and {missing:,} on none."
        )
    if found.apart:
        verb = "has" if found.apart == 1 else "have"
        said.append(
            f"{counted(found.apart, 'claim')} {verb} one tag from everybody on different evidence."
        )
    if found.opposed:
        said.append(
            f"On {counted(found.opposed, 'claim')} one analyst’s evidence supports what another’s "
            "refutes."
        )
    said += filter(
        None,
        (
            _share(found.same_source, "Of {} who both name sources, {} name one in common."),
            _share(found.same_stance, "Of what {} both cite, {} has the same stance."),
        ),
    )
    if found.quote_f1.value is not None:
        said.append(
            f"The words of the article that {counted(found.quote_f1.pairs, 'pair')} cite overlap "
            f"by {found.quote_f1.value:.2f} (F1: 1 is the same words, 0 no word in common)."
        )
    return said


def plain(found: EvidenceFigures) -> dict[str, Any]:
    """The figures for JSON; what is not defined is null."""
    return {
        "disagreements": dict(found.disagreements),
        "one_tag_different_evidence": found.apart,
        "for_and_against": found.opposed,
        "pairs": found.pairs,
        **{
            name: {"value": share.value, "pairs": share.pairs}
            for name, share in (
                ("same_source", found.same_source),
                ("quote_f1", found.quote_f1),
                ("same_stance", found.same_stance),
            )
        },
    }


def _share(share: Share, words: str) -> str:
    if share.value is None:
        return ""
    return words.format(counted(share.pairs, "pair"), percent(share.value))
