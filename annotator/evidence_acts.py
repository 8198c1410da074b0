"""What a browser sends of evidence, turned into an event's content or refused with a sentence."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, cast
from urllib.parse import urlsplit

from annotator.act_fields import ActError, event_id, is_number, one_of, shown, text_of
from annotator.scheme import Scheme
from db.evidence_model import (
    CREDIBILITIES,
    EVIDENCE_TYPES,
    STANCES,
    EvidenceAttached,
    EvidenceRestored,
    EvidenceType,
    EvidenceWithdrawn,
    Stance,
)

__all__ = ["KINDS", "Attaching", "EvidenceAct", "web_address"]

LINE_LENGTH: Final = 500
URL_LENGTH: Final = 2_000
_DOI: Final = re.compile(r"10\.[0-9]{4,9}/[^\s\x00-\x1f]{1,300}")
_SHA256: Final = re.compile(r"[0-9a-f]{64}")
_DATE: Final = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?")
# A browser drops or misreads these inside an address; none belongs in one.
_NOT_IN_URL: Final = re.compile(
    r"[\x00-\x20\x7f-\xa0\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000\ufeff\\<>\"\ufffd]"
)


@dataclass(frozen=True, slots=True)
class Attaching:
    """A piece of evidence as it came: its source is a name, and its words are not yet compared."""

    evidence: EvidenceAttached
    source_name: str


EvidenceAct = Attaching | EvidenceWithdrawn | EvidenceRestored


def web_address(value: str, what: str) -> str:
    """An address that may be shown as a link: http or https, with a host and no login.

    Raises:
        ActError: With the sentence for whoever wrote it; `what` names the field.
    """
    address = value.strip()
    if not address:
        return ""
    if len(address) > URL_LENGTH:
        raise ActError(f"The {what} has {len(address):,} characters; at most {URL_LENGTH:,}.")
    complaint = f"{shown(address)} is no {what}: it begins with http:// or https:// and a host."
    if _NOT_IN_URL.search(address):
        raise ActError(f"The {what} holds a space or a character that hides. Copy it again.")
    try:
        parts = urlsplit(address)
        host, login = parts.hostname, parts.username is not None or parts.password is not None
        _ = parts.port
    except ValueError:
        raise ActError(complaint) from None
    if parts.scheme.lower() not in ("http", "https") or not host:
        raise ActError(complaint)
    if login:
        raise ActError(f"The {what} holds a login before the @. Leave it out.")
    return address


def _attach(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> Attaching:
    type_, stance = raw.get("type"), raw.get("stance")
    if type_ not in EVIDENCE_TYPES:
        raise ActError(
            f"There is no evidence of type {shown(type_)}; choose {', '.join(EVIDENCE_TYPES)}."
        )
    if stance not in STANCES:
        raise ActError(f"There is no stance {shown(stance)}; choose {', '.join(STANCES)}.")
    quote = text_of({"quote": raw.get("quote") or ""}, "quote", "quote")
    start, end = _span(raw) if type_ == "in_text" else (None, None)
    evidence = EvidenceAttached(
        sha=sha,
        type=cast(EvidenceType, type_),
        stance=cast(Stance, stance),
        group=_small(raw, "group"),
        source=None,
        title=_line(raw, "title", "title"),
        url=web_address(_line(raw, "url", "address", URL_LENGTH), "web address"),
        doi=_doi(raw),
        locator=_line(raw, "locator", "place in the source"),
        quote=quote if type_ == "in_text" else quote.strip(),
        prefix="",
        suffix="",
        start=start,
        end=end,
        published_on=_date(raw, "published"),
        accessed_at=_date(raw, "accessed"),
        archive_url=web_address(_line(raw, "archive", "address", URL_LENGTH), "archive address"),
        file_sha256=_file(raw),
        file_name=_line(raw, "fileName", "file name"),
        credibility=_credibility(raw),
        note=text_of({"note": raw.get("note") or ""}, "note", "note").strip(),
        shared=raw.get("shared") is True,
        assisted=raw.get("assisted") is True,
        replaces=event_id(raw, "replaces"),
    )
    _refuse_empty(evidence)
    return Attaching(evidence, _line(raw, "source", "name of the source"))


def _refuse_empty(evidence: EvidenceAttached) -> None:
    """A piece holds what its type promises."""
    lacks = {
        "in_text": not evidence.quote and "Select the words of the article that it is.",
        "quote": not evidence.quote and "Write the words that are quoted.",
        "url": not evidence.url and "Write the web address.",
    }.get(evidence.type, False)
    thing = evidence.url or evidence.doi or evidence.file_sha256 or evidence.title
    if evidence.type in ("document", "dataset", "image") and not thing:
        lacks = "Attach a file, or give a title, an address or a DOI."
    if lacks:
        raise ActError(f"The evidence is empty. {lacks}")


def _withdraw(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> EvidenceWithdrawn:
    return EvidenceWithdrawn(sha, _named(raw), event_id(raw, "undo"), event_id(raw, "redo"))


def _restore(raw: Mapping[str, Any], sha: str, _scheme: Scheme) -> EvidenceRestored:
    return EvidenceRestored(sha, _named(raw), event_id(raw, "undo"), event_id(raw, "redo"))


def _named(raw: Mapping[str, Any]) -> str:
    evidence = event_id(raw, "evidence")
    if evidence is None:
        raise ActError("The act does not say which evidence it is about.")
    return evidence


def _span(raw: Mapping[str, Any]) -> tuple[int, int]:
    start, end = raw.get("start"), raw.get("end")
    whole = all(isinstance(at, int) and not isinstance(at, bool) for at in (start, end))
    if not whole or not 0 <= cast(int, start) < cast(int, end) < 2**40:
        raise ActError("The act does not say where in the article the words stand.")
    return cast(int, start), cast(int, end)


def _line(raw: Mapping[str, Any], field: str, what: str, most: int = LINE_LENGTH) -> str:
    text = text_of({field: raw.get(field) or ""}, field, what)
    if len(text) > most:
        raise ActError(f"The {what} has {len(text):,} characters; at most {most:,} are kept.")
    return " ".join(text.split())


def _doi(raw: Mapping[str, Any]) -> str:
    doi = _line(raw, "doi", "DOI")
    for beginning in ("https://doi.org/", "http://doi.org/", "doi:"):
        doi = doi.removeprefix(beginning)
    if doi and not _DOI.fullmatch(doi):
        raise ActError(f"{shown(doi)} is no DOI: one looks like 10.1000/182.")
    return doi


def _date(raw: Mapping[str, Any], field: str) -> str:
    value = _line(raw, field, "date")
    complaint = f"{shown(value)} is no date: write 2026-11-30, 2026-11 or 2026."
    if value and not _DATE.fullmatch(value):
        raise ActError(complaint)
    try:
        date.fromisoformat((value or "2000") + "-01-01"[max(0, len(value or "2000") - 4) :])
    except ValueError:
        raise ActError(complaint) from None
    return value


def _file(raw: Mapping[str, Any]) -> str:
    digest = raw.get("file") or ""
    if digest and not (isinstance(digest, str) and _SHA256.fullmatch(digest)):
        raise ActError(f"There is no file {shown(digest)}. Attach it again.")
    return str(digest)


def _small(raw: Mapping[str, Any], field: str) -> int | None:
    value = raw.get(field)
    if value is None:
        return None
    if not is_number(value) or value > 1_000:
        raise ActError(f"There is no {field} {shown(value)}.")
    return int(value)


def _credibility(raw: Mapping[str, Any]) -> int | None:
    value = raw.get("credibility")
    if value is None or value == "":
        return None
    grade = one_of(str(value), [str(known) for known in CREDIBILITIES], "credibility")
    return int(grade)


KINDS: Final[dict[str, Callable[[Mapping[str, Any], str, Scheme], EvidenceAct]]] = {
    "evidence": _attach,
    "evidence-withdraw": _withdraw,
    "evidence-restore": _restore,
}
