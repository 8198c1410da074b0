"""Published tables and what their authors (or the programs named) print for them."""

from __future__ import annotations

from dataclasses import dataclass, field

from annotator.agreement.table import Table
from tests.annotator.agreement.tables import Row, a_table, crossed, repeated

NO = None  # no vote


@dataclass(frozen=True, slots=True)
class Published:
    """A table, where it comes from, and the printed figures with the rounding of print."""

    source: str
    rows: list[Row]
    labels: tuple[object, ...]
    printed: dict[str, float]
    kappa: float | None = None
    specific: tuple[float, ...] = field(default=())

    @staticmethod
    def within(printed: float) -> float:
        """By how much rounding may have changed a printed figure; zeros at its end are lost."""
        decimals = max(3, len(str(printed).partition(".")[2]))
        return 0.6 * 10.0**-decimals

    @property
    def table(self) -> Table:
        """The table."""
        return a_table(self.rows, self.labels)


def each_as_often(counts: str) -> Row:
    """Labels from 1, each as often as its digit says: analysts are not told apart."""
    return [label for label, times in enumerate(map(int, counts), 1) for _ in range(times)]


# How many of six psychiatrists gave each patient each of five diagnoses.
DIAGNOSES = """
00060 03003 01401 00006 03030 20400 00402 20310 20040 00006 10050 11040 03300 10050 02031
00501 30012 51000 02040 10203 00006 01050 02013 20040 10041 05010 40002 02040 10500 00006
"""

PUBLISHED = {
    "twelve units": Published(
        "Krippendorff 2011, Computing Krippendorff's Alpha-Reliability, example C; "
        "AC1 and Fleiss as printed by irrCAC for the same data",
        [
            (1, 1, NO, 1),
            (2, 2, 3, 2),
            (3, 3, 3, 3),
            (3, 3, 3, 3),
            (2, 2, 2, 2),
            (1, 2, 3, 4),
            (4, 4, 4, 4),
            (1, 1, 2, 1),
            (2, 2, 2, 2),
            (NO, 5, 5, 5),
            (NO, NO, 1, 1),
            (NO, 3, NO, NO),
        ],
        (1, 2, 3, 4, 5),
        {
            "krippendorff_alpha": 0.743,
            "percent_agreement": 0.81818,
            "gwet_ac1": 0.77544,
            "fleiss_kappa": 0.76117,
        },
    ),
    "ten units": Published(
        "Krippendorff 2011, example A",
        list(
            zip(
                (0, 1, 0, 0, 0, 0, 0, 0, 1, 0),
                (1, 1, 1, 0, 0, 1, 0, 0, 0, 0),
                strict=True,
            )
        ),
        (0, 1),
        {"krippendorff_alpha": 0.095, "percent_agreement": 0.6},
    ),
    "statements": Published(
        "Cohen 1960, Educational and Psychological Measurement 20, p. 45",
        crossed([[88, 14, 18], [10, 40, 10], [2, 6, 12]]),
        (1, 2, 3),
        {"percent_agreement": 0.7},
        kappa=0.492,
    ),
    "utterances": Published(
        "Artstein & Poesio 2008, Computational Linguistics 34, table 1; "
        "specific agreement follows from its cells",
        crossed([[20, 10], [20, 50]]),
        (1, 2),
        {"percent_agreement": 0.7, "scott_pi": 0.341},
        kappa=0.348,
        specific=(40 / 70, 100 / 130),
    ),
    "patients": Published(
        "Fleiss 1971, Psychological Bulletin 76, table 1: counts of five diagnoses",
        [each_as_often(counts) for counts in DIAGNOSES.split()],
        (1, 2, 3, 4, 5),
        {"percent_agreement": 0.5556, "fleiss_kappa": 0.430},
    ),
    "one tag nearly always": Published(
        "Gwet 2008, British Journal of Mathematical and Statistical Psychology 61",
        repeated([(118, ("+", "+")), (5, ("+", "-")), (2, ("-", "+"))]),
        ("+", "-"),
        {"percent_agreement": 0.944, "gwet_ac1": 0.9408, "scott_pi": -0.0288},
        kappa=-0.0234,
    ),
}
