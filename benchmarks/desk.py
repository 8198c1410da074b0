"""How the desk feels: from the key to the next claim on screen, to the disk, and what it costs.

A real `annotator serve`, a real Chromium, keys through the keyboard: one per tag, 150 ms apart, or
when the last one was painted. In the same run and browser, with the same instrument: a bare page
that toggles one attribute on a key; and a 4 KB write with fsync beside the project file. The first
half of each article is tagged beforehand, so that the desk begins in its middle, as after a break.

The instrument is injected beside the desk's code and does not touch it:
- painted: from the time stamp of the key event until the frame that shows the next claim is done on
  the main thread: a message posted from requestAnimationFrame, taken only if aria-current is on
  another claim and that claim is in the window; else further frames are waited for.
- durable: from the same time stamp until the browser has received the answer to the POST of that
  very act (responseEnd). The server answers after COMMIT, so this is an upper bound of it.
- handler: the whole dispatch of the keydown event, all listeners and microtasks, as Chromium's own
  trace tells it; in a pass of its own without the instrument, so that neither slows the other.
- server CPU: of the server's process while typing, less that of an equally long time of idling.
"""

from __future__ import annotations

import argparse
import contextlib
import itertools
import json
import math
import os
import statistics
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from dataclasses import asdict, dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Final

from goals import QUIET, Check, verdict
from playwright.sync_api import Browser, Page, ViewportSize, sync_playwright

from annotator import workflow
from annotator.identity import Actor, cookie_name
from annotator.ui.desk import assets
from db import answers, articles
from db.model import Analyst
from db.store import Store, open_store
from db.transaction import uuid7
from tests.browser.desk import Desk
from tests.chromium import FLAGS, chromium_path
from tests.serving import COMMAND, Served

FRAME: Final = 1000 / 60
PACE: Final = 0.150
WARM_UP: Final = 5  # keys on the first article of each size
SETTLE: Final = 1.5  # seconds between opening an article and the first key
PATIENCE: Final = 20.0
VIEWPORT: Final[ViewportSize] = {"width": 1280, "height": 860}
KEYS: Final = {"1": "sourced", "2": "contested", "3": "opinion", "0": "none"}
INSTRUMENT: Final = Path(__file__).with_suffix(".js")

BARE: Final = b"""<!doctype html><meta charset="utf-8"><title>bare</title>
<style>[data-claim="1"]{outline:3px solid red}[data-claim="2"]{outline:3px solid blue}</style>
<p tabindex="0" autofocus aria-current="true" data-claim="1">One sentence.</p>
<script>
const p = document.querySelector("p");
addEventListener("keydown", () => { p.dataset.claim = p.dataset.claim === "1" ? "2" : "1"; });
</script>"""


@dataclass(slots=True)
class Typed:
    """What was measured of some keys, in milliseconds."""

    painted: list[float] = field(default_factory=list)
    durable: list[float] = field(default_factory=list)
    frames: list[int] = field(default_factory=list)
    expected: dict[int, str] = field(default_factory=dict)  # tag by claim, warm-up included
    pressed: int = 0  # warm-up included
    seconds: float = 0.0
    cpu: float = 0.0  # seconds of the server


@dataclass(frozen=True, slots=True)
class Size:
    """The figures of one article length; milliseconds."""

    sentences: int
    keys: int
    painted: float
    painted95: float
    frames: float  # on average, until the next claim was there
    durable: float
    durable95: float
    handler: float
    handler95: float
    cpu: float
    wrong: int  # claims that do not hold what was typed on them


@dataclass(frozen=True, slots=True)
class Base:
    """What the same instrument shows without a desk, and what the disk needs; milliseconds."""

    painted: float
    painted95: float
    handler: float
    fsync: float


# --- what is typed on ----------------------------------------------------------------------------


def a_report(sentences: int, number: int) -> bytes:
    """Markdown with headings, paragraphs and lists; all invented."""
    lines, n = [f"# Report {number} on the harbour of Long Quay"], 0
    while n < sentences:
        if n % 40 == 0:
            lines.append(f"## Part {n // 40 + 1}: the season after")
        listing = n % 40 == 20
        said = [OPENINGS[k % len(OPENINGS)].format(k=k) for k in range(n, min(n + 5, sentences))]
        n += len(said)
        lines += ["\n".join(f"- {one}" for one in said)] if listing else [" ".join(said)]
    return ("\n\n".join(lines) + "\n").encode()


OPENINGS: Final = (
    "The board of the harbour wrote on day {k} that no ship had been turned away.",
    "Nobody answered in week {k}.",
    "Two pilots who were on duty that night, and a crane driver who asked not to be named, told "
    "the paper in interview {k} that the northern gate had stood open since the spring.",
    "A letter numbered {k} names the company that had paid for the new lamps.",
    "“We were told to wait,” witness {k} said, “and so we waited until the tide had gone.”",
    "The ministry calls figure {k} a mistake of the printer and has not published another one.",
    "It was, as column {k} put it, a small price for a quiet year.",
)


@dataclass(frozen=True, slots=True)
class Project:
    """A project file with articles to type on: by size, some for each pass."""

    path: Path
    analyst: Analyst
    cookie: str
    token: str
    articles: dict[int, list[int]]


def prepare(path: Path, sizes: list[int], keys: int) -> Project:
    """Enough articles of each size for the keys, and one more to be traced."""
    with open_store(path, create=True) as store:
        analyst = workflow.add_analyst(store, "Ines Moreau")
        numbers = itertools.count(1)
        made = {
            size: [
                add_half_tagged(store, analyst, size, next(numbers))
                for _ in range(math.ceil((keys + WARM_UP) / free_claims(size)) + 1)
            ]
            for size in sizes
        }
        token = workflow.sign_in(store, analyst.id)
        return Project(path, analyst, cookie_name(store.project_id), token, made)


def free_claims(size: int) -> int:
    """How many keys an article takes: behind its last claim there is no next one to wait for."""
    return size - size // 2 - 1


def add_half_tagged(store: Store, analyst: Analyst, size: int, number: int) -> int:
    """An article whose first half the analyst has tagged; its id."""
    loaded = workflow.load_article(
        store, Actor.of(analyst), a_report(size, number), f"report-{number}.md"
    )
    assert loaded.claims == size, f"The report of {size} sentences became {loaded.claims} claims."
    with store.read() as db:
        row = articles.get(db, loaded.article_id)
        half = articles.claims_of(db, row.revision_id)[: size // 2]
    for start in range(0, len(half), workflow.BATCH):
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
            for claim in half[start : start + workflow.BATCH]
        ]
        workflow.submit_acts(store, lambda _: Actor.of(analyst), acts).result()
    return row.id


@dataclass(frozen=True, slots=True)
class Lab:
    """A browser, a server and what is on it."""

    browser: Browser
    server: Served
    project: Project

    @contextlib.contextmanager
    def page(self, script: Path | None = None) -> Iterator[Page]:
        """A tab of a new browser profile, signed in, with a script before all others."""
        context = self.browser.new_context(viewport=VIEWPORT)
        context.set_default_timeout(PATIENCE * 1000)
        context.add_cookies(
            [{"name": self.project.cookie, "value": self.project.token, "url": self.server.url}]
        )
        if script:
            context.add_init_script(path=script)
        yield context.new_page()
        context.close()


# --- typing --------------------------------------------------------------------------------------


def press(page: Page, number: int, *, durable: bool) -> list[dict[str, Any]]:
    """Press keys at the pace, each after the last was painted; what the instrument saw."""
    before = int(page.evaluate("benchKeys.length"))
    for n in range(number):
        due = time.perf_counter() + PACE
        page.keyboard.press(list(KEYS)[n % len(KEYS)])
        time.sleep(max(0.0, due - time.perf_counter()))
        _wait(page, f"benchKeys.length === {before + n + 1} && benchKeys.at(-1).painted !== null")
    if durable:
        _wait(page, "benchKeys.every((key) => key.durable !== null)")
    found: list[dict[str, Any]] = page.evaluate(f"benchKeys.slice({before})")
    return found


def _wait(page: Page, condition: str) -> None:
    deadline = time.perf_counter() + PATIENCE
    while not page.evaluate(condition):
        if time.perf_counter() > deadline:
            raise SystemExit(f"In {PATIENCE:.0f} seconds this did not become true: {condition}")
        time.sleep(0.01)


def type_tags(desk: Desk, server: Served, ids: list[int], size: int, keys: int) -> Typed:
    """Tag so many claims, going from article to article."""
    typed = Typed()
    warm_up, left = WARM_UP, keys
    for article_id in ids:
        desk.open(article_id)
        time.sleep(SETTLE)
        free = free_claims(size)
        if warm_up:
            _keep(typed, press(desk.page, min(warm_up, free), durable=True), measured=False)
            free, warm_up = free - warm_up, 0
        if (number := min(free, left)) <= 0:
            continue
        cpu, start = cpu_of(server.pid), time.perf_counter()
        seen = press(desk.page, number, durable=True)
        typed.seconds += time.perf_counter() - start
        typed.cpu += cpu_of(server.pid) - cpu
        _keep(typed, seen, measured=True)
        left -= number
        desk.wait_until_saved()
        if left == 0:
            break
    cpu = cpu_of(server.pid)
    time.sleep(typed.seconds)
    typed.cpu -= cpu_of(server.pid) - cpu
    return typed


def _keep(typed: Typed, seen: list[dict[str, Any]], *, measured: bool) -> None:
    typed.pressed += len(seen)
    typed.expected |= {int(key["claim"]): KEYS[key["key"]] for key in seen}
    if measured:
        typed.painted += [key["painted"] for key in seen]
        typed.durable += [key["durable"] for key in seen]
        typed.frames += [key["frames"] for key in seen]


def cpu_of(pid: int) -> float:
    """Seconds of processor time, user and system, of all threads of a process."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def handlers(browser: Browser, page: Page, keys: int) -> list[float]:
    """How long each keydown event was dispatched, as Chromium traces it; milliseconds.

    The first keys warm up the page, as in the other figures.
    """
    _type(page, min(WARM_UP, keys // 2))
    browser.start_tracing(page=page, categories=["devtools.timeline"])
    _type(page, keys - min(WARM_UP, keys // 2))
    trace = json.loads(browser.stop_tracing())
    return [
        event["dur"] / 1000
        for event in trace["traceEvents"]
        if event.get("name") == "EventDispatch"
        and event["args"].get("data", {}).get("type") == "keydown"
        and "dur" in event
    ]


def _type(page: Page, keys: int) -> None:
    for n in range(keys):
        page.keyboard.press(list(KEYS)[n % len(KEYS)])
        time.sleep(PACE)


# --- baselines -----------------------------------------------------------------------------------


@contextlib.contextmanager
def bare_page() -> Iterator[str]:
    """The address of a page that does as little as a page can."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.send_header("Content-Length", str(len(BARE)))
            self.end_headers()
            self.wfile.write(BARE)

        def log_message(self, *_: object) -> None: ...

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/"
    finally:
        server.shutdown()
        server.server_close()


def base_of(lab: Lab, keys: int) -> Base:
    """Both baselines."""
    with bare_page() as address:
        with lab.page(INSTRUMENT) as page:
            page.goto(address)
            time.sleep(SETTLE)
            press(page, WARM_UP, durable=False)
            painted = [key["painted"] for key in press(page, keys, durable=False)]
        with lab.page() as page:
            page.goto(address)
            time.sleep(SETTLE)
            handled = handlers(lab.browser, page, min(keys, 30))
    return Base(middle(painted), high(painted), middle(handled), fsync(lab.project.path.parent))


def fsync(folder: Path) -> float:
    """Milliseconds that 4 KB need to be safe on the disk, the median of 100."""
    taken = []
    with tempfile.TemporaryFile(dir=folder) as file:
        for _ in range(100):
            start = time.perf_counter()
            file.write(b"x" * 4096)
            file.flush()
            os.fsync(file.fileno())
            taken.append((time.perf_counter() - start) * 1000)
    return middle(taken)


# --- the run -------------------------------------------------------------------------------------


def middle(numbers: list[float]) -> float:
    """The median."""
    return statistics.median(numbers)


def high(numbers: list[float]) -> float:
    """The 95th percentile."""
    return statistics.quantiles(numbers, n=20, method="inclusive")[-1]


def measure_size(lab: Lab, size: int, keys: int) -> Size:
    """All figures of one article length."""
    *plain, traced = lab.project.articles[size]
    with lab.page(INSTRUMENT) as page:
        typed = type_tags(Desk(page, lab.server.url), lab.server, plain, size, keys)
    with lab.page() as page:
        desk = Desk(page, lab.server.url)
        desk.open(traced)
        time.sleep(SETTLE)
        handled = handlers(lab.browser, page, min(keys, free_claims(size)))
        desk.wait_until_saved()
    return Size(
        size,
        len(typed.painted),
        middle(typed.painted),
        high(typed.painted),
        statistics.fmean(typed.frames),
        middle(typed.durable),
        high(typed.durable),
        middle(handled),
        high(handled),
        typed.cpu / len(typed.painted) * 1000,
        wrong_claims(lab.project, plain, size, typed),
    )


def wrong_claims(project: Project, ids: list[int], size: int, typed: Typed) -> int:
    """How many claims do not hold exactly what was typed on them, and keys that met one twice."""
    found: dict[int, str | None] = {}
    expected: dict[int, str | None] = dict(typed.expected)
    with open_store(project.path, write=False) as store, store.read() as db:
        for article_id in ids:
            revision_id = articles.get(db, article_id).revision_id
            half = articles.claims_of(db, revision_id)[: size // 2]
            expected |= {claim.id: "sourced" for claim in half}
            own = answers.of_article(db, revision_id, project.analyst.id)
            found |= {claim_id: answer.tag for claim_id, answer in own.items()}
    twice = typed.pressed - len(typed.expected)
    return twice + len(found.items() ^ expected.items())


@dataclass(frozen=True, slots=True)
class Report:
    """Everything that was measured."""

    load: tuple[float, float]
    base: Base
    sizes: list[Size]
    assets: tuple[int, int]

    @property
    def void(self) -> bool:
        """Whether others kept the machine busy; afterwards the load is our own."""
        return self.load[0] > QUIET


def run(folder: Path, sizes: list[int], keys: int) -> Report:
    """Measure everything, with the project in `folder`."""
    load = os.getloadavg()[0]
    project = prepare(folder / "project.db", sizes, keys)
    with Served(project.path, command=COMMAND) as server, sync_playwright() as playwright:
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path()), chromium_sandbox=False, args=list(FLAGS)
        )
        lab = Lab(browser, server, project)
        base = base_of(lab, keys)
        found = [measure_size(lab, size, keys) for size in sizes]
        after = os.getloadavg()[0]
        browser.close()
    own = assets().values()
    return Report((load, after), base, found, (len(own), sum(map(len, own))))


def checks(report: Report) -> list[Check]:
    """The targets of issue 2."""
    base = report.base
    found = []
    for size in report.sizes:
        at = f"{size.sentences:,} sentences"
        found += [
            Check(f"{at}: one key, one tag: wrong claims", size.wrong, 0, ""),
            Check(f"{at}: key → painted, median", size.painted, base.painted + FRAME),
            Check(f"{at}: key → painted, p95", size.painted95, base.painted95 + 3 * FRAME),
            Check(f"{at}: key → durable, median", size.durable, 3 * base.fsync + 15),
            Check(f"{at}: server CPU per tag", size.cpu, 4),
        ]
    first, last = report.sizes[0], report.sizes[-1]
    return [
        *found,
        Check(
            f"painted, {last.sentences:,} against {first.sentences:,} sentences",
            last.painted / first.painted,
            1.5,
            "times",
        ),
        Check(f"{last.sentences:,} sentences: keydown handler, median", last.handler, 2),
        Check(f"{last.sentences:,} sentences: keydown handler, p95", last.handler95, 2),
    ]


def show(report: Report) -> None:
    """Print the table."""
    base = report.base
    print(f"load average {report.load[0]:.2f} before, {report.load[1]:.2f} after")
    print(
        f"bare page: painted {base.painted:.1f} ms, p95 {base.painted95:.1f}, handler "
        f"{base.handler:.2f};  4 KB + fsync {base.fsync:.2f} ms"
    )
    print(
        f"\n{'sentences':>9} {'keys':>5} {'painted':>8} {'p95':>6} {'frames':>6} {'durable':>8} "
        f"{'p95':>6} {'handler':>8} {'p95':>6} {'CPU/tag':>8}   (ms)"
    )
    for size in report.sizes:
        print(
            f"{size.sentences:9,} {size.keys:5} {size.painted:8.1f} {size.painted95:6.1f} "
            f"{size.frames:6.2f} {size.durable:8.1f} {size.durable95:6.1f} {size.handler:8.2f} "
            f"{size.handler95:6.2f} {size.cpu:8.2f}"
        )
    number, size_of_all = report.assets
    print(f"\nown assets: {number} files, {size_of_all / 1000:.0f} KB\n")


def main() -> int:
    """Print the figures; 1 when a target is missed, 2 when the machine was busy."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--sentences", default="50,500,5000", help="article lengths")
    parser.add_argument("--tags", type=int, default=100, help="how many keys are measured")
    parser.add_argument("--json", type=Path, metavar="FILE", help="write the figures there too")
    options = parser.parse_args()
    sizes = sorted(int(number) for number in options.sentences.split(","))
    with tempfile.TemporaryDirectory() as folder:
        report = run(Path(folder), sizes, options.tags)
    show(report)
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
