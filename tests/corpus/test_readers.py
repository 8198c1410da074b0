"""Reading as a whole: laws, golden files, and the articles that we know by heart."""

from __future__ import annotations

import hashlib
import json
import re
from collections import Counter
from pathlib import Path
from typing import get_args

import pytest
from hypothesis import given
from hypothesis import strategies as st

import corpus
from corpus import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_SENTENCE_CHARACTERS,
    MAX_SENTENCES,
    READERS,
    SEGMENTER,
    Article,
    BlockKind,
    ReadError,
    read,
    split_sentences,
)

GOLDEN = Path(__file__).parent.parent / "golden" / "readers"
BRIEFING = Path(corpus.__file__).parent / "briefing.md"


def test_the_suffix_chooses_the_reader() -> None:
    source = b"# The *Dam*\n\nIt held."
    assert set(READERS) == {".txt", ".text", ".md", ".markdown"}
    for name in ("a.md", "A.MD", "a.b.markdown"):
        assert read(source, name).reader == "markdown/1"
        assert read(source, name).title == "The Dam"
    for name in ("a.txt", "a.text", "a", "pasted text", "a.docx", "notes.v2", ""):
        assert read(source, name).reader == "plain/1"
        assert read(source, name).text == "# The *Dam*\n\nIt held."


def test_an_article_keeps_what_it_was_read_from() -> None:
    data = b"\xef\xbb\xbfThe Dam\r\n\r\nIt held.\r\n"
    article = read(data, "dam.txt")
    assert article.original == data
    assert article.name == "dam.txt"
    assert article.text == "The Dam\n\nIt held.\n"
    assert article.segmenter == SEGMENTER == "rules/1"
    assert (article.encoding, article.encoding_guessed, article.notices) == ("utf-8", False, ())


def test_a_name_with_a_lone_surrogate_can_be_stored() -> None:
    assert read(b"It held.", "da\udcffm.txt").name == "da\ufffdm.txt"


def test_the_language_reaches_the_sentences() -> None:
    text = b"Es war am 5. Mai kam sie."
    assert len(read(text, "a.txt").blocks[0].sentences) == 2
    assert len(read(text, "a.txt", language="de").blocks[0].sentences) == 1
    assert len(read(b"---\nlang: de\n---\n" + text, "a.md").blocks[0].sentences) == 1


WORDS = [
    "The dam",
    "held",
    "Dr.",
    "5",
    "3-year",
    "a",
    "I",
    "the",
    "👍🏽",
    "e\u0301",
    "雨",
    "x" * 70,
    "***",
]
STOPS = [".", "?", "!", "...", "。", ":", ";", ",", '"', "”", ")", ".”"]
SPACES = [
    " ",
    "  ",
    "\n",
    "\n\n",
    "\r\n",
    "\t",
    "\u00a0",
    "\u200b",
    "\n    ",
    "\x0b",
    "\x1c",
    "\u2028",
]
MARKS = [
    "1- ",
    "2- ",
    "a) ",
    "• ",
    "- ",
    "> ",
    "# ",
    "## ",
    "===",
    "---",
    "|",
    "`",
    "*",
    "**",
    "_",
    "[",
    "]",
]
MORE = [
    "(x)",
    "<b>",
    "<div>",
    "&amp;",
    "&#0;",
    "\\",
    "![a](b)",
    "~~",
    "```\n",
    "---\ntitle: x\n---\n",
    "\x00",
]
TEXTS = st.lists(st.sampled_from([*WORDS, *STOPS, *SPACES, *MARKS, *MORE]), max_size=40).map(
    "".join
)


@given(st.one_of(TEXTS, st.text(max_size=100)), st.sampled_from(["a.txt", "a.md"]))
def test_blocks_and_sentences_tile_the_text(text: str, name: str) -> None:
    try:
        article = read(text.encode("utf-8", "replace"), name)
    except ReadError:
        return
    check_tiling(article)
    if name == "a.txt":
        check_nothing_is_lost(article)


def check_tiling(article: Article) -> None:
    """Blocks in order and apart; their sentences fill them, white space aside."""
    assert article.blocks
    at = 0
    for block in article.blocks:
        assert at <= block.start < block.end <= len(article.text)
        assert "\n" not in article.text[block.start : block.end]
        if block.kind in ("title", "title-repeat", "heading"):
            assert not block.sentences
        else:
            inside = block.start
            for start, end in block.sentences:
                assert inside <= start < end <= block.end
                assert is_blank(article.text[inside:start])
                inside = end
            assert is_blank(article.text[inside : block.end])
        at = block.end


def check_nothing_is_lost(article: Article) -> None:
    """In plain text only markers, and lines without a letter or digit, lie outside the blocks."""
    at = 0
    for block in article.blocks:
        before = article.text[at : block.start]
        while before and is_blank(before[-1]):
            before = before[:-1]
        assert before.endswith(block.marker)
        outside = before.removesuffix(block.marker)
        assert not any(character.isalnum() for character in outside)
        at = block.end
    assert not any(character.isalnum() for character in article.text[at:])


def is_blank(text: str) -> bool:
    return all(character.isspace() or character in "\u200b\u2060\ufeff" for character in text)


@pytest.mark.parametrize("case", sorted(path.name for path in GOLDEN.iterdir()))
def test_golden(case: str, update_golden: bool) -> None:
    (source,) = (path for path in (GOLDEN / case).iterdir() if path.stem == "article")
    found = described(read(source.read_bytes(), source.name))
    expected = GOLDEN / case / "expected.json"
    if update_golden:
        expected.write_text(
            json.dumps(found, ensure_ascii=False, indent=1) + "\n", encoding="utf-8"
        )
    assert found == json.loads(expected.read_text(encoding="utf-8"))


def described(article: Article) -> dict[str, object]:
    """What a person compares when reading a changed golden file."""
    fields = ("title", "author", "published", "url", "language", "encoding", "encoding_guessed")
    return {
        **{field: getattr(article, field) for field in fields},
        "notices": list(article.notices),
        "text_sha256": hashlib.sha256(article.text.encode()).hexdigest(),
        "blocks": [
            {
                "kind": block.kind,
                "level": block.level,
                "marker": block.marker,
                "at": [block.start, block.end],
                "text": article.text[block.start : block.end],
                "sentences": [article.text[start:end] for start, end in block.sentences],
            }
            for block in article.blocks
        ],
    }


def test_the_briefing_that_we_ship() -> None:
    article = read(BRIEFING.read_bytes(), BRIEFING.name)
    assert Counter(piece.kind for piece in article.pieces()) == {
        "sentence": 42,
        "title": 1,
        "heading": 3,
    }
    assert [block.marker for block in article.blocks if block.marker] == ["1-", "2-", "3-"]
    assert article.published == "2026-11-22"
    assert article.notices == ()
    assert article.text == BRIEFING.read_text(encoding="utf-8")


def test_the_seed_article(shared: Path) -> None:
    """Counts, places and hashes only: the article is not ours."""
    article = read((shared / "corpus" / "article.txt").read_bytes(), "article.txt")
    assert Counter(piece.kind for piece in article.pieces()) == {
        "sentence": 38,
        "title": 1,
        "title-repeat": 1,
        "heading": 2,
    }
    assert [block.kind for block in article.blocks] == [
        *("title", "title-repeat", "paragraph", "paragraph", "heading"),
        *("paragraph",) * 5,
        *("heading", "paragraph", "list-item", "list-item", "list-continuation", "list-item"),
        "paragraph",
    ]
    assert [block.marker for block in article.blocks if block.marker] == ["1-", "2-", "3-"]
    assert len(article.text) == 6_842
    assert max(len(piece.text) for piece in article.pieces()) == 472
    joined = "\n".join(piece.text for piece in article.pieces())
    assert hashlib.sha256(joined.encode()).hexdigest() == SEED_PIECES
    check_tiling(article)
    check_nothing_is_lost(article)


SEED_PIECES = "b631649931ebbf7475a049c10664a186839842562052a143076d0ef21e4a39ed"
FLOOR = 0.84  # 0.8151 is what the rules began with


def test_sentences_of_the_web_treebank(shared: Path) -> None:
    gold = json.loads((shared / "gold" / "segmentation_ewt_dev.json").read_text(encoding="utf-8"))
    right = found = there = 0
    for paragraph in gold["paragraphs"]:
        expected = {tuple(span) for span in paragraph["sentences"]}
        spans = {tuple(span) for span in split_sentences(paragraph["text"])}
        right += len(expected & spans)
        found += len(spans)
        there += len(expected)
    assert 2 * right / (found + there) >= FLOOR


def test_the_documentation_runs_and_names_readers_and_limits() -> None:
    page = (Path(__file__).parents[2] / "docs" / "articles.md").read_text(encoding="utf-8")
    (code,) = re.findall(r"```python\n(.*?)```", page, re.DOTALL)
    exec(compile(code, "articles.md", "exec"), {})  # noqa: S102
    for suffix in READERS:
        assert f"`{suffix}`" in page
    for limit in (MAX_CHARACTERS, MAX_SENTENCES, MAX_SENTENCE_CHARACTERS):
        assert f"{limit:,}" in page
    assert f"{MAX_BYTES // 1024**2} MB" in page
    for kind in get_args(BlockKind):
        assert f"`{kind}`" in page
