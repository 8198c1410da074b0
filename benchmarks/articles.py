"""How long opening an article takes beside 100 and beside 100,000 other claims in the file.

Target: at most 1.5 times as long, in this process and over HTTP. The other figures are information.
The article under test has 200 claims, half of them tagged; it was loaded between the others.
"""

from __future__ import annotations

import argparse
import contextlib
import functools
import http.client
import json
import os
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

from goals import QUIET, Check, verdict

from annotator import workflow
from annotator.deskdata import desk_data
from annotator.identity import Actor, cookie_name
from corpus.model import Article, Block, Span
from db import answers, articles, people
from db.model import Analyst
from db.store import Store, open_store
from db.transaction import Transaction, uuid7
from tests.serving import COMMAND, Served

CLAIMS = 200
OTHERS = (100, 100_000)
CLAIMS_OF_OTHERS = 100
MOST = 1.5
WARM_UP = 3  # runs that fill the caches


@dataclass(frozen=True, slots=True)
class Project:
    """A file with the article under test and so many other claims."""

    store: Store
    analyst: Analyst
    article_id: int
    articles: int


@dataclass(frozen=True, slots=True)
class Figure:
    """Milliseconds of one question beside few and beside many others."""

    name: str
    few: float
    many: float
    target: float | None = None

    @property
    def ratio(self) -> float:
        """How many times as long it takes beside many."""
        return self.many / self.few

    @property
    def checks(self) -> list[Check]:
        """The comparison with the target, where there is one."""
        return [] if self.target is None else [Check(self.name, self.ratio, self.target, "times")]


def make(path: Path, others: int) -> Project:
    """Other articles on both sides of the one under test, answered by two analysts."""
    store = open_store(path, create=True)
    number = max(1, others // CLAIMS_OF_OTHERS)

    def job(tx: Transaction) -> tuple[Analyst, int]:
        for n in range(number // 2):
            articles.add(tx, "cli:bench", an_article(f"Earlier {n}", CLAIMS_OF_OTHERS))
        row = articles.add(tx, "cli:bench", an_article("Under test", CLAIMS))
        for n in range(number - number // 2):
            articles.add(tx, "cli:bench", an_article(f"Later {n}", CLAIMS_OF_OTHERS))
        ana, bo = (people.add(tx, name) for name in ("Ana", "Bo"))
        for who in (ana, bo):
            # Straight into the tables: casting 200,000 acts is another benchmark's business.
            for statement in _ANSWERED:
                tx.db.execute(statement, {"analyst": who.id, "article": row.id})
        return ana, row.id

    analyst, article_id = store.write(job)
    with store.read() as db:
        claims = articles.claims_of(db, articles.get(db, article_id).revision_id)[: CLAIMS // 2]
    acts = [
        {
            "id": uuid7(),
            "kind": "answer",
            "claim": claim.id,
            "sha": claim.sha256[:12],
            "outcome": "tagged",
            "tag": "sourced",
            "replaces": None,
        }
        for claim in claims
    ]
    workflow.submit_acts(store, lambda _: Actor.of(analyst), acts).result()
    return Project(store, analyst, article_id, number + 1)


def an_article(title: str, claims: int) -> Article:
    """A title and paragraphs of ten made sentences."""
    text, blocks = title, [Block("title", 0, len(title), level=1)]
    for first in range(0, claims, 10):
        text += "\n\n"
        start, spans = len(text), []
        for n in range(first, min(first + 10, claims)):
            at = len(text)
            text += (
                f"In {title.lower()}, day {n}, the board wrote that the quay had been closed since "
                "spring, and that nobody had been told when it would open again."
            )
            spans.append(Span(at, len(text)))
            text += " "
        blocks.append(Block("paragraph", start, len(text), sentences=tuple(spans)))
    return Article(f"{title}.txt", text.encode(), text, tuple(blocks), title)


_ANSWERED = (
    """
    insert into event
    select
      (select max(seq) from event) + row_number() over (order by id), :analyst || '-' || id,
      '2026-11-22T10:00:00.000Z', :analyst, 'claim.answer', article_id, id,
      '{"sha":"","outcome":"tagged","tag":"sourced","replaces":null}', ''
    from claim where article_id <> :article
    """,
    """
    insert into answer
    select
      claim_id, actor, article_id, 'tagged', 'sourced', '', '', 1, 'default/1', id, seq, at
    from event where actor = :analyst and kind = 'claim.answer'
    """,
    """
    insert into progress
    select article_id, analyst_id, outcome, tag, count(*) from answer where analyst_id = :analyst
    group by article_id, outcome, tag
    """,
)


def compare(
    name: str,
    question: Callable[[Project], object],
    projects: list[Project],
    runs: int,
    target: float | None = None,
) -> Figure:
    """The medians, asked in turn so that a disturbance meets both projects."""
    taken: list[list[float]] = [[] for _ in projects]
    for run in range(runs + WARM_UP):
        for times, project in zip(taken, projects, strict=True):
            start = time.perf_counter()
            question(project)
            if run >= WARM_UP:
                times.append((time.perf_counter() - start) * 1000)
    few, many = (statistics.median(times) for times in taken)
    return Figure(name, few, many, target)


def page(project: Project, size: int) -> None:
    """What the Articles page reads."""
    with project.store.read() as db:
        articles.count(db)
        people.listing(db)
        rows = articles.listing(db, newest_first=True, limit=size)
        answers.progress(db, [row.id for row in rows])


@contextlib.contextmanager
def served(projects: list[Project]) -> Iterator[Callable[[Project], None]]:
    """A server for each project; gives what opens the article there."""
    with contextlib.ExitStack() as stack:
        asking: dict[Path, tuple[http.client.HTTPConnection, str, dict[str, str]]] = {}
        for project in projects:
            token = workflow.sign_in(project.store, project.analyst.id)
            server = stack.enter_context(Served(project.store.path, command=COMMAND))
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=30)
            stack.callback(connection.close)
            asking[project.store.path] = (
                connection,
                f"/api/articles/{project.article_id}/desk",
                {"Cookie": f"{cookie_name(project.store.project_id)}={token}"},
            )

        def ask(project: Project) -> None:
            connection, address, headers = asking[project.store.path]
            connection.request("GET", address, headers=headers)
            reply = connection.getresponse()
            body = reply.read()
            assert reply.status == 200, body

        yield ask


def measure(folder: Path, sizes: tuple[int, int], runs: int) -> list[Figure]:
    """All figures; the projects are made in `folder`."""
    projects = [make(folder / f"{others}.db", others) for others in sizes]
    few, many = (project.articles for project in projects)

    def opened(project: Project) -> None:
        desk_data(project.store, project.analyst, project.article_id)

    figures = [compare("open an article: desk_data", opened, projects, runs, MOST)]
    with served(projects) as ask:
        figures.append(compare("open an article: over HTTP", ask, projects, runs, MOST))
    figures += [
        compare(
            f"Articles page: {min(size, few)} and {min(size, many)} rows",
            functools.partial(page, size=size),
            projects,
            runs // 4,
        )
        for size in (50, 1000)
    ]
    for project in projects:
        project.store.close()
    return figures


def main() -> int:
    """Print the figures; 1 when a target is missed, 2 when the machine was busy."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--others", default=",".join(map(str, OTHERS)), help="few,many claims")
    parser.add_argument("--runs", type=int, default=200)
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    few, many = (int(number) for number in options.others.split(","))
    before = os.getloadavg()[0]
    with tempfile.TemporaryDirectory() as folder:
        figures = measure(Path(folder), (few, many), options.runs)
    after = os.getloadavg()[0]
    print(f"load average {before:.2f} before, {after:.2f} after; medians of {options.runs} runs")
    print(f"{'milliseconds':40} {few:>9,} {many:>9,} {'ratio':>6}   (other claims)")
    for figure in figures:
        print(f"{figure.name:40} {figure.few:9.2f} {figure.many:9.2f} {figure.ratio:6.2f}")
    missed = verdict(check for figure in figures for check in figure.checks)
    void = before > QUIET  # afterwards it is our own load
    if options.json:
        found = {"load": [before, after], "void": void, "figures": [asdict(f) for f in figures]}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if void:
        print(f"VOID: the load average was above {QUIET} before; measure again on a quiet machine.")
        return 2
    return missed


if __name__ == "__main__":
    sys.exit(main())
