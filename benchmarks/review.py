"""How long a reviewer waits for the next claims, with 10,000 and with 100,000 claims of five votes.

In this process: what a request asks the file, on a connection of its own as in a request. The queue
page is the groups, the first 20 claims of the largest and how many are unanimous; the next page
goes on behind the 20th or behind the middle of the largest group. A case is one claim with all that
was said of it. An answer is all that the route makes of these. Two reviewers ask: one to whom every
article is shown, 200 or 2,000 of 50 claims each, and one to whom five are.

Target: at most 50 ms with 10,000 claims, and at most twice the processor time with 100,000; both
files are asked in turn, so that a busy machine slows them alike.
Beside it: what counting the votes (`db.tallies`) adds to the processor time of a stored tag.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final
from unittest.mock import patch

from articles import an_article
from goals import QUIET, Check, verdict

from annotator import review_data
from annotator.identity import Actor
from db import answers, articles, cases, people, recording, reviews, tallies
from db.model import Analyst, ClaimAnswered
from db.reviews import Place, Wanted
from db.store import Database, Store, open_store
from db.transaction import Transaction, uuid7

SIZES: Final = (10_000, 100_000)
CLAIMS: Final = 50  # of an article
ANALYSTS: Final = 5
PAGE: Final = 20
FEW: Final = 5  # articles shown to the second reviewer
TAGS: Final = ("sourced", "contested", "opinion", "none")
MOST: Final = 50.0
TIMES: Final = 2.0
COUNTING: Final = 0.5
WARM_UP: Final = 3
ACTS: Final = 2000

Question = Callable[[Database], object]


@dataclass(frozen=True, slots=True)
class Project:
    """A file full of votes, with two reviewers."""

    store: Store
    all_shown: Analyst
    few_shown: Analyst


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds of one question beside few and beside many claims, on the wall and of work."""

    name: str
    few: float
    many: float
    few_cpu: float
    many_cpu: float

    @property
    def ratio(self) -> float:
        """How many times as much work it is beside many."""
        return self.many_cpu / self.few_cpu

    @property
    def checks(self) -> list[Check]:
        """Both targets."""
        return [
            Check(f"{self.name}, {SIZES[0]:,} claims", self.few, MOST),
            Check(f"{self.name}, {SIZES[1]:,} against {SIZES[0]:,}", self.ratio, TIMES, "times"),
        ]


def make(path: Path, claims: int) -> Project:
    """Articles of 50 claims, each with five answers and what follows from them."""
    store = open_store(path, create=True)

    def job(tx: Transaction) -> tuple[Analyst, Analyst]:
        for n in range(claims // CLAIMS):
            articles.add(tx, "cli:bench", an_article(f"Report {n}", CLAIMS))
        voters = [people.add(tx, f"Analyst {n}") for n in range(ANALYSTS)]
        _vote(tx.db, [one.id for one in voters])
        every, few = (people.add(tx, name) for name in ("Sees all", "Sees few"))
        shown = [row[0] for row in tx.db.execute("select id from article order by id")]
        for article_id in shown:
            answers.expose(tx, every.id, article_id)
        for article_id in shown[:: len(shown) // FEW][:FEW]:
            answers.expose(tx, few.id, article_id)
        return every, few

    return Project(store, *store.write(job))


def _vote(db: Database, voters: list[str]) -> None:
    """Straight into the tables, in the order of articles and analysts; then everything counted."""
    chance = random.Random(1)  # noqa: S311 - made votes
    seq = int(db.execute("select max(seq) from event").fetchone()[0])
    at, rows = "2026-11-22T10:00:00.000Z", []
    claims = db.execute("select id, article_id from claim order by id").fetchall()
    for claim_id, article_id in claims:
        likely = chance.choice(TAGS)
        for voter in voters:
            seq += 1
            tag = likely if chance.random() < 0.75 else chance.choice((*TAGS, None))
            outcome = "tagged" if tag else "unsure"
            rows.append((seq, f"{seq:x}", at, voter, article_id, claim_id, outcome, tag))
    db.conn.executemany(
        """
        insert into event
        select ?1, ?2, ?3, ?4, 'claim.answer', ?5, ?6,
          json_object('sha', '', 'outcome', ?7, 'tag', ?8, 'replaces', null), ''
        """,
        rows,
    )
    for table, blind in (("answer", "1,"), ("vote", "")):
        db.conn.executemany(
            f"""
            insert into {table}
            select ?6, ?4, ?5, ?7, ?8, '', '', {blind} 'default/1', ?2, ?1, ?3
            """,
            rows,
        )
    for claim_id, article_id in claims:
        tallies.refresh(db, claim_id, article_id)


def questions(project: Project) -> dict[str, Question]:
    """What a reviewer's browser asks for, by name."""
    every, few = project.all_shown.id, project.few_shown.id
    with project.store.read() as db:
        largest = reviews.groups(db, every, Wanted())[0].tags
        group = Wanted(group=largest)
        twentieth = reviews.queue(db, every, group, limit=PAGE)[-1].place
        row = db.execute(
            "select tied, weight, claim_id from tally where tags = ? and waits = 1 "
            "order by place, claim_id limit 1 offset "
            "(select count(*) / 2 from tally where tags = ? and waits = 1)",
            [largest, largest],
        ).fetchone()
    middle = Place(*row)
    article = Wanted(article_id=1)

    def page(reviewer: str, wanted: Wanted = Wanted()) -> Question:  # noqa: B008 - it is frozen
        return lambda db: (
            reviews.groups(db, reviewer, wanted),
            reviews.queue(db, reviewer, wanted, limit=PAGE),
            reviews.count_unanimous(db, reviewer, wanted.article_id),
        )

    def answer(
        who: Analyst,
        wanted: Wanted = Wanted(),  # noqa: B008 - it is frozen
        after: Place | None = None,
    ) -> Question:
        return lambda db: review_data.queue_data(
            db, project.store.project_id, Actor.of(who), wanted, after
        )

    def case(db: Database) -> None:
        claim = articles.get_claim(db, middle.claim_id)
        articles.block_of(db, claim)
        answers.exposed(db, every, claim.article_id)
        cases.decision(db, claim.id)
        cases.own_vote(db, claim.id, every)
        cases.votes(db, claim.id)
        cases.majority(db, claim.id)
        cases.comments(db, claim.id)

    return {
        "queue page": page(every),
        "queue page of the largest group": page(every, group),
        "queue page, few articles shown": page(few),
        "queue page of one article": page(every, article),
        "next page": lambda db: reviews.queue(db, every, group, after=twentieth, limit=PAGE),
        "page from the middle": lambda db: reviews.queue(
            db, every, group, after=middle, limit=PAGE
        ),
        "one claim's case": case,
        "answer: queue, few articles shown": answer(project.few_shown),
        "answer: queue": answer(project.all_shown),
        "answer: next page": answer(project.all_shown, group, twentieth),
        "answer: next claim": lambda db: review_data.case_data(
            db, project.store.project_id, Actor.of(project.all_shown), middle.claim_id
        ),
    }


def measure(few: Project, many: Project, runs: int) -> list[Figure]:
    """The medians of each question, asked of both files in turn."""
    asked = [(one.store, questions(one)) for one in (few, many)]
    figures = []
    for name in asked[0][1]:
        taken: list[list[tuple[float, float]]] = [[], []]
        for run in range(-WARM_UP, runs):
            for (store, ask), times in zip(asked, taken, strict=True):
                wall, cpu = time.perf_counter(), time.thread_time()
                with store.read() as db:
                    ask[name](db)
                if run >= 0:
                    times.append((time.perf_counter() - wall, time.thread_time() - cpu))
        medians = [[statistics.median(part) * 1000 for part in zip(*t, strict=True)] for t in taken]
        (few_wall, few_cpu), (many_wall, many_cpu) = medians
        figures.append(Figure(name, few_wall, many_wall, few_cpu, many_cpu))
    return figures


def cost_of_counting(project: Project) -> float:
    """Milliseconds of processor time that a stored tag costs more with its tally than without."""
    with_it, without = [], []
    for _ in range(5):
        with_it.append(_store_tags(project.store))
        with patch.object(tallies, "refresh"):
            without.append(_store_tags(project.store))
    return min(with_it) - min(without)


def _store_tags(store: Store) -> float:
    """Milliseconds of a tag by somebody new on claims that have votes."""

    def job(tx: Transaction) -> float:
        who = people.add(tx, f"Later {uuid7()}")
        rows = tx.db.execute("select id, sha256 from claim order by id limit ?", [ACTS]).fetchall()
        start = time.thread_time()
        for claim_id, sha in rows:
            act = ClaimAnswered(sha[:12], "tagged", "sourced", "", "", "default/1", None)
            recording.record(tx, who.id, uuid7(), claim_id, act)
        return (time.thread_time() - start) * 1000 / len(rows)

    return store.write(job)


def main() -> int:
    """Print the figures; 1 when a target is missed, 2 when the machine was busy."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--runs", type=int, default=50, help="how often each question is asked")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    load = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        few, many = (make(Path(folder) / f"{size}.db", size) for size in SIZES)
        figures = measure(few, many, options.runs)
        counting = cost_of_counting(many)
        for one in (few, many):
            one.store.close()
    print(f"load average {load:.2f} before, {os.getloadavg()[0]:.2f} after\n")
    print(f"{'milliseconds':34} {'wall':>6} {'CPU':>6} {'wall':>8} {'CPU':>6} {'CPU, times':>12}")
    print(f"{'':34} {SIZES[0]:>13,} {SIZES[1]:>15,}")
    for figure in figures:
        print(
            f"{figure.name:34} {figure.few:6.2f} {figure.few_cpu:6.2f} {figure.many:8.2f} "
            f"{figure.many_cpu:6.2f} {figure.ratio:12.2f}"
        )
    print(f"{'a tag: CPU for its tally':34} {'':13} {counting:15.3f}\n")
    checks = [check for one in figures for check in one.checks]
    missed = verdict([*checks, Check("processor time of a tag for its tally", counting, COUNTING)])
    if options.json:
        kept: dict[str, Any] = {"figures": [asdict(one) for one in figures], "counting": counting}
        options.json.write_text(json.dumps(kept, indent=1) + "\n", encoding="utf-8")
    if load > QUIET:
        print(f"The load average was above {QUIET}: times are pessimistic, ratios are firm.")
    return missed


if __name__ == "__main__":
    sys.exit(main())
