"""One module per format. To add one: a module with a `Reader`, and a line in `READERS`."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import PurePath
from typing import Protocol

from corpus.about import About, iso_date, language_tag, one_line, web_address
from corpus.decode import without_unwanted
from corpus.limits import check_bytes
from corpus.model import Article
from corpus.readers.markdown import read_markdown
from corpus.readers.plain import read_plain


class Reader(Protocol):
    """Makes an article of a file; what `about` says goes before what the file says of itself."""

    def __call__(
        self, data: bytes, name: str, encoding: str | None, about: About, /
    ) -> Article: ...


READERS: Mapping[str, Reader] = {
    ".txt": read_plain,
    ".text": read_plain,
    ".md": read_markdown,
    ".markdown": read_markdown,
}


def read(
    data: bytes,
    name: str,
    *,
    encoding: str | None = None,
    title: str | None = None,
    author: str | None = None,
    published: str | None = None,
    url: str | None = None,
    language: str | None = None,
) -> Article:
    """The article in `data`; the suffix of `name` chooses the reader, an unknown one plain text.

    The keywords go before what the file says of itself; None and "" leave it to the file.
    Raises ReadError, whose message is the sentence to show.
    """
    name = without_unwanted(name)[0]
    check_bytes(len(data), name)
    about = About(
        title=one_line(title or ""),
        author=one_line(author or ""),
        published=iso_date(published or ""),
        url=web_address(url or ""),
        language=language_tag(language or ""),
    )
    reader = READERS.get(PurePath(name).suffix.lower(), read_plain)
    return reader(data, name, encoding or None, about)
