"""Which browser tests run, and proof that they ran.

CLAIMS_BROWSER=required  each has to run: no Chromium, a skip or a missing test fails the session
CLAIMS_BROWSER=never     none runs
otherwise                they run where there is a Chromium and are skipped where there is none

CLAIMS_BROWSER_AGAIN=1   one that failed gets a second turn; the summary names it (RERUN)

Every test below tests/browser/ is one; elsewhere the marker `browser` makes it one. Those that ask
for the fixture `shared` are excused where that material is not beside the repository.
"""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

import pytest

from tests.chromium import chromium_path

SHARED = Path(__file__).resolve().parent.parent.parent / "shared"
NO_CHROMIUM = "There is no Chromium here: install it, or name it in CLAIMS_CHROMIUM."


class BrowserGate:
    """A pytest plugin; under pytest-xdist the workers count and the controller judges."""

    def __init__(self, config: pytest.Config) -> None:
        self.config = config
        self.wish = os.environ.get("CLAIMS_BROWSER", "")
        self.held = 0
        self.excused = 0
        self.ran: set[str] = set()
        self.skipped_files: set[str] = set()

    @pytest.hookimpl(tryfirst=True)  # before -k and -m take tests away
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        """Mark, count and, where they cannot run, skip the browser tests."""
        for item in items:
            if "tests/browser/" in item.path.as_posix():
                item.add_marker("browser")
        chosen = [item for item in items if item.get_closest_marker("browser")]
        self.held = len(chosen)
        if not SHARED.is_dir():
            self.excused = sum("shared" in getattr(item, "fixturenames", ()) for item in chosen)
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["browser_tests"] = (self.held, self.excused)
        reason = self.reason_to_skip()
        for item in chosen:
            item.user_properties.append(("browser", True))
            if again := int(os.environ.get("CLAIMS_BROWSER_AGAIN", "0")):
                item.add_marker(pytest.mark.flaky(reruns=again))
            if reason:
                item.add_marker(pytest.mark.skip(reason=reason))

    def reason_to_skip(self) -> str:
        """Why no browser test runs here; empty when they do."""
        if self.wish == "never":
            return "CLAIMS_BROWSER=never"
        if self.wish != "required" and chromium_path() is None:
            return NO_CHROMIUM
        return ""

    def pytest_runtest_setup(self, item: pytest.Item) -> None:
        """Say the reason instead of whatever a missing Chromium leads to."""
        if item.get_closest_marker("browser") and chromium_path() is None:
            pytest.fail(NO_CHROMIUM, pytrace=False)

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        """Count the test when its body ran; an expected failure ran too."""
        is_browser = any(name == "browser" for name, _ in report.user_properties)
        ran = report.when == "call" and (not report.skipped or hasattr(report, "wasxfail"))
        if is_browser and ran:
            self.ran.add(report.nodeid)

    def pytest_collectreport(self, report: pytest.CollectReport) -> None:
        """A file that skips itself whole would otherwise not be missed."""
        if report.skipped and "tests/browser/" in report.nodeid:
            self.skipped_files.add(report.nodeid)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        """A worker has ended; all workers collect the same tests."""
        there = getattr(node, "workeroutput", {}).get("browser_tests", (0, 0))
        self.held, self.excused = max((self.held, self.excused), tuple(there))

    def missed(self) -> bool:
        """Whether a browser test that the repository holds did not run."""
        return len(self.ran) < self.held - self.excused or bool(self.skipped_files)

    @pytest.hookimpl(trylast=True)
    def pytest_sessionfinish(self, session: pytest.Session) -> None:
        """Turn a green session red when a required browser test did not run."""
        collecting = self.config.option.collectonly
        is_worker = hasattr(self.config, "workerinput")
        if self.wish == "required" and self.missed() and not (is_worker or collecting):
            session.exitstatus = session.exitstatus or pytest.ExitCode.TESTS_FAILED

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        """One line that says how many ran."""
        write = terminalreporter.write_line
        write(f"browser tests: {len(self.ran)} of {self.held} ran")
        if self.excused:
            write(f"browser tests: {self.excused} need ../shared, which is not here")
        for name in sorted(self.skipped_files):
            write(f"browser tests: {name} was skipped whole")
        if self.wish == "required" and self.missed():
            write("CLAIMS_BROWSER=required: that is a failure", red=True)
