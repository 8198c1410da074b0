"""The figures of evidence in sentences, and as plain dictionaries for JSON."""

from __future__ import annotations

from typing import Any, Final

from annotator.agreement.grounds import EvidenceFigures, Grounds, Share
from annotator.agreement.sentences import percent
from annotator.words import counted

__all__ = ["WORDS", "plain", "sentences"]

WORDS: Final[dict[Grounds, str]] = {
    "same": "different tags on the same evidence",
    "not_shared": "evidence not shared",
    "missing": "no evidence",
}


def sentences(found: EvidenceFigures) -> list[str]:
    """What the figures say; one sentence for each thing that can be said."""
    said = []
    every = sum(found.disagreements.values())
    if every:
        same, apart, missing = (found.disagreements[kind] for kind in WORDS)
        said.append(
            f"Of {counted(every, 'disagreement')}, {same:,} rest on evidence that all who differ "
            f"cite, {apart:,} on evidence that was not shared, and {missing:,} on none."
        )
    if found.apart:
        verb = "has" if found.apart == 1 else "have"
        said.append(
            f"{counted(found.apart, 'claim')} {verb} one tag from everybody on different evidence."
        )
    parts = [
        _part(found.same_source, "{} of {} name a source in common"),
        _part(found.same_stance, "{} of what {} both cite has the same stance"),
    ]
    if found.quote_f1.value is not None:
        parts.append(
            f"the words that {counted(found.quote_f1.pairs, 'pair')} cite overlap by "
            f"{found.quote_f1.value:.2f} (F1)"
        )
    if parts := [part for part in parts if part]:
        said.append(f"Of two analysts who both cite evidence, {', '.join(parts)}.")
    return said


def plain(found: EvidenceFigures) -> dict[str, Any]:
    """The figures for JSON; what is not defined is null."""
    return {
        "disagreements": dict(found.disagreements),
        "one_tag_different_evidence": found.apart,
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


def _part(share: Share, words: str) -> str:
    return (
        ""
        if share.value is None
        else words.format(percent(share.value), counted(share.pairs, "pair"))
    )
