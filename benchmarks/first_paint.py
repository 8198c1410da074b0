"""How long until an analyst can begin: from the address to the current claim on screen.

A real `annotator serve` and a real Chromium; 500 sentences, the first half tagged. Each round opens
the same article four ways: as the first visitor of a server that has just started, in a new browser
profile, reloaded, and in a new profile with 30 ms of latency on every request. As the baseline, a
Streamlit page of one `st.text` is served beside it and opened in the same rounds, in a new profile:
the share of Streamlit's own start.

The time is the browser's own, from the start of the navigation until the frame after the one in
which the element was found; a script that looks at every frame is injected, and the page is not
otherwise touched. (Waiting for the element from outside adds up to half a second: Playwright looks
twice a second.) A new profile first shows an empty page until the browser is quiet: its own window
is made of pages too, and in its first second they take as much of the processor as ours does.
"""

from __future__ import annotations

import argparse
import os
import statistics
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright

sys.path.insert(0, str(Path(__file__).parent))

from desk import PATIENCE, VIEWPORT, Project, prepare

from tests.chromium import FLAGS, chromium_path
from tests.serving import COMMAND, Served, free_port

SENTENCES: Final = 500
LATENCY: Final = 30  # milliseconds
QUIET: Final = 2500  # milliseconds until a new window has drawn itself
GOAL: Final = 1500
BARE: Final = 'import streamlit as st\n\nst.text("One sentence.")\n'

INSTRUMENT: Final = """(() => {
  globalThis.benchPainted = null;
  const found = (root) => {
    if (root.querySelector("[data-claim][aria-current='true']")) return true;
    if (location.pathname === "/" && root.querySelector("[data-testid=stText]")) return true;
    return [...root.querySelectorAll("*")].some((one) => one.shadowRoot && found(one.shadowRoot));
  };
  const look = () => {
    if (!found(document)) requestAnimationFrame(look);
    else requestAnimationFrame(() => { benchPainted = performance.now(); });
  };
  requestAnimationFrame(look);
})();"""


@contextmanager
def bare_streamlit(folder: Path) -> Iterator[str]:
    """The address of a Streamlit page of one line, with Streamlit's own settings."""
    script, port = folder / "bare.py", free_port()
    script.write_text(BARE, encoding="utf-8")
    options = ("--server.headless=true", "--browser.gatherUsageStats=false")
    process = subprocess.Popen(
        [
            *(sys.executable, "-m", "streamlit", "run", str(script), *options),
            *("--server.address=127.0.0.1", f"--server.port={port}"),
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        cwd=folder,
    )
    address = f"http://127.0.0.1:{port}/"
    try:
        deadline = time.monotonic() + PATIENCE
        while not answers(f"{address}_stcore/health"):
            if time.monotonic() > deadline:
                raise SystemExit("Streamlit's own page does not start.")
            time.sleep(0.05)
        yield address
    finally:
        process.kill()
        process.wait()


def answers(address: str) -> bool:
    """Whether somebody answers there."""
    try:
        with urllib.request.urlopen(address, timeout=5) as reply:  # noqa: S310 - our own address
            return bool(reply.status == 200)
    except OSError:
        return False


def painted(page: Page, address: str | None, latency: float = 0) -> float:
    """Milliseconds until the page shows what it is for; without an address, it is reloaded."""
    if latency:
        page.context.new_cdp_session(page).send(
            "Network.emulateNetworkConditions",
            {
                "offline": False,
                "latency": latency,
                "downloadThroughput": -1,
                "uploadThroughput": -1,
            },
        )
    if address is None:
        page.reload(wait_until="commit")
    else:
        page.goto(address, wait_until="commit")
    deadline = time.monotonic() + PATIENCE
    while (found := page.evaluate("globalThis.benchPainted")) is None:
        if time.monotonic() > deadline:
            raise SystemExit(f"In {PATIENCE:.0f} seconds nothing was painted at {page.url}.")
        time.sleep(0.02)
    return float(found)


def one_round(browser: Browser, folder: Path, number: int, bare: str) -> dict[str, float]:
    """The times of one round, in milliseconds."""
    project = prepare(folder / f"{number}.db", [SENTENCES], 1)
    found: dict[str, float] = {}
    with Served(project.path, command=COMMAND) as server:
        address = f"{server.url}/tag?article={project.articles[SENTENCES][0]}"
        with profile(browser, server.url, project) as context:
            found["first visitor after the start"] = painted(window(context), address)
        with profile(browser, server.url, project) as context:
            page = window(context)
            found["new browser"] = painted(page, address)
            found["reloaded"] = painted(page, None)
        with profile(browser, server.url, project) as context:
            page = window(context)
            found[f"new browser, {LATENCY} ms away"] = painted(page, address, LATENCY)
    with profile(browser, bare, None) as context:
        found["a page of one st.text, new browser"] = painted(window(context), bare)
    return found


def window(context: BrowserContext) -> Page:
    """An empty page in a window that has drawn itself."""
    page = context.new_page()
    page.wait_for_timeout(QUIET)
    return page


@contextmanager
def profile(browser: Browser, url: str, project: Project | None) -> Iterator[BrowserContext]:
    """A new browser profile, signed in."""
    with browser.new_context(viewport=VIEWPORT) as context:
        context.set_default_timeout(PATIENCE * 1000)
        context.add_init_script(INSTRUMENT)
        if project is not None:
            context.add_cookies([{"name": project.cookie, "value": project.token, "url": url}])
        yield context


def main() -> int:
    """Print the medians; 1 when the goal is missed."""
    parser = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    parser.add_argument("--rounds", type=int, default=7)
    options = parser.parse_args()
    times: defaultdict[str, list[float]] = defaultdict(list)
    before = os.getloadavg()[0]
    with (
        tempfile.TemporaryDirectory() as folder,
        sync_playwright() as playwright,
        bare_streamlit(Path(folder)) as bare,
    ):
        browser = playwright.chromium.launch(
            executable_path=str(chromium_path()), chromium_sandbox=False, args=list(FLAGS)
        )
        for number in range(options.rounds):
            for name, time_taken in one_round(browser, Path(folder), number, bare).items():
                times[name].append(time_taken)
        browser.close()
    print(f"load average {before:.2f} before, {os.getloadavg()[0]:.2f} after")
    print(f"{'milliseconds':36} {'median':>7} {'least':>7} {'most':>7}")
    for name, taken in times.items():
        print(f"{name:36} {statistics.median(taken):7.0f} {min(taken):7.0f} {max(taken):7.0f}")
    missed = statistics.median(times["new browser"]) > GOAL
    print(f"{'FAIL' if missed else 'PASS'}  new browser, median ≤ {GOAL} ms")
    return int(missed)


if __name__ == "__main__":
    sys.exit(main())
