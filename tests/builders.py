"""Small ready-made things for tests. All sentences are invented."""

from __future__ import annotations

from dataclasses import replace
from itertools import count
from typing import Any

from corpus.model import Article, Block, Span
from db import answers, articles, files, people, recording, repeats, reviews, sources
from db.evidence_model import (
    EvidenceAttached,
    EvidenceRestored,
    EvidenceWithdrawn,
    Stance,
)
from db.model import (
    ActResult,
    Analyst,
    ArticleRow,
    ClaimAnswered,
    ClaimCleared,
    ClaimRepeated,
    NoteWritten,
    SplitWished,
    Stored,
)
from db.review_model import ClaimDecided, CommentWritten, DecisionWithdrawn, ReviewVoted
from db.store import Store
from db.transaction import Transaction, uuid7

_names = count(1)


def an_article(*sentences: str, title: str = "Harbour notes", name: str = "harbour.txt") -> Article:
    """An article of one paragraph under a title."""
    sentences = sentences or ("The quay was rebuilt in May.", "It leaks.", "Ships will stay away.")
    body = " ".join(sentences)
    text = f"{title}\n\n{body}"
    start = len(title) + 2
    spans, at = [], start
    for sentence in sentences:
        spans.append(Span(at, at + len(sentence)))
        at += len(sentence) + 1
    return Article(
        name=name,
        original=text.encode(),
        text=text,
        blocks=(
            Block("title", 0, len(title), level=1),
            Block("paragraph", start, len(text), sentences=tuple(spans)),
        ),
        title=title,
        reader="plain/1",
        segmenter="rules/1",
    )


def load(store: Store, article: Article | None = None) -> ArticleRow:
    """The article in the store, added by the command line."""
    return store.write(lambda tx: articles.add(tx, "cli:test", article or an_article()))


def an_analyst(store: Store, name: str = "") -> Analyst:
    """A new analyst."""
    return store.write(lambda tx: people.add(tx, name or f"Analyst {next(_names)}"))


def sha_of(store: Store, claim_id: int) -> str:
    """The beginning of a claim's hash, as the desk knows it."""
    with store.read() as db:
        row = db.execute("select sha256 from claim where id = ?", [claim_id]).fetchone()
    return str(row[0])[:12]


def tag(
    store: Store,
    analyst: Analyst,
    claim_id: int,
    tag: str | None = "sourced",
    *,
    replaces: str | None = None,
    id: str | None = None,
    **more: Any,
) -> ActResult:
    """An answer of an analyst; `tag` None with `outcome=…` for the others."""
    act = ClaimAnswered(
        sha=sha_of(store, claim_id),
        outcome="tagged",
        tag=tag,
        reason="",
        confidence="",
        scheme="default/1",
        replaces=replaces,
    )
    act = replace(act, **more)
    return store.write(lambda tx: recording.record(tx, analyst.id, id or uuid7(), claim_id, act))


def answer_again(store: Store, analyst: Analyst, claim_id: int, tag: str) -> None:
    """A second answer to a claim that came back."""
    act = ClaimRepeated(sha_of(store, claim_id), "tagged", tag, "default/1")
    with store.read() as db:
        article_id = articles.get_claim(db, claim_id).article_id
    store.write(lambda tx: repeats.record(tx, analyst.id, uuid7(), article_id, claim_id, act))


def clear(store: Store, analyst: Analyst, claim_id: int, *, replaces: str | None) -> ActResult:
    """An answer taken back."""
    act = ClaimCleared(sha=sha_of(store, claim_id), replaces=replaces)
    return store.write(lambda tx: recording.record(tx, analyst.id, uuid7(), claim_id, act))


def note(
    store: Store, analyst: Analyst, claim_id: int, text: str, *, replaces: str | None = None
) -> ActResult:
    """A note on a claim."""
    act = NoteWritten(sha=sha_of(store, claim_id), text=text, replaces=replaces)
    return store.write(lambda tx: recording.record(tx, analyst.id, uuid7(), claim_id, act))


def wish_split(
    store: Store,
    analyst: Analyst,
    claim_id: int,
    *,
    wanted: bool = True,
    replaces: str | None = None,
) -> ActResult:
    """The wish to have a claim split, or its end."""
    act = SplitWished(sha=sha_of(store, claim_id), wanted=wanted, replaces=replaces)
    return store.write(lambda tx: recording.record(tx, analyst.id, uuid7(), claim_id, act))


# --- review ---------------------------------------------------------------------------------------


def expose(store: Store, analyst: Analyst, article_id: int = 1) -> None:
    """Others' work on the article has been shown to somebody."""
    store.write(lambda tx: answers.expose(tx, analyst.id, article_id))


def review_vote(
    store: Store,
    reviewer: Analyst,
    claim_id: int,
    tag: str = "sourced",
    *,
    replaces: str | None = None,
    id: str | None = None,
) -> ActResult:
    """A reviewer's own vote."""
    act = ReviewVoted(sha_of(store, claim_id), tag, "default/1", replaces)
    return store.write(lambda tx: recording.record(tx, reviewer.id, id or uuid7(), claim_id, act))


def decide(
    store: Store,
    reviewer: Analyst,
    claim_id: int,
    tag: str | None = "sourced",
    *,
    replaces: str | None = None,
    id: str | None = None,
    **more: Any,
) -> ActResult:
    """A decision of a reviewer; `tag` None with `ruling=…` for the others."""
    act = ClaimDecided(
        sha=sha_of(store, claim_id),
        ruling="tag",
        tag=tag,
        reason="",
        cause="",
        majority="",
        minority="",
        scheme="default/1",
        replaces=replaces,
    )
    act = replace(act, **more)
    return store.write(lambda tx: recording.record(tx, reviewer.id, id or uuid7(), claim_id, act))


def attach(
    store: Store,
    analyst: Analyst,
    claim_id: int,
    stance: Stance = "supports",
    *,
    source: str = "",
    id: str | None = None,
    **more: Any,
) -> ActResult:
    """A quotation as evidence; other fields as `more`, a source by its name."""

    def job(tx: Transaction) -> ActResult:
        act = EvidenceAttached(
            sha=sha_of(store, claim_id),
            type="quote",
            stance=stance,
            group=None,
            source=sources.add(tx, analyst.id, source) if source else None,
            title="",
            url="",
            doi="",
            locator="",
            quote="So it was said.",
            prefix="",
            suffix="",
            start=None,
            end=None,
            published_on="",
            accessed_at="",
            archive_url="",
            file_sha256="",
            file_name="",
            credibility=None,
            note="",
            shared=False,
            assisted=False,
            replaces=None,
        )
        act = replace(act, **more)
        return recording.record(tx, analyst.id, id or uuid7(), claim_id, act)

    return store.write(job)


def take_back(store: Store, analyst: Analyst, claim_id: int, evidence: str) -> ActResult:
    """Evidence of the analyst's own is taken back."""
    act = EvidenceWithdrawn(sha_of(store, claim_id), evidence)
    return store.write(lambda tx: recording.record(tx, analyst.id, uuid7(), claim_id, act))


def put_back(store: Store, analyst: Analyst, claim_id: int, evidence: str) -> ActResult:
    """Evidence that was taken back counts again."""
    act = EvidenceRestored(sha_of(store, claim_id), evidence)
    return store.write(lambda tx: recording.record(tx, analyst.id, uuid7(), claim_id, act))


def source_named(store: Store, name: str) -> str:
    """The id of a source that somebody has named."""
    with store.read() as db:
        found = sources.find_name(db, name)
    assert found is not None
    return found.id


def rate(store: Store, analyst: Analyst, source_id: str, grade: str, note: str = "") -> None:
    """How reliable somebody finds a source."""
    store.write(lambda tx: sources.rate(tx, analyst.id, source_id, grade, note))


def keep_file(store: Store, content: bytes, media_type: str = "text/plain") -> str:
    """A file that evidence may name, by its hash."""
    return store.write(lambda tx: files.keep(tx, content, media_type)).sha256


def withdraw(
    store: Store,
    reviewer: Analyst,
    claim_id: int,
    *,
    replaces: str | None,
    id: str | None = None,
) -> ActResult:
    """A decision taken back."""
    act = DecisionWithdrawn(sha_of(store, claim_id), replaces)
    return store.write(lambda tx: recording.record(tx, reviewer.id, id or uuid7(), claim_id, act))


def comment(
    store: Store, analyst: Analyst, claim_id: int, text: str, *, id: str | None = None
) -> ActResult:
    """A comment on a claim."""
    act = CommentWritten(sha_of(store, claim_id), text)
    return store.write(lambda tx: recording.record(tx, analyst.id, id or uuid7(), claim_id, act))


def accept(store: Store, reviewer: Analyst, article_id: int | None = None) -> Stored:
    """All claims accepted on which everybody agrees, of those shown to the reviewer."""
    with store.read() as db:
        found = reviews.unanimous(db, reviewer.id, article_id)
    claims = [(claim, tag) for claim, _, tag in found]
    return store.write(lambda tx: recording.accept(tx, reviewer.id, uuid7(), claims, "default/1"))


def unaccept(store: Store, reviewer: Analyst, accepted: str) -> Stored:
    """An acceptance taken back."""
    return store.write(lambda tx: recording.unaccept(tx, reviewer.id, uuid7(), accepted))
