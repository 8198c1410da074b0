"""Evidence and sources in Python: what stands behind a tag. Frozen, without SQL."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar, Literal

# Where a piece of evidence is: words of the article itself, words from elsewhere, or a thing.
EvidenceType = Literal["in_text", "quote", "url", "document", "dataset", "image"]
# What it does to the claim; `refutes` is what licenses `contested`.
Stance = Literal["supports", "refutes", "context"]
SourceType = Literal["", "person", "organisation", "publication", "website", "dataset", "other"]
EVIDENCE_TYPES: tuple[EvidenceType, ...] = (
    "in_text",
    "quote",
    "url",
    "document",
    "dataset",
    "image",
)
STANCES: tuple[Stance, ...] = ("supports", "refutes", "context")
SOURCE_TYPES: tuple[SourceType, ...] = (
    "",
    "person",
    "organisation",
    "publication",
    "website",
    "dataset",
    "other",
)
# The Admiralty scale: F of a source and 6 of an item say that it cannot be judged, not that it is
# bad; so neither is ever averaged or ranked behind the others.
RELIABILITIES: tuple[str, ...] = ("A", "B", "C", "D", "E", "F")
CREDIBILITIES: tuple[int, ...] = (1, 2, 3, 4, 5, 6)


@dataclass(frozen=True, slots=True)
class EvidenceAttached:
    """Somebody put a piece of evidence to a claim; the event's id is the evidence's.

    `start` and `end` are code points of the article's text, for the type `in_text` only.
    `replaces` is a piece of the actor's own that this one takes the place of. `assisted`: the
    program pointed to it, after the actor's own tag. `shared`: laid before all analysts.
    """

    kind: ClassVar[str] = "evidence.attach"
    sha: str
    type: EvidenceType
    stance: Stance
    group: int | None
    source: str | None
    title: str
    url: str
    doi: str
    locator: str
    quote: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    published_on: str
    accessed_at: str
    archive_url: str
    file_sha256: str
    file_name: str
    credibility: int | None
    note: str
    shared: bool
    assisted: bool
    replaces: str | None


@dataclass(frozen=True, slots=True)
class EvidenceWithdrawn:
    """A piece of evidence was taken back; it stays in the record.

    `undo` and `redo` name the act on evidence that this one takes back or restores, if it does.
    """

    kind: ClassVar[str] = "evidence.withdraw"
    sha: str
    evidence: str
    undo: str | None = None
    redo: str | None = None


@dataclass(frozen=True, slots=True)
class EvidenceRestored:
    """A piece of evidence that was taken back counts again; `undo` and `redo` as above."""

    kind: ClassVar[str] = "evidence.restore"
    sha: str
    evidence: str
    undo: str | None = None
    redo: str | None = None


@dataclass(frozen=True, slots=True)
class SourceAdded:
    """A source was named for the first time."""

    kind: ClassVar[str] = "source.add"
    source: str
    name: str
    type: SourceType
    url: str


@dataclass(frozen=True, slots=True)
class SourceRated:
    """Somebody graded the reliability of a source, or (empty) took the grade back."""

    kind: ClassVar[str] = "source.rate"
    source: str
    reliability: str
    note: str


# What follows from them.


@dataclass(frozen=True, slots=True)
class Evidence:
    """A piece of evidence as it is now; `withdrawn_at` is None while it counts."""

    id: str
    claim_id: int
    article_id: int
    analyst_id: str
    type: EvidenceType
    stance: Stance
    group: int | None
    source_id: str | None
    title: str
    url: str
    doi: str
    locator: str
    quote: str
    prefix: str
    suffix: str
    start: int | None
    end: int | None
    published_on: str
    accessed_at: str
    archive_url: str
    file_sha256: str | None
    file_name: str
    credibility: int | None
    note: str
    shared: bool
    assisted: bool
    replaces: str | None
    seq: int
    added_at: str
    withdrawn_at: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """Who or what evidence comes from."""

    id: str
    name: str
    type: SourceType
    url: str
    added_by: str
    added_at: str


@dataclass(frozen=True, slots=True)
class Rating:
    """One person's grade of a source."""

    source_id: str
    analyst_id: str
    reliability: str
    note: str
    rated_at: str


@dataclass(frozen=True, slots=True)
class StoredFile:
    """An attached file; the bytes are read apart."""

    sha256: str
    size: int
    media_type: str
