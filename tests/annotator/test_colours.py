"""The contrast of the colours (WCAG 2.2), light and dark, from the file that the pages use."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from annotator.palette import COLOURS
from annotator.ui.theme import STATIC, streamlit_config

TOKEN = re.compile(r"--ca-([\w-]+):\s*light-dark\((#[0-9a-f]{6}),\s*(#[0-9a-f]{6})\)")
INKS = ("ink", "ink-2", "ink-3", "accent", "danger", "ok", "warn")
PAPERS = ("paper", "surface", "sunk", "current")
TAGS = list(COLOURS)
# What is drawn, on what, and the least ratio: 4.5 for text, 3 for marks, borders and the focus.
PAIRS = [
    *((ink, paper, 4.5) for ink in INKS for paper in PAPERS),
    *((f"{tag}-text", paper, 4.5) for tag in TAGS for paper in (*PAPERS, f"{tag}-tint")),
    *((f"on-{tag}", tag, 4.5) for tag in TAGS),
    *(("ink", f"{tag}-tint", 7) for tag in TAGS),
    *((tag, f"{tag}-tint", 3) for tag in TAGS),
    ("on-accent", "accent", 4.5),
    ("on-accent", "accent-2", 4.5),
    *((tag, paper, 3) for tag in TAGS for paper in ("paper", "surface", "current")),
    *(("focus", paper, 3) for paper in PAPERS),
    *(("edge", paper, 3) for paper in ("paper", "surface")),
]


UI = STATIC.parent
SET_BY_SCRIPTS = {"ca-above", "ca-keys", "ca-caret", "ca-room"}


def read(path: Path) -> str:
    return path.read_text(encoding="utf-8")


def tokens() -> dict[str, tuple[str, str]]:
    css = (STATIC / "tokens.css").read_text(encoding="utf-8")
    return {name: (light, dark) for name, light, dark in TOKEN.findall(css)}


def luminance(colour: str) -> float:
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    low, high = sorted((luminance(one), luminance(other)))
    return (high + 0.05) / (low + 0.05)


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_every_pair_can_be_told_apart(scheme: int) -> None:
    colours = {name: pair[scheme] for name, pair in tokens().items()}
    faint = {
        (front, back): round(contrast(colours[front], colours[back]), 2)
        for front, back, least in PAIRS
        if contrast(colours[front], colours[back]) < least
    }
    assert faint == {}


def test_no_two_colours_look_alike_beside_each_other() -> None:
    """Whoever sees no difference of hue has the letter, the underline and the shape."""
    for what in ("bars", "underline"):
        found = [
            look.bars if what == "bars" else (look.line, look.thick) for look in COLOURS.values()
        ]
        assert len(set(found)) == len(COLOURS), what
    for place in (0, 1):
        assert len({tokens()[name][place] for name in COLOURS}) == len(COLOURS)


def test_every_token_that_is_used_is_there() -> None:
    """A colour that is misspelt is drawn as none, and nobody is told."""
    defined = set(re.findall(r"--(ca-[\w-]+):", "".join(map(read, UI.rglob("*.css")))))
    for path in [*UI.rglob("*.css"), *UI.rglob("*.html"), *UI.rglob("*.py")]:
        used = set(re.findall(r"var\(--(ca-[\w-]+)[,)]", read(path)))
        assert used - defined - SET_BY_SCRIPTS == set(), path.name


def test_black_on_white_is_twenty_one() -> None:
    assert contrast("#000000", "#ffffff") == pytest.approx(21)


@pytest.mark.parametrize(("theme", "place"), [("light", 0), ("dark", 1)])
def test_the_controls_of_streamlit_have_the_border_of_ours(theme: str, place: int) -> None:
    """It draws buttons, fields, boxes and dots with this one colour."""
    assert streamlit_config()[f"theme.{theme}.borderColor"] == tokens()["edge"][place]
