"""The Python side of the desk: what it hands down, and how Streamlit finds its assets."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

from streamlit.components.v2.component_manager import BidiComponentManager
from streamlit.components.v2.component_path_utils import ComponentPathUtils
from streamlit.testing.v1 import AppTest

from annotator.ui import desk as desk_room
from annotator.ui import packaged
from db.model import Analyst
from tests.conftest import ROOT

FOLDER = Path(desk_room.__file__).parent
FRONTEND = FOLDER / "frontend"


def page() -> None:
    from annotator.ui.desk import desk
    from db.model import Analyst

    desk("0" * 32, Analyst("a" * 32, "Ana <b>", "2026-11-22T10:00:00Z"), 3)


def handed_down(app: AppTest) -> dict[str, object]:
    (shown,) = app.get("bidi_component")
    data: dict[str, object] = json.loads(shown.proto.json)
    return data


def test_what_the_desk_is_told() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    assert not app.exception
    assert handed_down(app) == {
        "project": "0" * 32,
        "analyst": {"id": "a" * 32, "name": "Ana <b>"},
        "article": 3,
        "desk": "/api/articles/3/desk",
        "acts": "/api/acts",
    }


def test_a_rerun_hands_down_the_same_bytes() -> None:
    app = AppTest.from_function(page, default_timeout=30).run()
    first = app.get("bidi_component")[0].proto
    second = app.run().get("bidi_component")[0].proto
    assert second.json == first.json
    assert second.id == first.id


def test_every_new_runtime_finds_the_assets() -> None:
    for _ in range(2):
        app = AppTest.from_function(page, default_timeout=30).run()
        assert not app.exception
        proto = app.get("bidi_component")[0].proto
        assert proto.component_name == desk_room.component_name()
        assert (proto.js_source_path, proto.css_source_path) == ("desk.js", "desk.css")
        assert proto.isolate_styles


def test_the_name_changes_with_any_asset(tmp_path: Path) -> None:
    (tmp_path / "a.js").write_text("1")
    (tmp_path / "b.css").write_text("2")
    first = packaged.digest(tmp_path)
    assert packaged.digest(tmp_path) == first
    (tmp_path / "b.css").write_text("3")
    second = packaged.digest(tmp_path)
    (tmp_path / "b.css").rename(tmp_path / "c.css")
    assert len({first, second, packaged.digest(tmp_path)}) == 3
    assert re.fullmatch(r"claim-annotator\.desk-[0-9a-f]{12}", desk_room.component_name())


def test_assets_are_served_below_the_name() -> None:
    manager = BidiComponentManager()
    manager.register_from_manifest(packaged.manifest(FOLDER), FOLDER)
    assert manager.get_component_path(desk_room.component_name()) == str(FRONTEND.resolve())


def test_the_manifest_has_the_version_of_the_project() -> None:
    project = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["project"]
    declared = tomllib.loads((FOLDER / "pyproject.toml").read_text("utf-8"))
    assert declared["project"] == {"name": project["name"], "version": project["version"]}


def test_the_skeleton_is_markup_and_not_a_path() -> None:
    html = (FRONTEND / "desk.html").read_text("utf-8")
    assert ComponentPathUtils.looks_like_inline_content(html)


def test_an_analyst_is_somebody_who_tags() -> None:
    somebody: desk_room.Person = Analyst("a" * 32, "Ana", "")
    assert (somebody.id, somebody.name) == ("a" * 32, "Ana")
