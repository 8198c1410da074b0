"""What Streamlit's own elements cannot do: a table of others' text, and the focus where it belongs.

`st.table` reads cells as Markdown, and `st.dataframe` offers to download what is only a preview.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from importlib.resources import files
from pathlib import Path
from typing import Final

import streamlit as st

from annotator.scheme import Scheme
from annotator.ui import packaged

FOLDER: Final = Path(str(files(__package__)))


def table(
    label: str,
    columns: Sequence[str],
    rows: Sequence[Sequence[str]],
    *,
    scheme: Scheme,
    tags: Collection[int] = (),
    numbers: Collection[int] = (),
    wide: Collection[int] = (),
    key: str,
) -> None:
    """A table of text as it is, which scrolls sideways in its frame.

    Args:
        label: What a screen reader calls the table.
        tags: The columns, from 0, in which a tag stands and gets its letter.
        numbers: The columns that are set flush right.
        wide: The columns that are cut at a width of their own; the whole text is their tooltip.
    """
    packaged.renderer(
        FOLDER, "table", html='<div id="frame"></div>\n', css="table.css", js="table.js"
    )(
        key=key,
        data={
            "label": label,
            "columns": list(columns),
            "rows": [list(row) for row in rows],
            "letters": {tag.name: tag.letter for tag in scheme.tags},
            "tags": sorted(tags),
            "numbers": sorted(numbers),
            "wide": sorted(wide),
        },
    )


def focus(field: str) -> None:
    """Put the focus into a new field, by its key; take at once what is pasted or typed there.

    Streamlit gives a dialog's own frame the focus, and takes a text when the field loses it.
    """
    with st.container(key=f"unseen-{field}"):
        packaged.renderer(FOLDER, "focus", html="<i hidden></i>\n", css="focus.css", js="focus.js")(
            key=f"focus-{field}", data={"field": field}
        )


def assets() -> dict[str, Path]:
    """The parts' files by the address at which Streamlit serves them."""
    return packaged.assets(FOLDER, "table") | packaged.assets(FOLDER, "focus")
