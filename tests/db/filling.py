"""Articles with the sentences a test chooses, and their claims."""

from __future__ import annotations

from collections.abc import Sequence

from db import answers, articles
from db.model import Analyst, ArticleRow, ClaimRow
from db.store import Store
from tests import builders


def load(store: Store, sentences: Sequence[str], title: str = "Title") -> ArticleRow:
    """Store an article of exactly these sentences."""
    return builders.load(store, builders.an_article(*sentences, title=title))


def claims(store: Store, article: ArticleRow) -> list[ClaimRow]:
    """The article's claims."""
    with store.read() as db:
        return articles.claims_of(db, article.revision_id)


def expose(store: Store, analyst: Analyst, article: ArticleRow) -> None:
    """Others' work on the article has been shown to the analyst."""
    store.write(lambda tx: answers.expose(tx, analyst.id, article.id))
