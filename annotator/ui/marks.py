"""Our own marks as HTML: letters, strips, initials, links. Scheme words, numbers and letters only.

Nobody's text comes in here but initials, and those are escaped: `st.html` is no place for it.
"""

from __future__ import annotations

import html
from collections.abc import Mapping
from typing import Final

from annotator.scheme import Tag
from annotator.ui.initials import initials

# Lines of text with the underlines of three tags. `st.html` lets no SVG through.
EMPTY: Final = (
    '<div class="ca-lines" aria-hidden="true"><b></b><i data-tag="sourced"></i><b></b>'
    '<i data-tag="contested"></i><b></b><i data-tag="opinion"></i></div>'
)


def letter(tag: Tag) -> str:
    """The badge of a tag."""
    return f'<i class="ca-letter" data-tag="{html.escape(tag.name)}">{html.escape(tag.letter)}</i>'


def legend(tags: tuple[Tag, ...]) -> str:
    """Every badge with its word."""
    return "".join(
        f'<span class="ca-key">{letter(tag)}{html.escape(tag.name)}</span>' for tag in tags
    )


def who(name: str) -> str:
    """A person's initials in a circle; the name stands beside it as text."""
    return f'<span class="ca-who" aria-hidden="true">{html.escape(initials(name))}</span>'


def progress(name: str, answered: Mapping[str, int], total: int, *, own: bool) -> str:
    """One person's progress in an article.

    Args:
        answered: How many claims, by tag if the strip may show tags, else under one empty name.
    """
    done = sum(answered.values())
    bars = "".join(
        f"<i{f' data-tag={chr(34)}{html.escape(tag)}{chr(34)}' if tag else ''}"
        f' style="width:{100 * count / total:.2f}%"></i>'
        for tag, count in answered.items()
        if count
    )
    if not done:
        said = "not begun"
    elif done >= total:
        said = f"<b>{done}</b> · done"
    else:
        said = f"<b>{done}</b> of {total}"
    return (
        f'<div class="ca-progress"{" data-me" if own else ""}>{who(name)}'
        f'<span class="ca-strip" aria-hidden="true">{bars}</span><span>{said}</span></div>'
    )


def link(label: str, address: str, *, primary: bool = False, download: bool = False) -> str:
    """A link that looks like a button; label and address are ours."""
    return (
        f'<a class="ca-button{" is-go" if primary else ""}" href="{html.escape(address)}"'
        f"{' download' if download else ''}>{html.escape(label)}</a>"
    )
