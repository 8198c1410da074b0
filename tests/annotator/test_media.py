"""What a file is by its bytes, what it pretends to be, and the names that are given to it."""

from __future__ import annotations

import io
import unicodedata
import zipfile
from urllib.parse import quote

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from annotator.media import (
    LONGEST_NAME,
    SAFE,
    TEXT,
    UNKNOWN,
    false_claim,
    in_words,
    media_type,
    plain_name,
)

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHEET = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WRITER = "application/vnd.oasis.opendocument.text"

PDF = b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj\n"
PNG = b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR"
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
GIF = b"GIF89a\x01\x00\x01\x00"
WEBP = b"RIFF\x1a\x00\x00\x00WEBPVP8L"


def an_archive(*names: str, comment: bytes = b"", mimetype: str = "") -> bytes:
    """A ZIP archive of files with these names."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_DEFLATED) as archive:
        if mimetype:
            archive.writestr(zipfile.ZipInfo("mimetype"), mimetype)
        for name in names:
            archive.writestr(name, f"What {name} holds.")
        archive.comment = comment
    return held.getvalue()


def a_document(part: str, *more: str) -> bytes:
    """What an office program writes, as far as its list of files goes."""
    return an_archive("[Content_Types].xml", "_rels/.rels", part, *more)


KINDS = {
    "pdf": (PDF, "application/pdf"),
    "pdf behind a mark and a line end": (b"\xef\xbb\xbf\r\n" + PDF, "application/pdf"),
    "png": (PNG, "image/png"),
    "jpeg": (JPEG, "image/jpeg"),
    "gif": (GIF, "image/gif"),
    "old gif": (b"GIF87a\x01", "image/gif"),
    "webp": (WEBP, "image/webp"),
    "a sound in the same container": (b"RIFF\x1a\x00\x00\x00WAVEfmt ", UNKNOWN),
    "word": (a_document("word/document.xml"), WORD),
    "sheet": (a_document("xl/workbook.xml"), SHEET),
    "slides": (a_document("ppt/presentation.xml"), SLIDES),
    "word with a comment behind": (an_archive("word/document.xml", comment=b"x" * 900), WORD),
    "word with macros": (a_document("word/document.xml", "word/vbaProject.bin"), UNKNOWN),
    "open document": (an_archive("content.xml", mimetype=WRITER), WRITER),
    "a template of it": (an_archive("content.xml", mimetype=f"{WRITER}-template"), UNKNOWN),
    "an archive": (an_archive("data.csv"), UNKNOWN),
    "an archive that was cut": (a_document("word/document.xml")[:-9], UNKNOWN),
    "text": ("Die Brücke hält. 🏗️ שלום\n".encode(), TEXT),
    "csv": (b"\xef\xbb\xbfport,ships\r\nNorth,12\r\n", TEXT),
    "old text": ("Die Brücke".encode("cp1252"), UNKNOWN),
    "text in two bytes": ("Quay".encode("utf-16"), UNKNOWN),
    "text with a NUL": (b"Quay\x00", UNKNOWN),
    "html": (b"<!doctype html><script>alert(1)</script>", UNKNOWN),
    "html behind spaces": (b"\xef\xbb\xbf \n\t<HTML>", UNKNOWN),
    "svg": (b'<?xml version="1.0"?><svg onload="alert(1)"/>', UNKNOWN),
    "script": (b"#!/bin/sh\nrm -r x\n", UNKNOWN),
    "program": (b"MZ\x90\x00\x03", UNKNOWN),
    "nothing": (b"", TEXT),
}


@pytest.mark.parametrize("name", KINDS)
def test_the_bytes_tell_the_type(name: str) -> None:
    content, kind = KINDS[name]
    assert media_type(content) == kind


def test_a_document_inside_an_archive_does_not_make_it_one() -> None:
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("inner.docx", a_document("word/document.xml"))
    assert media_type(held.getvalue()) == UNKNOWN


def test_nothing_that_runs_is_safe() -> None:
    assert UNKNOWN not in SAFE
    assert not [kind for kind in SAFE if any(word in kind for word in ("html", "svg", "script"))]
    assert not [kind for kind in SAFE if kind.endswith("/xml")]


@given(st.binary(max_size=300))
@example(b"PK\x03\x04PK\x05\x06")
@example(b"PK\x03\x04" + b"PK\x05\x06" + b"\xff" * 18)
def test_any_bytes_have_a_type(content: bytes) -> None:
    assert media_type(content) in SAFE | {UNKNOWN}


BEGINNINGS = [content[:length] for content, _ in KINDS.values() for length in (4, 9, 60)]


@given(st.sampled_from(BEGINNINGS), st.binary(max_size=200), st.text(max_size=20), st.text())
def test_any_file_is_judged(beginning: bytes, rest: bytes, name: str, declared: str) -> None:
    content = beginning + rest
    assert media_type(content) in SAFE | {UNKNOWN}
    for claimed in (declared, "image/png", "image/x-other", "application/pdf"):
        false = false_claim(content, f"{name}.jpg", claimed)
        assert false in ("image/jpeg", claimed.partition(";")[0].strip().lower(), "")
        assert in_words(false)
        assert (media_type(content) == "image/jpeg") or false == "image/jpeg"


@given(st.text(alphabet="\x00\t\n\r\x0b\x1f\x7f<#! ab\u00e9\U0001f3d7"))
def test_what_is_text_can_be_read_and_begins_like_no_page(text: str) -> None:
    if media_type(text.encode()) == TEXT:
        assert not text.lstrip().startswith(("<", "#!"))
        assert not set(text) & set("\x00\x0e\x1f\x7f")


# --- claims ---------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("content", "name", "declared"),
    [
        (PNG, "photo.png", "image/png"),
        (PNG, "PHOTO.PNG", ""),
        (PNG, "photo", ""),
        (PNG, "", "image/png; charset=binary"),
        (JPEG, "photo.jpg", "image/jpeg"),
        (JPEG, "photo.jpeg", "image/jpg"),
        (PDF, "report.pdf", "application/pdf"),
        (PDF, "report.txt", "text/plain"),
        (b"a,b\n", "data.csv", "text/csv"),
        (b"a,b\n", "photo.png.csv", ""),
        (b"<svg/>", "drawing.svg", "image/svg+xml"),
        (b"\x00\x00\x00\x18ftypheic", "photo.heic", "image/heic"),
        (JPEG, "photo.heic", "image/heic"),
        (b"<p>", "page.html", "text/html"),
        (b"{}", "photo", "application/json"),
        (PNG, "photo.png", "nonsense \u2603"),
    ],
)
def test_an_honest_file_may_come(content: bytes, name: str, declared: str) -> None:
    assert false_claim(content, name, declared) == ""


@pytest.mark.parametrize(
    ("content", "name", "declared", "claim"),
    [
        (b"<script>alert(1)</script>", "photo.png", "", "image/png"),
        (b"<script>alert(1)</script>", "photo.PNG", "", "image/png"),
        (b"<script>alert(1)</script>", "photo.png. ", "", "image/png"),
        (b"<script>alert(1)</script>", "x.html/photo\u202e.jpg\u200b", "", "image/jpeg"),
        (b"<script>alert(1)</script>", "page.html", "image/gif", "image/gif"),
        (b"<script>alert(1)</script>", "", "IMAGE/WEBP; q=1", "image/webp"),
        (b"<script>alert(1)</script>", "photo.bmp", "", "image/bmp"),
        (b"plain words", "photo.heic", "", "image/heic"),
        (b"plain words", "drawing.svg", "", "image/svg+xml"),
        (b"plain words", "x", "image/x-made-up", "image/x-made-up"),
        (PNG, "drawing.svg", "", "image/svg+xml"),
        (PNG, "photo.jpg", "image/png", "image/jpeg"),
        (PNG, "photo.png", "image/jpeg", "image/jpeg"),
        (PNG, "report.pdf", "", "application/pdf"),
        (PDF, "photo.tiff", "", "image/tiff"),
        (a_document("word/document.xml"), "report.pdf", "", "application/pdf"),
        (b"MZ\x90\x00\x03", "report.pdf", "application/pdf", "application/pdf"),
        (PNG[1:], "photo.png", "", "image/png"),
    ],
)
def test_a_file_that_pretends_is_found(
    content: bytes, name: str, declared: str, claim: str
) -> None:
    assert false_claim(content, name, declared) == claim


# --- names ----------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("given", "name"),
    [
        ("report.pdf", "report.pdf"),
        ("../../etc/passwd", "passwd"),
        ("..\\..\\windows\\win.ini", "win.ini"),
        ("C:\\Users\\ana\\a.pdf", "a.pdf"),
        ("C:a.pdf", "C_a.pdf"),
        ("..", "file"),
        ("a/", "file"),
        ("", "file"),
        ("\x00\r\n\t", "file"),
        (".htaccess", "htaccess"),
        ("a.pdf. . ", "a.pdf"),
        ("a\r\nSet-Cookie: x=1.pdf", "aSet-Cookie_ x=1.pdf"),
        ('a";filename="b.exe', "a_;filename=_b.exe"),
        ("photo\u202egnp.exe", "photognp.exe"),
        ("Brücke  שלום 🏗.pdf", "Brücke שלום 🏗.pdf"),
        ("می\u200cروم.pdf", "می\u200cروم.pdf"),
        ("x\ud800.pdf", "x.pdf"),
        ("x" * 400 + ".pdf", "x" * 87 + "…" + "x" * 8 + ".pdf"),
    ],
)
def test_a_name_is_only_a_name(given: str, name: str) -> None:
    assert plain_name(given) == name


@given(st.text(alphabet=st.one_of(st.characters(), st.sampled_from("./\\:\r\n\x00\u202e"))))
def test_any_name_can_be_sent_in_a_header(name: str) -> None:
    plain = plain_name(name)
    assert 0 < len(plain) <= LONGEST_NAME
    assert plain not in (".", "..")
    assert not set(plain) & set('/\\:*?"<>|')
    assert not [sign for sign in plain if unicodedata.category(sign) in ("Cc", "Cs", "Zl", "Zp")]
    assert quote(plain, safe="").isascii()
