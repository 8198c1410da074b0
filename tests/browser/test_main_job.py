"""The job this program is for, as an analyst does it: article in, tags by keyboard, CSV out."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest

import corpus
from db.exports.guard import unguard
from tests.browser.desk import Desk, add, answers_of, long_article, stored
from tests.conftest import ROOT
from tests.serving import Served

KEYS = {"1": "sourced", "2": "contested", "3": "opinion", "0": "none"}


def source() -> Path:
    """The article this program was asked for, where it lies beside the repository; else ours."""
    asked = ROOT.parent / "shared" / "corpus" / "article.txt"
    return asked if asked.exists() else ROOT / "corpus" / "briefing.md"


def test_an_article_is_uploaded_tagged_by_keyboard_and_leaves_as_csv(
    desk: Desk, served: Served
) -> None:
    path = source()
    article = corpus.read(path.read_bytes(), path.name)
    claims = sum(len(block.sentences) for block in article.blocks)
    assert claims == {"article.txt": 38, "briefing.md": 42}[path.name]

    desk.sign_in("Ines Moreau", then="/articles")
    page = desk.page
    page.get_by_role("button", name="Load an article").click()
    page.get_by_role("tab", name="Upload").click()
    page.locator("input[type=file]").set_input_files(path)
    page.get_by_role("button", name=f"Load as {claims} claims").click()
    page.wait_for_url("**/tag?article=1*")
    desk.ready()

    pressed = ["1230"[n % 4] for n in range(claims)]
    desk.press(*pressed[:17], delay=20)
    desk.wait_until_saved()
    page.reload()
    desk.ready()
    assert desk.number() == 18
    desk.press(*pressed[17:], delay=20)
    desk.wait_until_saved()
    expected = [KEYS[key] for key in pressed]
    assert desk.tags() == expected

    page.goto(f"{desk.url}/export")
    link = page.get_by_role("link", name="Download")
    with page.expect_download() as downloading:
        link.click()
    data = Path(downloading.value.path()).read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline="")))
    assert [row["tag"] for row in rows] == expected
    assert [int(row["position"]) for row in rows] == list(range(1, claims + 1))
    assert {row["analyst"] for row in rows} == {"Ines Moreau"}
    for row in rows:
        assert unguard(row["text"]) == article.text[int(row["start"]) : int(row["end"])]
    assert {n: tag for n, (_, tag) in stored(served.path, "Ines Moreau").items()} == dict(
        enumerate(expected, 1)
    )


@pytest.mark.timeout(240)
def test_two_hundred_keys_fifty_milliseconds_apart_tag_the_right_two_hundred_claims(
    desk: Desk, served: Served
) -> None:
    article = add(served.path, long_article(260))
    desk.enter(served.path, "Ines")
    desk.open(article.id)
    pressed = ["1230"[(n * 7 + n // 5) % 4] for n in range(200)]
    desk.press(*pressed, delay=50)
    assert desk.number() == 201
    assert desk.tags() == [KEYS[key] for key in pressed] + [None] * 60
    desk.wait_until_saved()

    expected = {n: ("tagged", KEYS[key]) for n, key in enumerate(pressed, 1)}
    assert stored(served.path, "Ines") == expected
    assert len(answers_of(served.path, "Ines")) == 200
