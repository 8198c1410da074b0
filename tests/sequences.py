"""How many random sequences, or selections, a law is tried on."""

from __future__ import annotations

import os


def sequences(ordinary: int) -> int:
    """So many in a run of the tests; `make campaign` asks for more."""
    return int(os.environ.get("CLAIMS_SEQUENCES", ordinary))


def selections(ordinary: int) -> int:
    """So many selections of words in a browser; `make campaign` asks for more."""
    return int(os.environ.get("CLAIMS_SELECTIONS", ordinary))
