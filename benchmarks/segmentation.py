"""How well and how fast the sentences are found, beside four libraries.

    python benchmarks/segmentation.py [--gold PATH]

The gold file holds paragraphs with the spans of their sentences in code points. Exact F1 counts a
sentence as right when both its ends are; boundary F1 counts the ends inside paragraphs alone. Speed
is per second of CPU time, one call a paragraph; then `corpus.read`, blocks and all.
Goal: an exact F1 not below that of the rules this one grew from.
Libraries that are not installed are named and left out.
"""

from __future__ import annotations

import argparse
import importlib
import json
import sys
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from goals import Check, verdict

from corpus import read, split_sentences

GOLD = Path(__file__).resolve().parent.parent.parent / "shared/gold/segmentation_ewt_dev.json"
EDITED = ("weblog",)
GOAL = 81.5  # percent, exact F1
SECONDS = 1.0  # at least so long, each library

Spans = list[tuple[int, int]]
Segmenter = Callable[[str], Spans]


@dataclass(frozen=True, slots=True)
class Paragraph:
    genre: str
    text: str
    sentences: Spans


def main() -> int:
    """Print the figures; 1 when the goal is missed, 2 when there is nothing to measure on."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--gold", type=Path, default=GOLD, help="paragraphs with sentence spans")
    gold = parser.parse_args().gold
    if not gold.is_file():
        print(f"No gold file at {gold}; name one with --gold. Nothing measured.")
        return 2
    paragraphs = gold_paragraphs(gold)
    edited = [paragraph for paragraph in paragraphs if paragraph.genre in EDITED]
    count = sum(len(paragraph.sentences) for paragraph in paragraphs)
    print(f"{gold.name}: {len(paragraphs):,} paragraphs, {count:,} sentences")
    print(
        f"{'':12}{'exact F1':>10}{'boundary F1':>13}{'exact, edited':>15}"
        f"{'characters/s':>14}{'sentences/s':>13}"
    )
    for name, load in SEGMENTERS.items():
        try:
            segment = load()
        except ImportError:
            print(f"{name:12}not installed (pip install {name})")
            continue
        characters, sentences = speed(segment, [paragraph.text for paragraph in paragraphs])
        exact, ends = exact_f1(segment, paragraphs), boundary_f1(segment, paragraphs)
        print(
            f"{name:12}{exact:10.2f}{ends:13.2f}{exact_f1(segment, edited):15.2f}"
            f"{characters:14,.0f}{sentences:13,.0f}"
        )
    for suffix in (".txt", ".md"):
        print(f"{'read ' + suffix:12}{'':38}{'':14}{reading_speed(paragraphs, suffix):11,.0f}")
    ours_exact = exact_f1(ours(), paragraphs)
    return verdict([Check("sentences: exact F1", ours_exact, GOAL, "%", least=True)])


def gold_paragraphs(path: Path) -> list[Paragraph]:
    entries = json.loads(path.read_text(encoding="utf-8"))["paragraphs"]
    return [
        Paragraph(entry["genre"], entry["text"], [(s, e) for s, e in entry["sentences"]])
        for entry in entries
    ]


def exact_f1(segment: Segmenter, paragraphs: Sequence[Paragraph]) -> float:
    return f1((set(p.sentences), set(segment(p.text))) for p in paragraphs)


def boundary_f1(segment: Segmenter, paragraphs: Sequence[Paragraph]) -> float:
    return f1(
        ({end for _, end in p.sentences[:-1]}, {end for _, end in segment(p.text)[:-1]})
        for p in paragraphs
    )


def f1(pairs: Iterable[tuple[set[Any], set[Any]]]) -> float:
    """Micro-averaged, in percent."""
    right = expected = found = 0
    for gold, got in pairs:
        right += len(gold & got)
        expected += len(gold)
        found += len(got)
    return 200 * right / (expected + found) if expected + found else 100.0


def speed(segment: Segmenter, texts: Sequence[str]) -> tuple[float, float]:
    """Characters and sentences in a second of CPU time."""
    sentences, rounds, seconds = repeated(lambda: sum(len(segment(text)) for text in texts))
    return rounds * sum(map(len, texts)) / seconds, sentences / seconds


def reading_speed(paragraphs: Sequence[Paragraph], suffix: str) -> float:
    """Sentences in a second of CPU time, through blocks and all."""
    data = "\n\n".join(paragraph.text for paragraph in paragraphs).encode()

    def once() -> int:
        return sum(len(block.sentences) for block in read(data, "article" + suffix).blocks)

    sentences, _, seconds = repeated(once)
    return sentences / seconds


def repeated(once: Callable[[], int]) -> tuple[int, int, float]:
    """What `once` counts in all, how often it was called, and its CPU seconds."""
    count = rounds = 0
    begin = time.process_time()
    while (used := time.process_time() - begin) < SECONDS:
        count += once()
        rounds += 1
    return count, rounds, used


def placed(text: str, sentences: Iterable[str]) -> Spans:
    """Where sentences lie that came without their places; one that was changed is left out."""
    spans: Spans = []
    at = 0
    for sentence in sentences:
        stripped = sentence.strip()
        start = text.find(stripped, at)
        if stripped and start >= 0:
            at = start + len(stripped)
            spans.append((start, at))
    return spans


def ours() -> Segmenter:
    return lambda text: [(start, end) for start, end in split_sentences(text)]


def pysbd() -> Segmenter:
    segmenter = importlib.import_module("pysbd").Segmenter(language="en", clean=False)
    return lambda text: placed(text, segmenter.segment(text))


def syntok() -> Segmenter:
    process = importlib.import_module("syntok.segmenter").process

    def segment(text: str) -> Spans:
        return [
            (sentence[0].offset, sentence[-1].offset + len(sentence[-1].value))
            for paragraph in process(text)
            for sentence in paragraph
        ]

    return segment


def sentencex() -> Segmenter:
    library = importlib.import_module("sentencex")
    return lambda text: placed(text, library.segment("en", text))


def nupunkt() -> Segmenter:
    library = importlib.import_module("nupunkt")
    return lambda text: placed(text, library.sent_tokenize(text))


SEGMENTERS: dict[str, Callable[[], Segmenter]] = {
    "ours": ours,
    "pysbd": pysbd,
    "syntok": syntok,
    "sentencex": sentencex,
    "nupunkt": nupunkt,
}


if __name__ == "__main__":
    sys.exit(main())
