"""axe (WCAG 2.2 A, AA) on every page and state of the desk; large text, forced colours, motion."""

from __future__ import annotations

from collections.abc import Callable
from typing import Literal

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from corpus import read
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article

RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]},
    "resultTypes": ["violations"],
}
ARABIC = "---\ntitle: الميناء\nlanguage: ar\n---\n\nأغلق الميناء أبوابه. خسرت Norvik 12 مليونا.\n"


def serious(page: Page) -> list[str]:
    """What axe calls serious or critical, with where."""
    results = Axe().run(page, options=RULES)
    return [
        f"{found['id']}: {found['help']} at {[node['target'] for node in found['nodes']][:3]}"
        for found in results.response["violations"]
        if found["impact"] in ("serious", "critical")
    ]


def tagged(desk: Desk) -> None:
    """Every tag in view, a skipped claim, a note and a wish for a split."""
    desk.press("1", "2", "3", "0", "u", "Space", "w", "n")
    desk.page.keyboard.insert_text("A note.")
    desk.press("Escape")
    desk.wait_until_saved()
    assert desk.tags()[:5] == ["sourced", "contested", "opinion", "none", "unsure"]


def filtered(desk: Desk) -> None:
    desk.page.locator("[data-part=filter]").select_option("unsure")
    desk.look()


def at_the_end(desk: Desk) -> None:
    desk.press("End", "j")
    expect(desk.page.get_by_role("region", name="Summary")).to_be_focused()


def open_sheet(desk: Desk) -> None:
    grip = desk.page.locator("[data-part=grip]")
    if grip.is_visible():
        grip.click()


# What leads into a state of the desk, and out of it again.
STATES: dict[str, tuple[Callable[[Desk], None], tuple[str, ...]]] = {
    "tagged": (tagged, ()),
    "focus mode": (lambda desk: desk.press("f"), ("f",)),
    "codebook": (lambda desk: desk.press("."), ("Escape",)),
    "keys": (lambda desk: desk.press("?"), ("Escape",)),
    "sheet": (open_sheet, ("Escape",)),
    "summary": (at_the_end, ("k",)),
    "filter": (filtered, ()),
    "end of the filter": (lambda desk: desk.press("j"), ("Escape",)),
}


@pytest.mark.timeout(300)
@pytest.mark.parametrize(
    ("scheme", "width"),
    [
        ("light", 1280),
        ("dark", 390),
    ],
)
def test_nothing_has_a_serious_fault(
    signed: Signed, scheme: Literal["light", "dark"], width: int
) -> None:
    """On the desk; the tests of each page look at theirs."""
    article = add(signed.path, long_article(12))
    arabic = add(signed.path, read(ARABIC.encode(), "harbour.md"))
    desk, page = signed.desk, signed.desk.page
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    desk.open(article.id)
    found = {}
    for name, (enter, leave) in STATES.items():
        enter(desk)
        found[name] = serious(page)
        desk.press(*leave)
    desk.open(arabic.id)
    found["from right to left"] = serious(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_only_what_the_focus_does_not_tell_is_said_aloud(signed: Signed) -> None:
    article = add(signed.path, long_article(12))
    desk, page = signed.desk, signed.desk.page
    desk.open(article.id)
    live = page.locator(".ca-desk").locator("[aria-live], [role=status], [role=alert]")
    assert sorted(live.evaluate_all("all => all.map((one) => one.dataset.part)")) == [
        "lines",
        "others-list",
        "rulings-count",
        "said",
        "settings-said",
    ]
    said = page.locator("[data-part=said]")
    desk.press("1", "j", "2", "Space")
    desk.wait_until_saved()
    expect(said).to_have_text("")  # tagging and moving tell themselves
    desk.press("z")
    expect(said).to_have_text("Undone: claim 4, not tagged.")
    desk.press("Shift+Z")
    expect(said).to_have_text("Redone: claim 4, skipped.")
    page.locator("[data-part=filter]").select_option("tag:contested")
    expect(said).to_have_text("1 contested claim.")
    page.keyboard.press("Escape")
    page.keyboard.press("Escape")
    expect(said).to_have_text("All claims.")


def cut_off(page: Page) -> list[str]:
    """Controls of the desk that lie beside the window, or that no scrolling brings into it."""
    found: list[str] = page.locator(".ca-desk").evaluate(
        """desk => [...desk.querySelectorAll("button, a, select, textarea, [data-part=this]")]
          .filter((one) => one.checkVisibility())
          .filter((one) => {
            one.scrollIntoView({ block: "center" });
            const { left, right, top, bottom } = one.getBoundingClientRect();
            return left < -1 || right > innerWidth + 1 || top < -1 || bottom > innerHeight + 1;
          })
          .map((one) => one.outerHTML.slice(0, 120))"""
    )
    return found


@pytest.mark.parametrize(
    ("width", "height", "text"),
    [(640, 430, "100%"), (1280, 860, "200%"), (390, 844, "200%"), (320, 640, "100%")],
    ids=["zoomed page", "large text", "large text on a phone", "reflow at 320"],
)
def test_large_text_cuts_nothing_off(signed: Signed, width: int, height: int, text: str) -> None:
    """WCAG 1.4.4 and 1.4.10: twice the size, or 320 pixels wide, without scrolling to the side."""
    article = add(signed.path, long_article(12))
    page = signed.context.new_page()  # what is put into a page is there for good
    desk = Desk(page, signed.desk.url)
    page.set_viewport_size({"width": width, "height": height})
    page.add_init_script(
        f"""addEventListener("DOMContentLoaded",
          () => document.documentElement.style.fontSize = "{text}")"""
    )
    desk.open(article.id)
    desk.press("u", "Space", "w")
    panel = page.get_by_role("region", name="This claim").bounding_box()
    assert panel is not None
    assert panel["y"] + panel["height"] <= height + 1
    assert cut_off(page) == []
    assert page.evaluate("document.documentElement.scrollWidth") <= width
    article_box = page.locator(".ca-scroll").bounding_box()
    assert article_box is not None
    assert article_box["width"] > 250  # room for a few words a line
    at_the_end(desk)
    assert cut_off(page) == []


@pytest.mark.parametrize(("width", "height"), [(640, 430), (320, 640)])
def test_the_open_sheet_of_a_low_window_keeps_the_words_in_sight(
    signed: Signed, width: int, height: int
) -> None:
    """A page at 200 % is as low as that: the sheet covers the article, and has to scroll."""
    sentence = "The master of the harbour says that the quay, closed since May, will open soon, "
    text = f"# The quay\n\nIt is closed. {sentence * 4}perhaps. Nobody knows.\n"
    desk, page = signed.desk, signed.desk.page
    page.set_viewport_size({"width": width, "height": height})
    desk.open(add(signed.path, read(text.encode(), "quay.md")).id)
    desk.press("j")
    open_sheet(desk)
    words, panel = page.locator("[data-part=this]"), page.locator("[data-part=panel]")
    for share in (0, 0.5, 1):
        reached = panel.evaluate(
            "(one, share) => one.scrollTop = share * (one.scrollHeight - one.clientHeight)", share
        )
        assert bool(reached) == bool(share), "the sheet scrolls by itself"
        desk.look()
        expect(words).to_be_in_viewport(ratio=0.9)
        assert words.evaluate(
            """words => {
              const { left, top, height } = words.getBoundingClientRect();
              return words.getRootNode().elementFromPoint(left + 40, top + height / 2) === words;
            }"""
        ), "nothing lies over them"
    reason = page.locator("[data-part=reason]")
    reason.evaluate("one => one.scrollIntoView()")
    above, below = words.bounding_box(), reason.bounding_box()
    assert above is not None
    assert below is not None
    assert above["y"] + above["height"] <= below["y"] + 1, "nor they over what is come to"
    assert cut_off(page) == []


def test_forced_colours_show_what_is_current_and_pressed(signed: Signed) -> None:
    article = add(signed.path, long_article(12))
    desk, page = signed.desk, signed.desk.page
    page.emulate_media(forced_colors="active")
    desk.open(article.id)
    desk.press("1", "2", "k")
    outline = """one => {
      const { outlineStyle, outlineColor } = getComputedStyle(one);
      return `${outlineStyle} ${outlineColor}`;
    }"""
    assert desk.current.evaluate(outline).startswith("solid")
    pressed = page.locator("[data-set=contested]")
    assert pressed.evaluate(outline) != page.locator("[data-set=sourced]").evaluate(outline)
    underlines = {
        desk.claim(number).evaluate("claim => getComputedStyle(claim).textDecorationStyle")
        for number in (1, 2)
    }
    assert underlines == {"solid", "wavy"}
    at_the_end(desk)
    bar = page.locator(".ca-share i:not(.ca-letter)").first
    paper = page.locator(".ca-desk").evaluate("() => getComputedStyle(document.body).color")
    assert bar.evaluate("bar => getComputedStyle(bar).forcedColorAdjust") == "none"
    assert paper != bar.evaluate("bar => getComputedStyle(bar).backgroundColor")


def test_without_motion_nothing_moves_by_itself(signed: Signed) -> None:
    article = add(signed.path, long_article(12))
    desk, page = signed.desk, signed.desk.page
    page.emulate_media(reduced_motion="reduce")
    desk.open(article.id)
    desk.press("1", "f", "j")
    moving: list[str] = page.locator(".ca-desk").evaluate(
        """desk => [desk, ...desk.querySelectorAll("*")].flatMap((one) => one.getAnimations())
          .filter((one) => one.playState === "running" && one.effect.getTiming().duration > 10)
          .map((one) => one.effect.target.outerHTML.slice(0, 80))"""
    )
    assert moving == []
