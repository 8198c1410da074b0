"""Articles that run from right to left. By geometry, as fonts differ from machine to machine."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from playwright.sync_api import FloatRect, Locator, expect

from corpus import read
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add

# Invented. Latin names and numbers stand at the beginning, in the middle and at the end.
ARABIC = """---
title: ميناء الريح الشرقية
author: سلمى الحداد
date: 2026-03-14
language: ar
---

# ميناء الريح الشرقية

أغلق الميناء أبوابه ثلاثة أيام في مارس. تقول شركة Norvik Lines إن 41 سفينة انتظرت في الخارج.

## ما الذي حدث

Norvik Lines هي أكبر شركة في الميناء، وقد خسرت 12.5 مليون دينار. ينفي المدير ذلك.

- فُتح الرصيف الشمالي في 14/03/2026.

The company answered in English that it lost nothing at all. Nobody has seen its books.
"""
HEBREW = """---
title: הנמל והרוח
language: he
---

# הנמל והרוח

הנמל נסגר בחורף לשלושה ימים. המנהל אומר כי 41 אוניות חיכו בחוץ.
"""
PERSIAN = """---
title: بندر باد
language: fa
---

# بندر باد

بندر سه روز بسته بود. مدیر می‌گوید ۴۱ کشتی بیرون ماندند.
"""


@dataclass(frozen=True, slots=True)
class Box:
    """Where something lies on the screen."""

    left: float
    right: float
    top: float
    bottom: float

    @classmethod
    def of(cls, found: Locator) -> Box:
        rect = found.bounding_box()
        assert rect is not None
        return cls.around(rect)

    @classmethod
    def around(cls, rect: FloatRect) -> Box:
        x, y = rect["x"], rect["y"]
        return cls(x, x + rect["width"], y, y + rect["height"])


def open_article(signed: Signed, text: str) -> Desk:
    """An article on the desk of somebody new."""
    article = add(signed.path, read(text.encode(), "harbour.md"))
    signed.desk.open(article.id)
    return signed.desk


def block(desk: Desk, number: int) -> Locator:
    """What the claim stands in: a paragraph or an item."""
    return desk.claim(number).locator("xpath=ancestor::*[@dir][1]")


def drawn(claim: Locator, pseudo: str) -> Box:
    """A sign that the style sheet draws. Only an element has a box, so one takes its place."""
    return Box.around(
        claim.evaluate(
            """(claim, pseudo) => {
              const style = getComputedStyle(claim, pseudo);
              const text = pseudo === "::before" ? claim.dataset.n : claim.dataset.letter;
              const twin = document.createElement("span");
              for (const name of style) twin.style.setProperty(name, style.getPropertyValue(name));
              twin.textContent = text;
              claim.style.setProperty("--unused", "");
              if (pseudo === "::before") claim.prepend(twin); else claim.append(twin);
              const { x, y, width, height } = twin.getBoundingClientRect();
              twin.remove();
              return { x, y, width, height };
            }""",
            pseudo,
        )
    )


def test_each_block_runs_in_its_own_direction(signed: Signed) -> None:
    desk = open_article(signed, ARABIC)
    assert desk.page.locator("article.ca-read").get_attribute("lang") == "ar"
    assert desk.page.locator("article.ca-read").get_attribute("dir") == "rtl"
    found = [block(desk, number).get_attribute("dir") for number in range(1, 8)]
    assert found == ["rtl"] * 5 + ["ltr"] * 2
    names = block(desk, 3)  # begins with a Latin name, and is Arabic all the same
    assert names.evaluate("block => getComputedStyle(block).direction") == "rtl"
    shown = desk.page.locator("[data-part=this]")
    for number, direction in ((3, "rtl"), (6, "ltr"), (1, "rtl")):
        desk.claim(number).click()
        expect(shown).to_have_attribute("dir", direction)
        expect(shown).to_have_attribute("lang", "ar")


@pytest.mark.parametrize("text", [ARABIC, HEBREW, PERSIAN], ids=["ar", "he", "fa"])
def test_the_page_is_mirrored_and_the_desk_is_not(signed: Signed, text: str) -> None:
    desk = open_article(signed, text)
    desk.press("1", "2", "k")
    assert desk.number() == 2
    column, first = Box.of(block(desk, 2)), Box.of(desk.claim(1))
    assert column.right - first.right < 70  # text begins at the right, beside the gutter
    flag = drawn(desk.claim(2), "::before")
    assert first.right < flag.left
    assert flag.right <= column.right + 1
    letter = drawn(desk.claim(1), "::after")
    assert letter.right <= text_end(desk.claim(1)).left + 3
    title = Box.of(desk.page.locator("article h1"))
    assert title.right == pytest.approx(column.right, abs=1)
    panel = Box.of(desk.page.get_by_role("region", name="This claim"))
    assert panel.left >= column.right  # the words on the buttons are English


def text_end(claim: Locator) -> Box:
    """The last line of a claim."""
    return Box.around(
        claim.evaluate(
            """claim => {
              const range = document.createRange();
              range.selectNodeContents(claim.firstChild);
              const { x, y, width, height } = [...range.getClientRects()].at(-1);
              return { x, y, width, height };
            }"""
        )
    )


def test_the_byline_keeps_its_parts_together(signed: Signed) -> None:
    desk = open_article(signed, ARABIC)
    byline = desk.page.locator(".ca-byline")
    assert byline.evaluate("line => line.textContent") == "سلمى الحداد · 14 Mar 2026 · harbour.md"
    name, day, file = (Box.of(byline.locator("bdi").nth(n)) for n in range(3))
    assert file.right <= day.left
    assert day.right <= name.left
    assert Box.of(desk.page.locator("article h1")).right - name.right < 70
    assert name.bottom == day.bottom == file.bottom


def test_the_arrows_point_the_way_one_reads(signed: Signed) -> None:
    desk = open_article(signed, ARABIC)
    desk.press("ArrowLeft", "ArrowLeft", "ArrowDown")
    assert desk.number() == 4
    desk.press("ArrowRight", "ArrowUp")
    assert desk.number() == 2


def test_the_map_begins_at_the_right(signed: Signed) -> None:
    desk = open_article(signed, ARABIC)
    lane = Box.of(desk.page.locator("[data-part=map]"))
    desk.page.mouse.click(lane.right - 6, (lane.top + lane.bottom) / 2)
    assert desk.number() == 1
    desk.page.mouse.click(lane.left + 6, (lane.top + lane.bottom) / 2)
    assert desk.number() == 7


def test_nothing_is_wider_than_the_window(signed: Signed) -> None:
    desk = open_article(signed, ARABIC)
    for width in (390, 768, 1280):
        desk.page.set_viewport_size({"width": width, "height": 860})
        desk.look()
        assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
        scroller = desk.page.locator(".ca-scroll")
        assert scroller.evaluate("one => one.scrollWidth <= one.clientWidth + 1"), width
