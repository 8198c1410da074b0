"""The small components: what they are given, and how Streamlit finds their files."""

from __future__ import annotations

import json
import re
import tomllib

import pytest
from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.testing.v1 import AppTest

from annotator.ui import packaged, parts
from tests.conftest import ROOT

COMPONENTS = ("table", "focus", "copy")


def page() -> None:
    from annotator.scheme import default_scheme
    from annotator.ui import parts

    parts.table("Rows", ["n", "tag"], [["1", "<b>"]], scheme=default_scheme(), tags=[1], key="rows")
    parts.focus("field")
    parts.copyable("Link", "http://claims.test/<b>", key="link")


def test_cells_are_handed_down_as_they_are() -> None:
    for _ in range(2):  # each runtime has to be told where the files lie
        app = AppTest.from_function(page, default_timeout=30).run()
        assert not app.exception
        table, focus, copy = app.get("bidi_component")
        data = json.loads(table.proto.json)
        assert data["columns"] == ["n", "tag"]
        assert data["rows"] == [["1", "<b>"]]
        assert data["tags"] == [1]
        assert data["letters"]["contested"] == ["C", "red"]
        assert json.loads(focus.proto.json) == {"field": "field"}
        assert json.loads(copy.proto.json) == {"label": "Link", "text": "http://claims.test/<b>"}
        assert table.proto.isolate_styles
        assert not copy.proto.isolate_styles, "a dialog leads Tab past what is isolated"


@pytest.mark.parametrize("component", COMPONENTS)
def test_the_name_holds_a_digest_and_leads_to_the_files(component: str) -> None:
    name = packaged.qualified(parts.FOLDER, component)
    assert re.fullmatch(rf"claim-annotator\.{component}-[0-9a-f]{{12}}", name)
    manager = BidiComponentManager()
    manager.register_from_manifest(packaged.manifest(parts.FOLDER), parts.FOLDER)
    assert manager.get_component_path(name) == str((parts.FOLDER / component).resolve())


def test_the_manifest_has_the_version_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = tomllib.loads((parts.FOLDER / packaged.MANIFEST).read_text("utf-8"))["project"]
    assert declared == {"name": project["name"], "version": project["version"]}
