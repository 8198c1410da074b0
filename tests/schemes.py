"""A tag scheme of one's own, the example of the docs, and how to put it to use."""

from __future__ import annotations

from dataclasses import replace

from annotator import workflow
from annotator.identity import Actor
from annotator.scheme import Scheme, read_scheme
from annotator.scheme_writing import write_scheme
from db.store import Store
from tests.conftest import ROOT

FILE = ROOT / "docs" / "checkworthy.toml"
LEAD = Actor("cli:test", "test")


def own() -> Scheme:
    """The example of the docs: four tags and one for who is not sure."""
    return read_scheme(FILE.read_text(encoding="utf-8"), FILE.name)


def set_own(store: Store) -> Scheme:
    """The project has it now."""
    return workflow.set_scheme(store, LEAD, FILE.read_text(encoding="utf-8"), FILE.name).scheme


def newer(scheme: Scheme, meaning: str = "Said better.", *, version: int = 0) -> Scheme:
    """The next version of a scheme, in which the first tag means something else."""
    first, *others = scheme.tags
    tags = (replace(first, meaning=meaning), *others)
    return replace(scheme, version=version or scheme.version + 1, tags=tags)


def put(store: Store, scheme: Scheme) -> workflow.Chosen:
    """Set it, as from a file."""
    return workflow.set_scheme(store, LEAD, write_scheme(scheme), "my.toml")
