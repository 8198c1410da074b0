"""What a file or a person says of an article, checked."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime
from urllib.parse import urlsplit

from corpus.decode import without_unwanted
from corpus.limits import ReadError

MAX_FIELD_CHARACTERS = 1_000

_LANGUAGE = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
_REDUCED_DATE = re.compile(r"\d{4}(?:-(?:0[1-9]|1[0-2]))?")
_ISO_DATE = re.compile(r"(\d{4}-\d{2}-\d{2})(?:[T ].*)?")
_OTHER_DATES = ("%Y/%m/%d", "%d %B %Y", "%d %b %Y", "%B %d, %Y", "%b %d, %Y", "%d.%m.%Y")


@dataclass(frozen=True, slots=True)
class About:
    """The fields of an article that are not its text; empty where nothing is said."""

    title: str = ""
    author: str = ""
    published: str = ""
    url: str = ""
    language: str = ""


def one_line(text: str) -> str:
    """`text` without line breaks, doubled spaces and what cannot be stored."""
    clean = " ".join(without_unwanted(text)[0].split())
    if len(clean) > MAX_FIELD_CHARACTERS:
        raise ReadError(
            f"A title, author or address has {len(clean):,} characters; "
            f"it may have at most {MAX_FIELD_CHARACTERS:,}. Shorten it."
        )
    return clean


def iso_date(text: str) -> str:
    """The date as ISO 8601: a day, or only a month or a year. A time of day is left out."""
    text = one_line(text)
    if not text or _REDUCED_DATE.fullmatch(text):
        return text
    iso = _ISO_DATE.fullmatch(text)
    try:
        if iso:
            return date.fromisoformat(iso[1]).isoformat()
        return _other_date(text).isoformat()
    except ValueError as error:
        raise ReadError(
            f"The date {text!r} is no day of the calendar. Write it like 2026-11-22."
        ) from error


def _other_date(text: str) -> date:
    for form in _OTHER_DATES:
        try:
            return datetime.strptime(text, form).date()
        except ValueError:
            continue
    raise ValueError(text)


def web_address(text: str) -> str:
    """An http or https address; it is kept, never opened."""
    text = one_line(text)
    if not text:
        return ""
    try:
        parts = urlsplit(text)
        good = (
            parts.scheme.lower() in ("http", "https") and bool(parts.hostname) and " " not in text
        )
    except ValueError:
        good = False
    if not good:
        raise ReadError(
            f"The address {text!r} is no web address. It must begin with https:// or http://."
        )
    return text


def language_tag(text: str) -> str:
    """A BCP 47 language tag, such as en or pt-BR."""
    text = one_line(text).replace("_", "-")
    if text and not _LANGUAGE.fullmatch(text):
        raise ReadError(f"The language {text!r} is no language tag. Write it like en, de or pt-BR.")
    return text
