"""What the votes on a claim add up to: kept up to date with every act, so that review can ask SQL.

The weight is the disagreement, which is the share of pairs of votes that differ, times the votes:
of two claims on which analysts differ as much, the one that more of them voted on comes first.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from typing import Final

from sqlite_utils import Database


@dataclass(frozen=True, slots=True)
class Tally:
    """The votes on a claim: `tags` are the different ones by name; `unsure` votes are none."""

    tagged: int
    different: int
    tied: bool
    weight: float
    tags: tuple[str, ...]
    unsure: int

    @property
    def is_unanimous(self) -> bool:
        """Whether two or more voted, and all for one tag."""
        return self.tagged > 1 and self.different == 1

    @property
    def disagreement(self) -> float:
        """The share of pairs of votes that differ; 0 where there is no pair."""
        return self.weight / self.tagged if self.tagged else 0.0


NO_VOTES: Final = Tally(0, 0, False, 0.0, (), 0)


def tally_of(tags: Counter[str], unsure: int = 0) -> Tally:
    """The tally of so many votes for each tag."""
    tagged = sum(tags.values())
    most = max(tags.values(), default=0)
    squares = sum(votes * votes for votes in tags.values())
    return Tally(
        tagged=tagged,
        different=len(tags),
        tied=sum(votes == most for votes in tags.values()) > 1,
        weight=(tagged * tagged - squares) / (tagged - 1) if tagged > 1 else 0.0,
        tags=tuple(sorted(tags)),
        unsure=unsure,
    )


def of_claim(db: Database, claim_id: int) -> Tally:
    """What the votes on a claim add up to."""
    row = db.execute(
        "select tagged, different, tied, weight, tags, unsure from tally where claim_id = ?",
        [claim_id],
    ).fetchone()
    if row is None:
        return NO_VOTES
    tagged, different, tied, weight, tags, unsure = row
    return Tally(tagged, different, bool(tied), weight, _listed(tags), unsure)


def refresh(db: Database, claim_id: int, article_id: int | None) -> None:
    """Count what is said of a claim again, and say whether it waits for a reviewer.

    It waits while its votes differ and nobody has decided; after it was sent back, once somebody
    has answered it again. Where everybody agreed and a reviewer accepted that, it waits again when
    they do not agree any more.
    """
    counted: Counter[str] = Counter()
    unsure = 0
    votes = db.execute("select tag, outcome from vote where claim_id = ?", [claim_id]).fetchall()
    for tag, outcome in votes:
        if tag is not None:
            counted[tag] += 1
        unsure += outcome == "unsure"
    tally = tally_of(counted, unsure)
    ruling, accepted, returned = db.execute(_DECIDED, [claim_id]).fetchone() or (None, None, 0)
    if ruling == "accepted" and not (tally.is_unanimous and tally.tags == (accepted,)):
        db.execute("delete from decision where claim_id = ?", [claim_id])
        ruling = None
    notes, splits = db.execute(_BESIDE, {"claim_id": claim_id}).fetchone()
    if not votes and not notes and not splits and ruling is None:
        db.execute("delete from tally where claim_id = ?", [claim_id])
        return
    waits = bool(returned) if ruling == "sent_back" else ruling is None and tally.different > 1
    db.execute(
        """
        insert into tally
          (claim_id, article_id, tagged, different, tied, weight, tags, unsure, notes, splits,
           waits, agreed)
        values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        on conflict (claim_id) do update set
          tagged = excluded.tagged, different = excluded.different, tied = excluded.tied,
          weight = excluded.weight, tags = excluded.tags, unsure = excluded.unsure,
          notes = excluded.notes, splits = excluded.splits, waits = excluded.waits,
          agreed = excluded.agreed
        """,
        [
            claim_id,
            article_id,
            tally.tagged,
            tally.different,
            int(tally.tied),
            tally.weight,
            ",".join(tally.tags),
            tally.unsure,
            notes,
            splits,
            int(waits),
            int(ruling is None and tally.is_unanimous),
        ],
    )


def _listed(tags: str) -> tuple[str, ...]:
    return tuple(tags.split(",")) if tags else ()


_DECIDED: Final = """
select decision.ruling, decision.tag, exists (
  select 1 from answer where answer.claim_id = decision.claim_id and answer.seq > decision.seq
)
from decision
where decision.claim_id = ?
"""
_BESIDE: Final = """
select
  (select count(*) from note where claim_id = :claim_id),
  (select count(*) from split_wish where claim_id = :claim_id)
"""
