"""Bytes become text: which encoding, and what cannot stay in a text.

A byte order mark decides; else UTF-8 when the bytes are valid UTF-8, or nearly so; else cp1252 when
few bytes are not ASCII (a western text with some quotes and accents); else what charset-normalizer
finds. The last three are guesses and say so. A person who knows better names the encoding.
"""

from __future__ import annotations

import codecs
import re
from dataclasses import dataclass

import charset_normalizer

from corpus.limits import ReadError

REPLACEMENT = "\ufffd"

# UTF-32 first: its little-endian mark begins with UTF-16's.
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_FEW_HIGH_BYTES = (8, 0.1)  # up to so many, or up to this share
_SAMPLE = 64 * 1024
_MANY_CONTROLS = 0.04
_LEAST_CONTROLS = 8
_NOT_TEXT = bytes(
    {*range(9), *range(14, 27), *range(28, 32), 127}
)  # tab to return, and escape, may be
_HIGH = bytes(range(128, 256))

_MAGIC = (
    (b"%PDF-", "a PDF document"),
    (b"PK\x03\x04", "a ZIP archive (as Word, OpenDocument and EPUB files are)"),
    (b"PK\x05\x06", "an empty ZIP archive"),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document"),
    (b"{\\rtf", "an RTF document"),
    (b"\x89PNG", "a PNG picture"),
    (b"\xff\xd8\xff", "a JPEG picture"),
    (b"GIF8", "a GIF picture"),
    (b"SQLite format 3\x00", "an SQLite database"),
    (b"\x1f\x8b", "a gzip archive"),
    (b"BZh", "a bzip2 archive"),
    (b"\xfd7zXZ\x00", "an xz archive"),
    (b"7z\xbc\xaf\x27\x1c", "a 7-Zip archive"),
    (b"Rar!\x1a\x07", "a RAR archive"),
    (b"\x7fELF", "a program"),
)
_NO_FILE_ENCODINGS = {"idna", "punycode", "undefined", "unicode_escape", "raw_unicode_escape"}
_UNWANTED = re.compile("[\x00\ud800-\udfff]")
_SOMETHING = re.compile(r"[^\s\u200b\u2060\ufeff]")
_LINE_ENDS = re.compile("\r\n|[\r\x85\u2028\u2029]")


@dataclass(frozen=True, slots=True)
class Decoded:
    """The text of a file, every line ending in `\\n`, without a byte order mark."""

    text: str
    encoding: str
    guessed: bool = False
    notices: tuple[str, ...] = ()


def decode(data: bytes, name: str, encoding: str | None = None) -> Decoded:
    """The text in `data`; ReadError when it is empty, no text, or not in the named encoding."""
    _refuse_other_formats(data, name)
    decoded = _decode_as(data, name, encoding) if encoding else _decode_unnamed(data, name)
    text, unwanted = without_unwanted(normalise_line_ends(decoded.text))
    if not _SOMETHING.search(text):
        raise ReadError(f"{name} is empty: there is no text in it. Choose another file.")
    notices = decoded.notices
    if unwanted:
        what = "1 NUL or surrogate" if unwanted == 1 else f"{unwanted:,} NULs or surrogates"
        notices = (*notices, f"{what} in the text became U+FFFD (�).")
    return Decoded(text, decoded.encoding, decoded.guessed, notices)


def normalise_line_ends(text: str) -> str:
    """CR LF, CR, NEL and the Unicode line and paragraph separators become `\\n`."""
    return _LINE_ENDS.sub("\n", text)


def without_unwanted(text: str) -> tuple[str, int]:
    """`text` with U+FFFD for each NUL and lone surrogate, which break what reads it; how many."""
    return _UNWANTED.subn(REPLACEMENT, text)


def _refuse_other_formats(data: bytes, name: str) -> None:
    for magic, what in _MAGIC:
        if data.startswith(magic):
            raise ReadError(
                f"{name} is {what}, not plain text or Markdown. "
                "Copy its text and paste it, or save it as a text file."
            )


def _decode_as(data: bytes, name: str, encoding: str) -> Decoded:
    try:
        codec = codecs.lookup(encoding).name
        if codec in _NO_FILE_ENCODINGS:
            raise LookupError
        text = data.decode(codec)
    except UnicodeError as error:
        where = f" (byte {error.start + 1:,})" if isinstance(error, UnicodeDecodeError) else ""
        raise ReadError(
            f"{name} cannot be read as {encoding}{where}. Name another encoding, or none."
        ) from error
    except (LookupError, ValueError) as error:  # ValueError: a NUL in the name
        raise ReadError(
            f"There is no encoding {encoding!r}. Names that work: utf-8, utf-16, cp1252, cp1251, "
            "iso8859-2, koi8-r, shift_jis, gb18030."
        ) from error
    text = text.removeprefix("\ufeff")
    if _looks_binary(text.encode("utf-8", "replace")):
        raise ReadError(f"{name} does not look like text when read as {codec}. {_WHAT_TO_DO}")
    return Decoded(text, codec)


_WHAT_TO_DO = "Name another encoding if it is text, or choose another file."


def _decode_unnamed(data: bytes, name: str) -> Decoded:
    for mark, encoding in _MARKS:
        if data.startswith(mark):
            return _decode_marked(data[len(mark) :], encoding)
    if _looks_binary(data):
        raise ReadError(f"{name} does not look like text. {_WHAT_TO_DO}")
    try:
        return Decoded(data.decode("utf-8"), "utf-8")
    except UnicodeDecodeError:
        return _damaged_utf8(data) or _guessed(data, name)


def _decode_marked(data: bytes, encoding: str) -> Decoded:
    try:
        return Decoded(data.decode(encoding), encoding)
    except UnicodeDecodeError:
        text = data.decode(encoding, "replace")
        return Decoded(text, encoding, notices=_damage_notice(text.count(REPLACEMENT), encoding))


def _damaged_utf8(data: bytes) -> Decoded | None:
    """UTF-8 with a few broken bytes, which any other reading would make mojibake throughout."""
    text = data.decode("utf-8", "replace")
    damage = text.count(REPLACEMENT) - data.count(REPLACEMENT.encode())
    good = len(text) - len(text.encode("ascii", "ignore")) - damage
    if good <= 3 * damage:
        return None
    return Decoded(text, "utf-8", guessed=True, notices=_damage_notice(damage, "utf-8"))


def _damage_notice(damage: int, encoding: str) -> tuple[str, ...]:
    places = "1 place" if damage == 1 else f"{damage:,} places"
    return (f"The bytes at {places} are no valid {encoding} and became U+FFFD (�).",)


def _guessed(data: bytes, name: str) -> Decoded:
    high = len(data) - len(data.translate(None, _HIGH))
    few, share = _FEW_HIGH_BYTES
    if high <= len(data) * share or (high <= few and 4 * high <= len(data)):
        try:
            return _guess(data.decode("cp1252"), "cp1252")
        except UnicodeDecodeError:
            pass  # five bytes have no meaning in cp1252: then it is another encoding
    best = charset_normalizer.from_bytes(data[:_SAMPLE]).best()
    if best is not None:
        try:
            return _guess(data.decode(best.encoding), best.encoding)
        except UnicodeError:
            pass  # the sample fitted, the rest does not
    raise ReadError(
        f"The encoding of {name} cannot be told from its bytes. Name it, for example cp1251."
    )


def _guess(text: str, encoding: str) -> Decoded:
    notice = f"The encoding was guessed: {encoding}. If letters look wrong, name another one."
    return Decoded(text.removeprefix("\ufeff"), encoding, guessed=True, notices=(notice,))


def _looks_binary(data: bytes) -> bool:
    controls = len(data) - len(data.translate(None, _NOT_TEXT))
    return controls >= _LEAST_CONTROLS and controls > len(data) * _MANY_CONTROLS
