"""Every key and its button, what is shown, and where a reload comes back to."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Signed
from tests.browser.desk import Desk, add, answers_of, long_article, notes, stored


@pytest.fixture
def opened(signed: Signed) -> Signed:
    """A desk with twelve claims."""
    article = add(signed.path, long_article(12))
    signed.desk.open(article.id)
    return signed


def test_tag_keys_set_and_go_on(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "2", "3", "0", "u")
    assert desk.number() == 6
    assert desk.tags()[:6] == ["sourced", "contested", "opinion", "none", "unsure", None]
    desk.wait_until_saved()
    assert [tag for _, tag in stored(opened.path, opened.name).values()] == [
        "sourced",
        "contested",
        "opinion",
        "none",
        None,
    ]
    assert stored(opened.path, opened.name)[5] == ("unsure", None)


def test_moving_tags_nothing(opened: Signed) -> None:
    desk = opened.desk
    desk.press("j", "ArrowDown", "j", "k", "ArrowUp")
    assert desk.number() == 2
    desk.press("k", "k", "k")
    assert desk.number() == 1
    assert answers_of(opened.path, opened.name) == []


def test_skip_next_open_and_clear(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "Space", "2", "k", "k", "k")
    desk.press("g")
    assert desk.number() == 4
    desk.press("k", "Backspace")
    assert desk.number() == 3
    desk.wait_until_saved()
    assert stored(opened.path, opened.name) == {1: ("tagged", "sourced"), 2: ("skipped", None)}


def test_undo_and_redo_survive_a_reload_at_any_depth(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "2", "3", "k", "1", "u")
    desk.press("z", "Control+z")
    assert desk.tags()[:4] == ["sourced", "contested", "opinion", None]
    desk.wait_until_saved()
    desk.page.reload()
    desk.ready()
    desk.press("z", "z", "z")
    assert desk.tags() == [None] * 12
    assert desk.number() == 1
    desk.wait_until_saved()
    desk.page.reload()
    desk.ready()
    desk.press("Shift+Z", "Shift+Z", "Shift+Z")
    assert desk.tags()[:4] == ["sourced", "contested", "opinion", None]
    desk.press("Shift+Z", "Shift+Z")
    assert desk.tags()[:4] == ["sourced", "contested", "sourced", "unsure"]
    desk.wait_until_saved()
    assert [tag for _, tag in stored(opened.path, opened.name).values()] == [
        "sourced",
        "contested",
        "sourced",
        None,
    ]


def test_a_tag_again_replaces(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "k", "2", "k", "3")
    desk.wait_until_saved()
    assert stored(opened.path, opened.name) == {1: ("tagged", "opinion")}


def test_a_note_is_saved_as_it_is_typed_and_never_blocks(opened: Signed) -> None:
    desk = opened.desk
    desk.press("n")
    desk.page.keyboard.type("1 2 3 =HYPERLINK u z j")
    desk.press("Escape", "1")
    assert desk.number() == 2
    desk.press("n")
    desk.page.keyboard.type("Second note")
    desk.page.wait_for_timeout(1500)
    desk.wait_until_saved()
    assert notes(opened.path, opened.name) == {1: "1 2 3 =HYPERLINK u z j", 2: "Second note"}
    assert stored(opened.path, opened.name) == {1: ("tagged", "sourced")}


def test_help_lists_the_keys_and_closes(opened: Signed) -> None:
    desk = opened.desk
    desk.press("?")
    dialog = desk.page.get_by_role("dialog")
    expect(dialog).to_be_visible()
    for words in ("undo", "skip", "sourced", "next"):
        expect(dialog).to_contain_text(re.compile(words, re.IGNORECASE))
    desk.press("1")
    desk.press("Escape")
    expect(dialog).to_be_hidden()
    expect(desk.current).to_be_focused()
    assert desk.tags() == [None] * 12


def test_streamlits_own_keys_do_nothing_here(opened: Signed) -> None:
    desk = opened.desk
    desk.press("c", "r", "C", "R")
    desk.page.wait_for_timeout(500)
    expect(desk.page.get_by_role("dialog")).to_have_count(0)
    assert desk.tags() == [None] * 12


def test_a_held_key_tags_one_claim(opened: Signed) -> None:
    desk = opened.desk
    for _ in range(6):
        desk.page.keyboard.down("1")
    desk.page.keyboard.up("1")
    assert desk.number() == 2


def test_everything_by_mouse(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    panel = page.locator(".ca-panel:not([hidden])")
    panel.get_by_role("button", name=re.compile("^contested")).click()
    assert desk.number() == 2
    panel.get_by_role("button", name=re.compile("^Skip")).last.click()
    desk.claim(6).click()
    assert desk.number() == 6
    panel.get_by_role("button", name=re.compile("^unsure")).click()
    panel.get_by_role("button", name=re.compile("^Undo")).last.click()
    panel.get_by_role("button", name=re.compile("^Redo")).click()
    page.get_by_role("button", name="Previous claim").click()
    panel.get_by_role("button", name=re.compile("^Next open")).last.click()
    assert desk.number() == 7
    desk.claim(1).click()
    panel.get_by_role("button", name=re.compile("^Clear")).click()
    panel.get_by_role("button", name="moderate").click()
    panel.get_by_role("button", name=re.compile("^opinion")).click()
    desk.wait_until_saved()
    assert stored(opened.path, opened.name) == {
        1: ("tagged", "opinion"),
        2: ("skipped", None),
        6: ("unsure", None),
    }


def test_everything_by_touch_on_a_phone(by_thumb: Signed) -> None:
    desk = by_thumb.desk
    desk.open(add(by_thumb.path, long_article(12)).id)
    panel = desk.page.locator(".ca-panel:not([hidden])")
    for name in ("sourced", "contested", "opinion", "none", "unsure"):
        button = panel.get_by_role("button", name=re.compile(f"^{name}"))
        box = button.bounding_box()
        assert box is not None
        assert min(box["width"], box["height"]) >= 44
        button.tap()
    assert desk.number() == 6
    desk.claim(2).tap()
    assert desk.number() == 2
    desk.wait_until_saved()
    assert no_sideways_scroll(desk.page)
    assert len(stored(by_thumb.path, by_thumb.name)) == 5


def no_sideways_scroll(page: Page) -> bool:
    """Whether the page is no wider than the window."""
    return bool(page.evaluate("document.documentElement.scrollWidth <= innerWidth"))


def test_a_reload_returns_to_the_claim_and_a_new_visit_to_the_first_open_one(
    opened: Signed,
) -> None:
    desk = opened.desk
    desk.press("1", "1", "j", "j", "3", "j", "j")
    here = desk.number()
    desk.page.wait_for_timeout(300)
    claim = desk.current.get_attribute("data-claim")
    desk.page.reload()
    desk.ready()
    assert desk.number() == here
    assert desk.page.url.endswith(f"claim={claim}")
    desk.wait_until_saved()
    desk.page.goto(f"{desk.url}/tag")
    desk.ready()
    assert desk.number() == 3


def test_going_on_from_the_articles_begins_at_the_first_open_claim(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "2", "3")
    desk.wait_until_saved()
    desk.page.reload()
    desk.ready()
    assert desk.number() == 4
    desk.press("1", "2", "3")
    for way in ("Continue", "Tag"):
        desk.wait_until_saved()
        desk.page.get_by_role("link", name="Articles").click()
        if way == "Continue":
            row = desk.page.get_by_role("link", name="Continue").first
            row.click()
        else:
            desk.page.get_by_role("link", name="Tag", exact=True).click()
        desk.ready()
        assert desk.number() == 7


@pytest.mark.parametrize("way", ["address", "link"])
def test_the_desk_gets_the_focus_also_where_it_is_refused_at_first(
    signed: Signed, way: str
) -> None:
    """Streamlit may still be moving the page around the desk when that opens."""
    article = add(signed.path, long_article(4))
    page = signed.context.new_page()
    page.add_init_script(
        """
        const focus = HTMLElement.prototype.focus;
        let refused = 0;
        HTMLElement.prototype.focus = function (options) {
          if (this.dataset.claim && refused < 3) refused += 1;
          else focus.call(this, options);
        };
        """
    )
    desk = Desk(page, signed.desk.url)
    if way == "link":
        page.goto(f"{desk.url}/guide?article={article.id}")
        page.get_by_role("link", name="Tag", exact=True).click()
        desk.ready()
    else:
        desk.open(article.id)


def test_who_goes_back_to_the_link_that_led_here_stays_on_it(signed: Signed) -> None:
    desk, page = signed.desk, signed.desk.page
    article = add(signed.path, long_article(4))
    page.goto(f"{desk.url}/guide?article={article.id}")
    link = page.get_by_role("link", name="Tag", exact=True)
    link.click()
    desk.ready()
    link.focus()
    page.wait_for_timeout(700)
    expect(link).to_be_focused()


def test_nothing_of_an_article_is_left_on_the_desk_of_another(signed: Signed) -> None:
    """Back past the page between, Streamlit goes from one desk straight to the other."""
    desk, page = signed.desk, signed.desk.page
    first, second = (add(signed.path, long_article(4)) for _ in range(2))
    page.goto(f"{desk.url}/guide")

    def start(article_id: int) -> None:
        page.get_by_role("link", name="Articles", exact=True).click()
        page.locator(f".st-key-open-{article_id} a, .st-key-go-open-{article_id} a").click()
        desk.ready()

    start(first.id)
    start(second.id)
    desk.press("w", "2", "k", "/")
    page.locator("[data-part=filter]").select_option("split")
    desk.ready()
    desk.press(".")
    expect(page.get_by_label("Search rulings")).to_be_focused()
    page.evaluate("history.go(-2)")
    title = page.locator("[data-part=title]")
    expect(title.filter(has_text=first.title)).to_be_visible()
    expect(title).to_have_count(1)  # for a moment there are both
    desk.ready()
    expect(page.locator("[data-part=filter]")).to_have_value("")
    expect(page.locator(".ca-desk")).not_to_have_attribute("data-filter", "split")
    expect(page.get_by_label("Your history of this claim")).to_have_text("nothing yet")
    page.locator(".ca-tag", has_text="opinion").click()
    assert desk.tags() == ["opinion", None, None, None]


def test_the_letter_of_a_tag_tells_its_key(opened: Signed) -> None:
    desk, hint = opened.desk, opened.desk.page.locator("[data-part=stepped]")
    desk.press("c")
    expect(hint).to_have_text("contested: 2")
    expect(desk.page.locator("[data-part=said]")).to_have_text(
        "C stands for contested; its key is 2."
    )
    assert desk.tags()[0] is None
    desk.press("2")
    expect(hint).to_be_hidden()
    assert desk.tags()[:2] == ["contested", None]


def test_a_letter_that_opens_the_note_tells_the_key_of_its_tag_too(opened: Signed) -> None:
    desk, hint = opened.desk, opened.desk.page.locator("[data-part=stepped]")
    note = desk.page.locator("[data-part=note]")
    desk.press("n")
    expect(note).to_be_focused()
    expect(hint).to_have_text("none: 0")
    desk.press("Escape", "0", "k", "n")
    expect(note).to_be_focused()
    expect(hint).to_be_hidden()  # who has answered knows the keys


def test_a_tag_that_was_clicked_does_not_look_chosen_for_the_next_claim(opened: Signed) -> None:
    page = opened.desk.page
    opinion = page.locator(".ca-tag", has_text="opinion")
    plain = opinion.evaluate("tag => getComputedStyle(tag).backgroundColor")
    opinion.click()
    opened.desk.look()
    assert opinion.evaluate("tag => getComputedStyle(tag).backgroundColor") == plain
    box = opinion.bounding_box()
    assert box
    page.mouse.move(box["x"] + 9, box["y"] + 9)
    assert opinion.evaluate("tag => getComputedStyle(tag).backgroundColor") != plain


def test_enter_reaches_the_buttons_of_the_tags(opened: Signed) -> None:
    desk = opened.desk
    desk.press("Enter")
    expect(desk.page.get_by_role("button", name="sourced")).to_be_focused()
    desk.press("Escape")
    expect(desk.current).to_be_focused()
    desk.press("Enter", "Tab", "Enter")
    assert desk.tags()[:2] == ["contested", None]
    expect(desk.claim(2)).to_be_focused()
    desk.press("Enter", "ArrowUp", "ArrowDown", "ArrowDown", "Enter")  # there the arrows go along
    assert desk.tags()[:3] == ["contested", "opinion", None]
    expect(desk.claim(3)).to_be_focused()


def test_the_end_says_what_is_left_and_leads_there(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "Space", "u", *("2" * 9))
    summary = desk.page.get_by_role("region", name="Summary")
    expect(summary).to_be_visible()
    desk.press("1", "2")  # behind the last claim nothing can be tagged
    expect(summary).to_contain_text("1 skipped")
    desk.press("g")
    assert desk.number() == 2
    desk.wait_until_saved()
    assert len(stored(opened.path, opened.name)) == 12


def test_the_current_claim_stays_in_sight(signed: Signed) -> None:
    article = add(signed.path, long_article(200))
    desk = signed.desk
    desk.open(article.id)
    for _ in range(12):
        desk.press(*("j" * 15))
        box, window = desk.current.bounding_box(), desk.page.viewport_size
        assert box is not None
        assert window is not None
        assert box["y"] > 0
        assert box["y"] + box["height"] < window["height"]


def test_an_article_that_fits_the_window_stays_where_it_is(signed: Signed) -> None:
    desk = signed.desk
    desk.open(add(signed.path, long_article(6)).id)
    scroller = desk.page.locator(".ca-scroll")
    moved = "one => [one.scrollTop, one.scrollHeight - one.clientHeight]"
    assert scroller.evaluate(moved) == [0, 0]
    for key in ("1", "2", "j", "End", "3", "k", "Home"):
        desk.press(key)
        assert scroller.evaluate(moved) == [0, 0], key
    desk.page.set_viewport_size({"width": 1280, "height": 520})
    desk.look()
    desk.press("End")
    desk.look()
    assert scroller.evaluate("one => one.scrollTop") > 0
    desk.page.set_viewport_size({"width": 1280, "height": 860})


def test_each_claim_is_one_element_with_a_name(opened: Signed) -> None:
    desk = opened.desk
    desk.press("1", "j")
    first = desk.claim(1)
    assert first.evaluate("claim => claim.childNodes.length") == 1
    expect(first).to_have_accessible_name(re.compile(r"^claim 1, sourced: Sentence number 1 "))
    expect(desk.claim(2)).to_have_accessible_name(re.compile(r"^claim 2, not tagged: "))
    assert desk.page.locator("[data-claim][tabindex='0']").count() == 1
    assert desk.page.locator("[data-claim][aria-current]").count() == 1


def test_the_column_reads_well(opened: Signed) -> None:
    """60 to 75 characters, at least 18 px, line height at least 1.5."""
    measure = opened.desk.claim(1).evaluate(
        """claim => {
          const block = claim.closest("p"), style = getComputedStyle(claim);
          const around = getComputedStyle(block);
          const room = block.getBoundingClientRect().width
            - parseFloat(around.paddingInlineStart) - parseFloat(around.paddingInlineEnd);
          const probe = document.createElement("span");
          probe.textContent = "Sentence number one of the report says the harbour was closed. ";
          probe.style.whiteSpace = "pre";
          block.append(probe);
          const each = probe.getBoundingClientRect().width / probe.textContent.length;
          probe.remove();
          return {characters: room / each,
                  size: parseFloat(style.fontSize),
                  line: parseFloat(style.lineHeight) / parseFloat(style.fontSize)};
        }"""
    )
    assert 60 <= measure["characters"] <= 75, measure
    assert measure["size"] >= 18
    assert measure["line"] >= 1.5


def test_a_name_typed_beside_the_list_is_a_new_name(signed: Signed) -> None:
    """The list has the focus; Enter after a typed name must not sign in whoever stands there."""
    page, name = signed.desk.page, f"Dora {signed.name}"
    page.goto(f"{signed.desk.url}/who?next=/guide")
    page.get_by_role("button", name=signed.name).focus()
    page.keyboard.type(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/guide")
    expect(page.get_by_text(name, exact=True)).to_be_visible()
