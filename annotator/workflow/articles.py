"""Articles come in."""

from __future__ import annotations

from concurrent.futures import Future
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import corpus
from annotator.identity import Actor, authorize
from db import articles
from db.store import Store
from db.transaction import Transaction

SAMPLE: Final = "briefing.md"


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading did. `already` means that the project held this text: nothing was changed."""

    article_id: int
    title: str
    claims: int
    already: bool
    notices: tuple[str, ...]
    encoding: str
    encoding_guessed: bool


def load_article(
    store: Store,
    actor: Actor,
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    title: str | None = None,
    author: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Loaded:
    """Read a file and add it as an article; a text that is there already changes nothing.

    Raises:
        corpus.ReadError: The file cannot be read as an article.
    """
    authorize(actor, "load")
    article = corpus.read(
        data,
        name,
        encoding=encoding,
        title=title,
        author=author,
        published=published,
        url=url,
        language=language,
    )
    return add_article(store, actor, article)


def add_article(store: Store, actor: Actor, article: corpus.Article) -> Loaded:
    """Add an article that has been read, as after a preview."""
    return submit_article(store, actor, article).result()


def submit_article(store: Store, actor: Actor, article: corpus.Article) -> Future[Loaded]:
    """`add_article` without waiting: many in a row share their commits."""
    authorize(actor, "load")
    text_sha256 = articles.sha256(article.text)

    def job(tx: Transaction) -> Loaded:
        row = articles.find_text(tx.db, text_sha256)
        already = row is not None
        if row is None:
            row = articles.add(tx, actor.id, article)
        return Loaded(
            article_id=row.id,
            title=row.title,
            claims=row.claims,
            already=already,
            notices=article.notices,
            encoding=article.encoding,
            encoding_guessed=article.encoding_guessed,
        )

    return store.submit(job)


def load_sample(store: Store, actor: Actor) -> Loaded:
    """Add the bundled article."""
    return load_article(store, actor, (files("corpus") / SAMPLE).read_bytes(), SAMPLE)
