"""Sharing out work, 1,000 articles and 20 people: the plan, the Rounds page, what an act costs.

python benchmarks/rounds.py
"""

from __future__ import annotations

import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

from annotator import workflow
from annotator.identity import Actor
from db import answers, assignments, rounds
from db.store import Store, open_store
from tests import builders

ARTICLES, PEOPLE, OVERLAP, RUNS = 1000, 20, 3, 20
LEAD = Actor("cli:bench", "bench")


def main() -> None:
    """Print how long each takes, as the median of some runs."""
    with (
        tempfile.TemporaryDirectory() as folder,
        open_store(Path(folder) / "project.db", create=True) as store,
    ):
        run(store)


def run(store: Store) -> None:
    """Fill the project, then ask."""
    people = [builders.an_analyst(store, f"Analyst {number}") for number in range(PEOPLE)]
    for number in range(ARTICLES):
        sentences = (f"Part {number} holds {line} boats." for line in range(5))
        builders.load(store, builders.an_article(*sentences, title=f"Article {number}"))
    ids, who = list(range(1, ARTICLES + 1)), [one.id for one in people]
    with store.read(timeout=None) as db:
        began = time.perf_counter()
        plan = workflow.plan(db, ids, who, OVERLAP, seed=1)
        print(f"plan for {ARTICLES} articles, {PEOPLE} people: {_ms(began):.0f} ms")
    began = time.perf_counter()
    workflow.assign(store, LEAD, plan)
    print(f"given to them, {len(plan.shares)} events: {_ms(began):.0f} ms")
    with store.read(timeout=None) as db:
        _print("an act's right to be stored", lambda: rounds.standing(db, who[0], 1))
        _print("one page of articles", lambda: assignments.duties(db, article_ids=ids[:20]))
        _print("what everybody has to do", lambda: assignments.totals(db, who))
        _print("what rests", lambda: assignments.resting(db, "9999", limit=10))
        _print("the next article", lambda: answers.next_article(db, who[0]))


def _print(name: str, job: Callable[[], object]) -> None:
    took = []
    for _ in range(RUNS):
        began = time.perf_counter()
        job()
        took.append(_ms(began))
    print(f"{name}: {statistics.median(took):.3f} ms")


def _ms(began: float) -> float:
    return (time.perf_counter() - began) * 1000


if __name__ == "__main__":
    main()
