"""From the blocks of a text to an article: its sentences, its title and the limits."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from corpus.about import About
from corpus.blocks import RawBlock
from corpus.decode import Decoded
from corpus.limits import (
    MAX_SENTENCE_CHARACTERS,
    MAX_SENTENCES,
    ReadError,
    check_characters,
    check_sentences,
)
from corpus.model import Article, Block, Span
from corpus.sentences import SEGMENTER, ZERO_WIDTH, split_sentences

_NO_CLAIMS = frozenset(("title", "title-repeat", "heading"))
_TITLE_CHARACTERS = 80


def assemble(
    data: bytes,
    name: str,
    decoded: Decoded,
    text: str,
    raw: Sequence[RawBlock],
    about: About,
    reader: str,
    notices: Sequence[str] = (),
) -> Article:
    """The article whose blocks lie in `text` as `raw` says."""
    check_characters(len(text), name)
    language = about.language or "en"
    blocks = tuple(_with_sentences(text, raw, language))
    if not blocks:
        raise ReadError(f"{name} holds no sentence, only signs. Choose another file.")
    check_sentences(sum(len(block.sentences) for block in blocks), name)
    blocks, cut = _without_endless_sentences(text, blocks)
    if cut:
        check_sentences(sum(len(block.sentences) for block in blocks), name)
    return Article(
        name=name,
        original=data,
        text=text,
        blocks=blocks,
        title=about.title or _title(text, blocks) or name,
        author=about.author,
        published=about.published,
        url=about.url,
        language=language,
        encoding=decoded.encoding,
        encoding_guessed=decoded.guessed,
        reader=reader,
        segmenter=SEGMENTER,
        notices=(*decoded.notices, *notices, *cut),
    )


def _with_sentences(text: str, raw: Sequence[RawBlock], language: str) -> Iterator[Block]:
    count = 0
    for block in raw:
        sentences: tuple[Span, ...] = ()
        if block.kind not in _NO_CLAIMS and count <= MAX_SENTENCES:
            spans = split_sentences(text[block.start : block.end], language)
            sentences = tuple([_visible(text, s + block.start, e + block.start) for s, e in spans])
            count += len(sentences)
        yield Block(block.kind, block.start, block.end, block.level, block.marker, sentences)


def _visible(text: str, start: int, end: int) -> Span:
    """A claim begins and ends with what can be seen."""
    while start < end - 1 and text[start] in ZERO_WIDTH:
        start += 1
    while end > start + 1 and text[end - 1] in ZERO_WIDTH:
        end -= 1
    return Span(start, end)


def _without_endless_sentences(
    text: str, blocks: tuple[Block, ...]
) -> tuple[tuple[Block, ...], tuple[str, ...]]:
    """Sentences of more than MAX_SENTENCE_CHARACTERS cut there, and the notices that say so."""
    cut: list[Block] = []
    notices: list[str] = []
    for block in blocks:
        long = [span for span in block.sentences if span.end - span.start > MAX_SENTENCE_CHARACTERS]
        if not long:
            cut.append(block)
            continue
        parts = tuple(part for span in block.sentences for part in _parts(text, span))
        cut.append(replace(block, sentences=parts))
        notices.append(
            f"The text at character {long[0].start:,} runs for {long[0].end - long[0].start:,} "
            f"characters without a full stop; it was cut every {MAX_SENTENCE_CHARACTERS:,}."
        )
    return tuple(cut), tuple(notices)


def _parts(text: str, span: Span) -> Iterator[Span]:
    """`span` in pieces that are not too long, cut at white space where there is some."""
    start, end = span
    while end - start > MAX_SENTENCE_CHARACTERS:
        limit = start + MAX_SENTENCE_CHARACTERS
        space = max(text.rfind(" ", start + 1, limit + 1), text.rfind("\t", start + 1, limit + 1))
        cut = space if space > start else limit
        yield Span(start, start + len(text[start:cut].rstrip()))
        start = cut
        while text[start].isspace():
            start += 1
    yield Span(start, end)


def _title(text: str, blocks: Sequence[Block]) -> str:
    """The title block's text, or the first words of the text."""
    for block in blocks:
        if block.kind == "title":
            return " ".join(text[block.start : block.end].split())
    words = text[blocks[0].start : blocks[0].end][: 2 * _TITLE_CHARACTERS].split()
    title = " ".join(words)
    if len(title) <= _TITLE_CHARACTERS:
        return title
    return title[:_TITLE_CHARACTERS].rpartition(" ")[0].rstrip(",;:") + "…"
