"""What Streamlit's own elements cannot do: a table of others' text, a text to copy, the focus.

`st.table` reads cells as Markdown, and `st.dataframe` offers to download what is only a preview.
The copy button of `st.code` needs an API that browsers do not have where a page came by plain http.
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
    scheme: Scheme | None = None,
    tags: Collection[int] = (),
    numbers: Collection[int] = (),
    wide: Collection[int] = (),
    key: str,
) -> None:
    """A table of text as it is, which scrolls sideways in its frame.

    Args:
        label: What a screen reader calls the table.
        scheme: Where a column of tags is among them, the scheme that they are of.
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
            "letters": {tag.name: [tag.letter, tag.colour] for tag in scheme.tags}
            if scheme
            else {},
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


def copyable(label: str, text: str, *, key: str) -> None:
    """A text to take along: one click selects it all, and a button copies it."""
    packaged.renderer(FOLDER, "copy", html=_COPYABLE, css="copy.css", js="copy.js", isolated=False)(
        key=key, data={"label": label, "text": text}
    )


_COPYABLE: Final = """
<div class="ca-copy">
<label for="ca-copy-text"></label>
<input id="ca-copy-text" readonly autocomplete="off" spellcheck="false">
<button type="button">Copy</button>
<output></output>
</div>
"""


def assets() -> dict[str, bytes]:
    """The parts' style sheets and scripts by the address at which Streamlit serves them."""
    return {
        address: body
        for component in ("table", "focus", "copy")
        for address, body in packaged.assets(FOLDER, component).items()
    }
