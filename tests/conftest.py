"""What every test may ask for."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from db.store import Store, open_store
from tests.browser_gate import SHARED, BrowserGate
from tests.installed import Installed, build_and_install

ROOT = Path(__file__).resolve().parent.parent
LONGEST = (
    "tests/browser",
    "tests/faults",
    "tests/test_",
    "tests/annotator/test_kill",
    "tests/annotator/test_serv",
    "tests/db/test_review_laws",
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
    config.pluginmanager.register(BrowserGate(config), "browser-gate")
    if examples := os.environ.get("CLAIMS_EXAMPLES"):
        from hypothesis import settings  # slow to import

        settings.register_profile("few", max_examples=int(examples))
        settings.load_profile("few")


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Begin with the files that take longest: the last ones should not leave a worker alone."""
    items.sort(key=lambda item: _turn(item.nodeid))


def _turn(nodeid: str) -> int:
    turns = (turn for turn, beginning in enumerate(LONGEST) if nodeid.startswith(beginning))
    return next(turns, len(LONGEST))


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
