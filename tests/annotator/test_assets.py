"""Files that never change: answered whole, kept for good, and named before they are needed."""

from __future__ import annotations

import re
from pathlib import Path
from typing import get_args

import pytest
import streamlit
from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.requests import Request
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.routing import Route
from starlette.testclient import TestClient

from annotator.assets import (
    WITH_DESK,
    WITHOUT_DESK,
    Assets,
    links_of_pages,
    streamlit_files,
)
from annotator.ui import desk, places

ADDRESS = "/static/js/index.Ab3.js"


async def behind(request: Request) -> Response:
    if request.url.path == "/who":
        return RedirectResponse("/tag")
    return PlainTextResponse("behind", headers={"Link": "</first>; rel=preload"})


def client(file: Path, value: str = "</a.js>; rel=modulepreload") -> TestClient:
    app = Starlette(
        routes=[Route("/{path:path}", behind, methods=["GET", "HEAD", "POST"])],
        middleware=[Middleware(Assets, files={ADDRESS: file}, links={"/": value, "/tag": value})],
    )
    return TestClient(app, follow_redirects=False)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    path = tmp_path / "index.Ab3.js"
    path.write_bytes(b"export default 1;\n")
    return path


def test_a_file_is_answered_with_all_of_it_and_kept_for_good(file: Path) -> None:
    answer = client(file).get(ADDRESS)
    assert answer.content == file.read_bytes()
    assert answer.headers["content-type"] == "text/javascript; charset=utf-8"
    assert answer.headers["content-length"] == str(len(answer.content))
    assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_everything_else_goes_on_to_streamlit(file: Path) -> None:
    asker = client(file)
    assert asker.get("/static/js/other.Ab3.js").text == "behind"
    assert asker.post(ADDRESS).text == "behind"
    assert asker.head(ADDRESS).headers["content-length"] == str(len("behind"))
    assert asker.get(ADDRESS, headers={"Range": "bytes=0-3"}).text == "behind"


def test_a_file_that_is_gone_goes_on_to_streamlit(file: Path) -> None:
    file.unlink()
    assert client(file).get(ADDRESS).text == "behind"


@pytest.mark.parametrize("path", ["/", "/tag", "/tag?article=3"])
def test_a_page_with_the_desk_names_its_files_beside_what_it_names_itself(
    file: Path, path: str
) -> None:
    found = client(file).get(path).headers.get_list("link")
    assert found == ["</first>; rel=preload", "</a.js>; rel=modulepreload"]


@pytest.mark.parametrize("path", ["/articles", "/who", "/tag/other"])
def test_no_other_page_does(file: Path, path: str) -> None:
    assert "modulepreload" not in client(file).get(path).headers.get("link", "")


def test_all_files_that_streamlits_page_names_are_known() -> None:
    page = Path(streamlit.__file__).parent / "static" / "index.html"
    named = re.findall(r'(?:src|href)="\.(/static/[^"]+)"', page.read_text("utf-8"))
    assert len(named) > 5
    known = streamlit_files()
    assert [name for name in named if name not in known] == []
    assert all(path.is_file() for path in known.values())


def test_the_links_name_each_file_of_the_desk_and_the_font_that_articles_are_set_in() -> None:
    own, all_links = desk.assets(), links_of_pages(desk.assets(), streamlit_files())
    assert all_links["/"] == all_links["/tag"]
    named = dict(re.findall(r"<([^>]+)>; rel=(\S+?)(?=[,;]|$)", all_links["/tag"]))
    kinds = {".js": "modulepreload", ".css": "preload", ".woff2": "preload"}
    assert {name: kinds[Path(name).suffix] for name in named} == named
    (font,) = (name for name in named if name.endswith(".woff2"))
    assert font.startswith("/static/media/SourceSerif")
    assert own.keys() <= named.keys()
    assert "/BidiComponent." in all_links["/tag"]
    for value in all_links.values():
        assert "/Html." in value
        assert "/purify" in value  # which that one imports
        assert "/react-dom." not in value  # which the page names


def test_every_page_has_its_links() -> None:
    assert {"/", *(f"/{place}" for place in get_args(places.Place))} == {*WITH_DESK, *WITHOUT_DESK}


def test_without_the_files_that_were_expected_there_are_no_links() -> None:
    assert set(links_of_pages([], {}).values()) == {""}
