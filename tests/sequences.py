"""How many random sequences a law is tried on."""

from __future__ import annotations

import os


def sequences(ordinary: int) -> int:
    """So many in a run of the tests; `make campaign` asks for more."""
    return int(os.environ.get("CLAIMS_SEQUENCES", ordinary))
