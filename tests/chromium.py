"""Where Chromium is, and how the tests start it."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

NAMES = (
    "chromium",
    "chromium-browser",
    "google-chrome",
    "google-chrome-stable",
    "chromium-headless-shell",
)

# Headless as root and without a network: nothing of Chromium's own may call home or wait for it.
FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--font-render-hinting=none",  # the one without windows would set text wider
)


def chromium_path() -> Path | None:
    """The Chromium to drive: the one that CLAIMS_CHROMIUM names, else the first one on the path."""
    named = os.environ.get("CLAIMS_CHROMIUM")
    found = [shutil.which(name) for name in ([named] if named else NAMES)]
    return next((Path(path) for path in found if path), None)
