"""What every test may ask for."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store, open_store
from tests.browser_gate import SHARED, BrowserGate
from tests.installed import Installed, build_and_install

ROOT = Path(__file__).resolve().parent.parent
# In this order: what takes long in one file before the many that are quick. The browser comes last,
# because it leaves an event loop running in its worker; the files that take longest lead it.
TURNS = (
    "tests/annotator/test_kill",
    "tests/faults",
    "tests/db/test_review_laws",
    "tests/test_wheel",
    "tests/annotator",
    "tests/corpus",
    "tests/db",
    "tests/desk",
    "tests/test_",
    "tests/browser/test_nothing_is_lost",
    "tests/browser/test_pages",
    "tests/browser/test_review",
    "tests/browser/test_team",
    "tests/browser/test_accessible",
    "tests/browser/test_evidence",
    "tests/browser/test_desk",
    "tests/browser/test_server_away",
    "tests/browser/test_installed",
    "tests/browser/test_top_bar",
    "tests/browser/test_furniture",
)


def pytest_addoption(parser: pytest.Parser) -> None:
    """Golden files are renewed by the tests that read them."""
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="Write what is found now as the expectation; read the difference in review.",
    )


def pytest_configure(config: pytest.Config) -> None:
    """Count the browser tests in every session; try fewer examples where that is asked for."""
    gc.set_threshold(100_000, 50, 100)  # pandas and Streamlit are looked through at every turn
    config.pluginmanager.register(BrowserGate(config), "browser-gate")
    if examples := os.environ.get("CLAIMS_EXAMPLES"):
        from hypothesis import settings  # slow to import

        settings.register_profile("few", max_examples=int(examples))
        settings.load_profile("few")


def pytest_collection_finish() -> None:
    """Take what is imported by now out of every later collection of garbage."""
    gc.collect()
    gc.freeze()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Put the files that take long before the short ones, which fill what is left to do."""
    items.sort(key=lambda item: _turn(item.nodeid))  # stable


def _turn(nodeid: str) -> int:
    turns = (turn for turn, beginning in enumerate(TURNS) if nodeid.startswith(beginning))
    return next(turns, len(TURNS))


@pytest.fixture(scope="session")
def shared() -> Path:
    """The material beside the repository: texts that are not ours to pass on."""
    if not SHARED.is_dir():
        pytest.skip("The folder ../shared with the test articles is not here.")
    return SHARED


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A new, empty project file."""
    store = open_store(tmp_path / "project.db", create=True)
    yield store
    store.close()


@pytest.fixture(scope="session")
def installed(tmp_path_factory: pytest.TempPathFactory) -> Installed:
    """The program built as a wheel and installed in an environment of its own."""
    return build_and_install(ROOT, tmp_path_factory.mktemp("installed"))


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be renewed."""
    return bool(request.config.getoption("--update-golden"))
