"""Style sheets and scripts without the space that only their readers need.

Lines stay in scripts: an error names one, and no semicolon has to be guessed. Texts, templates and
regular expressions go out as they are.
"""

from __future__ import annotations

import re
from typing import Final

_REMARK: Final = re.compile(r"/\*.*?\*/", re.DOTALL)
_TEXT: Final = re.compile(r"""("[^"\n]*"|'[^'\n]*')""")
# A colon keeps what is before it: there a descendant's pseudo-class may follow.
_SPACE: Final = re.compile(r"\s*([{};,])\s*|(:)\s+|\s+")

_QUOTED: Final = r""""(?:[^"\\\n]|\\.)*"|'(?:[^'\\\n]|\\.)*'"""
# A slash behind a name, a number or a bracket divides; elsewhere it begins an expression.
_EXPRESSION: Final = (
    r"""(?:(?<=return )|(?<![\w)\]"'`$])(?<![\w)\]"'`$] ))"""
    r"/(?![/*])(?:[^/\\\n\[]|\\.|\[(?:[^\]\\\n]|\\.)*\])+/[a-z]*"
)
_KEPT: Final = re.compile(rf"{_QUOTED}|{_EXPRESSION}|`")
_INSIDE: Final = re.compile(rf"{_QUOTED}|\\.|\$\{{|[`{{}}]")
# Not + and -: two of them together are another sign.
_SIGN: Final = re.compile(r" ?(=>|[=!]==|&&|\|\||\?\?|[=,:?(){}\[\];<>]) ?")


def squeezed_style(style: str) -> str:
    """The same rules without comments, indentation and line ends."""
    parts = _TEXT.split(_REMARK.sub("", style))
    parts[::2] = [
        _SPACE.sub(lambda found: found[1] or found[2] or " ", part) for part in parts[::2]
    ]
    return "".join(parts).replace(";}", "}").strip()


def squeezed(script: str) -> str:
    """The same code, which has no comments any more, without the spaces around its signs."""
    parts, place = [], 0
    while found := _KEPT.search(script, place):
        end = _template_end(script, found.end()) if found[0] == "`" else found.end()
        parts += [_SIGN.sub(r"\1", script[place : found.start()]), script[found.start() : end]]
        place = end
    return "".join([*parts, _SIGN.sub(r"\1", script[place:])])


def _template_end(script: str, place: int) -> int:
    """Where a template ends whose text begins here; templates may stand in its expressions."""
    depth = 0  # of braces; in the text of the template there is none
    while found := _INSIDE.search(script, place):
        place, sign = found.end(), found[0]
        if sign == "`":
            if not depth:
                return place
            place = _template_end(script, place)
        elif sign == "${" or (sign == "{" and depth):
            depth += 1
        elif sign == "}" and depth:
            depth -= 1
        elif not depth and sign[0] in "\"'":
            place = found.start() + 1  # a quotation mark in the text opens nothing
    return len(script)
