"""Plain text: what is a title, a heading, a paragraph, an item, a quotation."""

from __future__ import annotations

import textwrap

import pytest

from corpus import MAX_SENTENCE_CHARACTERS, Article, ReadError, read

BODY = "The dam held through the night. Nobody in the valley slept."
MORE = "In the morning the water fell. The road was open by noon."


def plain(text: str, **said: str) -> Article:
    return read(text.encode(), "note.txt", **said)


def kinds(text: str, **said: str) -> list[tuple[str, str]]:
    """Kind and text of each block."""
    article = plain(text, **said)
    return [(block.kind, article.text[block.start : block.end]) for block in article.blocks]


def sentences(article: Article) -> list[str]:
    return [piece.text for piece in article.pieces() if piece.kind == "sentence"]


def test_a_first_line_without_a_stop_is_the_title() -> None:
    article = plain(f"The Dam at Orle\n\n{BODY}\n")
    assert [block.kind for block in article.blocks] == ["title", "paragraph"]
    assert article.title == "The Dam at Orle"
    assert len(sentences(article)) == 2


def test_a_long_first_line_without_a_stop_is_the_title_too() -> None:
    title = "The Dam at Orle: How a Valley of Nine Hundred People Waited for the Water to Rise"
    assert kinds(f"{title}\n\n{BODY}")[0] == ("title", title)


def test_a_short_question_over_a_longer_text_is_the_title() -> None:
    assert kinds(f"Who owns the dam?\n\n{BODY}")[0] == ("title", "Who owns the dam?")


def test_an_equal_line_further_down_repeats_the_title() -> None:
    text = f"The Dam’s Keeper\n\nThe  dam's keeper\n\n{BODY}\n\nThe Dam’s Keeper\n\n{MORE}"
    assert [kind for kind, _ in kinds(text)] == [
        "title",
        "title-repeat",
        "paragraph",
        "title-repeat",
        "paragraph",
    ]


def test_a_repeated_first_line_is_the_title_even_with_a_stop() -> None:
    assert [kind for kind, _ in kinds(f"The dam held!\n\nThe dam held!\n\n{BODY}")] == [
        "title",
        "title-repeat",
        "paragraph",
    ]


def test_a_long_paragraph_that_is_repeated_is_no_title() -> None:
    long = f"{BODY} {MORE} {BODY}"
    assert [kind for kind, _ in kinds(f"{long}\n\n{long}")] == ["paragraph", "paragraph"]


def test_a_text_that_begins_with_a_sentence_has_no_title_block() -> None:
    article = plain(f"{BODY}\n\nThe night\n\n{MORE}")
    assert [block.kind for block in article.blocks] == ["paragraph", "heading", "paragraph"]
    assert article.title == BODY


def test_without_a_title_the_first_words_name_the_article() -> None:
    article = plain("word " * 40 + "end.")
    assert article.title.endswith("word…")
    assert len(article.title) <= 80


def test_a_title_that_is_given_is_found_in_the_text() -> None:
    text = f"The dam held.\n\n{BODY}"
    assert kinds(text)[0][0] == "paragraph"
    assert kinds(text, title="The Dam Held")[0][0] == "title"
    assert plain(text, title="Another").title == "Another"


@pytest.mark.parametrize("line", ["After the Flood", "What remains, and what does not"])
def test_a_short_line_between_blank_lines_is_a_heading(line: str) -> None:
    assert kinds(f"{BODY}\n\n{line}\n\n{MORE}")[1] == ("heading", line)


@pytest.mark.parametrize(
    "line",
    [
        "They left.",
        "Why did they leave?",
        "“They left.”",
        "For three reasons:",
        "a line of more than twelve words that somebody forgot to end with any stop",
    ],
)
def test_a_stop_or_many_words_make_a_paragraph(line: str) -> None:
    assert kinds(f"{BODY}\n\n{line}\n\n{MORE}")[1] == ("paragraph", line)


def test_an_underlined_line_is_a_heading() -> None:
    article = plain(f"{BODY}\n\nThe night\n---------\n\n{MORE}")
    assert [block.kind for block in article.blocks] == ["paragraph", "heading", "paragraph"]


def test_a_rule_is_no_block() -> None:
    assert [kind for kind, _ in kinds(f"{BODY}\n\n* * *\n\n{MORE}")] == ["paragraph", "paragraph"]


def test_a_numbered_line_over_a_paragraph_is_a_heading() -> None:
    assert kinds(f"{BODY}\n\n2. The night\n\n{MORE}")[1] == ("heading", "2. The night")


def test_a_text_without_any_stop_still_has_claims() -> None:
    article = plain("the dam held\n\nnobody slept\n")
    assert sentences(article)
    assert len(plain("the dam held").blocks[0].sentences) == 1


@pytest.mark.parametrize(
    "marker", ["1-", "2.", "3)", "(4)", "a)", "(b)", "•", "*", "-", "–", "12.)", "iv)"]
)
def test_a_list_marker_is_kept_apart(marker: str) -> None:
    article = plain(f"{BODY}\n\n{marker} The dam is old. It leaks.\n\n{MORE}")
    item = article.blocks[1]
    assert (item.kind, item.marker, item.level) == ("list-item", marker, 1)
    assert article.text[item.start : item.end] == "The dam is old. It leaks."
    assert len(item.sentences) == 2


@pytest.mark.parametrize(
    "text", ["3-year-old dams leak.", "7-Eleven closed.", "2011 was dry.", "A dam."]
)
def test_what_only_looks_like_a_marker(text: str) -> None:
    assert kinds(f"{BODY}\n\n{text}")[1] == ("paragraph", text)


def test_a_paragraph_between_two_items_of_one_list_continues_the_first() -> None:
    text = f"1- It leaks.\n\n{MORE}\n\n2- It is old.\n\n{BODY}\n\n4- Not ours.\n\n{BODY}"
    assert [kind for kind, _ in kinds(text)] == [
        "list-item",
        "list-continuation",
        "list-item",
        "paragraph",
        "list-item",
        "paragraph",
    ]


def test_a_paragraph_between_bullets_continues_only_when_indented() -> None:
    assert kinds(f"• It leaks.\n\n  {MORE}\n\n• It is old.")[1][0] == "list-continuation"
    assert kinds(f"• It leaks.\n\n{MORE}\n\n• It is old.")[1][0] == "paragraph"


def test_a_heading_ends_a_list() -> None:
    text = f"1- It leaks.\n\nThe night\n\n{MORE}\n\n2- It is old."
    assert "list-continuation" not in [kind for kind, _ in kinds(text)]


def test_items_need_no_blank_line_between_them() -> None:
    text = "Three reasons:\n1) it is old\n2) it leaks\n   badly\n3) nobody cares"
    article = plain(text)
    assert [block.marker for block in article.blocks] == ["", "1)", "2)", "3)"]
    assert sentences(article)[2] == "it leaks    badly"


def test_the_depth_of_an_item_is_its_indent() -> None:
    article = plain("- one here\n  - two here\n    - three here\n- four here\n")
    assert [block.level for block in article.blocks] == [1, 2, 3, 1]


def test_a_quotation_loses_its_marks_but_no_offset_moves() -> None:
    source = f"{BODY}\n\n> The water rose\n> all night. We prayed.\n\n{MORE}"
    article = plain(source)
    quote = article.blocks[1]
    assert quote.kind == "quote"
    assert article.text[quote.start : quote.end] == "The water rose   all night. We prayed."
    assert len(article.text) == len(source)


def test_a_text_quoted_as_a_whole_is_read_as_if_it_were_not() -> None:
    text = f"The Dam\n\n{BODY}\n\nThe night\n\n{MORE}"
    quoted = "> " + text.replace("\n", "\n> ")
    assert [kind for kind, _ in kinds(quoted)] == [kind for kind, _ in kinds(text)]


ARTICLE = f"""The Dam at Orle

{BODY} {MORE} {BODY} {MORE}

The night

Three things went wrong on the night of the flood, and the keeper knew of none of them until noon:

1- The first gate stuck, because nobody had oiled it since the strike. {BODY}

2- The second gate was open, as it had been for a year. {MORE}

{BODY} {BODY}

3- The keeper had gone home. {MORE}
"""


@pytest.mark.parametrize("width", [40, 50, 60, 72, 80, 100, 120])
@pytest.mark.parametrize("between", ["\n\n", "\n\n\n", "\n \n"])
def test_hard_wrapped_text_has_the_same_pieces(width: int, between: str) -> None:
    paragraphs = [
        textwrap.fill(paragraph, width, break_on_hyphens=False)
        for paragraph in ARTICLE.strip().split("\n\n")
    ]
    wrapped = plain(between.join(paragraphs))
    assert list(map(piece_words, wrapped.pieces())) == list(
        map(piece_words, plain(ARTICLE).pieces())
    )
    assert len(wrapped.text) == len(between.join(paragraphs))


def test_a_ragged_line_in_text_wrapped_at_a_narrow_column() -> None:
    wrapped = textwrap.fill(f"{BODY} {MORE} " * 3, 44)
    ragged = "It was late, and the keeper\nPetrov of the mill had gone up to his room\nand to bed."
    assert [kind for kind, _ in kinds(f"{wrapped}\n\n{ragged}\n\n{wrapped}")] == ["paragraph"] * 3


def test_ragged_text_wrapped_at_a_usual_column() -> None:
    ragged = (
        "It was late, and not even the keeper of the old mill above\n"
        "Orle could say whether the second gate had been opened at the time when\n"
        "the water came."
    )
    assert [kind for kind, _ in kinds(f"Then {ragged}\n\n{ragged}")] == ["paragraph"] * 2


def piece_words(piece: tuple[str, int, int, str]) -> tuple[str, list[str]]:
    return piece[0], piece[3].split()


def test_paragraphs_without_blank_lines_between_them() -> None:
    single = "\n".join(ARTICLE.strip().split("\n\n"))
    assert [b.kind for b in plain(single).blocks] == [b.kind for b in plain(ARTICLE).blocks]


def test_paragraphs_that_only_an_indent_sets_apart() -> None:
    text = "\n".join(
        textwrap.fill(paragraph, 60, initial_indent="    ")
        for paragraph in (BODY + MORE, MORE * 2, BODY)
    )
    assert [kind for kind, _ in kinds(text)] == ["paragraph"] * 3


def test_a_line_in_mid_phrase_goes_on() -> None:
    assert kinds("The dam,\nwhich is old, leaks.\nIt belongs to the\nCounty.") == [
        ("paragraph", "The dam, which is old, leaks."),
        ("paragraph", "It belongs to the County."),
    ]


def test_line_ends_of_other_systems_change_nothing() -> None:
    windows = read(ARTICLE.replace("\n", "\r\n").encode(), "note.txt")
    assert windows.text == plain(ARTICLE).text
    assert windows.blocks == plain(ARTICLE).blocks


def test_text_without_a_stop_is_cut_with_a_notice() -> None:
    article = plain("word " * 5_000)
    spans = article.blocks[0].sentences
    assert len(spans) == 3
    assert max(end - start for start, end in spans) <= MAX_SENTENCE_CHARACTERS
    assert all(article.text[end - 1] == "d" for _, end in spans)
    assert "without a full stop" in article.notices[0]


def test_one_word_without_end_is_cut_too() -> None:
    spans = plain("x" * 25_000).blocks[0].sentences
    assert [tuple(span) for span in spans] == [(0, 10_000), (10_000, 20_000), (20_000, 25_000)]


def test_two_million_characters_are_read_and_one_more_is_refused() -> None:
    assert len(plain("x" * 2_000_000).blocks[0].sentences) == 200
    with pytest.raises(ReadError, match=r"2,000,001 characters.*at most 2,000,000"):
        plain("x" * 2_000_001)


def test_too_many_sentences_are_refused_with_figures() -> None:
    assert len(plain("So. " * 20_000).blocks[0].sentences) == 20_000
    with pytest.raises(ReadError, match=r"20,001 sentences.*at most 20,000"):
        plain("So. " * 20_001)


def test_html_is_read_as_text_with_a_notice() -> None:
    assert "HTML" in read(b"<!DOCTYPE html><p>The dam held.</p>", "page.html").notices[0]
