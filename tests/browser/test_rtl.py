"""Articles that run from right to left: by geometry and by pixels, as fonts differ everywhere."""

from __future__ import annotations

from dataclasses import dataclass
from io import BytesIO

import pytest
from PIL import Image, ImageChops, ImageOps
from playwright.sync_api import FloatRect, Locator, expect

from corpus import read
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add
from tests.browser.test_top_bar import COLOUR_OF

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
# Two short sentences and a long one, in either direction.
LINES = {
    "ar": (
        "أغلق الميناء أبوابه. خسر التجار كثيرا.",
        "قال مدير الميناء في الصباح إن الريح الشرقية التي هبت على الساحل منذ أول الشتاء"
        " دفعت أكثر السفن إلى البقاء"
        " بعيدا عن الأرصفة القديمة ولم يبق في الداخل سوى قوارب الصيادين الصغيرة التي لا تخاف الموج"
        " ولا تنتظر إذن أحد ولا تعود قبل أن يهبط الليل على المدينة وعلى الجبال التي خلفها",
    ),
    "en": (
        "The harbour closed its gates. The merchants lost much.",
        "The master of the harbour said in the morning that the east wind, which has blown on the"
        " coast since the beginning of the winter, pushed most of the ships to stay far from the"
        " old quays, and that only the small boats of the fishermen were left inside, which fear"
        " no wave, wait for nobody's leave and do not come back"
        " before the night falls on the town and on the mountains behind it",
    ),
}


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


@dataclass(frozen=True, slots=True)
class Picture:
    """The article as it is drawn; one from right to left as a mirror shows it."""

    image: Image.Image
    top: float

    @classmethod
    def of(cls, desk: Desk, *, mirrored: bool) -> Picture:
        desk.page.mouse.move(1, 1)  # no tint under the pointer
        desk.look()
        box = Box.of(desk.page.locator("article.ca-read"))
        width, height = box.right - box.left, box.bottom - box.top
        shot = desk.page.screenshot(
            clip={"x": box.left, "y": box.top, "width": width, "height": height},
            animations="disabled",
        )
        image = Image.open(BytesIO(shot)).convert("RGB")
        return cls(ImageOps.mirror(image) if mirrored else image, box.top)

    def part(self, top: float, bottom: float) -> Image.Image:
        """What is drawn between two heights of the window."""
        y, end = round(top - self.top), round(bottom - self.top)
        return self.image.crop((0, y, self.image.width, end))


def near(image: Image.Image, colour: list[int], within: int) -> Image.Image:
    """White where the image has about this colour."""
    apart = ImageChops.difference(image, Image.new("RGB", image.size, tuple(colour))).split()
    most = ImageChops.lighter(ImageChops.lighter(apart[0], apart[1]), apart[2])
    return most.point(lambda value: 255 if value < within else 0)


def reach(mask: Image.Image) -> tuple[int, int]:
    """How far the white of a mask goes from left to right."""
    box = mask.getbbox()
    assert box is not None, "nothing is drawn"
    return box[0], box[2]


def ink(image: Image.Image) -> tuple[int, int]:
    """Where the dark letters of a line begin and end."""
    return reach(image.convert("L").point(lambda value: 255 if value < 120 else 0))


@pytest.mark.parametrize("language", ["ar", "en"])
def test_a_picture_of_it_is_the_mirror_of_one_from_left_to_right(
    signed: Signed, language: str
) -> None:
    short, long = LINES[language]
    desk = open_article(signed, f"---\ntitle: .\nlanguage: {language}\n---\n\n{short}\n\n{long}.\n")
    desk.press("1")
    assert desk.number() == 2
    colours = {
        name: desk.page.locator(".ca-desk").evaluate(COLOUR_OF, name) for name in ("accent", "teal")
    }
    height = float(block(desk, 3).evaluate("one => parseFloat(getComputedStyle(one).lineHeight)"))
    picture = Picture.of(desk, mirrored=language == "ar")

    text = Box.of(desk.claim(3))
    count = round((text.bottom - text.top) / height)
    assert count >= 4
    lines = [
        ink(picture.part(text.top + n * height, text.top + (n + 1) * height)) for n in range(count)
    ]
    begins, ends = [line[0] for line in lines], [line[1] for line in lines]
    assert max(begins) - min(begins) <= 8, "one edge is even"
    assert max(ends) - min(ends) >= 24, "the other is not"
    assert max(begins) < 80, "the even one is beside the gutter"

    first = Box.of(desk.claim(1))
    line = picture.part(first.top - 6, first.bottom + 6)
    flag = near(line, colours["accent"], 8)
    left, right = reach(flag)
    assert right - left > 20
    assert right <= min(begins), "the number stands in the gutter, before the text"
    columns = [
        flag.crop((x, 0, x + 1, flag.height)).histogram()[255] for x in (left + 1, right - 2)
    ]
    assert columns[0] > 2 * columns[1], "and points at it"

    tag = near(line, colours["teal"], 24)
    rows = [tag.crop((0, y, tag.width, y + 1)) for y in range(tag.height)]
    underline = max(rows, key=lambda row: row.histogram()[255])
    under, all_of_it = reach(underline), reach(tag)
    assert under[0] <= min(begins) + 8
    assert all_of_it[0] >= under[0] - 1
    assert all_of_it[1] >= under[1] + 4, "the letter stands behind the last word"
