"""The desk: the article with its claims, tagged in the browser; packaged HTML, CSS and JavaScript.

Python only says whose desk it is and where its data lies; the desk fetches them and works alone.
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from importlib.resources import files
from pathlib import Path
from typing import Final, Protocol

import streamlit as st
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

ACTS: Final = "/api/acts"

_SERVED: Final = "/_stcore/bidi-components"


class Person(Protocol):
    """Whoever tags: an analyst, or the actor of a request."""

    @property
    def id(self) -> str: ...
    @property
    def name(self) -> str: ...


def desk(project_id: str, analyst: Person, article_id: int, key: str = "desk") -> None:
    """Show the desk of an analyst on an article.

    What is passed down is the same at every rerun, so that Streamlit leaves the desk alone.
    Where to begin, the desk reads in the address; else it begins at the first untagged claim.
    """
    _register(get_bidi_component_manager())
    _renderer()(
        key=key,
        data={
            "project": project_id,
            "analyst": {"id": analyst.id, "name": analyst.name},
            "article": article_id,
            "desk": f"/api/articles/{article_id}/desk",
            "acts": ACTS,
        },
    )


@functools.cache
def manifest() -> ComponentManifest:
    """The component under a name that changes with its assets.

    Streamlit serves the assets below `/_stcore/bidi-components/<name>/` as cacheable, and the
    modules import each other by relative addresses: with a digest in the name, no file of a new
    version can meet a cached one of an old version.
    """
    read = tomllib.loads(_folder().joinpath("pyproject.toml").read_text("utf-8"))
    (declared,) = read["tool"]["streamlit"]["component"]["components"]
    assets = declared["asset_dir"]
    versioned = ComponentConfig(f"{declared['name']}-{digest(_folder() / assets)}", assets)
    return ComponentManifest(read["project"]["name"], read["project"]["version"], [versioned])


def component_name() -> str:
    """The name under which Streamlit knows this version of the desk."""
    return f"{manifest().name}.{manifest().components[0].name}"


def assets() -> dict[str, Path]:
    """The desk's files by the address at which Streamlit serves them."""
    return {
        f"{_SERVED}/{component_name()}/{path.name}": path
        for path in sorted((_folder() / "frontend").iterdir())
        if path.suffix in (".css", ".js")
    }


def _register(manager: BidiComponentManager) -> None:
    """Tell a manager where the assets lie; in an editable install nobody else does."""
    if manager.get_component_path(component_name()) is None:
        manager.register_from_manifest(manifest(), _folder())


@functools.cache
def _renderer() -> ComponentRenderer:
    return st.components.v2.component(
        component_name(),
        html=(_folder() / "frontend" / "desk.html").read_text("utf-8"),
        css="desk.css",
        js="desk.js",
    )


def _folder() -> Path:
    return Path(str(files(__package__)))


def digest(folder: Path) -> str:
    """What changes with the name or the content of any file in a folder."""
    sha = hashlib.sha256()
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:12]
