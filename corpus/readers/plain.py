"""Plain text: the blocks are found by their look."""

from __future__ import annotations

from corpus.about import About
from corpus.assemble import assemble
from corpus.blocks import plain_blocks
from corpus.decode import decode
from corpus.limits import check_characters
from corpus.model import Article

READER = "plain/1"


def read_plain(data: bytes, name: str, encoding: str | None, about: About) -> Article:
    decoded = decode(data, name, encoding)
    check_characters(len(decoded.text), name)
    text, blocks = plain_blocks(decoded.text, about.title)
    notices = (_HTML,) if decoded.text[:200].lstrip().lower().startswith(_HTML_OPENINGS) else ()
    return assemble(data, name, decoded, text, blocks, about, READER, notices)


_HTML_OPENINGS = ("<!doctype html", "<html", "<?xml")
_HTML = (
    "This looks like HTML or XML: its tags were read as text. Paste the text that a browser shows."
)
