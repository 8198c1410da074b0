"""The gate that keeps browser tests from being skipped unseen."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.conftest import ROOT

pytest_plugins = ["pytester"]

CONFTEST = """
from tests.browser_gate import BrowserGate

def pytest_configure(config):
    config.addinivalue_line("markers", "browser: in Chromium")
    config.pluginmanager.register(BrowserGate(config))
"""

FOUR_TESTS = """
import pytest

def test_plain():
    pass

@pytest.mark.browser
@pytest.mark.parametrize("page", ["desk", "guide", "export"])
def test_page(page):
    pass
"""


class Session:
    """A pytest session of its own, with or without a Chromium."""

    def __init__(self, pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> None:
        self.pytester = pytester
        self.monkeypatch = monkeypatch
        monkeypatch.setenv("PYTHONPATH", str(ROOT))
        monkeypatch.delenv("CLAIMS_BROWSER", raising=False)
        monkeypatch.delenv("CLAIMS_BROWSER_AGAIN", raising=False)
        pytester.makeconftest(CONFTEST)

    def run(
        self, *, wish: str, chromium: bool, arguments: tuple[str, ...] = ()
    ) -> pytest.RunResult:
        path = Path("/bin/sh") if chromium else Path("/nowhere/chromium")
        self.monkeypatch.setenv("CLAIMS_CHROMIUM", str(path))
        if wish:
            self.monkeypatch.setenv("CLAIMS_BROWSER", wish)
        arguments = ("-p", "no:hypothesispytest", *arguments)  # slow to import, and not needed
        if "-n" in arguments:
            return self.pytester.runpytest_subprocess(*arguments)
        return self.pytester.runpytest_inprocess(*arguments)


@pytest.fixture
def session(pytester: pytest.Pytester, monkeypatch: pytest.MonkeyPatch) -> Session:
    return Session(pytester, monkeypatch)


@pytest.mark.parametrize(
    ("wish", "chromium", "line", "exit_code"),
    [
        ("", True, "browser tests: 3 of 3 ran", 0),
        ("", False, "browser tests: 0 of 3 ran", 0),
        ("never", True, "browser tests: 0 of 3 ran", 0),
        ("required", True, "browser tests: 3 of 3 ran", 0),
        ("required", False, "browser tests: 0 of 3 ran", 1),
    ],
)
def test_browser_tests_run_are_skipped_or_are_missed(
    session: Session, wish: str, chromium: bool, line: str, exit_code: int
) -> None:
    session.pytester.makepyfile(test_pages=FOUR_TESTS)
    result = session.run(wish=wish, chromium=chromium)
    result.stdout.fnmatch_lines([line])
    assert result.ret == exit_code


def test_workers_are_counted_once(session: Session) -> None:
    session.pytester.makepyfile(test_pages=FOUR_TESTS)
    result = session.run(wish="required", chromium=True, arguments=("-n", "2"))
    result.stdout.fnmatch_lines(["browser tests: 3 of 3 ran"])
    assert result.ret == 0


FAILS_FIRST = """
import pathlib, pytest

def first(name):
    seen = pathlib.Path(name)
    try:
        return not seen.exists()
    finally:
        seen.touch()

@pytest.mark.browser
def test_page():
    assert not first("page")

def test_plain():
    assert {plain}
"""


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["one process", "two workers"])
@pytest.mark.parametrize("plain", ['not first("plain")', "True"])
def test_a_second_turn_is_for_browser_tests_and_is_told(
    session: Session, monkeypatch: pytest.MonkeyPatch, plain: str, arguments: tuple[str, ...]
) -> None:
    monkeypatch.setenv("CLAIMS_BROWSER_AGAIN", "1")
    session.pytester.makepyfile(test_pages=FAILS_FIRST.format(plain=plain))
    result = session.run(wish="required", chromium=True, arguments=("-rR", *arguments))
    result.stdout.fnmatch_lines(["browser tests: 1 of 1 ran", "RERUN *test_page*"])
    assert result.ret == (0 if plain == "True" else 1)


def test_what_fails_twice_has_failed(session: Session, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("CLAIMS_BROWSER_AGAIN", "1")
    broken = FAILS_FIRST.format(plain="True").replace('not first("page")', "False")
    session.pytester.makepyfile(test_pages=broken)
    assert session.run(wish="required", chromium=True).ret == 1


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_a_skip_inside_a_required_test_fails_the_session(
    session: Session, arguments: tuple[str, ...]
) -> None:
    session.pytester.makepyfile(
        test_pages=f"{FOUR_TESTS}    if page == 'guide': pytest.skip('not today')\n"
    )
    result = session.run(wish="required", chromium=True, arguments=arguments)
    result.stdout.fnmatch_lines(["browser tests: 2 of 3 ran", "*that is a failure"])
    assert result.ret == 1


@pytest.mark.parametrize("choice", [("-k", "desk"), ("-m", "not browser"), ("-x", "--maxfail=1")])
def test_leaving_a_required_test_out_fails_the_session(
    session: Session, choice: tuple[str, ...]
) -> None:
    session.pytester.makepyfile(test_pages=f"{FOUR_TESTS}    assert page != 'guide'\n")
    result = session.run(wish="required", chromium=True, arguments=choice)
    result.stdout.fnmatch_lines(["*that is a failure"])
    assert result.ret == 1


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["one process", "two workers"])
def test_a_browser_file_that_skips_itself_is_missed(
    session: Session, arguments: tuple[str, ...]
) -> None:
    folder = session.pytester.mkdir("tests") / "browser"
    folder.mkdir()
    (folder / "test_there.py").write_text("def test_keys(): pass", encoding="utf-8")
    (folder / "test_gone.py").write_text(
        "import pytest\npytest.importorskip('no_such_package')", encoding="utf-8"
    )
    result = session.run(
        wish="required", chromium=True, arguments=("--import-mode=importlib", *arguments)
    )
    result.stdout.fnmatch_lines(
        ["browser tests: 1 of 1 ran", "browser tests: tests/browser/test_gone.py was skipped whole"]
    )
    assert result.ret == 1


def test_an_expected_failure_counts_as_run(session: Session) -> None:
    session.pytester.makepyfile(
        test_pages=f"{FOUR_TESTS}    if page == 'guide': pytest.xfail('known')\n"
    )
    result = session.run(wish="required", chromium=True)
    result.stdout.fnmatch_lines(["browser tests: 3 of 3 ran"])
    assert result.ret == 0


@pytest.mark.parametrize("arguments", [(), ("-n", "2")], ids=["one process", "two workers"])
@pytest.mark.parametrize(("there", "exit_code"), [(True, 1), (False, 0)])
def test_a_skip_for_want_of_the_shared_material_is_excused(
    session: Session,
    monkeypatch: pytest.MonkeyPatch,
    tmp_path: Path,
    arguments: tuple[str, ...],
    there: bool,
    exit_code: int,
) -> None:
    folder = tmp_path if there else tmp_path / "nowhere"
    session.pytester.makeconftest(
        f"""{CONFTEST}
import pathlib, pytest
import tests.browser_gate

tests.browser_gate.SHARED = pathlib.Path({str(folder)!r})

@pytest.fixture
def shared():
    pytest.skip("the material is not here")
"""
    )
    monkeypatch.setattr("tests.browser_gate.SHARED", folder)  # and back to what it was
    session.pytester.makepyfile(test_pages=FOUR_TESTS.replace("(page)", "(page, shared)"))
    result = session.run(wish="required", chromium=True, arguments=arguments)
    line = "*that is a failure" if there else "browser tests: 3 need ../shared, which is not here"
    result.stdout.fnmatch_lines(["browser tests: 0 of 3 ran", line])
    assert result.ret == exit_code
