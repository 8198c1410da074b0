"""Bytes become text, or one sentence that says why not."""

from __future__ import annotations

import codecs
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from corpus import MAX_BYTES, ReadError
from corpus.decode import Decoded, decode
from corpus.readers import read

PROSE = "The café’s owner paid €5 “in full”. Nobody saw it."


def said(data: bytes, encoding: str | None = None, name: str = "note.txt") -> str:
    with pytest.raises(ReadError) as refusal:
        read(data, name, encoding=encoding)
    message = str(refusal.value)
    assert message.endswith(".")
    assert "\n" not in message
    return message


@pytest.mark.parametrize(
    ("data", "encoding"),
    [
        (PROSE.encode(), "utf-8"),
        (codecs.BOM_UTF8 + PROSE.encode(), "utf-8"),
        (codecs.BOM_UTF16_LE + PROSE.encode("utf-16-le"), "utf-16-le"),
        (codecs.BOM_UTF16_BE + PROSE.encode("utf-16-be"), "utf-16-be"),
        (codecs.BOM_UTF32_LE + PROSE.encode("utf-32-le"), "utf-32-le"),
        (codecs.BOM_UTF32_BE + PROSE.encode("utf-32-be"), "utf-32-be"),
    ],
)
def test_what_the_bytes_say_is_no_guess(data: bytes, encoding: str) -> None:
    assert decode(data, "note.txt") == Decoded(PROSE, encoding)


def test_few_high_bytes_are_cp1252_and_a_guess() -> None:
    decoded = decode(PROSE.encode("cp1252"), "note.txt")
    assert (decoded.text, decoded.encoding, decoded.guessed) == (PROSE, "cp1252", True)
    assert "cp1252" in decoded.notices[0]


def test_a_long_french_text_is_cp1252_too() -> None:
    text = "Quand le barrage a cédé, personne n’était là, et le maire dormait à Orle. " * 30
    assert decode(text.encode("cp1252"), "note.txt").encoding == "cp1252"


def test_many_high_bytes_are_guessed_by_their_letters() -> None:
    text = (
        "Мост был закрыт с весны. Никто не знал, когда он снова откроется для людей и машин. " * 5
    )
    decoded = decode(text.encode("cp1251"), "note.txt")
    assert (decoded.text, decoded.guessed) == (text, True)


def test_a_person_who_knows_better_names_the_encoding() -> None:
    data = "Žluťoučký kůň. Ať žije!".encode("iso8859-2")
    decoded = decode(data, "note.txt", "ISO-8859-2")
    assert (decoded.text, decoded.encoding) == ("Žluťoučký kůň. Ať žije!", "iso8859-2")
    assert not decoded.guessed


def test_a_few_broken_bytes_leave_the_rest_of_utf8_alone() -> None:
    decoded = decode(PROSE.encode() + b" Bad \xff byte.", "note.txt")
    assert decoded.text == PROSE + " Bad \ufffd byte."
    assert decoded.guessed
    assert "1 place" in decoded.notices[0]


def test_a_cut_utf16_file_is_read_to_its_end() -> None:
    decoded = decode(codecs.BOM_UTF16_LE + "One. Two.".encode("utf-16-le")[:-1], "note.txt")
    assert decoded.text == "One. Two\ufffd"
    assert decoded.notices


def test_nul_becomes_a_replacement_character_one_for_one() -> None:
    decoded = decode(b"One\x00 here. Two\x00 there.", "note.txt")
    assert decoded.text == "One\ufffd here. Two\ufffd there."
    assert decoded.notices == ("2 NULs or surrogates in the text became U+FFFD (�).",)


def test_lone_surrogates_become_replacement_characters() -> None:
    decoded = decode("One \ud800 here.".encode("utf-7", "surrogatepass"), "note.txt", "utf-7")
    assert decoded.text == "One \ufffd here."


def test_every_line_end_becomes_a_newline() -> None:
    text = "a\r\nb\rc\x85d\u2028e\u2029f\ng"
    assert decode(text.encode(), "note.txt").text == "a\nb\nc\nd\ne\nf\ng"


def test_spaces_and_quotes_stay_as_they_are() -> None:
    text = "He  said\u00a0: “no” , ‘yes’. \t\u200b"
    assert decode(text.encode(), "note.txt").text == text


@pytest.mark.parametrize("data", [b"", b"  \n\t ", codecs.BOM_UTF8, "\u200b\u00a0\n".encode()])
def test_an_empty_file_is_refused(data: bytes) -> None:
    assert "note.txt is empty" in said(data)


def test_a_file_of_signs_is_refused() -> None:
    assert "no sentence" in said(b"***\n\n---\n")


@pytest.mark.parametrize(
    ("data", "what"),
    [
        (b"%PDF-1.7 ...", "PDF"),
        (b"PK\x03\x04 ...", "Word"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1 ...", "Office"),
        (b"\x89PNG\r\n\x1a\n ...", "PNG"),
        (b"{\\rtf1 Hello.}", "RTF"),
        (b"SQLite format 3\x00 ...", "SQLite"),
    ],
)
def test_other_formats_are_named(data: bytes, what: str) -> None:
    message = said(data, name="report.pdf")
    assert "report.pdf" in message
    assert what in message
    assert "paste" in message


def test_bytes_that_are_no_text_are_refused() -> None:
    assert "does not look like text" in said(bytes(range(256)) * 40)


def test_utf16_without_a_mark_is_refused_until_it_is_named() -> None:
    data = "One here. Two there.".encode("utf-16-le")
    assert "Name another encoding" in said(data)
    assert decode(data, "note.txt", "utf-16-le").text == "One here. Two there."


def test_a_file_that_is_too_large_is_refused_with_the_limit() -> None:
    assert "more than 25 MB" in said(b"a" * (MAX_BYTES + 1))


@pytest.mark.parametrize("encoding", ["klingon", "hex", "rot13", "idna", "a\x00b", "ü"])
def test_an_unknown_encoding_is_refused(encoding: str) -> None:
    assert "no encoding" in said(b"One.", encoding)


def test_bytes_that_do_not_fit_the_named_encoding_are_refused() -> None:
    assert "note.txt cannot be read as utf-8 (byte 4)" in said(b"One\xff.", "utf-8")


def test_a_named_encoding_that_gives_no_text_is_refused() -> None:
    assert "does not look like text" in said(bytes(range(256)) * 40, "latin-1")


TEXTS = st.text(st.characters(exclude_categories=["Cs", "Cc", "Zl", "Zp"]), min_size=1).map(
    "x{}".format
)


@given(TEXTS, st.sampled_from(["utf-8-sig", "utf-16", "utf-32", "utf-8"]))
def test_unicode_comes_back_as_it_was(text: str, encoding: str) -> None:
    decoded = decode(text.encode(encoding), "note.txt")
    assert (decoded.text, decoded.guessed, decoded.notices) == (text, False, ())


@given(st.lists(st.sampled_from("abc.éèüñß“”’–€"), min_size=1, max_size=8))
def test_western_text_comes_back_as_it_was(letters: list[str]) -> None:
    # Spaces between, because "ß–" in cp1252 happens to be a letter in UTF-8, and nobody can tell.
    prose = "It was a long and quiet day by the sea. " * 3 + " ".join(letters)
    decoded = decode(prose.encode("cp1252"), "note.txt")
    assert decoded.text == prose


@given(st.binary(max_size=300), st.sampled_from(["a.txt", "a.md", "a.pdf", "a"]))
def test_no_bytes_raise_anything_but_a_read_error(data: bytes, name: str) -> None:
    with suppress(ReadError):
        assert read(data, name).original == data


@given(st.binary(max_size=100), st.sampled_from(["utf-8", "utf-16", "utf-7", "gb18030", "big5"]))
def test_no_bytes_raise_anything_but_a_read_error_when_the_encoding_is_named(
    data: bytes, encoding: str
) -> None:
    with suppress(ReadError):
        assert read(data, "a.md", encoding=encoding).original == data
