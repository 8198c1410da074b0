"""The formula guard: makes a cell safe in a spreadsheet, and can be undone exactly.

A spreadsheet runs a cell that begins with `=` and the like, whatever the quoting of the file. One
apostrophe in front stops it. `unguard` takes away exactly the apostrophe that `guard` put there,
because the test for "would run" looks past apostrophes.
"""

from __future__ import annotations

import re

__all__ = ["INVISIBLE", "TRIGGERS", "guard", "unguard"]

# OWASP's list (= + - @, tab, CR, LF, NUL) with the full-width and small forms of the signs, which
# spreadsheets of East Asian locales read as the signs themselves.
TRIGGERS = "=+-@\t\r\n\0\uff1d\uff0b\uff0d\uff20\ufe66\ufe62\ufe63\ufe6b"

# Controls, spaces, format characters and fillers: a program may drop them before it reads the cell.
INVISIBLE = (
    "\\x00-\\x20\\x7f-\\xa0\\xad\\u034f\\u0600-\\u0605\\u061c\\u06dd\\u070f\\u0890\\u0891\\u08e2"
    "\\u115f\\u1160\\u1680\\u17b4\\u17b5\\u180b-\\u180f\\u2000-\\u200f\\u2028-\\u202f"
    "\\u205f-\\u206f\\u3000\\u3164\\ufe00-\\ufe0f\\ufeff\\uffa0\\ufff0-\\ufffb"
    "\\U000110bd\\U000110cd\\U00013430-\\U0001343f\\U0001bca0-\\U0001bca3"
    "\\U0001d173-\\U0001d17a\\U000e0000-\\U000e0fff"
)

_would_run = re.compile(f"['{INVISIBLE}]*[{re.escape(TRIGGERS)}]").match


def guard(text: str) -> str:
    """`text`, with one apostrophe in front where a spreadsheet would run it."""
    return "'" + text if _would_run(text) else text


def unguard(cell: str) -> str:
    """The inverse of `guard`: what was in the store before the guard."""
    return cell[1:] if cell.startswith("'") and _would_run(cell, 1) else cell
