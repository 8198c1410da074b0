"""Cutting a text into claims without a project."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path

import click

import corpus
from annotator.commands.output import put, say
from annotator.commands.reading import encoding_option, language_option, read_file


@click.command(short_help="Show how a text is cut into sentences; needs no project.")
@click.argument("file", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--json",
    "as_json",
    is_flag=True,
    help="A JSON list of {kind, start, end, text}; offsets count code points.",
)
@encoding_option
@language_option
def split(file: Path, as_json: bool, encoding: str | None, language: str | None) -> None:
    """Cut FILE into titles, headings and sentences, as `load` would; `-` is standard input.

    Offsets count the code points of the normalised text (line ends are one character, a byte order
    mark is gone), the end not included.
    """
    data, name = read_file(file)
    article = corpus.read(data, name, encoding=encoding, language=language)
    for notice in article.notices:
        say(notice)
    put(_as_json(article) if as_json else _for_reading(article))


def _as_json(article: corpus.Article) -> Iterator[bytes]:
    between = "["
    for piece in article.pieces():
        yield f"{between}{json.dumps(piece._asdict(), ensure_ascii=False)}".encode()
        between = ",\n "
    yield b"[]\n" if between == "[" else b"]\n"


def _for_reading(article: corpus.Article) -> Iterator[bytes]:
    number = 0
    for piece in article.pieces():
        number += piece.kind == "sentence"
        mark = str(number) if piece.kind == "sentence" else piece.kind
        yield f"{mark:>12}  {' '.join(piece.text.split())}\n".encode()
