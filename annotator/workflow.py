"""The use cases, one function each. Pages, routes and the command line change things only here."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from concurrent.futures import Future
from dataclasses import dataclass
from importlib.resources import files
from typing import Final

import corpus
from annotator import acts
from annotator.identity import Actor, authorize
from annotator.scheme import default_scheme
from db import answers, articles, people
from db.errors import EventConflictError
from db.model import ActResult, Analyst, Refused
from db.store import Store
from db.transaction import Transaction

SAMPLE: Final = "briefing.md"
NAME_LENGTH: Final = 80
BATCH: Final = 200
_JOINERS: Final = "\u200c\u200d"  # invisible, and part of names in Persian and in Indic scripts


class WorkflowError(Exception):
    """What was asked cannot be done; the message says why and what to do."""


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


def add_analyst(store: Store, name: str) -> Analyst:
    """Let somebody join under a new name.

    Raises:
        WorkflowError: The name is empty, too long or taken.
    """
    clean = _clean_name(name)

    def job(tx: Transaction) -> Analyst:
        taken = people.find_name(tx.db, clean)
        if taken is not None:
            raise WorkflowError(
                f"{taken.name} is on the list already. Choose the name there if that is you, "
                "or add something that tells you apart."
            )
        return people.add(tx, clean)

    return store.write(job)


def sign_in(store: Store, analyst_id: str) -> str:
    """A login token for an analyst; the cookie's value."""
    return store.write(lambda tx: people.sign_in(tx, analyst_id))


def sign_out(store: Store, token: str) -> None:
    """End a login."""
    store.write(lambda tx: people.sign_out(tx, token))


def submit_acts(
    store: Store, signed_in: Callable[[Transaction], Analyst], batch: Sequence[object]
) -> Future[list[ActResult]]:
    """Store a batch of acts in its order. Done after COMMIT; a bad act never stops the others.

    `signed_in` says whose they are, in the transaction that stores them: asking before would cost
    each tag a connection of its own. What it raises is the future's, and nothing is stored.

    Raises:
        WorkflowError: The batch is too long.
    """
    if len(batch) > BATCH:
        raise WorkflowError(f"A batch holds at most {BATCH} acts; this one has {len(batch)}.")
    scheme = default_scheme()
    parsed: list[acts.Cast | Refused] = []
    for raw in batch:
        try:
            parsed.append(acts.parse(raw, scheme))
        except acts.ActError as error:
            parsed.append(Refused(acts.id_of(raw), str(error)))

    def job(tx: Transaction) -> list[ActResult]:
        analyst = signed_in(tx)
        authorize(Actor.of(analyst), "tag")
        return [
            item if isinstance(item, Refused) else _record(tx, analyst, item) for item in parsed
        ]

    return store.submit(job)


def show_others(store: Store, actor: Actor, article_ids: Sequence[int]) -> None:
    """Record that others' work on these articles is about to be shown to the actor."""
    authorize(actor, "see-others")
    if actor.at_command_line:
        return

    def job(tx: Transaction) -> None:
        for article_id in article_ids:
            articles.get(tx.db, article_id)
            answers.expose(tx, actor.id, article_id)

    store.write(job)


def _record(tx: Transaction, analyst: Analyst, item: acts.Cast) -> ActResult:
    try:
        return answers.record(tx, analyst.id, item.id, item.claim_id, item.act)
    except EventConflictError as error:
        return Refused(item.id, str(error))


def _clean_name(name: str) -> str:
    composed = unicodedata.normalize("NFC", name)
    visible = "".join(
        c
        for c in composed
        if c.isspace() or c in _JOINERS or not unicodedata.category(c).startswith("C")
    )
    clean = re.sub(r"\s+", " ", visible).strip()
    if not clean.strip(_JOINERS):
        raise WorkflowError("A name is needed: it goes with every tag you set.")
    if len(clean) > NAME_LENGTH:
        raise WorkflowError(
            f"The name has {len(clean)} characters; at most {NAME_LENGTH} are kept. Shorten it."
        )
    return clean
