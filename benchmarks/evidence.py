"""How it feels to attach words of the article: from letting go of the mouse to the disk.

A real `annotator serve`, a real Chromium. Words of an article of 500 sentences are selected with
the mouse, across a sentence, and attached to the current claim by one key; each piece after the one
before is stored. The instrument is injected beside the desk's code and does not touch it:

- shown: from the time stamp of the released button until the frame that shows what the words can be
  used for is done on the main thread: a message posted from requestAnimationFrame.
- marked: from the time stamp of the key until the frame with one more mark in the margin.
- durable: from the same time stamp until the browser has received the answer to the POST of that
  very act (responseEnd). The server answers after COMMIT, so this is an upper bound of it.

Afterwards the database must hold as many pieces as were attached, each with `text[start:end]`.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Final

from desk import PATIENCE, SETTLE, Lab, high, middle, prepare
from goals import QUIET, Check, verdict
from playwright.sync_api import Page, sync_playwright

from db import articles, evidence
from db.store import open_store
from tests.browser.desk import Desk
from tests.chromium import FLAGS, chromium_path
from tests.serving import COMMAND, Served

SENTENCES: Final = 500
WARM_UP: Final = 3
PACE: Final = 0.150
INSTRUMENT: Final = Path(__file__).with_suffix(".js")
PLACES: Final = """(claims, n) => {
  const one = claims[n], next = claims[n + 1];
  const edge = (claim, unit, right) => {
    const range = document.createRange();
    range.setStart(claim.firstChild, unit);
    range.setEnd(claim.firstChild, unit + 1);
    const { left, right: end, top, height } = range.getBoundingClientRect();
    return [right ? end - 1 : left + 1, top + height / 2];
  };
  return [edge(one, 4, false), edge(next, Math.min(12, next.firstChild.length - 2), true)];
}"""


@dataclass(frozen=True, slots=True)
class Report:
    """What was measured, in milliseconds."""

    load: tuple[float, float]
    pieces: int
    shown: float
    shown95: float
    marked: float
    marked95: float
    durable: float
    durable95: float
    wrong: int  # pieces that the file does not hold exactly

    @property
    def void(self) -> bool:
        """Whether others kept the machine busy; afterwards the load is our own."""
        return self.load[0] > QUIET


def attach(page: Page, desk: Desk, number: int) -> list[dict[str, Any]]:
    """Select words across two claims with the mouse and attach them, so many times."""
    claims = page.locator("[data-claim]")
    middle_of_all = int(desk.current.get_attribute("data-n") or 1)
    for n in range(number):
        due = time.perf_counter() + PACE
        (x, y), (to_x, to_y) = claims.evaluate_all(PLACES, middle_of_all - 1 + n % 2)
        page.mouse.move(x, y)
        page.mouse.down()
        page.mouse.move(to_x, to_y, steps=3)
        page.mouse.up()
        _wait(page, f"benchPieces.length === {n + 1} && benchPieces.at(-1).shown !== null")
        page.keyboard.press("srx"[n % 3])
        _wait(page, "benchPieces.at(-1).marked !== null && benchPieces.at(-1).durable !== null")
        time.sleep(max(0.0, due - time.perf_counter()))
    found: list[dict[str, Any]] = page.evaluate("benchPieces")
    return found


def _wait(page: Page, condition: str) -> None:
    deadline = time.perf_counter() + PATIENCE
    while not page.evaluate(condition):
        if time.perf_counter() > deadline:
            raise SystemExit(f"In {PATIENCE:.0f} seconds this did not become true: {condition}")
        time.sleep(0.005)


def run(folder: Path, pieces: int) -> Report:
    """Measure, with the project in `folder`."""
    load = os.getloadavg()[0]
    project = prepare(folder / "project.db", [SENTENCES], 1)
    article_id = project.articles[SENTENCES][0]
    with Served(project.path, command=COMMAND) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path()), chromium_sandbox=False, args=list(FLAGS)
        )
        with Lab(browser, server, project).page(INSTRUMENT) as page:
            desk = Desk(page, server.url)
            desk.open(article_id)
            time.sleep(SETTLE)
            found = attach(page, desk, WARM_UP + pieces)[WARM_UP:]
            desk.wait_until_saved()
        after = os.getloadavg()[0]
        browser.close()
    shown, marked, durable = (
        [one[name] for one in found] for name in ("shown", "marked", "durable")
    )
    return Report(
        load=(load, after),
        pieces=len(found),
        shown=middle(shown),
        shown95=high(shown),
        marked=middle(marked),
        marked95=high(marked),
        durable=middle(durable),
        durable95=high(durable),
        wrong=wrong_pieces(project.path, project.analyst.id, article_id, WARM_UP + pieces),
    )


def wrong_pieces(path: Path, analyst_id: str, article_id: int, expected: int) -> int:
    """How many pieces are missing, or are not what the article says there."""
    with open_store(path, write=False) as store, store.read() as db:
        text = articles.text(db, articles.get(db, article_id).revision_id)
        held = [shown.evidence for shown in evidence.seen_by(db, analyst_id, article_id)]
    exact = [one for one in held if one.quote == text[one.start : one.end]]
    return abs(expected - len(held)) + len(held) - len(exact)


def checks(report: Report) -> list[Check]:
    """The targets of issue 6."""
    return [
        Check("selection released → shown, median", report.shown, 50),
        Check("key → marked in the margin, median", report.marked, 50),
        Check("key → durable, median", report.durable, 100),
        Check("pieces that are not exact", report.wrong, 0, ""),
    ]


def main() -> int:
    """Print the figures; 1 when a target is missed, 2 when the machine was busy."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--pieces", type=int, default=60, help="how many are attached")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), options.pieces)
    print(f"load average {report.load[0]:.2f} before, {report.load[1]:.2f} after")
    print(f"{report.pieces} pieces on an article of {SENTENCES} sentences, in ms:")
    for name in ("shown", "marked", "durable"):
        median, p95 = getattr(report, name), getattr(report, f"{name}95")
        print(f"  {name:8} median {median:6.1f}  p95 {p95:6.1f}")
    missed = verdict(checks(report))
    if options.json:
        found = asdict(report) | {"void": report.void}
        options.json.write_text(json.dumps(found, indent=1) + "\n", encoding="utf-8")
    if report.void:
        print(f"VOID: the load average was above {QUIET} before; measure again on a quiet machine.")
        return 2
    return missed


if __name__ == "__main__":
    sys.exit(main())
