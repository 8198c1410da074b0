"""How many sentences a second `annotator load` takes in: one long article, and many short ones.

Target: 10,000 a second, reading, cutting, hashing and the disk included, start-up not.
"""

from __future__ import annotations

import argparse
import os
import random
import tempfile
import time
from pathlib import Path

from annotator.commands.loading import About, load_all, read_files
from annotator.workflow import Loaded
from corpus import ReadError
from db.store import open_store

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


def measure(label: str, sizes: tuple[int, ...]) -> None:
    """Load files of these sizes into a new project and print the figures."""
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


def claims_of(outcome: Loaded | ReadError) -> int:
    """How many claims came of a file; none may be refused here."""
    assert isinstance(outcome, Loaded), outcome
    return outcome.claims


def main() -> None:
    """Print a line for the long article and one for the short ones."""
    argparse.ArgumentParser(description=__doc__).parse_args()
    print(f"load average {os.getloadavg()[0]:.2f}")
    measure("one article", LONG)
    measure(f"{len(SHORT)} articles", SHORT)


if __name__ == "__main__":
    main()
