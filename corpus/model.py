"""What a reader makes of a file: an article, its blocks and its sentences. About text only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal, NamedTuple

BlockKind = Literal[
    "title", "title-repeat", "heading", "paragraph", "list-item", "list-continuation", "quote"
]
PieceKind = Literal["title", "title-repeat", "heading", "sentence"]


class Span(NamedTuple):
    """A stretch of text: code points from `start` up to, not including, `end`."""

    start: int
    end: int


class Piece(NamedTuple):
    """One unit as a reader would list it: a sentence, or a line that is no claim."""

    kind: PieceKind
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, heading or list item of an article.

    `start` and `end` leave the list marker out; `level` is 1 to 6 for headings, the depth (from 1)
    for list items, else 0. `sentences` is empty for the kinds that hold no claims.
    """

    kind: BlockKind
    start: int
    end: int
    level: int = 0
    marker: str = ""
    sentences: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Article:
    """An article as it was read: the original bytes, one normalised text, and where all lies in it.

    All offsets count code points of `text`. `notices` are sentences for the person who loads it.
    """

    name: str
    original: bytes
    text: str
    blocks: tuple[Block, ...]
    title: str
    author: str = ""
    published: str = ""  # ISO 8601 date, or empty
    url: str = ""
    language: str = "en"  # BCP 47
    encoding: str = "utf-8"
    encoding_guessed: bool = False
    reader: str = ""  # name and version, "plain/1"
    segmenter: str = ""  # name and version, "rules/1"
    notices: tuple[str, ...] = ()

    def pieces(self) -> Iterator[Piece]:
        """Titles, headings and sentences in reading order; list markers are not pieces."""
        for block in self.blocks:
            if block.kind in ("title", "title-repeat", "heading"):
                yield Piece(block.kind, block.start, block.end, self.text[block.start : block.end])
            for start, end in block.sentences:
                yield Piece("sentence", start, end, self.text[start:end])
