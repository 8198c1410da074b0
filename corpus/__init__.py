"""Text becomes claims: an article is read, cut into blocks and sentences, and nothing else."""

from corpus.limits import (
    MAX_BYTES,
    MAX_CHARACTERS,
    MAX_SENTENCE_CHARACTERS,
    MAX_SENTENCES,
    ReadError,
)
from corpus.model import Article, Block, BlockKind, Piece, PieceKind, Span
from corpus.readers import READERS, Reader, read
from corpus.sentences import SEGMENTER, split_sentences

__all__ = [
    "MAX_BYTES",
    "MAX_CHARACTERS",
    "MAX_SENTENCES",
    "MAX_SENTENCE_CHARACTERS",
    "READERS",
    "SEGMENTER",
    "Article",
    "Block",
    "BlockKind",
    "Piece",
    "PieceKind",
    "ReadError",
    "Reader",
    "Span",
    "read",
    "split_sentences",
]
