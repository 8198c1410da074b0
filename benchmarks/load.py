"""How many sentences a second `annotator load` takes in: one long article, and many short ones.

Goal: 10,000 a second, reading, cutting, hashing and the disk included, start-up not.
"""

from __future__ import annotations

import argparse
import os
import random
import sys
import tempfile
import time
from pathlib import Path

from goals import QUIET, Check, verdict

from annotator.commands.loading import About, load_all, read_files
from annotator.workflow import Loaded
from corpus import ReadError
from db.store import open_store

GOAL = 10_000
LONG = (20_000,)  # sentences of each article
SHORT = (40,) * 500
SUBJECTS = ("The board", "A clerk", "Mr. Okafor, 54,", "Most of the crew")
VERBS = ("said on 3 May that", "denied that", "wrote on Jan. 7 that", "doubts that")
CLAUSES = (
    "the crane had been sold for $4.2 million",
    "“nobody” (as the minutes put it) was told",
    "the U.K. office paid twice; it paid late, too",
    "the ferry would sail again before winter",
)


def an_article(sentences: int, seed: int) -> bytes:
    """Paragraphs of made sentences, with the marks that make cutting hard."""
    chance = random.Random(seed)  # noqa: S311 - the same texts every time, no secrets
    lines = [f"Report {seed}", ""]
    written = 0
    while written < sentences:
        here = min(chance.randint(2, 6), sentences - written)
        lines += [" ".join(a_sentence(chance, written + n) for n in range(here)), ""]
        written += here
    return "\n".join(lines).encode()


def a_sentence(chance: random.Random, number: int) -> str:
    """One sentence, unlike the others by its number."""
    subject, verb, clause = (chance.choice(words) for words in (SUBJECTS, VERBS, CLAUSES))
    return f"{subject} {verb} {clause} (entry {number})."


def measure(label: str, sizes: tuple[int, ...]) -> Check:
    """Load files of these sizes into a new project, print the figures, and compare."""
    with tempfile.TemporaryDirectory() as folder:
        files = [Path(folder) / f"{number}.txt" for number in range(len(sizes))]
        for seed, (file, size) in enumerate(zip(files, sizes, strict=True)):
            file.write_bytes(an_article(size, seed))
        with open_store(Path(folder) / "bench.db", create=True) as store:
            started, cpu = time.perf_counter(), time.process_time()
            loaded = load_all(store, read_files(files, About()))
            claims = sum(claims_of(outcome) for _, outcome in loaded)
            seconds, cpu = time.perf_counter() - started, time.process_time() - cpu
    print(
        f"{label:14} {claims:8,} sentences {seconds:6.2f} s {claims / seconds:9,.0f}/s"
        f" {claims / cpu:9,.0f}/CPU-s"
    )
    return Check(f"load, {label}", claims / seconds, GOAL, "sentences/s", least=True)


def claims_of(outcome: Loaded | ReadError) -> int:
    """How many claims came of a file; none may be refused here."""
    assert isinstance(outcome, Loaded), outcome
    return outcome.claims


def main() -> int:
    """Print the figures; 1 when the goal is missed, 2 when the machine was busy besides."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    load = os.getloadavg()[0]
    print(f"load average {load:.2f}")
    missed = verdict([measure("one article", LONG), measure(f"{len(SHORT)} articles", SHORT)])
    if missed and load > QUIET:
        print(f"VOID: the load average was above {QUIET}; measure again on a quiet machine.")
        return 2
    return missed


if __name__ == "__main__":
    sys.exit(main())
