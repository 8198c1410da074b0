"""The tag scheme (codebook) as frozen data: which tags there are, what they mean, how to choose."""

from __future__ import annotations

import textwrap
from dataclasses import dataclass
from typing import Final, Literal

TagOutcome = Literal["tagged", "unsure"]

LINE: Final = 60  # characters of a meaning that a button holds


def short(meaning: str) -> str:
    """A meaning in a few words, where nobody wrote others."""
    return textwrap.shorten(meaning, LINE, placeholder=" …").removesuffix(".")


class SchemeError(Exception):
    """The scheme cannot be used: a sentence for each problem says where and what to change."""

    def __init__(self, *problems: str) -> None:
        super().__init__("\n".join(problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Example:
    """A sentence that gets the tag; the remark says under which condition, or why."""

    text: str
    remark: str = ""


@dataclass(frozen=True, slots=True)
class Tag:
    """One answer: `key` sets it, `letter` is its badge, `line` its meaning in a few words.

    Attributes:
        colour: One of `palette.COLOURS`.
        requires: The stances of the evidence that an analyst who gives it is reminded of, where a
            project wants that.
        takes_reasons: Whether one of the scheme's reasons can go with it.
    """

    name: str
    key: str
    letter: str
    line: str
    meaning: str
    outcome: TagOutcome
    colour: str
    examples: tuple[Example, ...] = ()
    requires: tuple[str, ...] = ()
    takes_reasons: bool = False


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
    """Why a claim got a tag that takes reasons."""

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
        """The names of the reasons."""
        return tuple(reason.name for reason in self.explained_reasons)

    @property
    def categories(self) -> tuple[str, ...]:
        """The names of the tags that an answer can have: all but the one that is not sure."""
        return tuple(tag.name for tag in self.tags if tag.outcome == "tagged")

    @property
    def unsure(self) -> str:
        """What it calls the answer that is not sure; empty where every claim wants a tag."""
        return next((tag.name for tag in self.tags if tag.outcome == "unsure"), "")

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
