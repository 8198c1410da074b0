"""What an attached file is: found in its bytes, whatever its name or its sender says. Pure."""

from __future__ import annotations

import re
import unicodedata
from typing import Final

UNKNOWN: Final = "application/octet-stream"
TEXT: Final = "text/plain"

_OPEN_XML: Final = "application/vnd.openxmlformats-officedocument."
_OPEN_DOCUMENT: Final = "application/vnd.oasis.opendocument."

_BEGINNINGS: Final = {
    "application/pdf": re.compile(rb"(?:\xef\xbb\xbf)?[\x00\s]{0,1024}%PDF-\d"),
    "image/png": re.compile(rb"\x89PNG\r\n\x1a\n"),
    "image/jpeg": re.compile(rb"\xff\xd8\xff"),
    "image/gif": re.compile(rb"GIF8[79]a"),
    "image/webp": re.compile(rb"RIFF.{4}WEBP", re.DOTALL),
}
# The file inside the archive that makes it a document of this kind.
_MAIN_PARTS: Final = {
    f"{_OPEN_XML}wordprocessingml.document": b"word/document.xml",
    f"{_OPEN_XML}spreadsheetml.sheet": b"xl/workbook.xml",
    f"{_OPEN_XML}presentationml.presentation": b"ppt/presentation.xml",
}
_MACROS: Final = b"vbaProject.bin"
# OpenDocument says what it is in a first file that is not compressed.
_FIRST_FILES: Final = {
    f"{_OPEN_DOCUMENT}{kind}": re.compile(
        rb"PK\x03\x04.{26}mimetype" + re.escape(f"{_OPEN_DOCUMENT}{kind}".encode()) + rb"PK",
        re.DOTALL,
    )
    for kind in ("text", "spreadsheet", "presentation")
}
_ZIP: Final = b"PK\x03\x04"
_ZIP_END: Final = b"PK\x05\x06"
_SHORTEST_END: Final = 22  # bytes at the end of an archive, and what a comment may add
_LONGEST_END: Final = _SHORTEST_END + 0xFFFF
_MARKUP: Final = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<|#!)")
_NOT_IN_TEXT: Final = re.compile(rb"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")

# What a browser may be told that a file is: nothing that it would run.
SAFE: Final = frozenset({*_BEGINNINGS, *_MAIN_PARTS, *_FIRST_FILES, TEXT})

_SVG: Final = "image/svg+xml"
_CLAIMED: Final = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
    "jfif": "image/jpeg",
    "gif": "image/gif",
    "webp": "image/webp",
    "svg": _SVG,
    "bmp": "image/bmp",
    "tif": "image/tiff",
    "tiff": "image/tiff",
    "heic": "image/heic",
    "heif": "image/heif",
    "avif": "image/avif",
    "ico": "image/x-icon",
}
_WORDS: Final = {
    "application/pdf": "a PDF file",
    "image/png": "a PNG image",
    "image/jpeg": "a JPEG image",
    "image/gif": "a GIF image",
    "image/webp": "a WebP image",
    _SVG: "an SVG image",
    TEXT: "plain text",
    UNKNOWN: "of another kind",
}

LONGEST_NAME: Final = 100
_ENDING: Final = 12  # of a long name: what says its type
_FORBIDDEN: Final = re.compile(r'[<>:"|?*]')  # Windows, which cuts a name off at a colon
_HIDDEN: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Zl", "Zp"})
_JOINERS: Final = "\u200c\u200d"  # they hide as well, and names in Persian or Hindi need them


def media_type(content: bytes) -> str:
    """The type that the bytes show; `UNKNOWN` also for HTML, SVG and scripts with a first line."""
    for kind, beginning in _BEGINNINGS.items():
        if beginning.match(content):
            return kind
    if content.startswith(_ZIP):
        return _office_type(content)
    return TEXT if _is_text(content) and not _MARKUP.match(content) else UNKNOWN


def false_claim(content: bytes, name: str, declared: str = "") -> str:
    """The type of image, or PDF, that a file pretends to be; empty if it is honest.

    Args:
        name: Its name; the suffix is a claim.
        declared: The media type that came with it, if any.
    """
    suffix = plain_name(name).rpartition(".")[2].lower()
    claims = (_CLAIMED.get(suffix, ""), declared.partition(";")[0].strip().lower())
    found = media_type(content)
    return next((claim for claim in claims if not _may_be(claim, found, content)), "")


def in_words(kind: str) -> str:
    """A media type as people say it, with its article."""
    other = "an image of this kind" if kind.startswith("image/") else "an office document"
    return _WORDS.get(kind, other)


def plain_name(name: str) -> str:
    """A file's name without folders, and without anything in it that cannot be seen."""
    name = name.replace("\\", "/").rpartition("/")[2]
    seen = "".join(
        sign for sign in name if sign in _JOINERS or unicodedata.category(sign) not in _HIDDEN
    )
    plain = _FORBIDDEN.sub("_", " ".join(seen.split()).strip(" ."))
    if len(plain) > LONGEST_NAME:
        plain = f"{plain[: LONGEST_NAME - _ENDING - 1]}…{plain[-_ENDING:]}"
    return plain or "file"


def _office_type(content: bytes) -> str:
    for kind, first_file in _FIRST_FILES.items():
        if first_file.match(content):
            return kind
    parts = _directory(content)
    if _MACROS in parts:
        return UNKNOWN
    return next((kind for kind, part in _MAIN_PARTS.items() if part in parts), UNKNOWN)


def _directory(content: bytes) -> bytes:
    """The list of its files at the end of an archive, unread: it may name any sizes."""
    end = content.rfind(_ZIP_END, max(0, len(content) - _LONGEST_END))
    if end < 0 or len(content) < end + _SHORTEST_END:
        return b""
    size = int.from_bytes(content[end + 12 : end + 16], "little")
    return content[max(0, end - size) : end]


def _is_text(content: bytes) -> bool:
    if _NOT_IN_TEXT.search(content):
        return False
    try:
        content.decode("utf-8")
    except UnicodeDecodeError:
        return False
    return True


def _may_be(claim: str, found: str, content: bytes) -> bool:
    """Whether bytes of the type `found` can be what is claimed; anything is, where nothing is."""
    if claim in _BEGINNINGS:
        return found == claim
    if claim == _SVG:
        return found == UNKNOWN  # as all markup is
    if claim.startswith("image/"):  # of a kind that we cannot tell
        return found.startswith("image/") or (found == UNKNOWN and not _is_text(content))
    return True
