"""The Agreement page of a large project: how long its first figure takes, and every later view.

100,000 claims in 200 articles, each with the answers of five analysts, one in ten of them missing.
A real `annotator serve`; a client of its websocket draws the page as a browser would, and waits for
the last of it. Somebody who looks has been shown the others' work before.

- first: the first view after somebody acted, so that nothing is kept from the view before;
- again: the same view again, the record unchanged, as when a widget is touched.

Times are on the wall. Goals: 2 s for the first, 100 ms for the median of the others.
"""

from __future__ import annotations

import argparse
import os
import random
import statistics
import sys
import tempfile
import time
from pathlib import Path

from goals import QUIET, Check, verdict

from annotator import workflow
from annotator.identity import Actor, cookie_name
from corpus.model import Article, Block, Span
from db import articles, people
from db.model import Analyst
from db.store import Store, open_store
from db.transaction import Transaction
from tests.serving import Served
from tests.stream import Stream, streaming

CLAIMS = 100_000
CLAIMS_AN_ARTICLE = 500
NAMES = ("Ana", "Bo", "Chi", "Dov", "Eva")
TAGS = ("sourced", "contested", "opinion", "none")
SHARES = (45, 15, 25, 15)
KNOWN, MISSING = 0.8, 0.1  # shares: the tag most give, no tag at all
FIRST, AGAIN = 2000.0, 100.0  # milliseconds
FIRSTS, AGAINS = 3, 20
SEED = 5
BEGAN = 1_785_000_000  # seconds since 1970, of the first answer


def fill(path: Path, claims: int) -> tuple[str, dict[str, str]]:
    """Everything tagged by everybody; who looks, and the cookie of their browser."""
    chance = random.Random(SEED)  # noqa: S311 - made answers
    with open_store(path, create=True) as store:
        everybody = [add(store, name) for name in NAMES]

        def job(tx: Transaction) -> None:
            for number in range(claims // CLAIMS_AN_ARTICLE):
                articles.add(tx, "cli:bench", an_article(number))
            ids = [row[0] for row in tx.db.execute("select id from claim order by id")]
            right = {id: chance.choices(TAGS, SHARES)[0] for id in ids}
            for place, analyst in enumerate(everybody):
                rows = said(chance, analyst, place, right)
                # Straight into the tables: the log is another benchmark's business.
                tx.db.conn.executemany(_INSERT, rows)
            tx.db.execute(_PROGRESS)

        store.write(job)
        with store.read() as db:
            ids = [row.id for row in articles.listing(db)]
        workflow.show_others(store, Actor.of(everybody[0]), ids)
        token = workflow.sign_in(store, everybody[0].id)
        return everybody[0].id, {cookie_name(store.project_id): token}


def add(store: Store, name: str) -> Analyst:
    """Somebody new: an event, after which nothing that was kept counts."""
    return store.write(lambda tx: people.add(tx, name))


def an_article(number: int) -> Article:
    """One paragraph of made sentences, no two of them alike."""
    text, spans = "", []
    for n in range(CLAIMS_AN_ARTICLE):
        sentence = f"On day {number * CLAIMS_AN_ARTICLE + n} the quay was closed."
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    block = Block("paragraph", 0, len(text), sentences=tuple(spans))
    return Article(f"{number}.txt", text.encode(), text, (block,), f"Article {number}: the quay")


def said(
    chance: random.Random, analyst: Analyst, place: int, right: dict[int, str]
) -> list[tuple[object, ...]]:
    """An analyst's vote on each claim: most often the right tag, sometimes none."""
    rows: list[tuple[object, ...]] = []
    for claim, tag in right.items():
        missing = chance.random() < MISSING
        given = tag if chance.random() < KNOWN else chance.choices(TAGS, SHARES)[0]
        at = time.gmtime(BEGAN + claim * 60 + place * 90_000)
        rows.append(
            (
                claim,
                analyst.id,
                (claim - 1) // CLAIMS_AN_ARTICLE + 1,
                "unsure" if missing else "tagged",
                None if missing else given,
                f"event-{place}-{claim}",
                time.strftime("%Y-%m-%dT%H:%M:%S.000Z", at),
            )
        )
    return rows


_INSERT = """
insert into vote
  (claim_id, analyst_id, article_id, outcome, tag, reason, confidence, scheme, event_id, seq,
   answered_at)
values (?, ?, ?, ?, ?, '', '', 'default/1', ?, 1, ?)
"""
_PROGRESS = """
insert into progress
select article_id, analyst_id, outcome, coalesce(tag, ''), count(*) from vote group by 1, 2, 3, 4
"""


def drawn(tab: Stream) -> float:
    """Milliseconds until the page is drawn; it must hold the headline."""
    began = time.perf_counter()
    text = tab.draw("agreement").text
    taken = (time.perf_counter() - began) * 1000
    assert "Krippendorff" in text, "the page has no figure"
    return taken


def measured(path: Path, claims: int) -> list[Check]:
    """Both figures."""
    _, cookies = fill(path, claims)
    firsts, agains = [], []
    with Served(path) as server:
        host = f"127.0.0.1:{server.port}"
        with streaming(server.port, host, cookies) as tab:
            started = drawn(tab)
            print(f"{'the very first, with what Python imports for it':52} {started:8,.0f} ms")
            for number in range(FIRSTS):
                with open_store(path) as store:
                    add(store, f"Newcomer {number}")
                firsts.append(drawn(tab))
                agains += [drawn(tab) for _ in range(AGAINS)]
    return [
        Check(f"{claims:,} × {len(NAMES)}, first", statistics.median(firsts), FIRST),
        Check(f"{claims:,} × {len(NAMES)}, again", statistics.median(agains), AGAIN),
    ]


def main() -> int:
    """Print everything; 1 when a goal is missed, 2 when the machine was too busy to tell."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=CLAIMS)
    options = parser.parse_args()
    before = os.getloadavg()[0]
    print(f"load average {before:.2f}")
    with tempfile.TemporaryDirectory() as folder:
        missed = verdict(measured(Path(folder) / "project.db", options.claims))
    if missed and before > QUIET:
        print(f"The load average was above {QUIET}: these times say little.")
        return 2
    return missed


if __name__ == "__main__":
    sys.exit(main())
