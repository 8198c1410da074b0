"""Streamlit looks for components in every installed package at every start, an AppTest's included.

That is a third of a second, and what is installed does not change while tests run.
"""

from __future__ import annotations

import functools

from streamlit.components.v2 import manifest_scanner


def scan_once() -> None:
    """Remember in this process, and in those forked from it, what was found the first time."""
    manifest_scanner.scan_component_manifests = functools.cache(
        manifest_scanner.scan_component_manifests
    )
