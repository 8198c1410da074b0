"""What `annotator serve` has imported by the time it answers; `tests.forking` forks after it."""

import gc
import importlib

from streamlit.components.v2 import manifest_scanner

from annotator.server import import_pages
from tests.scanning import scan_once

NAMES = (
    "annotator.cli",
    # Streamlit imports these when a server starts.
    "streamlit.web.bootstrap",
    "streamlit.web.server.starlette.starlette_agent_routes",
    "uvicorn.lifespan.on",
    "uvicorn.loops.asyncio",
    "uvicorn.protocols.http.h11_impl",
    "uvicorn.protocols.websockets.websockets_sansio_impl",
    "anyio._backends._asyncio",
)

import_pages()
for _name in NAMES:
    importlib.import_module(_name)
scan_once()
manifest_scanner.scan_component_manifests()
# A collection in the forked process would touch, and so copy, all of it.
gc.collect()
gc.freeze()
