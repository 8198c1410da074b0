"""How many rows a CPU-second gives, and how much memory an export takes: 10,000 and 200,000 rows.

Goal: 40,000 rows per CPU-second in every shape, and for more rows no more memory than the page
cache that SQLite may fill, 64 MB. Each export runs in a process of its own, so that its peak is its
own: once to warm up, then again and again for two CPU-seconds; the median counts.
"""

from __future__ import annotations

import argparse
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from goals import Check, verdict

from corpus.model import Article, Block, Span
from db import articles, people, tallies
from db.exports import EXPORTERS, Selection
from db.store import Store, open_store
from db.transaction import Transaction

CLAIMS_AN_ARTICLE = 500
ANALYSTS = ("Ana", "Bo", "Chi", "Dov")
SIZES = (10_000, 200_000)
GOAL = 40_000  # rows per CPU-second
CACHE = 65.5  # MB: the 64,000 KiB of db.engine
REPEATED = 3
SECONDS = 2.0
SENTENCE = (
    "Officials of the harbour board said on day {n} that “the quay” had been closed since spring, "
    "and nobody the paper asked could say when it would open again."
)


def fill(store: Store, rows: int) -> None:
    """Articles with a vote of each analyst on every claim, and a note on every third.

    Every tenth claim is decided; of the others one in nine is unanimous.
    """

    def job(tx: Transaction) -> None:
        for number in range(rows // (CLAIMS_AN_ARTICLE * len(ANALYSTS))):
            articles.add(tx, "cli:bench", an_article(number))
        for place, name in enumerate(ANALYSTS):
            # Straight into the tables: the log is another benchmark's business.
            analyst = people.add(tx, name).id
            tx.db.execute(_ANSWERS, {"analyst": analyst, "place": place})
            for statement in (_VOTES, _NOTES, _PROGRESS):
                tx.db.execute(statement, {"analyst": analyst})
        tx.db.execute(_DECISIONS, {"reviewer": analyst})
        for claim_id, article_id in tx.db.execute("select id, article_id from claim").fetchall():
            tallies.refresh(tx.db, claim_id, article_id)

    store.write(job)


def an_article(number: int) -> Article:
    """One paragraph of made sentences, no two of them alike."""
    text, spans = "", []
    for n in range(CLAIMS_AN_ARTICLE):
        sentence = SENTENCE.format(n=number * CLAIMS_AN_ARTICLE + n)
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    block = Block("paragraph", 0, len(text), sentences=tuple(spans))
    return Article(f"{number}.txt", text.encode(), text, (block,), f"Article {number}: the quay")


_ANSWERS = """
insert into answer
select
  id, :analyst, article_id, 'tagged',
  case (id / (:place + 1)) % 3 when 0 then 'sourced' when 1 then 'contested' else 'opinion' end,
  '', 'high', 1, 'default/1', 'event-' || id, 1, '2026-11-22T10:00:00.000Z'
from claim
"""
_VOTES = """
insert into vote
select
  claim_id, analyst_id, article_id, outcome, tag, reason, confidence, scheme, event_id, seq,
  answered_at
from answer where analyst_id = :analyst
"""
_DECISIONS = """
insert into decision
select
  id, article_id, :reviewer, 'tag', 'contested', 'The board and the paper differ, claim ' || id,
  'reading', '', '', 'default/1', 'decision-' || id, 1, '2026-11-23T10:00:00.000Z'
from claim where id % 10 = 0
"""
_NOTES = """
insert into note
select id, :analyst, article_id, 'The board’s own figures, page ' || id, 'event-' || id, 1, 'now'
from claim where id % 3 = 0
"""
_PROGRESS = """
insert into progress
select article_id, analyst_id, outcome, tag, count(*) from answer where analyst_id = :analyst
group by article_id, outcome, tag
"""


def measure(path: Path, name: str, *, raw: bool) -> dict[str, float]:
    """One export in this process, several times."""
    taken: list[float] = []
    with open_store(path, write=False) as store:
        export(store, name, raw=raw)
        while len(taken) < REPEATED or sum(taken) < SECONDS:
            started = time.process_time()
            rows, size = export(store, name, raw=raw)
            taken.append(time.process_time() - started)
    return {
        "rows": rows,
        "per_second": rows / statistics.median(taken),
        "size": size / 1e6,
        "peak": peak_memory() / 1e6,
    }


def export(store: Store, name: str, *, raw: bool) -> tuple[int, int]:
    """How many rows and bytes the file has."""
    rows = size = 0
    with store.read(timeout=None) as db:
        for chunk in EXPORTERS[name].chunks(db, Selection(), raw=raw):
            size += len(chunk.data)
            rows += chunk.rows
    return rows, size


def peak_memory() -> int:
    """The most memory this process ever had, in bytes."""
    status = Path("/proc/self/status")
    if not status.exists():
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    # getrusage would give the parent's peak, which a new process inherits on Linux.
    (line,) = (line for line in status.read_text().splitlines() if line.startswith("VmHWM:"))
    return int(line.split()[1]) * 1024


def main() -> int:
    """Print a line for each size and format; 1 when a goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="*", default=SIZES)
    parser.add_argument("--one", nargs=3, metavar=("DB", "FORMAT", "RAW"), help=argparse.SUPPRESS)
    options = parser.parse_args()
    if options.one:
        path, name, raw = options.one
        print(json.dumps(measure(Path(path), name, raw=raw == "raw")))
        return 0
    print(f"load average {os.getloadavg()[0]:.2f}")
    print(f"{'format':12} {'rows':>8} {'rows/CPU-s':>11} {'MB':>7} {'peak MB':>8}")
    checks: list[Check] = []
    least: dict[str, float] = {}  # memory by format, of the smallest size
    with tempfile.TemporaryDirectory() as folder:
        for rows in sorted(options.rows):
            path = Path(folder) / f"{rows}.db"
            with open_store(path, create=True) as store:
                fill(store, rows)
            for name, raw in (
                ("csv-long", "guarded"),
                ("csv-long", "raw"),
                ("csv-wide", "guarded"),
                ("adjudicated", "guarded"),
            ):
                command = [sys.executable, __file__, "--one", str(path), name, raw]
                found = json.loads(subprocess.run(command, check=True, capture_output=True).stdout)
                label = name + ("/raw" if raw == "raw" else "")
                print(
                    f"{label:12} {found['rows']:8,.0f} {found['per_second']:11,.0f} "
                    f"{found['size']:7.1f} {found['peak']:8.1f}"
                )
                at, more = f"{label}, {found['rows']:,} rows", found["peak"] - least.get(label, 0)
                checks.append(Check(at, found["per_second"], GOAL, "rows/CPU-s", least=True))
                if label in least:
                    checks.append(Check(f"{at}: more memory", more, CACHE, "MB"))
                least.setdefault(label, found["peak"])
    return verdict(checks)


if __name__ == "__main__":
    sys.exit(main())
