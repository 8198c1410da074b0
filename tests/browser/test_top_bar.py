"""The bar above the article: the map, the filter, focus mode, the session, on any width."""

from __future__ import annotations

import re
from typing import Literal

import pytest
from playwright.sync_api import Locator, Page, expect

from corpus import read
from tests.annotator.test_colours import contrast
from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, long_article
from tests.browser.test_accessible import serious

SPOTS = """strip => {
  const { left, width, top, height } = strip.getBoundingClientRect();
  const spots = {};
  for (let x = 0; x < width; x += 0.5) {
    const clientX = left + x;
    strip.dispatchEvent(new PointerEvent("pointermove", { clientX }));
    const place = Number(/claim (\\d+):/.exec(strip.title)[1]);
    (spots[place] ??= []).push(clientX);
  }
  const middles = {};
  for (const [place, xs] of Object.entries(spots)) middles[place] = xs[xs.length >> 1];
  return { middles, y: top + height / 2 };
}"""
PIXEL = """(canvas, [x, y]) => {
  const { left, top, width } = canvas.getBoundingClientRect();
  const scale = canvas.width / width;
  const [px, py] = [(x - left) * scale, (y - top) * scale].map(Math.round);
  return [...canvas.getContext("2d").getImageData(px, py, 1, 1).data].slice(0, 3);
}"""
COLOUR_OF = """(desk, name) => {
  const probe = document.createElement("i");
  probe.style.color = `var(--ca-${name})`;
  desk.append(probe);
  const colour = getComputedStyle(probe).color.match(/\\d+/g).map(Number);
  probe.remove();
  return colour;
}"""


class Map:
    """The map of one desk."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.strip = page.locator(".ca-map")

    def spots(self) -> tuple[dict[int, float], float]:
        """Where the mark of each claim that has one lies, and the height of all."""
        found = self.strip.evaluate(SPOTS)
        return {int(place): x for place, x in found["middles"].items()}, found["y"]

    def click(self, number: int) -> None:
        """A click on the mark of a claim."""
        spots, y = self.spots()
        self.page.mouse.click(spots[number], y)

    def colour(self, number: int) -> list[int]:
        """What is painted in the upper part of the mark of a claim."""
        spots, y = self.spots()
        seen: list[int] = self.strip.locator("canvas").evaluate(PIXEL, [spots[number], y - 7])
        return seen

    def painted(self, number: int, paper: list[int]) -> list[int]:
        """The same with the paper that shines through."""
        spots, y = self.spots()
        *seen, alpha = self.strip.locator("canvas").evaluate(
            PIXEL.replace(".slice(0, 3)", ""), [spots[number], y - 7]
        )
        pairs = zip(seen, paper, strict=True)
        return [round((ink * alpha + ground * (255 - alpha)) / 255) for ink, ground in pairs]

    def token(self, name: str) -> list[int]:
        """A colour of the page, in the theme of the moment."""
        colour: list[int] = self.page.locator(".ca-desk").evaluate(COLOUR_OF, name)
        return colour


@pytest.fixture
def opened(signed: Signed) -> Signed:
    """A desk with twenty-four claims in two paragraphs."""
    article = add(signed.path, long_article(24))
    signed.desk.open(article.id)
    return signed


def in_sight(claim: Locator) -> None:
    """The claim lies within the window."""
    expect(claim).to_be_in_viewport(ratio=0.99)


def test_a_click_on_the_map_goes_to_the_claim(opened: Signed) -> None:
    desk, map_ = opened.desk, Map(opened.desk.page)
    assert sorted(map_.spots()[0]) == list(range(1, 25))
    for number in (17, 1, 24):
        map_.click(number)
        assert desk.number() == number
        expect(desk.current).to_be_focused()
        in_sight(desk.current)
    desk.press("k", "1")
    assert desk.number() == 24


def test_a_click_on_the_map_of_a_long_article_comes_near(signed: Signed) -> None:
    desk = signed.desk
    desk.open(add(signed.path, long_article(600)).id)
    map_ = Map(desk.page)
    spots, _ = map_.spots()
    assert len(spots) > 300
    for wanted in (450, 2, 600):
        number = min(spots, key=lambda place: abs(place - wanted))
        assert abs(number - wanted) <= 2
        map_.click(number)
        assert desk.number() == number
        in_sight(desk.current)


def test_the_map_shows_the_tag_just_given_and_takes_it_back(opened: Signed) -> None:
    desk, map_ = opened.desk, Map(opened.desk.page)
    empty = map_.token("line")
    assert map_.colour(3) == empty
    desk.press("j", "j", "1", "2", "j")
    assert map_.colour(3) == map_.token("teal")
    assert map_.colour(4) == map_.token("red")
    assert map_.colour(5) == map_.colour(7) == empty
    expect(map_.strip).to_have_accessible_name(
        "Map of 24 claims: 1 sourced, 1 contested, 22 not tagged"
    )
    desk.press("z", "z", "End")
    assert map_.colour(3) == map_.colour(4) == empty
    expect(map_.strip).to_have_accessible_name("Map of 24 claims: 24 not tagged")


def test_the_map_of_an_article_from_right_to_left_begins_at_the_right(signed: Signed) -> None:
    desk = signed.desk
    text = "---\nlanguage: he\n---\n\n# הנמל\n\nהנמל נסגר בחורף. המנהל שותק. הים סוער.\n"
    desk.open(add(signed.path, read(text.encode(), "port.md")).id)
    map_ = Map(desk.page)
    spots, _ = map_.spots()
    assert spots[1] > spots[2] > spots[3]
    desk.press("1", "j")
    assert map_.colour(1) == map_.token("teal")
    map_.click(2)
    assert desk.number() == 2


def test_the_map_says_what_lies_under_the_pointer(opened: Signed) -> None:
    desk, map_ = opened.desk, Map(opened.desk.page)
    desk.press("1", "Space")
    spots, y = map_.spots()
    said = []
    for number in (1, 2, 3):
        desk.page.mouse.move(spots[number], y)
        said.append(map_.strip.get_attribute("title"))
    assert said == ["claim 1: sourced", "claim 2: skipped", "claim 3: not tagged"]


def test_the_map_follows_the_theme_and_the_room(opened: Signed) -> None:
    desk, map_ = opened.desk, Map(opened.desk.page)
    desk.press("1", "End")
    light = map_.token("teal")
    assert map_.colour(1) == light
    desk.page.emulate_media(color_scheme="dark")
    expect(desk.page.locator(".stApp")).to_have_css("color-scheme", "dark")
    desk.page.wait_for_timeout(300)
    dark = map_.token("teal")
    assert dark != light
    assert map_.colour(1) == dark
    desk.page.set_viewport_size({"width": 900, "height": 700})
    desk.look()
    desk.look()
    assert map_.colour(1) == dark
    map_.click(13)
    assert desk.number() == 13


def test_the_map_is_painted_as_fine_as_the_screen(opened: Signed) -> None:
    page, strip = opened.desk.page, Map(opened.desk.page).strip
    wide = strip.evaluate("strip => strip.clientWidth")
    drawn = "strip => strip.querySelector('canvas').width"
    assert strip.evaluate(drawn) == pytest.approx(wide, abs=1)
    screen = opened.context.new_cdp_session(page)
    steps: tuple[tuple[int, Literal["reduce", "no-preference"]], ...] = (
        (2, "reduce"),
        (3, "no-preference"),
        (1, "reduce"),
    )
    for scale, motion in steps:  # the window as large as before
        screen.send(
            "Emulation.setDeviceMetricsOverride",
            {"width": 1280, "height": 860, "deviceScaleFactor": scale, "mobile": False},
        )
        page.emulate_media(reduced_motion=motion)  # a screen that is only played tells with this
        page.wait_for_function(f"devicePixelRatio === {scale}")
        opened.desk.look()
        opened.desk.look()
        assert strip.evaluate("strip => strip.clientWidth") == wide
        assert strip.evaluate(drawn) == pytest.approx(wide * scale, abs=2)
    screen.detach()


def choose(desk: Desk, letters: str) -> None:
    """A filter, by the keyboard alone."""
    desk.press("/")
    expect(desk.page.get_by_label("Show", exact=True)).to_be_focused()
    desk.page.keyboard.type(letters)
    desk.press("Enter")


def test_a_filter_leads_among_its_claims_only(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "u", "1", "u", "Space", "u", "1", "Home")
    choose(desk, "uns")
    standing = desk.page.locator("[data-part=standing]")
    assert desk.number() == 2
    expect(desk.current).to_be_focused()
    expect(standing).to_have_text("1 of 3")
    seen = []
    for key in ("j", "ArrowDown", "k", "Home", "End", "g"):
        desk.press(key)
        seen.append(desk.number())
    assert seen == [4, 6, 4, 2, 6, 2]
    expect(standing).to_have_text("1 of 3")
    assert desk.page.locator("[data-claim]:not([data-out])").count() == 3
    desk.press("2")
    assert desk.number() == 4
    expect(standing).to_have_text("1 of 2")
    assert desk.tags()[1] == "contested"
    desk.press("Escape")
    expect(standing).to_be_hidden()
    assert desk.page.locator("[data-out]").count() == 0
    desk.press("j")
    assert desk.number() == 5


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_what_a_filter_lets_through_stands_out(
    opened: Signed, scheme: Literal["light", "dark"]
) -> None:
    desk, map_ = opened.desk, Map(opened.desk.page)
    desk.page.emulate_media(color_scheme=scheme)
    desk.press("1", "Space", "0", "Home")

    def ink(number: int) -> list[int]:
        colour: str = desk.claim(number).evaluate("claim => getComputedStyle(claim).color")
        return [int(part) for part in re.findall(r"\d+", colour)]

    assert ink(2) == map_.token("ink-3")
    desk.page.get_by_label("Show", exact=True).select_option("Skipped")
    assert ink(2) == map_.token("ink")
    assert ink(1) == ink(5) == map_.token("ink-3")
    paper = map_.token("paper")
    for number in (1, 5):  # tagged, and open
        assert contrast(hexed(map_.painted(number, paper)), hexed(paper)) >= 1.6


def hexed(colour: list[int]) -> str:
    """A colour as `contrast` wants it."""
    return "#" + "".join(f"{part:02x}" for part in colour)


def test_a_filter_outlives_a_reload_and_leaves_other_articles_alone(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.press("u", "1", "u", "1", "u", "Home")
    choose(desk, "uns")
    desk.press("j")
    desk.wait_until_saved()
    page.reload()
    desk.ready()
    assert desk.number() == 3
    standing = page.locator("[data-part=standing]")
    expect(standing).to_have_text("2 of 3")
    expect(page.get_by_label("Show", exact=True)).to_have_value("unsure")
    desk.press("j")
    assert desk.number() == 5
    url = page.url
    desk.open(add(opened.path, long_article(6)).id)
    expect(standing).to_be_hidden()
    page.goto(url)
    desk.ready()
    expect(standing).to_have_text("3 of 3")
    desk.press("Escape")
    page.reload()
    desk.ready()
    expect(standing).to_be_hidden()


def test_a_claim_that_the_filter_leaves_out_can_be_gone_to(opened: Signed) -> None:
    desk = opened.desk
    desk.press("u", "1", "u", "1", "Home")
    choose(desk, "uns")
    desk.claim(2).click()
    assert desk.number() == 2
    expect(desk.page.locator("[data-part=standing]")).to_have_text("2")
    desk.press("j")
    assert desk.number() == 3
    desk.press("k")
    assert desk.number() == 1


def test_when_none_is_left_there_is_a_way_back_to_all(opened: Signed) -> None:
    desk = opened.desk
    desk.press("u", "1", "u", "Home")
    choose(desk, "uns")
    desk.press("1", "2")
    rest = desk.page.get_by_role("region", name="Filter")
    expect(rest.get_by_role("heading")).to_have_text("No more unsure claims.")
    expect(rest).to_be_focused()
    expect(desk.current).to_have_count(0)
    expect(desk.page.get_by_role("region", name="Summary")).to_be_hidden()
    desk.press("3")  # no claim is current: a key too many tags nothing
    assert desk.tags()[:4] == ["sourced", "sourced", "contested", None]
    desk.press("Escape")
    expect(rest).to_be_hidden()
    assert desk.number() == 3
    desk.press("Escape")
    choose(desk, "skip")
    expect(rest.get_by_role("heading")).to_have_text("No skipped claims.")
    rest.get_by_role("button", name="All claims").click()
    assert desk.number() == 3
    expect(desk.page.get_by_label("Show", exact=True)).to_have_value("")


def test_a_filter_picked_with_the_mouse_gives_the_keys_back(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "2", "1", "Home")
    desk.page.get_by_label("Show", exact=True).select_option("Contested")
    assert desk.number() == 2
    expect(desk.current).to_be_focused()


def test_focus_mode_keeps_the_claim_and_leaves_again(opened: Signed) -> None:
    desk = opened.desk
    button = desk.page.get_by_role("button", name="Focus mode")
    desk.press(*"jjjjjjjjjj")
    desk.press("f")
    assert desk.number() == 11
    expect(button).to_have_attribute("aria-pressed", "true")
    expect(desk.claim(12)).to_be_visible()
    expect(desk.claim(13)).to_be_hidden()
    in_sight(desk.current)
    top = desk.current.bounding_box()
    desk.press("1", "1")
    assert desk.number() == 13
    expect(desk.current).to_be_focused()
    expect(desk.claim(14)).to_be_visible()
    expect(desk.claim(12)).to_be_hidden()
    assert top is not None
    assert desk.current.bounding_box() == pytest.approx(top, abs=top["height"])
    desk.page.reload()
    desk.ready()
    expect(desk.claim(12)).to_be_hidden()
    desk.press("f")
    assert desk.number() == 13
    expect(button).to_have_attribute("aria-pressed", "false")
    expect(desk.claim(12)).to_be_visible()
    in_sight(desk.current)
    button.click()
    expect(desk.claim(12)).to_be_hidden()
    expect(desk.current).to_be_focused()
    desk.press("Escape")
    expect(desk.claim(12)).to_be_visible()


def test_focus_mode_comes_to_the_end_and_back(opened: Signed) -> None:
    desk = opened.desk
    desk.press("f", "End", "j")
    expect(desk.page.get_by_role("region", name="Summary")).to_be_visible()
    expect(desk.page.get_by_text("end of the article", exact=True)).to_be_in_viewport()
    expect(desk.claim(24)).to_be_hidden()
    desk.press("k")
    assert desk.number() == 24
    in_sight(desk.current)


def test_the_session_is_counted_and_survives_a_reload(opened: Signed) -> None:
    desk = opened.desk
    session = desk.page.locator(".ca-session")
    expect(session).to_have_text("This session 0 claims")
    desk.press("1", "2", "Space", "k", "k", "3")
    expect(session).to_have_text("This session 2 claims")
    desk.wait_until_saved()
    desk.page.reload()
    desk.ready()
    expect(session).to_have_text("This session 2 claims")
    desk.press("Home", "2")
    expect(session).to_have_text("This session 2 claims")
    desk.press("End", "u")
    expect(session).to_have_text("This session 3 claims")


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_nothing_is_hard_to_read_under_a_filter_or_in_focus_mode(
    opened: Signed, scheme: Literal["light", "dark"]
) -> None:
    desk = opened.desk
    desk.page.emulate_media(color_scheme=scheme)
    desk.press("1", "2", "3", "0", "u", "Space", "1", "Home")
    desk.page.get_by_label("Show", exact=True).select_option("Unsure")
    assert serious(desk.page) == []
    desk.press("f")
    assert serious(desk.page) == []
    desk.press("j")
    expect(desk.page.get_by_role("region", name="Filter")).to_be_visible()
    assert serious(desk.page) == []


@pytest.mark.parametrize("width", [390, 768])
def test_a_narrow_bar_has_two_rows_for_thumbs(by_thumb: Signed, width: int) -> None:
    desk = by_thumb.desk
    desk.page.set_viewport_size({"width": width, "height": 844})
    desk.open(add(by_thumb.path, long_article(24)).id)
    map_ = Map(desk.page)
    desk.press("u", "1", "u", "Home")
    parts = [
        desk.page.locator(name)
        for name in (".ca-title", ".ca-saved", ".ca-map", "[data-count=left]", "#ca-filter")
    ]
    boxes = [part.bounding_box() for part in parts]
    assert all(box and box["width"] > 10 for box in boxes)
    rows = {round((box["y"] + box["height"] / 2) / 12) for box in boxes if box}
    assert len(rows) <= 2
    for target in (
        map_.strip,
        desk.page.locator("#ca-filter"),
        desk.page.locator(".ca-way .ca-icon"),
    ):
        box = target.bounding_box()
        assert box is not None
        assert box["height"] >= 44
        assert box["x"] + box["width"] <= width
    spots, y = map_.spots()
    desk.page.touchscreen.tap(spots[20], y)
    assert desk.number() == 20
    desk.page.locator("#ca-filter").select_option("unsure")
    expect(desk.page.locator("[data-part=standing]")).to_have_text(re.compile(r"^\d of 2$"))
    assert desk.page.evaluate("document.documentElement.scrollWidth") <= width
