"""Puts articles, people and what they said into a store, with the text a test chooses."""

from __future__ import annotations

from collections.abc import Sequence

from corpus.model import Article, Block, Span
from db import answers, articles, people
from db.model import Analyst, ArticleRow, ClaimAnswered, ClaimRow, NoteWritten, Outcome
from db.store import Store
from db.transaction import uuid7


def an_article(sentences: Sequence[str], title: str = "Title") -> Article:
    """An article of one paragraph that holds exactly these sentences."""
    text, spans = "", []
    for sentence in sentences:
        spans.append(Span(len(text), len(text) + len(sentence)))
        text += sentence + " "
    block = Block("paragraph", 0, max(len(text), 1), sentences=tuple(spans))
    return Article("test.txt", text.encode(), text, (block,), title)


def load(store: Store, sentences: Sequence[str], title: str = "Title") -> ArticleRow:
    """Store the article and return its row."""
    return store.write(lambda tx: articles.add(tx, "cli:test", an_article(sentences, title)))


def claims(store: Store, article: ArticleRow) -> list[ClaimRow]:
    """The article's claims."""
    with store.read() as db:
        return articles.claims_of(db, article.revision_id)


def join(store: Store, name: str) -> Analyst:
    """A new analyst."""
    return store.write(lambda tx: people.add(tx, name))


def answer(
    store: Store,
    analyst: Analyst,
    claim: ClaimRow,
    outcome: Outcome = "tagged",
    tag: str | None = None,
    *,
    reason: str = "",
    confidence: str = "",
    scheme: str = "default/1",
) -> int:
    """Answer an untouched claim; the answer's seq."""
    act = ClaimAnswered(claim.sha256, outcome, tag, reason, confidence, scheme, None)
    return store.write(lambda tx: answers.record(tx, analyst.id, uuid7(), claim.id, act)).seq  # type: ignore[union-attr]


def note(store: Store, analyst: Analyst, claim: ClaimRow, text: str) -> int:
    """Write the first note on a claim; its seq."""
    act = NoteWritten(claim.sha256, text, None)
    return store.write(lambda tx: answers.record(tx, analyst.id, uuid7(), claim.id, act)).seq  # type: ignore[union-attr]


def expose(store: Store, analyst: Analyst, article: ArticleRow) -> None:
    """Others' work on the article has been shown to the analyst."""
    store.write(lambda tx: answers.expose(tx, analyst.id, article.id))
