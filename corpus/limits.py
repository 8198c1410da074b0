"""How much one article may hold, and the error that says so."""

from __future__ import annotations

from typing import Final

MAX_BYTES: Final = 25 * 1024 * 1024
MAX_CHARACTERS: Final = 2_000_000
MAX_SENTENCES: Final = 20_000
MAX_SENTENCE_CHARACTERS: Final = 10_000  # a longer one is cut there, with a notice


class ReadError(ValueError):
    """A file that cannot become an article; the message is for the person who loads it."""


def check_bytes(size: int, name: str) -> None:
    if size > MAX_BYTES:
        raise ReadError(
            f"{name} has more than {MAX_BYTES // (1024 * 1024)} MB, the most an article may have. "
            "Load it in parts."
        )


def check_characters(count: int, name: str) -> None:
    if count > MAX_CHARACTERS:
        raise ReadError(
            f"{name} has {count:,} characters; an article may have at most {MAX_CHARACTERS:,}. "
            "Load it in parts."
        )


def check_sentences(count: int, name: str) -> None:
    if count > MAX_SENTENCES:
        raise ReadError(
            f"{name} has {count:,} sentences; an article may have at most {MAX_SENTENCES:,}. "
            "Load it in parts."
        )
