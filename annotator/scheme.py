"""The tag scheme (codebook) as data: which tags there are, what they mean, and how to choose."""

from __future__ import annotations

import functools
import tomllib
from dataclasses import dataclass, fields
from importlib.resources import files
from typing import Any, Final, Literal, TypeVar

from db.model import OUTCOMES

TagOutcome = Literal["tagged", "unsure"]

# The desk's own keys, and C and R, which are Streamlit's; see the help panels of the desk.
RESERVED_KEYS: Final = frozenset("jkgznwbflmhcrxaevo./?")


class SchemeError(Exception):
    """The scheme's file cannot be used; the sentence says where and what to change."""


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that gets the tag; the remark says under which condition, or why."""

    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """One answer: `key` sets it, `letter` is its badge, `line` its meaning in a few words.

    `requires` are the stances of the evidence that an analyst who gives it is reminded of, where a
    project wants that.
    """

    name: str
    key: str
    letter: str
    line: str
    meaning: str
    outcome: TagOutcome
    examples: tuple[Example, ...] = ()
    requires: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Step:
    """A question of the order, and what a yes leads to: a tag (with a reason) or an action."""

    question: str
    tag: str = ""
    reason: str = ""
    action: str = ""


@dataclass(frozen=True, slots=True)
class Ruling:
    """How one kind of doubt is settled; `tags` are the answers it can lead to."""

    case: str
    ruling: str
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a claim got none of the tags."""

    name: str
    meaning: str


@dataclass(frozen=True, slots=True)
class Scheme:
    """A whole codebook. `order` is asked from the top; the first yes decides."""

    name: str
    version: int
    unit: str
    context: str
    advice: str
    identifiable: str
    not_identifiable: str
    grounds: str
    actions: tuple[str, ...]
    tags: tuple[Tag, ...]
    order: tuple[Step, ...]
    rulings: tuple[Ruling, ...]
    explained_reasons: tuple[Reason, ...]

    @property
    def label(self) -> str:
        """What every answer stores: `default/1`."""
        return f"{self.name}/{self.version}"

    @property
    def reasons(self) -> tuple[str, ...]:
        """The names of the reasons for none."""
        return tuple(reason.name for reason in self.explained_reasons)

    def is_numbered(self, step: Step) -> bool:
        """Whether a step is one of the questions; what leaves unsure is asked after all of them."""
        return not step.tag or self.tag(step.tag).outcome == "tagged"

    def tag(self, name: str) -> Tag:
        """The tag of this name.

        Raises:
            SchemeError: There is none.
        """
        for tag in self.tags:
            if tag.name == name:
                return tag
        known = ", ".join(tag.name for tag in self.tags)
        raise SchemeError(f"The tag scheme {self.label} has no tag “{name}”; it has {known}.")


@functools.cache
def default_scheme() -> Scheme:
    """The scheme that ships with the program."""
    text = files(__package__).joinpath("scheme.toml").read_text(encoding="utf-8")
    return read_scheme(text, "scheme.toml")


def read_scheme(text: str, name: str) -> Scheme:
    """A scheme from TOML; `name` says in errors which file it was.

    Raises:
        SchemeError: The file is not TOML, lacks something, or contradicts itself.
    """
    try:
        values = tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise SchemeError(f"{name} is not valid TOML: {error}.") from error
    scheme = Scheme(
        **{key: _value(values, key, kind, name) for key, kind in _PLAIN.items()},
        actions=_strings(values, "actions", name),
        tags=tuple(
            _made(
                Tag,
                row
                | {
                    "examples": _rows(
                        Example, row.get("examples"), f"{name}, examples of {row.get('name')}"
                    ),
                    "requires": _strings(row, "requires", f"{name}, {row.get('name')}"),
                },
                name,
            )
            for row in _tables(values, "tags", name)
        ),
        order=_rows(Step, values.get("order"), f"{name}, order"),
        rulings=tuple(
            _made(Ruling, row | {"tags": _strings(row, "tags", f"{name}, rulings")}, name)
            for row in _tables(values, "rulings", name)
        ),
        explained_reasons=_rows(Reason, values.get("reasons"), f"{name}, reasons"),
    )
    for complaint in (_about_tags(scheme), _about_keys(scheme), _about_references(scheme)):
        if complaint:
            raise SchemeError(f"{name}: {complaint}")
    return scheme


_PLAIN: Final[dict[str, type]] = {
    "name": str,
    "version": int,
    "unit": str,
    "context": str,
    "advice": str,
    "identifiable": str,
    "not_identifiable": str,
    "grounds": str,
}

_Row = TypeVar("_Row")


def _value(values: dict[str, Any], key: str, kind: type, where: str) -> Any:
    value = values.get(key)
    if not isinstance(value, kind) or isinstance(value, bool) or value == "":
        wanted = "a whole number" if kind is int else "some text"
        raise SchemeError(f"{where} needs `{key}`, {wanted}.")
    return value


def _strings(values: dict[str, Any], key: str, where: str) -> tuple[str, ...]:
    value = values.get(key, [])
    if not isinstance(value, list) or not all(isinstance(item, str) for item in value):
        raise SchemeError(f"{where} needs `{key}` to be a list of texts.")
    return tuple(value)


def _tables(values: dict[str, Any], key: str, where: str) -> list[dict[str, Any]]:
    value = values.get(key)
    if not isinstance(value, list) or not all(isinstance(row, dict) for row in value):
        raise SchemeError(f"{where} needs a list of tables, [[{key}]].")
    return value


def _rows(kind: type[_Row], rows: Any, where: str) -> tuple[_Row, ...]:
    if not isinstance(rows, list) or not all(isinstance(row, dict) for row in rows):
        raise SchemeError(f"{where}: a list of tables is needed here.")
    return tuple(_made(kind, row, where) for row in rows)


def _made(kind: type[_Row], row: dict[str, Any], where: str) -> _Row:
    known = {field.name for field in fields(kind)}  # type: ignore[arg-type]
    unknown = sorted(set(row) - known)
    if unknown:
        raise SchemeError(
            f"{where}: “{unknown[0]}” is not known here; {', '.join(sorted(known))} are."
        )
    wrong = [key for key, value in row.items() if not isinstance(value, str | tuple)]
    if wrong:
        raise SchemeError(f"{where}: `{wrong[0]}` must be text.")
    try:
        return kind(**row)
    except TypeError as error:
        missing = sorted(known - set(row))
        raise SchemeError(f"{where}: an entry lacks one of {', '.join(missing)}.") from error


def _about_tags(scheme: Scheme) -> str:
    if not scheme.tags:
        return "there is no tag. Write at least one [[tags]]."
    for what in ("name", "letter"):
        values = [getattr(tag, what) for tag in scheme.tags]
        twice = sorted({value for value in values if values.count(value) > 1})
        if twice:
            return f"two tags have the {what} “{twice[0]}”. Give each its own."
    for tag in scheme.tags:
        if not tag.name.replace("_", "").isalnum() or not tag.name.isascii():
            return f"the tag name “{tag.name}” may hold only letters, figures and _."
        if len(tag.letter) != 1:
            return f"the letter of {tag.name} must be a single character, not “{tag.letter}”."
        if tag.outcome not in ("tagged", "unsure"):
            return f"the outcome of {tag.name} must be tagged or unsure, not “{tag.outcome}”."
        unknown = [stance for stance in tag.requires if stance not in ("supports", "refutes")]
        if unknown:
            return f"{tag.name} can require supports and refutes, not “{unknown[0]}”."
        if tag.outcome == "tagged" and tag.name in OUTCOMES:
            return f"no tag can be called {tag.name}: in the exports that word is an outcome."
    return ""


def _about_keys(scheme: Scheme) -> str:
    keys: dict[str, str] = {}
    for tag in scheme.tags:
        if len(tag.key) != 1 or not tag.key.isprintable() or tag.key.isspace():
            return f"the key of {tag.name} must be one visible character, not “{tag.key}”."
        if tag.key != tag.key.lower():
            return f"the key of {tag.name} must be written small: “{tag.key.lower()}”."
        if tag.key in RESERVED_KEYS:
            return f"the key “{tag.key}” of {tag.name} is taken by the desk. Choose another one."
        if tag.key in keys:
            return (
                f"{keys[tag.key]} and {tag.name} have the same key “{tag.key}”. Give each its own."
            )
        keys[tag.key] = tag.name
    return ""


def _about_references(scheme: Scheme) -> str:
    names = {tag.name for tag in scheme.tags}
    for step in scheme.order:
        if bool(step.tag) == bool(step.action):
            return f"the step “{step.question}” must lead to either a tag or an action."
        if step.reason and step.reason not in scheme.reasons:
            return f"“{step.question}” names the reason “{step.reason}”, not in [[reasons]]."
    used = [step.tag for step in scheme.order if step.tag]
    used += [tag for ruling in scheme.rulings for tag in ruling.tags]
    for tag in used:
        if tag not in names:
            return f"the order or a ruling names the tag “{tag}”, which is not in [[tags]]."
    if len(set(scheme.reasons)) < len(scheme.reasons):
        return "a reason stands twice in [[reasons]]."
    return ""
