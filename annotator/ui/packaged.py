"""Components that ship in the package: where Streamlit finds their files, and under which name.

Streamlit serves them below `/_stcore/bidi-components/<name>/` as cacheable, and modules import each
other by relative addresses. With a digest of the files in the name, nothing of a new version can
meet a cached part of an old one. A component's modules go out as one (`linking.py`).
"""

from __future__ import annotations

import functools
import hashlib
import tomllib
from pathlib import Path
from typing import Final

import streamlit as st
from streamlit.components.v2.get_bidi_component_manager import get_bidi_component_manager
from streamlit.components.v2.manifest_scanner import ComponentConfig, ComponentManifest
from streamlit.components.v2.types import ComponentRenderer

from annotator.ui import linking, squeezing
from annotator.ui.linking import linked

MANIFEST: Final = "pyproject.toml"

_SERVED: Final = "/_stcore/bidi-components"


def renderer(
    folder: Path, component: str, *, html: str, css: str, js: str, isolated: bool = True
) -> ComponentRenderer:
    """What mounts a component that the manifest in `folder` declares.

    Args:
        isolated: In a shadow root, where the page's styles do not reach, nor Tab in a dialog.
    """
    # Each runtime has a manager of its own, and in an editable install nobody else tells it.
    manager = get_bidi_component_manager()
    name = qualified(folder, component)
    if manager.get_component_path(name) is None:
        manager.register_from_manifest(manifest(folder), folder)
    return _renderer(name, html, css, js, isolated)


@functools.cache
def manifest(folder: Path) -> ComponentManifest:
    """The components that are declared in `folder`, each under a name that holds its digest."""
    read = tomllib.loads((folder / MANIFEST).read_text("utf-8"))
    versioned = [
        ComponentConfig(_versioned(folder, entry["name"], entry["asset_dir"]), entry["asset_dir"])
        for entry in read["tool"]["streamlit"]["component"]["components"]
    ]
    return ComponentManifest(read["project"]["name"], read["project"]["version"], versioned)


def qualified(folder: Path, component: str) -> str:
    """The whole name of a component, as Streamlit knows it."""
    declared = manifest(folder)
    (name,) = (
        config.name for config in declared.components if config.name.rpartition("-")[0] == component
    )
    return f"{declared.name}.{name}"


def assets(folder: Path, component: str) -> dict[str, bytes]:
    """A component's style sheet and script by the address at which Streamlit would serve them.

    They are the files that have the component's name, with all that they import.
    """
    name = qualified(folder, component)
    (asset_dir,) = (
        config.asset_dir
        for config in manifest(folder).components
        if name.endswith(f".{config.name}")
    )
    place = folder / str(asset_dir)
    style = place / f"{component}.css"
    found = {style.name: linking.linked_style(style).encode()} if style.is_file() else {}
    found[f"{component}.js"] = linked(place / f"{component}.js").encode()
    return {f"{_SERVED}/{name}/{file}": body for file, body in found.items()}


def digest(folder: Path) -> str:
    """What changes with the name or the content of any file in a folder, or with how they link."""
    sha = hashlib.sha256()
    for module in (linking, squeezing):
        sha.update(Path(str(module.__file__)).read_bytes())
    for path in sorted(path for path in folder.iterdir() if path.is_file()):
        sha.update(path.name.encode() + b"\0" + path.read_bytes() + b"\0")
    return sha.hexdigest()[:12]


def _versioned(folder: Path, name: str, assets: str) -> str:
    return f"{name}-{digest(folder / assets)}"


@functools.cache
def _renderer(name: str, html: str, css: str, js: str, isolated: bool) -> ComponentRenderer:
    return st.components.v2.component(name, html=html, css=css, js=js, isolate_styles=isolated)
