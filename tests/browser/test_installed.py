"""The desk as people get it: from a wheel, from a checkout, and by `streamlit run`."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest
from playwright.sync_api import Page

import annotator
from tests.browser.desk import Desk, add, long_article, stored
from tests.installed import Installed
from tests.serving import Served


class StreamlitRun(Served):
    """`CLAIMS_DB=… streamlit run annotator/server.py`."""

    def arguments(self, command: tuple[str, ...], options: tuple[str, ...]) -> tuple[str, ...]:
        """Streamlit's command line."""
        server = Path(annotator.__file__).with_name("server.py")
        run = (*command, "run", str(server), "--server.port", str(self.port))
        return (*run, "--server.headless", "true", *options)

    def environment(self) -> dict[str, str]:
        """With the project in it."""
        return super().environment() | {"CLAIMS_DB": str(self.path)}


def tag_three_claims(page: Page, server: Served) -> None:
    """A newcomer signs in and tags, and the file has it."""
    article = add(server.path, long_article(6))
    desk = Desk(page, server.url)
    desk.sign_in("Ines")
    desk.open(article.id)
    desk.press("1", "2", "3")
    desk.wait_until_saved()
    tags = [tag for _, tag in stored(server.path, "Ines").values()]
    assert tags == ["sourced", "contested", "opinion"]


@pytest.mark.timeout(240)
def test_from_a_wheel(page: Page, tmp_path: Path, installed: Installed) -> None:
    with Served(tmp_path / "wheel.db", command=(str(installed.script),)) as server:
        tag_three_claims(page, server)


def test_from_a_checkout(page: Page, tmp_path: Path) -> None:
    script = str(Path(sys.executable).with_name("annotator"))
    with Served(tmp_path / "checkout.db", command=(script,)) as server:
        tag_three_claims(page, server)


def test_by_streamlit_run(page: Page, tmp_path: Path) -> None:
    command = (sys.executable, "-m", "streamlit")
    with StreamlitRun(tmp_path / "run.db", command=command) as server:
        tag_three_claims(page, server)
