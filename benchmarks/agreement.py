"""How often the intervals of agreement hold what they are about, and how long all figures take.

Coverage: tables are drawn again and again from a made population whose alpha is known, and the
share of the 95 % intervals that hold it is counted: of claims, and of articles whose claims go
together. Everything is seeded: the same figures each time.

Time: a whole report with 1,000 resamples, in CPU-seconds on one thread, from the table of votes;
each size in a process of its own, with the most memory it takes beyond the table.
"""

from __future__ import annotations

import argparse
import json
import os
import subprocess
import sys
import time
import tracemalloc

import numpy as np
from goals import Check, verdict

from annotator.agreement.coefficients import COEFFICIENTS, krippendorff_alpha, sums_of
from annotator.agreement.intervals import Unit, draws_of, intervals
from annotator.agreement.report import report
from annotator.agreement.table import CodeArray, IntArray, Table, patterns_of

# numpy reads these when it is imported.
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"), "1")
LABELS = ("sourced", "contested", "opinion", "none")
SHARES = np.array([0.45, 0.15, 0.25, 0.15])
CLAIMS_AN_ARTICLE = 30
ANALYSTS = 3
SEED = 5
ALPHA = COEFFICIENTS["krippendorff_alpha"]

# claims × analysts, CPU-seconds, MB beyond the table (none asked where None)
SIZES: tuple[tuple[int, int, float, float | None], ...] = (
    (5_000, 6, 0.1, None),
    (10_000, 5, 0.1, None),
    (100_000, 20, 1.0, None),
    (1_000_000, 10, 5.0, 500.0),
)


def population(chance: np.random.Generator, articles: int, claims: int, together: bool) -> Table:
    """Articles drawn from the population; `together`: some articles are hard, some easy."""
    difficulty = chance.beta(3, 3, articles) if together else np.full(articles, 0.5)
    hard = np.repeat(difficulty, claims)
    # On a hard claim an analyst is right in 45 % of the cases before luck, on an easy one in 95 %.
    known = 0.95 - 0.5 * np.where(together, hard, chance.random(articles * claims))
    return a_table(chance, known, np.repeat(np.arange(articles), claims), ANALYSTS)


def a_table(
    chance: np.random.Generator, known: np.ndarray, article_of: IntArray, analysts: int
) -> Table:
    """Votes: the right tag where it is known, any tag where not, one in ten missing."""
    claims = len(known)
    shape = (claims, analysts)
    right = chance.choice(len(LABELS), size=claims, p=SHARES).astype(np.int16)
    codes: CodeArray = chance.choice(len(LABELS), size=shape, p=SHARES).astype(np.int16)
    codes = np.where(chance.random(shape, np.float32) < known[:, None], right[:, None], codes)
    codes[chance.random(shape, np.float32) < 0.1] = -1
    return Table(
        labels=LABELS,
        analysts=tuple(f"Analyst {n}" for n in range(analysts)),
        claims=tuple(range(claims)),
        articles=tuple(range(int(article_of.max()) + 1)),
        article_of=article_of,
        codes=codes,
        offered=claims,
    )


def coverage(articles: int, claims: int, by: Unit, together: bool, tables: int) -> float:
    """The share of the intervals that hold the population's alpha."""
    chance = np.random.default_rng(SEED)
    whole = population(chance, 20_000, 30, together)
    truth = float(krippendorff_alpha(sums_of(patterns_of(whole.counts))))
    held = 0
    for _ in range(tables):
        table = population(chance, articles, claims, together)
        draws = draws_of(table, patterns_of(table.counts), by)
        interval = intervals(draws, [ALPHA])[ALPHA.name]
        held += (
            interval.low is not None
            and interval.high is not None
            and interval.low <= truth <= interval.high
        )
    return held / tables


def measured(claims: int, analysts: int) -> dict[str, float]:
    """CPU-seconds and MB of a report on a table of this size."""
    chance = np.random.default_rng(SEED)
    articles = np.arange(claims) // CLAIMS_AN_ARTICLE
    table = a_table(chance, np.full(claims, 0.7), articles, analysts)
    report(a_table(chance, np.full(300, 0.7), np.arange(300) // 10, 3))  # warm up
    times = []
    for _ in range(3 if claims <= 100_000 else 1):
        began = time.process_time()
        report(table)
        times.append(time.process_time() - began)
    tracemalloc.start()  # numpy tells it of its arrays; the table is not among them
    report(table)
    return {"seconds": min(times), "megabytes": tracemalloc.get_traced_memory()[1] / 1e6}


def in_a_process(claims: int, analysts: int) -> dict[str, float]:
    """As `measured`, on one thread."""
    done = subprocess.run(
        [sys.executable, __file__, "--measure", f"{claims}x{analysts}"],
        check=True,
        capture_output=True,
        text=True,
        env=os.environ | ONE_THREAD,
    )
    found: dict[str, float] = json.loads(done.stdout)
    return found


def coverages(tables: int) -> list[Check]:
    """Each line of the simulation; those that the program relies on have a goal."""
    checks = []
    print(f"share of 95 % intervals that hold the population's α, {tables} tables each")
    for claims in (30, 100, 300, 1000):
        found = coverage(1, claims, "claim", together=False, tables=tables)
        print(f"  {claims:>5} claims, drawn by claim                    {found:.3f}")
        if claims >= 100:
            name = f"coverage, {claims} claims by claim"
            checks.append(Check(name, found, 0.92, "", least=True))
    for articles in (2, 5, 10, 20, 50):
        by_claim, by_article = (
            coverage(articles, CLAIMS_AN_ARTICLE, by, together=True, tables=tables)
            for by in ("claim", "article")
        )
        print(
            f"  {articles:>5} articles that differ, by claim {by_claim:.3f}, "
            f"by article {by_article:.3f}"
        )
        if articles >= 20:
            name = f"coverage, {articles} articles by article"
            checks.append(Check(name, by_article, 0.90, "", least=True))
    return checks


def times() -> list[Check]:
    """A whole report at each size."""
    checks = []
    for claims, analysts, seconds, megabytes in SIZES:
        found = in_a_process(claims, analysts)
        size = f"{claims:,} × {analysts}"
        checks.append(Check(f"{size}, CPU", found["seconds"], seconds, "s"))
        if megabytes is not None:
            checks.append(Check(f"{size}, beyond the table", found["megabytes"], megabytes, "MB"))
    return checks


def main() -> int:
    """Print everything; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--tables", type=int, default=400, help="of each line of the simulation")
    parser.add_argument("--measure", metavar="CLAIMSxANALYSTS", help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.measure:
        claims, analysts = map(int, options.measure.split("x"))
        print(json.dumps(measured(claims, analysts)))
        return 0
    return verdict([*coverages(options.tables), *times()])


if __name__ == "__main__":
    sys.exit(main())
