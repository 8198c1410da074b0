"""A module and all that it imports as one script, which a browser fetches and compiles in one go.

Fifty small modules are good to read and cost a new browser a tenth of its way to the desk. What we
write in them is a small part of the language: named imports of neighbours, exported functions and
constants, one default export in the module that is asked for, and no text over several lines. Each
module becomes a function's body, so its names stay its own. Anything else is refused when the
program starts, and by a test before that.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Final

from annotator.ui.squeezing import squeezed, squeezed_style

_IMPORT: Final = re.compile(r'^import \{([^{}]*)\} from "\./([\w-]+\.js)";$', re.MULTILINE)
_EXPORT: Final = re.compile(r"^export (?=(?:async )?(?:function|const) (\w+))", re.MULTILINE)
_NOTHING: Final = re.compile(r"^export \{\};$", re.MULTILINE)
_DEFAULT: Final = re.compile(r"^export default ", re.MULTILINE)
_OTHER: Final = re.compile(r"^(?:import|export)\b.*|\bimport\s*[(.].*", re.MULTILINE)

_STYLE: Final = re.compile(r'^@import "([\w-]+\.css)";$', re.MULTILINE)
# A comment that has lines of its own: nearly a third of the bytes, and nobody reads them there.
_ASIDE: Final = re.compile(r"^[ \t]*(?:/\*(?:[^*]|\*(?!/))*\*/|//[^\n]*)\n", re.MULTILINE)
# One behind a line of code; a quotation mark behind it could be the end of a text that holds it.
_BEHIND: Final = re.compile(r"(?<=[;,(){}]) // [^\n\"'`]*$", re.MULTILINE)
# What an expression is to the type checker; in our texts no comment begins so.
_CAST: Final = re.compile(r"/\*\* @[^*\n]*\*/ ?")
_INDENT: Final = re.compile(r"^[ \t]+|\n(?=\n)", re.MULTILINE)
_COMMENT: Final = re.compile(r"/\*.*?\*/|^\s*//.*?$", re.DOTALL | re.MULTILINE)


class LinkError(ValueError):
    """A module uses what cannot be linked; a fault of the program."""


def linked_style(entry: Path) -> str:
    """A style sheet with those of its neighbours that it imports, which come first."""
    source = entry.read_text(encoding="utf-8")
    imported = [linked_style(entry.with_name(name)) for name in _STYLE.findall(source)]
    return "".join([*imported, squeezed_style(_STYLE.sub("", source))])


def linked(entry: Path) -> str:
    """One module that does what `entry` does, without imports.

    Raises:
        LinkError: A module imports or exports in another way than ours do, or in a circle.
    """
    *others, (_, source) = _in_order(entry).items()
    return squeezed(
        "\n".join(
            ["const modules = Object.create(null);", *map(_as_function, others), _inlined(source)]
        )
    )


def _in_order(entry: Path) -> dict[Path, str]:
    """Every module once, each after those that it imports."""
    found: dict[Path, str] = {}

    def visit(path: Path, above: tuple[Path, ...]) -> None:
        if path in above:
            circle = " → ".join(one.name for one in (*above[above.index(path) :], path))
            raise LinkError(f"Modules import each other: {circle}.")
        if path in found:
            return
        source = path.read_text(encoding="utf-8")
        _check(path, source, is_entry=not above)
        for _, name in _IMPORT.findall(source):
            visit(path.with_name(name), (*above, path))
        found[path] = source

    visit(entry, ())
    return found


def _check(path: Path, source: str, *, is_entry: bool) -> None:
    rest = source
    for known in (_IMPORT, _EXPORT, _NOTHING, *([_DEFAULT] if is_entry else [])):
        rest = known.sub("", rest)
    code = _COMMENT.sub("", rest)
    if other := _OTHER.search(code):
        raise LinkError(f"{path.name} has what cannot be linked: {other[0].strip()}")
    for text in code.split("`")[1::2]:
        if "\n" in text:  # the indentation of its lines would be lost
            raise LinkError(f"{path.name} has what cannot be linked: `{text.splitlines()[0]}")


def _as_function(module: tuple[Path, str]) -> str:
    path, source = module
    exports = ", ".join(_EXPORT.findall(source))
    return (
        f'modules["{path.name}"] = (() => {{\n{_inlined(source)}\nreturn {{ {exports} }};\n}})();'
    )


def _inlined(source: str) -> str:
    source = _CAST.sub("", _BEHIND.sub("", _ASIDE.sub("", source)))
    source = _INDENT.sub("", _IMPORT.sub(_taken, source))
    return _NOTHING.sub("", _EXPORT.sub("", source))


def _taken(found: re.Match[str]) -> str:
    names = found[1].replace(" as ", ": ")
    return f'const {{{names}}} = modules["{found[2]}"];'
