"""Markdown: blocks as marked, inline markup out of the text, all else where the file has it."""

from __future__ import annotations

import pytest

from corpus import Article, ReadError, read

BODY = "The dam held through the night. Nobody in the valley slept."


def markdown(text: str, **said: str) -> Article:
    return read(text.encode(), "note.md", **said)


def kinds(text: str) -> list[tuple[str, str]]:
    article = markdown(text)
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def test_without_inline_markup_every_offset_is_the_files_own() -> None:
    source = (
        "---\ntitle: The Dam\n---\n\n# The Dam\n\nThe dam held,\nas it must. \nNobody slept.\n\n"
        "## The night ##\n\n- It leaks.\n- It is old.\n\n> We prayed.\n\n```\nnot. prose.\n```\n\n"
        "| a. | b. |\n|----|----|\n| c. | d. |\n\n***\n\nThe end\n-------\n\n1. One here.\n\n"
        "<div>\nNo.\n</div>\n"
    )
    article = markdown(source)
    assert article.text.replace(" ", "\n") == source.replace(" ", "\n")
    assert [(block.kind, block.marker) for block in article.blocks] == [
        ("title", ""),
        ("paragraph", ""),
        ("heading", ""),
        ("list-item", "-"),
        ("list-item", "-"),
        ("quote", ""),
        ("heading", ""),
        ("list-item", "1."),
    ]


@pytest.mark.parametrize(
    ("source", "text"),
    [
        ("The *dam* is **very** old.", "The dam is very old."),
        ("The _dam_ ~~held~~ fell.", "The dam held fell."),
        ("See [the plan](http://example.org/a_b 'x').", "See the plan."),
        ("See [the plan][1].\n\n[1]: http://example.org", "See the plan."),
        ("See <https://example.org/x>.", "See https://example.org/x."),
        ("Run `open --gate` now.", "Run open --gate now."),
        (r"A \*star\* and 3 \< 4.", "A *star* and 3 < 4."),
        ("Salt &amp; water &copy; &#8364;5.", "Salt & water © €5."),
        ("One<br>two <b>three</b>.", "One two three."),
        ("![map](m.png) The dam.", "The dam."),
        ("The dam\\\nheld.", "The dam held."),
        ("The *dam\nheld*.", "The dam held."),
        ("2 * 3 * 4 is 24.", "2 * 3 * 4 is 24."),
        ("snake_case_name is one word.", "snake_case_name is one word."),
        ("“Curly”  and\u00a0spaces.", "“Curly”  and\u00a0spaces."),
        ("A &#10;line&#x2028;break.", "A  line break."),
    ],
)
def test_inline_markup_is_taken_out(source: str, text: str) -> None:
    article = markdown(f"{BODY}\n\n{source}")
    block = article.blocks[1]
    assert article.text[block.start : block.end] == text
    assert [article.text[s:e] for s, e in block.sentences] == [text]


def test_what_stands_after_markup_is_found_at_its_new_place() -> None:
    article = markdown("# A *b* c\n\nOne **two** three. `Four` five.\n\n- [six](x) seven.\n")
    assert article.text == "# A b c\n\nOne two three. Four five.\n\n- six seven.\n"
    assert [piece.text for piece in article.pieces()] == [
        "A b c",
        "One two three.",
        "Four five.",
        "six seven.",
    ]


def test_the_marks_of_wrapped_blocks_go() -> None:
    article = markdown(
        f"{BODY}\n\n> We prayed\n> all night.\nIt rained.\n\n- It is\n  old. It\nleaks.\n"
    )
    assert [piece.text for piece in article.pieces()][2:] == [
        "We prayed all night.",
        "It rained.",
        "It is old.",
        "It leaks.",
    ]


def test_lists_and_their_depth() -> None:
    source = "- One.\n\n  More of one.\n\n  1. Deep.\n- Two.\n\n7) Seven.\n8) Eight.\n"
    article = markdown(source)
    assert [(block.kind, block.level, block.marker) for block in article.blocks] == [
        ("list-item", 1, "-"),
        ("list-continuation", 1, ""),
        ("list-item", 2, "1."),
        ("list-item", 1, "-"),
        ("list-item", 1, "7)"),
        ("list-item", 1, "8)"),
    ]


@pytest.mark.parametrize("break_", ["\n", "\n\n"])
def test_markers_that_markdown_does_not_know(break_: str) -> None:
    source = f"Three reasons:\n\n1- It is *old*. It leaks.{break_}2- Nobody cares.{break_}a) Why?\n"
    article = markdown(source)
    items = [(b.kind, b.marker, article.text[b.start : b.end]) for b in article.blocks[1:]]
    assert items == [
        ("list-item", "1-", "It is old. It leaks."),
        ("list-item", "2-", "Nobody cares."),
        ("list-item", "a)", "Why?"),
    ]


def test_a_paragraph_between_two_such_items_continues_the_first() -> None:
    assert [kind for kind, _ in kinds(f"1- One.\n\n{BODY}\n\n2- Two.\n\n{BODY}")] == [
        "list-item",
        "list-continuation",
        "list-item",
        "paragraph",
    ]


def test_code_tables_rules_and_html_hold_no_claims() -> None:
    source = (
        f"{BODY}\n\n    indented code. No.\n\n```\nfenced. No.\n```\n\n<p>html. No.</p>\n\n"
        "| a. No. |\n|---|\n| b. No. |\n\n---\n\n![No.](x.png)\n\n<!-- No. -->\n"
    )
    article = markdown(source)
    assert len(article.blocks) == 1
    assert "fenced. No." in article.text


def test_the_first_heading_of_level_one_is_the_title() -> None:
    assert kinds(f"## Report\n\n# The *Dam*\n\n{BODY}\n\n## The Dam\n")[:2] == [
        ("heading", "Report"),
        ("title", "The Dam"),
    ]
    assert kinds(f"# The Dam\n\n{BODY}\n\n## The Dam\n")[-1] == ("title-repeat", "The Dam")


def test_a_lower_heading_is_the_title_only_at_the_top() -> None:
    assert kinds(f"## The Dam\n\n{BODY}")[0] == ("title", "The Dam")
    assert kinds(f"{BODY}\n\n## The Dam\n\n{BODY}")[1] == ("heading", "The Dam")


def test_the_title_of_the_front_matter_is_found_in_the_text() -> None:
    article = markdown(f"---\ntitle: The Dam’s End\n---\n## The dam's *end*\n\n{BODY}\n\n# Other\n")
    assert article.title == "The Dam’s End"
    assert [block.kind for block in article.blocks] == ["title", "paragraph", "heading"]
    assert markdown(f"---\ntitle: X\n---\n# Y\n\n{BODY}").blocks[0].kind == "heading"


def test_without_any_heading_the_rules_of_plain_text_apply() -> None:
    assert [kind for kind, _ in kinds(f"The Dam\n\n{BODY}\n\nThe night\n\n{BODY}")] == [
        "title",
        "paragraph",
        "heading",
        "paragraph",
    ]
    assert [kind for kind, _ in kinds(f"# The Dam\n\n{BODY}\n\nThe night\n\n{BODY}")][
        2
    ] == "paragraph"


def test_a_bold_line_is_a_heading() -> None:
    assert kinds(f"# The Dam\n\n{BODY}\n\n**The night**\n\n{BODY}")[2] == ("heading", "The night")
    assert kinds(f"# The Dam\n\n**The night was long.**\n\n{BODY}")[1][0] == "paragraph"


FRONT = """---
title: "Salt & Water: A *Report*"
author:
  - Ann Lee
  - name: Bo Ek
date: 2024-05-06T10:00:00Z
source: https://example.org/salt
lang: en_GB
tags: [dam, water]
---
The dam held.
"""


def test_front_matter_says_what_the_article_is() -> None:
    article = markdown(FRONT)
    assert article.title == "Salt & Water: A *Report*"
    assert article.author == "Ann Lee, Bo Ek"
    assert article.published == "2024-05-06"
    assert article.url == "https://example.org/salt"
    assert article.language == "en-GB"
    assert article.notices == ()
    assert article.text == FRONT
    assert len(article.blocks) == 1


def test_what_a_person_says_goes_before_the_front_matter() -> None:
    article = markdown(
        FRONT, title="Mine", author="Me", published="2020", url="http://a.b/", language="de"
    )
    said = (article.title, article.author, article.published, article.url, article.language)
    assert said == ("Mine", "Me", "2020", "http://a.b/", "de")


@pytest.mark.parametrize(
    ("line", "date"),
    [
        ("date: 2024-05", "2024-05"),
        ("date: '2024'", "2024"),
        ("date: 6 May 2024", "2024-05-06"),
        ("date: May 6, 2024", "2024-05-06"),
        ("pubDate: 2024/05/06", "2024-05-06"),
        ("published: 2024-05-06 09:00", "2024-05-06"),
    ],
)
def test_dates_become_iso_dates(line: str, date: str) -> None:
    assert markdown(f"---\n{line}\n---\n{BODY}").published == date


@pytest.mark.parametrize(
    ("line", "field"),
    [
        ("date: last spring", "published"),
        ("date: 2024-02-31", "published"),
        ("url: javascript:alert(1)", "url"),
        ("url: /local", "url"),
        ("lang: English (British)", "language"),
        ("title: " + "long " * 500, "title"),
    ],
)
def test_a_bad_field_is_left_out_with_a_notice(line: str, field: str) -> None:
    article = markdown(f"---\nauthor: Ann\n{line}\n---\n# The Dam\n\n{BODY}")
    assert article.author == "Ann"
    assert article.title == "The Dam"
    assert (article.published, article.url, article.language) == ("", "", "en")
    assert f"front matter's {field} was left out" in article.notices[0]


@pytest.mark.parametrize(
    "yaml",
    ["title: [open", "title: 'open", "a: b: c", "title: \t@x\n- y", "x: " + "[" * 5_000, "a: *b"],
)
def test_bad_front_matter_is_a_notice_and_no_failure(yaml: str) -> None:
    article = markdown(f"---\n{yaml}\n---\n{BODY}")
    assert "front matter" in article.notices[0]
    assert len(article.blocks) == 1
    assert len(article.blocks[0].sentences) == 2


def test_words_that_yaml_takes_for_values_stay_words() -> None:
    article = markdown(f"---\ntitle: 1984\nauthor: yes\nlang: no\n---\n{BODY}")
    assert (article.title, article.author, article.language) == ("1984", "yes", "no")


def test_a_rule_at_the_top_is_no_front_matter() -> None:
    article = markdown(f"---\n\n{BODY}\n\n---\n\n{BODY}")
    assert sum(len(block.sentences) for block in article.blocks) == 4


def test_a_nul_in_a_quoted_field_does_not_get_through() -> None:
    assert markdown(f'---\ntitle: "a\\0b"\n---\n{BODY}').title == "a\ufffdb"


def test_plain_text_has_no_front_matter() -> None:
    assert read(FRONT.encode(), "note.txt").author == ""


@pytest.mark.parametrize(
    ("said", "message"),
    [
        ({"published": "soon"}, "2026-11-22"),
        ({"published": "2024-13-01"}, "2026-11-22"),
        ({"url": "ftp://example.org"}, "https://"),
        ({"url": "https://[::1"}, "https://"),
        ({"language": "Klingon!"}, "pt-BR"),
        ({"title": "x" * 2_000}, "1,000"),
    ],
)
def test_what_a_person_says_is_checked(said: dict[str, str], message: str) -> None:
    with pytest.raises(ReadError, match=r"\.$") as refusal:
        markdown(BODY, **said)
    assert message in str(refusal.value)


@pytest.mark.timeout(60)
@pytest.mark.parametrize(
    "unit", ["[", "![", "*a ", "**a*", "_a_", "`", "<", "<a ", "&#", "> - ", "| ", "\\"]
)
def test_hostile_markup_ends(unit: str) -> None:
    markdown(BODY + "\n\n" + unit * (50_000 // len(unit)) + "a")
