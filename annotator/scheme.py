"""The tag scheme (codebook) from TOML: read, completed where it says nothing, and checked.

A file that cannot be used is told everything that is wrong with it at once, a sentence each.
`docs/codebook.md` describes the file.
"""

from __future__ import annotations

import functools
import tomllib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from importlib.resources import files
from typing import Any, Final, NamedTuple, cast

from annotator import palette, scheme_faults
from annotator.scheme_faults import RESERVED_KEYS
from annotator.scheme_model import (
    Example,
    Reason,
    Ruling,
    Scheme,
    SchemeError,
    Step,
    Tag,
    TagOutcome,
    short,
)

__all__ = [
    "RESERVED_KEYS",
    "Example",
    "Reason",
    "Ruling",
    "Scheme",
    "SchemeError",
    "Step",
    "Tag",
    "default_scheme",
    "default_text",
    "read_scheme",
]

MOST_BYTES: Final = 200_000

_ABOUT: Final = ("unit", "context", "advice", "identifiable", "not_identifiable", "grounds")
_FIELDS: Final = ("name", "version", *_ABOUT, "actions", "tags", "order", "rulings", "reasons")
_TAG: Final = (
    "name",
    "key",
    "letter",
    "colour",
    "line",
    "meaning",
    "outcome",
    "examples",
    "requires",
    "takes_reasons",
)

Row = dict[str, Any]


@functools.cache
def default_text() -> str:
    """The TOML of the scheme that ships with the program."""
    return files(__package__).joinpath("scheme.toml").read_text(encoding="utf-8")


@functools.cache
def default_scheme() -> Scheme:
    """The scheme that ships with the program."""
    return read_scheme(default_text(), "scheme.toml")


def read_scheme(text: str, name: str) -> Scheme:
    """A scheme from TOML; `name` says in errors which file it was.

    Raises:
        SchemeError: The file is not TOML, lacks something, or contradicts itself; all of it.
    """
    if len(text.encode()) > MOST_BYTES:
        raise SchemeError(f"{name} has more than {MOST_BYTES:,} bytes: that is no codebook.")
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{name} is not valid TOML: {error}.") from error
    file = _File(name)
    scheme = _scheme(file, values)
    problems = [*file.problems, *(f"{name}: {fault}" for fault in scheme_faults.faults(scheme))]
    if problems:
        raise SchemeError(*dict.fromkeys(problems))
    return scheme


@dataclass(slots=True)
class _File:
    """What is wrong with a file, collected while it is read."""

    name: str
    problems: list[str] = field(default_factory=list)

    def where(self, place: str) -> str:
        return f"{self.name}, {place}" if place else self.name

    def text(self, row: Row, key: str, place: str, *, default: str | None = None) -> str:
        """A text; one that has to be there has no default."""
        value = row.get(key, default)
        if value is None or (value == "" and default is None):
            self.problems.append(f"{self.where(place)} needs `{key}`, some text.")
        elif not isinstance(value, str):
            self.problems.append(f"{self.where(place)}: `{key}` must be text.")
        elif "\0" in value:
            self.problems.append(f"{self.where(place)}: `{key}` holds a character without a sign.")
        else:
            return value
        return ""

    def number(self, row: Row, key: str) -> int:
        value = row.get(key)
        if isinstance(value, int) and not isinstance(value, bool) and 0 < value < 1_000_000:
            return value
        self.problems.append(f"{self.name} needs `{key}`, a whole number from 1 on.")
        return 1

    def truth(self, row: Row, key: str, place: str) -> bool:
        value = row.get(key, False)
        if not isinstance(value, bool):
            self.problems.append(f"{self.where(place)}: `{key}` must be true or false.")
        return value is True

    def texts(self, row: Row, key: str, place: str) -> tuple[str, ...]:
        value = row.get(key, [])
        if isinstance(value, list) and all(
            isinstance(item, str) and "\0" not in item for item in value
        ):
            return tuple(value)
        self.problems.append(f"{self.where(place)} needs `{key}` to be a list of texts.")
        return ()

    def tables(self, row: Row, key: str, place: str = "") -> Iterator[tuple[int, Row]]:
        """The tables of a list, which may be left out, numbered from 1."""
        value = row.get(key, [])
        if not isinstance(value, list) or not all(isinstance(one, dict) for one in value):
            wanted = f"a list of tables, [[{key}]]" if not place else "a list of tables"
            self.problems.append(f"{self.where(place)} needs `{key}` to be {wanted}.")
            return
        yield from enumerate(value, 1)

    def known(self, row: Row, keys: Sequence[str], place: str) -> None:
        for unknown in sorted(set(row) - set(keys)):
            self.problems.append(
                f"{self.where(place)}: “{unknown}” is not known here; {', '.join(keys)} are."
            )


def _scheme(file: _File, values: Row) -> Scheme:
    file.known(values, _FIELDS, "")
    return Scheme(
        name=file.text(values, "name", ""),
        version=file.number(values, "version"),
        **{key: file.text(values, key, "", default="") for key in _ABOUT},
        actions=file.texts(values, "actions", ""),
        tags=_tags(file, values),
        order=tuple(_step(file, row, n) for n, row in file.tables(values, "order")),
        rulings=tuple(_ruling(file, row, n) for n, row in file.tables(values, "rulings")),
        explained_reasons=tuple(_reason(file, row, n) for n, row in file.tables(values, "reasons")),
    )


def _tags(file: _File, values: Row) -> tuple[Tag, ...]:
    """The tags; what the file leaves out is taken from what no other tag has."""
    rows = list(file.tables(values, "tags"))
    free = _Free(
        *(
            {row[what].casefold() for _, row in rows if isinstance(row.get(what), str)}
            for what in ("key", "letter", "colour")
        )
    )
    return tuple(_tag(file, row, n, free) for n, row in rows)


class _Free(NamedTuple):
    """What tags have already, so that those whose file says nothing get something else."""

    keys: set[str]
    letters: set[str]
    colours: set[str]


def _first_free(wanted: Sequence[str], taken: set[str]) -> str:
    """The first that nobody has, who it is given to has it; where none is left, that is told."""
    found = next((one for one in wanted if one.casefold() not in taken), wanted[0])
    taken.add(found.casefold())
    return found


_KEYS: Final = "123456789"
_UNSURE_KEYS: Final = "u" + _KEYS + "0"
_LETTERS: Final = "ABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789"


def _tag(file: _File, row: Row, n: int, free: _Free) -> Tag:
    called = f" (“{row['name']}”)" if isinstance(row.get("name"), str) and row["name"] else ""
    place = f"tag {n}{called}"
    file.known(row, _TAG, place)
    name = file.text(row, "name", place)
    meaning = file.text(row, "meaning", place)
    outcome = file.text(row, "outcome", place, default="tagged")
    unsure = outcome == "unsure"
    return Tag(
        name=name,
        key=file.text(row, "key", place)
        if "key" in row
        else _first_free(_UNSURE_KEYS if unsure else _KEYS, free.keys),
        letter=file.text(row, "letter", place)
        if "letter" in row
        else _first_free(_letters_of(name) + _LETTERS, free.letters),
        line=file.text(row, "line", place, default="") or short(meaning),
        meaning=meaning,
        outcome=cast(TagOutcome, outcome),
        colour=file.text(row, "colour", place)
        if "colour" in row
        else _first_free((palette.UNSURE,) * unsure + palette.FREE, free.colours),
        examples=tuple(
            _example(file, one, f"{place}, example {at}")
            for at, one in file.tables(row, "examples", place)
        ),
        requires=file.texts(row, "requires", place),
        takes_reasons=file.truth(row, "takes_reasons", place),
    )


def _letters_of(name: str) -> str:
    return "".join(letter for letter in name.upper() if letter.isascii() and letter.isalnum())


def _example(file: _File, row: Row, place: str) -> Example:
    file.known(row, ("text", "remark"), place)
    return Example(file.text(row, "text", place), file.text(row, "remark", place, default=""))


def _step(file: _File, row: Row, n: int) -> Step:
    place = f"step {n} of the order"
    file.known(row, ("question", "tag", "reason", "action"), place)
    return Step(
        file.text(row, "question", place),
        *(file.text(row, key, place, default="") for key in ("tag", "reason", "action")),
    )


def _ruling(file: _File, row: Row, n: int) -> Ruling:
    place = f"ruling {n}"
    file.known(row, ("case", "ruling", "tags"), place)
    return Ruling(
        file.text(row, "case", place),
        file.text(row, "ruling", place),
        file.texts(row, "tags", place),
    )


def _reason(file: _File, row: Row, n: int) -> Reason:
    place = f"reason {n}"
    file.known(row, ("name", "meaning"), place)
    return Reason(file.text(row, "name", place), file.text(row, "meaning", place, default=""))
