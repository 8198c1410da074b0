"""Streamlit's settings and the product's looks, from the files that hold them."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any, Final

import streamlit as st

STATIC: Final = Path(__file__).with_name("static")
_CONFIG: Final = Path(__file__).parent.parent / ".streamlit" / "config.toml"


def streamlit_config() -> dict[str, Any]:
    """Streamlit's settings, keyed as `App.run` wants them: `theme.light.primaryColor`."""
    return _flat(tomllib.loads(_CONFIG.read_text(encoding="utf-8")))


def dress() -> None:
    """Give the page its logo, colours and styles."""
    dark = st.context.theme.type == "dark"
    st.logo(STATIC / ("logo-dark.svg" if dark else "logo.svg"), size="medium")
    st.html(STATIC / "tokens.css")
    st.html(STATIC / "pages.css")
    # Dialogs are drawn outside the element on which Streamlit sets the scheme.
    st.html(f"<style>:root {{ color-scheme: {'dark' if dark else 'light'}; }}</style>")


def _flat(values: dict[str, Any], prefix: str = "") -> dict[str, Any]:
    flat: dict[str, Any] = {}
    for key, value in values.items():
        if isinstance(value, dict):
            flat |= _flat(value, f"{prefix}{key}.")
        else:
            flat[f"{prefix}{key}"] = value
    return flat
