"""What `load` and `split` share: files as arguments, and how they are read."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Final

import click

import corpus

__all__ = ["STDIN", "encoding_option", "language_option", "read_file"]

STDIN: Final = Path("-")

encoding_option = click.option(
    "--encoding", help="Read the file in this encoding (cp1252, …); without it, it is recognised."
)
language_option = click.option("--language", help="The language it is in: en, de, ar, …")


def read_file(path: Path) -> tuple[bytes, str]:
    """The bytes of a file, and its name; `-` is standard input.

    Raises:
        corpus.ReadError: There is no such file, or it is too large to be an article.
    """
    try:
        if path == STDIN:
            # One byte more than allowed: enough to refuse it, however much more would come.
            return sys.stdin.buffer.read(corpus.MAX_BYTES + 1), "standard input"
        with path.open("rb") as file:
            return file.read(corpus.MAX_BYTES + 1), path.name
    except IsADirectoryError as error:
        raise corpus.ReadError(f"{path} is a folder. Name the files in it.") from error
    except OSError as error:
        raise corpus.ReadError(f"{path} cannot be read: {error.strerror}.") from error
