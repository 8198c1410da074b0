"""Our own marks as HTML: letters, strips, initials, links. Scheme words, numbers and letters only.

Nobody's text comes in here but initials and web addresses, and those are checked and escaped:
`st.html` is no place for it.
"""

from __future__ import annotations

import html
from collections.abc import Iterable, Mapping
from typing import Final
from urllib.parse import urlsplit

from annotator.act_fields import ActError
from annotator.evidence_acts import web_address
from annotator.palette import COLOURS, HOLLOW, PARTS
from annotator.scheme import Tag
from annotator.ui.initials import initials
from db.evidence_model import Stance

# Lines of text with the underlines of three tags. `st.html` lets no SVG through.
EMPTY: Final = (
    '<div class="ca-lines" aria-hidden="true"><b></b><i></i><b></b><i></i><b></b><i></i></div>'
)

_STANCES: Final[Mapping[Stance, str]] = {"supports": "+", "refutes": "−", "context": "…"}


def letter(tag: Tag) -> str:
    """The badge of a tag."""
    return (
        f'<i class="ca-letter" data-look="{tag.colour}" style="{_colours(tag.colour)}">'
        f"{html.escape(tag.letter)}</i>"
    )


def legend(tags: tuple[Tag, ...]) -> str:
    """Every badge with its word."""
    return "".join(
        f'<span class="ca-key">{letter(tag)}{html.escape(tag.name)}</span>' for tag in tags
    )


def ticks(tags: tuple[Tag, ...]) -> str:
    """Every tick with its word, as the chart over an article draws it."""
    shown = [(f'style="{_bars(tag.colour)}"', f"{tag.letter} {tag.name}") for tag in tags]
    shown += [('data-look="skipped"', "skipped"), ('data-look="open"', "not answered")]
    return "".join(
        f'<span class="ca-key"><i class="ca-tick" {look}></i>{html.escape(word)}</span>'
        for look, word in shown
    )


def example_line(tag: Tag) -> str:
    """What draws the underline that the tag has on the desk, for `style`."""
    return f"--mark:var(--ca-{tag.colour});--under:{COLOURS[tag.colour].line}"


def who(name: str) -> str:
    """A person's initials in a circle; the name stands beside it as text."""
    return f'<span class="ca-who" aria-hidden="true">{html.escape(initials(name))}</span>'


def progress(
    name: str,
    answered: Mapping[str, int],
    total: int,
    colours: Mapping[str, str],
    *,
    own: bool,
) -> str:
    """One person's progress in an article.

    Args:
        answered: How many claims, by tag if the strip may show tags, else under one empty name.
        colours: The colour of each tag.
    """
    done = sum(answered.values())
    bars = "".join(
        f'<i style="width:{100 * count / total:.2f}%'
        f'{f";background:var(--ca-{colours[tag]})" if tag in colours else ""}"></i>'
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


def figures(shown: Iterable[tuple[str, str, str]]) -> str:
    """Numbers with their names and units; all three are ours."""
    return (
        '<dl class="ca-figures">'
        + "".join(
            f"<div><dt>{html.escape(name)}</dt><dd>{html.escape(number)}"
            f"{f' <small>{html.escape(unit)}</small>' if unit else ''}</dd></div>"
            for name, number, unit in shown
        )
        + "</dl>"
    )


def link(label: str, address: str, *, primary: bool = False, download: bool = False) -> str:
    """A link that looks like a button; label and address are ours."""
    return (
        f'<a class="ca-button{" is-go" if primary else ""}" href="{html.escape(address)}"'
        f"{' download' if download else ''}>{html.escape(label)}</a>"
    )


def no_link(label: str, *, primary: bool = False) -> str:
    """The same link while it leads nowhere; beside it stands why."""
    return (
        f'<a class="ca-button{" is-go" if primary else ""}" role="link" aria-disabled="true">'
        f"{html.escape(label)}</a>"
    )


def away(address: str) -> str:
    """A link out of the project, as the host it leads to; nothing of what is no web address.

    It opens beside the page, and the host does not learn where somebody comes from.
    """
    try:
        checked = web_address(address, "web address")
    except ActError:
        return ""
    host = urlsplit(checked).hostname or ""
    return host and (
        f'<a class="ca-away" href="{html.escape(checked)}" target="_blank"'
        f' rel="noopener noreferrer"><bdi>{html.escape(host)}</bdi>'
        '<span aria-hidden="true"> ↗</span><span class="ca-unseen">, in a new tab</span></a>'
    )


def stance(which: Stance) -> str:
    """What a piece of evidence does to its claim: a sign and the word."""
    return (
        f'<span class="ca-stand" data-stance="{which}">'
        f'<i aria-hidden="true">{_STANCES[which]}</i>{which}</span>'
    )


def flag(words: str) -> str:
    """What to mind about a piece of evidence; the words are ours."""
    return f'<span class="ca-flag">{html.escape(words)}</span>'


def _colours(colour: str) -> str:
    """The colours of a letter: on its mark or, for none of all, in a frame."""
    if colour == HOLLOW:
        return f"--mark:transparent;--on:var(--ca-{colour}-text)"
    return f"--mark:var(--ca-{colour});--on:var(--ca-on-{colour})"


def _bars(colour: str) -> str:
    """A tick, as the desk's map draws it."""
    stops, at = [], 0
    for start, end in (*COLOURS[colour].bars, (PARTS, PARTS)):
        stops.append(f"transparent {_percent(at)} {_percent(start)}")
        stops.append(f"var(--ca-{colour}) {_percent(start)} {_percent(end)}")
        at = end
    return f"background:linear-gradient({','.join(stops)})"


def _percent(part: int) -> str:
    return f"{100 * part / PARTS:.1f}%"
