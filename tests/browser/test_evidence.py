"""Evidence on the tagging desk: words, links, quotes, files; undone, kept, refused."""

from __future__ import annotations

import random
import re
import unicodedata
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from annotator import workflow
from annotator.identity import cli_actor
from corpus import read
from db import articles
from db.model import ArticleRow
from db.store import open_store
from tests import builders
from tests.browser.conftest import Signed
from tests.browser.desk import add, long_article
from tests.browser.test_accessible import serious
from tests.sequences import selections
from tests.serving import Served

MIXED = """# Harbour 🚢 notes

The “North Quay” was closed\u00a0on 3 May 👩‍🚀👍🏽, said the board. Nobody\u00a0answered in 🇳🇴.
Café owners (naïve, they say) lost 12\u00a0000 kr. 𝔘nicode 😀😀 is everywhere.

## أسباب الإغلاق 🌊

أُغلق الميناءُ أبوابه يوم 3 مايو 🚢. خسرت Norvik 12 مليونا. قال المدير: «لن نعود»!

- First, the क्षत्रिय pilots said नमस्ते to all.
- Second, הנמל נסגר בלילה 🌙. It stayed closed.

1. Zwölf Böen & e\u0301t\u00e9, 한국어 텍스트 too.
2. Ends\u202f: here\u00a0: 𝄞.
"""
ARABIC = """---
title: الميناء
language: ar
---

أغلق الميناء أبوابه. خسرت Norvik 12 مليونا. عادت السفن.
"""
NAMED = """# Harbour

The quay leaks. According to the harbour board, the gate stood open all night. It rained.
"""
COLUMNS = (
    *("n", "type", "stance", "quote", "start", "end", "url", "accessed", "file", "name", "source"),
    *("title", "credibility", "note", "assisted", "withdrawn", "replaces"),
)
SELECT = """(root, [from, to]) => {
  const stretches = (root.texts ??= (() => {
    const walk = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
    const found = [];
    while (walk.nextNode()) {
      const parent = walk.currentNode.parentElement;
      const text = parent.matches(".ca-claim, h1, h2, h3, h4, h5, h6") && walk.currentNode;
      if (text && text.data.trim()) found.push(text);
    }
    return found;
  })());
  const [a, b] = [stretches[from[0]], stretches[to[0]]];
  const selection = getSelection();
  selection.removeAllRanges();
  selection.setBaseAndExtent(a, from[1], b, to[1]);
  return [a.data, b.data];
}"""
EDGE = """(claim, [words, end]) => {
  const node = claim.firstChild, at = node.data.indexOf(words);
  if (at < 0) throw new Error(`no ${words} in ${node.data}`);
  const range = document.createRange();
  range.setStart(node, end ? at + words.length - 1 : at);
  range.setEnd(node, end ? at + words.length : at + 1);
  const rect = [...range.getClientRects()].at(-1);
  return [end ? rect.right - 1 : rect.left + 1, rect.top + rect.height / 2];
}"""


def evidence(path: Path, name: str) -> list[dict[str, Any]]:
    """An analyst's pieces as the file has them, oldest first, the ones taken back too."""
    with open_store(path, write=False) as store, store.read() as db:
        rows = db.execute(
            """
            select claim.position, evidence.type, evidence.stance, evidence.quote, evidence.start,
              evidence.end, evidence.url, evidence.accessed_at, evidence.file_sha256,
              evidence.file_name, source.name, evidence.title, evidence.credibility, evidence.note,
              evidence.assisted, evidence.withdrawn_at, evidence.replaces
            from evidence
            join claim on claim.id = evidence.claim_id
            join analyst on analyst.id = evidence.analyst_id
            left join source on source.id = evidence.source_id
            where analyst.name = ?
            order by evidence.seq
            """,
            [name],
        ).fetchall()
    return [dict(zip(COLUMNS, row, strict=True)) for row in rows]


def text_of(path: Path, article: ArticleRow) -> str:
    """The text that offsets point to."""
    with open_store(path, write=False) as store, store.read() as db:
        return articles.text(db, article.revision_id)


def strip(page: Page) -> Locator:
    """The evidence of the current claim."""
    return page.get_by_role("region", name="Evidence")


def pieces(page: Page) -> Locator:
    """Piece by piece."""
    return strip(page).locator(".ca-proof")


def popover(page: Page) -> Locator:
    """What stands above selected words."""
    return page.get_by_role("group", name="Use the selected words as evidence")


def chips(page: Page) -> Locator:
    """What stands in the margin."""
    return page.locator(".ca-pile > .ca-chip")


def drag(page: Page, start: tuple[Locator, str], end: tuple[Locator, str]) -> None:
    """With the mouse, from before some words of a claim to behind some words of another one."""
    x, y = start[0].evaluate(EDGE, [start[1], False])
    to_x, to_y = end[0].evaluate(EDGE, [end[1], True])
    page.mouse.move(x, y)
    page.mouse.down()
    page.mouse.move((x + to_x) / 2, (y + to_y) / 2)
    page.mouse.move(to_x, to_y)
    page.mouse.up()


def paste(page: Page, text: str, *, kind: str = "text/plain") -> None:
    """As the browser tells of it."""
    page.locator(".ca-desk :focus").evaluate(
        """(element, [kind, text]) => {
          const clipboardData = new DataTransfer();
          clipboardData.setData(kind, text);
          const how = { clipboardData, bubbles: true, cancelable: true, composed: true };
          element.dispatchEvent(new ClipboardEvent("paste", how));
        }""",
        [kind, text],
    )


@pytest.fixture
def opened(signed: Signed) -> Signed:
    """A desk with twelve claims."""
    article = add(signed.path, long_article(12))
    signed.desk.open(article.id)
    return signed


# --- words of the article ------------------------------------------------------------------------


def test_words_dragged_with_the_mouse(signed: Signed) -> None:
    article = add(signed.path, read(MIXED.encode(), "mixed.md"))
    desk, page = signed.desk, signed.desk.page
    desk.open(article.id)
    desk.press("j")
    drag(page, (desk.claim(1), "closed"), (desk.claim(3), "owners"))
    expect(popover(page)).to_contain_text("evidence for claim 2")
    assert desk.number() == 2, "to select is not to choose"
    page.keyboard.press("r")
    expect(popover(page)).to_be_hidden()
    desk.wait_until_saved()
    (piece,) = evidence(signed.path, signed.name)
    text = text_of(signed.path, article)
    assert piece["quote"] == text[piece["start"] : piece["end"]]
    assert piece["quote"].startswith("closed\u00a0on 3 May 👩‍🚀👍🏽, said")
    assert piece["quote"].endswith("Café owners")
    assert (piece["n"], piece["type"], piece["stance"]) == (2, "in_text", "refutes")
    desk.press("1")
    assert desk.tags()[:3] == [None, "sourced", None], "the keys of the tags go on"
    desk.claim(1).click()
    assert desk.number() == 1
    expect(desk.claim(2)).to_have_accessible_name(re.compile("with evidence: "))


def test_a_selection_is_left_by_escape_by_a_click_and_by_a_tag(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    for leave in ("Escape", "click", "2"):
        drag(page, (desk.claim(3), "report"), (desk.claim(3), "harbour"))
        expect(popover(page)).to_be_visible()
        if leave == "click":
            desk.claim(5).click()
            assert desk.number() == 5
        else:
            desk.press(leave)
        expect(popover(page)).to_be_hidden()
    assert desk.tags()[4] == "contested"
    desk.wait_until_saved()
    assert evidence(opened.path, opened.name) == []


def test_words_selected_by_keys(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.press("j", "v", "ArrowRight", "Shift+ArrowRight", "Shift+ArrowRight", "Shift+ArrowLeft")
    expect(popover(page)).to_be_visible()
    expect(page.locator("[data-part=said]")).to_have_text("number 2")
    expect(desk.current).to_be_focused()
    desk.press("x", "v", "ArrowUp", "Shift+ArrowDown", "s", "v", "v", "v", "Escape", "v", "1")
    expect(popover(page)).to_be_hidden()
    desk.wait_until_saved()
    found = evidence(opened.path, opened.name)
    first = "Sentence number 1 of the report says that the harbour was closed for 1 days"
    assert [(one["quote"], one["stance"]) for one in found] == [
        ("number 2", "context"),
        (first, "supports"),
    ]
    assert desk.tags()[:3] == [None, "sourced", None]


def test_the_caret_is_mirrored_from_right_to_left(signed: Signed) -> None:
    article = add(signed.path, read(ARABIC.encode(), "harbour.md"))
    signed.desk.open(article.id)
    signed.desk.press(
        "v", "ArrowLeft", "Shift+ArrowLeft", "Shift+ArrowRight", "Shift+ArrowLeft", "s"
    )
    signed.desk.wait_until_saved()
    (piece,) = evidence(signed.path, signed.name)
    assert piece["quote"] == "الميناء أبوابه"


def stretches_of(path: Path, article: ArticleRow) -> Iterator[tuple[int, str]]:
    """What stands on the page, and where it begins: claims, and the blocks without any."""
    with open_store(path, write=False) as store, store.read() as db:
        blocks = articles.blocks(db, article.revision_id)
        claims = articles.claims_of(db, article.revision_id)
    for block in blocks:
        own = [claim for claim in claims if claim.block_id == block.id]
        yield from ((claim.start, claim.text) for claim in own)
        if not own:
            yield block.start, block.text


def letters(text: str) -> list[int]:
    """Where a text can be cut without cutting a letter in two, in code points."""

    def joined(at: int) -> bool:
        before, after = text[at - 1], text[at]
        flags = 0
        while at - 1 - flags >= 0 and "\U0001f1e6" <= text[at - 1 - flags] <= "\U0001f1ff":
            flags += 1
        return (
            unicodedata.category(after) in ("Mn", "Mc", "Me")
            or after in "\u200d\ufe0f"
            or "\U0001f3fb" <= after <= "\U0001f3ff"
            or before == "\u200d"
            or (flags % 2 == 1 and "\U0001f1e6" <= after <= "\U0001f1ff")
            or before == "\u094d"
        )

    return [0, *(at for at in range(1, len(text)) if not joined(at)), len(text)]


def utf16(text: str) -> int:
    return len(text.encode("utf-16-le")) // 2


def test_random_selections_are_exact(signed: Signed) -> None:
    """text[start:end] == quote, whatever is selected."""
    article = add(signed.path, read(MIXED.encode(), "mixed.md"))
    desk, page = signed.desk, signed.desk.page
    desk.open(article.id)
    text, root = text_of(signed.path, article), page.locator(".ca-read")
    stretches, chance = list(stretches_of(signed.path, article)), random.Random(6)
    expected: list[tuple[int, int, str]] = []
    while len(expected) < selections(50):
        ends = sorted(
            (which, chance.choice(letters(stretches[which][1])))
            for which in chance.choices(range(len(stretches)), k=2)
        )
        if chance.random() < 0.5:  # within one sentence
            ends = sorted(
                (ends[0][0], chance.choice(letters(stretches[ends[0][0]][1]))) for _ in "ab"
            )
        (a, start), (b, end) = ends
        begins, stops = stretches[a][0] + start, stretches[b][0] + end
        quote = text[begins:stops]
        if not quote.strip() or start == len(stretches[a][1]) or end == 0:
            continue
        begins += len(quote) - len(quote.lstrip())
        stops -= len(quote) - len(quote.rstrip())
        shown = root.evaluate(
            SELECT,
            [
                [a, utf16(stretches[a][1][:start])],
                [b, utf16(stretches[b][1][:end])],
            ],
        )
        assert [" ".join(one.split()) for one in shown] == [
            " ".join(stretches[which][1].split()) for which in (a, b)
        ]
        popover(page).wait_for(state="visible")
        page.keyboard.press(chance.choice("srx"))
        popover(page).wait_for(state="hidden")
        expected.append((begins, stops, text[begins:stops]))
    desk.wait_until_saved()
    found = evidence(signed.path, signed.name)
    assert [(one["start"], one["end"], one["quote"]) for one in found] == expected


# --- links, words from elsewhere, files ----------------------------------------------------------


def test_a_link_is_pasted_and_attached_with_two_keys(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    paste(page, "https://www.example.org/report?page=2")
    expect(strip(page)).to_contain_text("a link to www.example.org, seen today")
    page.keyboard.press("s")
    expect(desk.current).to_be_focused()
    link = pieces(page).get_by_role("link", name="www.example.org")
    expect(link).to_have_attribute("href", "https://www.example.org/report?page=2")
    expect(link).to_have_attribute("target", "_blank")
    expect(link).to_have_attribute("rel", "noopener noreferrer")
    desk.wait_until_saved()
    (piece,) = evidence(opened.path, opened.name)
    today = page.evaluate("new Date().toLocaleDateString('sv')")
    assert (piece["type"], piece["url"], piece["accessed"]) == (
        "url",
        "https://www.example.org/report?page=2",
        today,
    )


def test_a_quote_with_what_more_is_known_of_it(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.press("e")
    paste(page, "The gate stood open. 🚢")
    strip(page).get_by_text("Details").click()
    strip(page).get_by_label("Source", exact=True).fill("Harbour board")
    strip(page).get_by_label("Credibility").select_option("6")
    strip(page).get_by_label("Note").fill("By telephone.")
    page.reload()
    desk.ready()
    desk.press("e")
    field = strip(page).get_by_label("Paste a link or words")
    expect(field).to_have_value("The gate stood open. 🚢")  # nothing typed is lost
    page.keyboard.press("Enter")
    page.keyboard.press("r")
    desk.wait_until_saved()
    (piece,) = evidence(opened.path, opened.name)
    assert piece["quote"] == "The gate stood open. 🚢"
    assert (piece["source"], piece["credibility"], piece["note"]) == (
        "Harbour board",
        6,
        "By telephone.",
    )
    expect(pieces(page)).to_contain_text("cannot be judged")
    expect(field).to_have_value("")


def test_a_piece_is_changed_and_taken_back(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    paste(page, "It leaks.")
    page.keyboard.press("s")
    pieces(page).get_by_role("button", name="Edit").click()
    strip(page).get_by_label("Title").fill("Minutes")
    strip(page).get_by_role("button", name="refutes").click()
    expect(pieces(page)).to_have_count(1)
    expect(pieces(page)).to_contain_text("Minutes")
    desk.wait_until_saved()
    old, new = evidence(opened.path, opened.name)
    assert [bool(one["withdrawn"]) for one in (old, new)] == [True, False]
    assert new["replaces"]
    pieces(page).get_by_role("button", name="Take back").click()
    expect(desk.current).to_be_focused()
    expect(pieces(page)).to_have_count(0)
    desk.press("z")
    expect(pieces(page)).to_have_count(1)
    desk.press("z")
    expect(pieces(page)).to_contain_text("supports")
    desk.wait_until_saved()
    old, new = evidence(opened.path, opened.name)
    assert [bool(one["withdrawn"]) for one in (old, new)] == [False, True]


def test_a_change_is_saved_with_its_stance_or_left(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    paste(page, "It leaks.")
    page.keyboard.press("r")
    for ended in ("Cancel", "Save"):
        pieces(page).get_by_role("button", name="Edit").click()
        refutes = strip(page).get_by_role("button", name="refutes")
        expect(refutes).to_have_attribute("aria-pressed", "true")
        strip(page).get_by_label("Title").fill(ended)
        strip(page).get_by_role("button", name=ended).click()
        expect(strip(page).get_by_role("button", name="Save")).to_be_hidden()
    desk.press("e")
    pieces(page).get_by_role("button", name="Edit").click()
    strip(page).get_by_label("Change this piece").fill("It leaks again.")
    page.keyboard.press("Enter")
    expect(strip(page).get_by_role("button", name="Save")).to_be_focused()
    page.keyboard.press("Enter")
    expect(pieces(page)).to_contain_text("It leaks again.")
    desk.wait_until_saved()
    said = [
        (one["stance"], one["quote"], one["title"]) for one in evidence(opened.path, opened.name)
    ]
    assert said == [
        ("refutes", "It leaks.", ""),
        ("refutes", "It leaks.", "Save"),
        ("refutes", "It leaks again.", "Save"),
    ]


def test_a_double_click_takes_one_piece_back(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    for words in ("One.", "Two.", "Three."):
        paste(page, words)
        page.keyboard.press("s")
    expect(pieces(page)).to_have_count(3)
    pieces(page).first.get_by_role("button", name="Take back").dblclick()
    expect(pieces(page)).to_have_count(2)
    desk.wait_until_saved()
    with open_store(opened.path, write=False) as store, store.read() as db:
        acts = db.execute(
            """
            select count(*) from event
            where kind = 'evidence.withdraw'
            and actor = (select id from analyst where name = ?)
            """,
            [opened.name],
        ).fetchone()
    assert acts == (1,)  # the second click said nothing more


def test_a_long_quotation_opens(opened: Signed) -> None:
    page = opened.desk.page
    paste(page, "The gate was open. " * 40 + "So it stayed.")
    page.keyboard.press("s")
    expect(pieces(page).get_by_text("So it stayed.")).to_be_hidden()
    pieces(page).locator("summary").press("Enter")
    expect(pieces(page).get_by_text("So it stayed.")).to_be_visible()
    expect(pieces(page).locator("q:visible")).to_have_count(1)


def test_no_other_address_becomes_a_link(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    paste(page, "https://me:secret@example.org/a")
    page.keyboard.press("s")
    expect(strip(page)).to_contain_text("The address holds a login before the @. Leave it out.")
    expect(strip(page).get_by_label("Paste a link or words")).to_be_focused()
    page.keyboard.press("ControlOrMeta+a")
    page.keyboard.type("javascript:alert(1)")
    page.keyboard.press("Enter")
    page.keyboard.press("x")
    desk.wait_until_saved()
    (piece,) = evidence(opened.path, opened.name)
    assert (piece["type"], piece["url"]) == ("quote", "")
    expect(pieces(page).get_by_role("link")).to_have_count(0)


PNG = bytes.fromhex(
    "89504e470d0a1a0a0000000d49484452000000010000000108060000001f15c4890000000d49444154789c6360606060"
    "000000050001a5f645400000000049454e44ae426082"
)


def choose_file(page: Page, name: str, kind: str, content: bytes) -> None:
    page.locator("[data-part=choose]").set_input_files(
        {"name": name, "mimeType": kind, "buffer": content}
    )


def test_a_file_is_stored_and_comes_back_as_it_was(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.press("e")
    content = b"%PDF-1.4\n% the minutes of the board\n"
    choose_file(page, "minutes 🚢.pdf", "application/pdf", content)
    page.keyboard.press("s")
    expect(pieces(page).get_by_role("link", name="minutes 🚢.pdf")).to_be_visible()
    desk.press("j", "e")
    choose_file(page, "quay.png", "image/png", PNG)
    page.keyboard.press("r")
    desk.wait_until_saved()
    expect(pieces(page).get_by_role("link", name="quay.png")).to_be_visible()
    desk.wait_until_saved()
    assert [(one["n"], one["type"], one["name"]) for one in evidence(opened.path, opened.name)] == [
        (1, "document", "minutes 🚢.pdf"),
        (2, "image", "quay.png"),
    ]
    page.reload()
    desk.ready()
    desk.claim(1).click()
    desk.press("e")
    with page.expect_download() as loading:
        pieces(page).get_by_role("link", name="minutes 🚢.pdf").click()
    assert Path(loading.value.path()).read_bytes() == content


def test_a_file_waits_for_the_connection_and_a_refused_one_says_why(opened: Signed) -> None:
    desk, page, context = opened.desk, opened.desk.page, opened.context
    desk.press("e")
    context.set_offline(True)
    choose_file(page, "minutes.pdf", "application/pdf", b"%PDF-1.4\n% two\n")
    page.keyboard.press("s")
    waiting = strip(page).locator("[data-upload]")
    expect(waiting).to_contain_text("No connection: “minutes.pdf” waits here")
    expect(waiting.get_by_role("button", name="Try again")).to_be_visible()
    desk.press("2")
    assert desk.tags()[0] == "contested", "it is in nobody's way"
    context.set_offline(False)
    desk.wait_until_saved()
    desk.press("k")
    expect(pieces(page).get_by_role("link", name="minutes.pdf")).to_be_visible()
    desk.press("e")
    choose_file(page, "no.pdf", "application/pdf", b"This is no PDF at all.")
    expect(strip(page).locator("[data-part=entry-is]")).to_contain_text("no.pdf")
    expect(strip(page).locator("[data-part=entry-is]")).to_have_attribute("data-wrong", "")
    page.keyboard.press("s")
    expect(strip(page).get_by_text("another file")).to_be_visible()
    choose_file(page, "yes.pdf", "application/pdf", b"%PDF-1.4\n% three\n")
    page.keyboard.press("s")
    expect(pieces(page).get_by_role("link", name="yes.pdf")).to_be_visible()
    desk.wait_until_saved()
    names = [one["name"] for one in evidence(opened.path, opened.name)]
    assert names == ["minutes.pdf", "yes.pdf"]


# --- undone, kept, refused -----------------------------------------------------------------------


def test_tags_and_evidence_have_one_history(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.press("1", "v", "s", "2", "e")
    page.keyboard.press("Escape")
    assert desk.number() == 3
    desk.press("z")
    assert desk.tags()[:2] == ["sourced", None]
    desk.press("z")
    expect(page.locator("[data-part=stepped]")).to_have_text("evidence undone")
    expect(chips(page)).to_have_count(0)
    assert desk.tags()[0] == "sourced"
    desk.press("z")
    assert desk.tags()[0] is None
    desk.press("Shift+Z", "Shift+Z")
    expect(chips(page)).to_have_count(1)
    desk.wait_until_saved()
    (piece,) = evidence(opened.path, opened.name)
    assert (piece["n"], piece["withdrawn"]) == (2, None)
    desk.press("v", "ArrowRight", "x")
    desk.wait_until_saved()
    page.reload()
    desk.ready()
    desk.press("z")
    desk.wait_until_saved()
    assert withdrawn(opened) == [False, True]
    page.reload()  # what was taken back is brought back after another reload, and taken back again
    desk.ready()
    desk.press("Shift+Z")
    desk.wait_until_saved()
    assert withdrawn(opened) == [False, False]
    desk.press("z", "z")
    desk.wait_until_saved()
    assert withdrawn(opened) == [True, True]
    assert desk.tags()[0] == "sourced"


def withdrawn(signed: Signed) -> list[bool]:
    """Which of somebody's pieces are taken back, oldest first."""
    return [bool(one["withdrawn"]) for one in evidence(signed.path, signed.name)]


AWAY = """() => {
  const { fetch } = window;
  window.fetch = (url, init) => {
    const away = String(url).includes("/api/acts") && sessionStorage.getItem("away");
    return away ? Promise.reject(new TypeError("away")) : fetch(url, init);
  };
}"""


def test_what_was_not_sent_is_there_after_a_reload(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    page.add_init_script(f"({AWAY})()")  # what a page sends last is not seen by Playwright
    page.evaluate("sessionStorage.setItem('away', 'yes')")
    page.reload()
    desk.ready()
    desk.press("v", "s", "j", "v", "r")
    paste(page, "It leaks.")
    page.keyboard.press("x")
    expect(desk.saved).to_contain_text("kept here")
    desk.press("z")
    page.reload()
    desk.ready()
    expect(chips(page)).to_have_count(2)
    assert evidence(opened.path, opened.name) == []
    page.evaluate("sessionStorage.removeItem('away')")
    desk.wait_until_saved()
    found = evidence(opened.path, opened.name)
    assert [(one["n"], one["stance"], bool(one["withdrawn"])) for one in found] == [
        (1, "supports", False),
        (2, "refutes", False),
        (2, "context", True),
    ]


def test_a_refused_piece_is_listed_with_its_words(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page

    def elsewhere(route: Route) -> None:
        sent: Any = route.request.post_data_json
        for act in sent["acts"]:
            act["start"], act["end"] = 0, 3
        route.continue_(post_data=sent)

    page.route("**/api/acts", elsewhere)
    desk.press("v", "Shift+ArrowRight", "r")
    expect(desk.saved).to_have_text("1 refused")
    expect(chips(page)).to_have_count(0)
    page.get_by_role("button", name="Show", exact=True).click()
    row = page.get_by_role("dialog", name="Refused").get_by_role("listitem")
    expect(row).to_contain_text("Claim 1 · evidence that refutes: “Sentence number”")
    expect(row).to_contain_text("not at this place of the article")
    page.unroute("**/api/acts")
    assert evidence(opened.path, opened.name) == []


# --- the margin, to-dos, the second look ---------------------------------------------------------


def test_the_margin_leads_to_the_claim_and_the_claim_to_the_words(signed: Signed) -> None:
    article = add(signed.path, long_article(150))
    desk, page = signed.desk, signed.desk.page
    desk.open(article.id)
    where = page.locator("[data-claim]").evaluate_all(
        "all => all.slice(0, 30).map((one) => one.offsetTop + one.offsetHeight)"
    )
    desk.press("v", "ArrowRight", "x")
    desk.press("End", "k")
    drag(page, (desk.claim(148), "report"), (desk.claim(148), "harbour"))
    page.keyboard.press("s")
    expect(chips(page)).to_have_count(2)
    desk.press("Home")
    expect(chips(page).first).to_have_accessible_name("“number” gives context for claim 1")
    desk.press("Tab")
    expect(chips(page).first).to_be_focused()
    desk.press("ArrowDown")
    expect(chips(page).last).to_be_focused()
    page.keyboard.press("Enter")
    assert desk.number() == 149
    expect(desk.current).to_be_focused()
    desk.press("e", "Escape")
    page.locator(".ca-scroll").evaluate("(scroller) => (scroller.scrollTop = 0)")
    expect(desk.claim(148)).not_to_be_in_viewport()
    words = "report says that the harbour"
    strip(page).get_by_role("button", name=words, exact=True).click()
    expect(desk.claim(148)).to_be_in_viewport()
    led = "() => [...(CSS.highlights.get('ca-led') ?? [])].join()"
    assert page.evaluate(led) == words
    desk.press("Escape", "Home")
    assert (
        page.locator("[data-claim]").evaluate_all(
            "all => all.slice(0, 30).map((one) => one.offsetTop + one.offsetHeight)"
        )
        == where
    ), "no text moves"


def test_many_pieces_on_one_line_and_a_narrow_page(by_thumb: Signed) -> None:
    article = add(by_thumb.path, long_article(12))
    desk, page = by_thumb.desk, by_thumb.desk.page
    desk.open(article.id)
    before = desk.claim(3).bounding_box()
    for _ in range(6):
        desk.press("v", "Shift+ArrowRight", "s")
    desk.press("j", "v", "r")
    expect(chips(page)).to_have_count(2)
    expect(chips(page).first).to_have_text("+×6")
    assert desk.claim(3).bounding_box() == before
    box = chips(page).first.bounding_box()
    words = desk.claim(1).bounding_box()
    assert box
    assert words
    assert words["x"] + words["width"] <= box["x"] + 1
    assert box["x"] + box["width"] <= 390
    chips(page).first.tap()
    flown = page.locator(".ca-flown").first
    expect(flown.get_by_role("button")).to_have_count(6)
    flown.get_by_role("button").first.tap()
    assert desk.number() == 1


def test_on_the_phone_words_are_attached_by_tapping(by_thumb: Signed) -> None:
    article = add(by_thumb.path, read(MIXED.encode(), "mixed.md"))
    desk, page = by_thumb.desk, by_thumb.desk.page
    desk.open(article.id)
    page.locator(".ca-read").evaluate(SELECT, [[1, 0], [1, 3]])
    expect(popover(page)).to_be_visible()
    box = popover(page).bounding_box()
    assert box
    assert 0 <= box["x"] <= 390 - box["width"]
    button = popover(page).get_by_role("button", name="supports")
    for event in ("pointerdown", "pointerup"):  # the click of a finger comes later than these
        button.dispatch_event(event, {"pointerType": "touch"})
    page.wait_for_timeout(200)
    assert popover(page).bounding_box() == box, "moved away under the finger"
    button.tap()
    expect(popover(page)).to_be_hidden()
    page.get_by_role("button", name="Evidence", exact=True).first.tap()
    expect(pieces(page)).to_contain_text("The")
    expect(strip(page)).to_be_in_viewport()
    desk.wait_until_saved()
    assert [one["quote"] for one in evidence(by_thumb.path, by_thumb.name)] == ["The"]


def test_what_would_be_refused_is_said_while_it_can_be_mended(opened: Signed) -> None:
    desk, page = opened.desk, opened.desk.page
    desk.press("e")
    page.locator("[data-part=paste]").fill("The log says May.")
    page.locator("[data-part=details] summary").click()
    page.get_by_label("Published").fill("31/02/2021")
    page.locator("[data-attach=supports]").click()
    expect(page.locator("[data-part=entry-is]")).to_contain_text("“31/02/2021” is no date")
    expect(page.get_by_label("Published")).to_be_focused()
    expect(page.get_by_label("Published")).to_have_attribute("aria-invalid", "true")
    page.get_by_label("Published").fill("2021-02")
    page.get_by_label("Seen on").fill("3021-02-03")
    page.locator("[data-attach=supports]").click()
    expect(page.locator("[data-part=entry-is]")).to_contain_text("3021-02-03 has not come yet")
    page.get_by_label("Seen on").fill("2021-02-03")
    page.locator("[data-attach=supports]").click()
    expect(page.locator("[data-part=stepped]")).to_have_text("evidence attached")
    desk.wait_until_saved()
    (piece,) = evidence(opened.path, opened.name)
    assert (piece["quote"], piece["accessed"]) == ("The log says May.", "2021-02-03")


@pytest.fixture
def wanting(office: Served) -> Iterator[None]:
    """A project in which tags ask for evidence."""
    with open_store(office.path) as store:
        workflow.want_evidence(store, cli_actor(), wanted=True)
    yield
    with open_store(office.path) as store:
        workflow.want_evidence(store, cli_actor(), wanted=False)


def test_what_a_tag_asks_for_is_a_reminder(wanting: None, signed: Signed) -> None:
    article = add(signed.path, long_article(12))
    desk, page = signed.desk, signed.desk.page
    desk.open(article.id)
    desk.press("1", "2", "3", "k", "k", "k")
    panel = page.get_by_role("region", name="This claim")
    expect(panel).to_contain_text("wants evidence that supports it")
    todo = page.get_by_role("button", name="want evidence")
    expect(todo).to_have_text("2 want evidence")
    desk.press("j")
    expect(panel).to_contain_text("wants evidence that supports it, and some that refutes it")
    desk.press("k", "v", "s")
    expect(panel).not_to_contain_text("wants evidence")
    expect(todo).to_have_text("1 want evidence")
    todo.click()
    assert desk.number() == 2
    expect(page.locator("[data-part=filter]")).to_have_value("evidence")
    desk.press("v", "s", "v", "r")
    desk.press("j")
    expect(page.get_by_role("region", name="Filter")).to_contain_text(
        "No more claims that want evidence"
    )
    desk.press("Escape", "End", "j")
    summary = page.get_by_role("region", name="Summary")
    expect(summary.get_by_role("button", name="not tagged yet")).to_be_visible()
    expect(summary.get_by_role("button", name="evidence")).to_have_count(0)


def test_the_second_look_comes_after_the_tag_and_only_if_asked_for(signed: Signed) -> None:
    article = add(signed.path, read(NAMED.encode(), "harbour.md"))
    desk, page = signed.desk, signed.desk.page
    desk.open(article.id)
    asked: list[str] = []
    page.on(
        "request",
        lambda request: asked.append(request.url) if "attribution" in request.url else None,
    )
    desk.press("1", "1")
    desk.wait_until_saved()
    assert asked == []
    desk.press("k", "z", "e")
    strip(page).get_by_label("After I tag, offer a source that the sentence names").check()
    desk.press("Escape", "Escape")
    page.reload()
    desk.ready()
    desk.claim(2).click()
    desk.press("1")
    offer = page.locator("[data-part=offer]")
    expect(offer).to_contain_text("as in-text source?")
    assert desk.number() == 3
    expect(desk.current).to_be_focused()
    desk.press("a")
    expect(offer).not_to_contain_text("source")
    desk.wait_until_saved()
    (piece,) = evidence(signed.path, signed.name)
    assert (piece["n"], piece["type"], piece["assisted"]) == (2, "in_text", 1)
    assert "harbour board" in piece["source"]
    assert piece["quote"] == text_of(signed.path, article)[piece["start"] : piece["end"]]


# --- for everybody -------------------------------------------------------------------------------


@pytest.mark.timeout(120)
@pytest.mark.parametrize(("scheme", "width"), [("light", 1280), ("dark", 390)])
def test_nothing_has_a_serious_fault(
    wanting: None, signed: Signed, scheme: Any, width: int
) -> None:
    article = add(signed.path, read(MIXED.encode(), "mixed.md"))
    desk, page = signed.desk, signed.desk.page
    page.set_viewport_size({"width": width, "height": 860})
    page.emulate_media(color_scheme=scheme)
    desk.open(article.id)
    desk.press("2", "k", "v", "s", "v", "s", "j", "v", "r")
    paste(page, "https://example.org/a")
    page.keyboard.press("x")
    found = {}
    desk.press("v", "Shift+ArrowRight")
    found["words"] = serious(page)
    desk.press("Escape", "e")
    strip(page).get_by_text("Details").click()
    strip(page).get_by_label("After I tag").check()
    found["strip"] = serious(page)
    desk.press("Escape", "Escape")
    chips(page).first.click()
    found["margin"] = serious(page)
    assert {name: faults for name, faults in found.items() if faults} == {}


def test_what_the_lead_laid_down_is_shown_and_cannot_be_changed(signed: Signed) -> None:
    article = add(signed.path, long_article(12))
    with open_store(signed.path) as store:
        lead = builders.an_analyst(store, "Mara Lead")
        with store.read() as db:
            claim = articles.claims_of(db, article.revision_id)[0]
        builders.attach(store, lead, claim.id, "context", quote="From the archive.", shared=True)
    signed.desk.open(article.id)
    signed.desk.press("e")
    piece = pieces(signed.desk.page)
    expect(piece).to_contain_text("From the archive.")
    expect(piece).to_contain_text("from the lead")
    expect(piece.get_by_role("button")).to_have_count(0)
