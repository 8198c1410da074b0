"""How tags look: a closed list of colours, each with an underline and a shape of its own.

So no two tags of a scheme are told apart by colour alone. The colours themselves, light and dark,
are tokens of `ui/static/tokens.css`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

__all__ = ["COLOURS", "FREE", "HOLLOW", "PARTS", "UNSURE", "Look"]

PARTS: Final = 18  # that the height of a tick has; in the desk's map they are pixels


class Look(NamedTuple):
    """What goes with a colour.

    Attributes:
        line: The style of the underline.
        thick: How thick it is, in pixels.
        bars: Where a tick has ink, in PARTS from its top.
    """

    line: str
    thick: float
    bars: tuple[tuple[int, int], ...]

    @property
    def is_faint(self) -> bool:
        """Whether a tick has so little ink that the rest of it has to be seen too."""
        return sum(end - start for start, end in self.bars) <= PARTS // 2


COLOURS: Final[Mapping[str, Look]] = {
    "teal": Look("solid", 1.6, ((0, 18),)),
    "red": Look("wavy", 1.2, ((0, 3), (5, 8), (10, 13), (15, 18))),
    "violet": Look("dashed", 1.6, ((0, 7), (11, 18))),
    "blue": Look("solid", 3, ((0, 9),)),
    "green": Look("dashed", 3, ((0, 4), (14, 18))),
    "pink": Look("wavy", 2, ((5, 18),)),
    "brown": Look("double", 1.8, ((0, 4), (7, 11), (14, 18))),
    "ink": Look("dotted", 3.2, ((0, 2), (5, 13), (16, 18))),
    "amber": Look("double", 1.1, ((6, 12),)),
    "grey": Look("dotted", 2, ((13, 18),)),
}
HOLLOW: Final = "grey"  # its letter stands in a frame, not on a ground
UNSURE: Final = "amber"  # for the answer that is not sure, where the file names no colour
# In which order the other tags get them.
FREE: Final = (*(name for name in COLOURS if name != UNSURE), UNSURE)
