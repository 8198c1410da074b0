"""The record in Python: who acts, what happened, what follows from it. Frozen, without SQL."""

from __future__ import annotations

import json
from dataclasses import dataclass, fields
from typing import Any, ClassVar, Final, Literal

from db.evidence_model import (
    EvidenceAttached,
    EvidenceRestored,
    EvidenceWithdrawn,
    SourceAdded,
    SourceRated,
)
from db.review_model import (
    AcceptanceWithdrawn,
    ClaimDecided,
    CommentWritten,
    Decision,
    DecisionWithdrawn,
    ReviewVote,
    ReviewVoted,
    UnanimousAccepted,
)
from db.round_model import AssignmentEnded, AssignmentMade, RoundChanged, ShowingChanged
from db.session_model import SessionEnded

Outcome = Literal["tagged", "unsure", "skipped"]
Role = Literal["analyst", "reviewer", "lead", "removed"]
WorkState = Literal["begun", "new", "done", "closed", "other"]
OUTCOMES: tuple[Outcome, ...] = ("tagged", "unsure", "skipped")
ROLES: tuple[Role, ...] = ("analyst", "reviewer", "lead", "removed")
WORK_STATES: tuple[WorkState, ...] = ("begun", "new", "done", "closed", "other")
OPEN_STATES: tuple[WorkState, ...] = ("begun", "new")
OWN_STATES: tuple[WorkState, ...] = ("begun", "new", "done", "closed")


@dataclass(frozen=True, slots=True)
class Analyst:
    """A person who works on the project. `id` is random and never reused; the name may change.

    The role counts in team mode only: on one's own machine everybody may do everything.
    """

    id: str
    name: str
    created_at: str
    role: Role = "analyst"


@dataclass(frozen=True, slots=True)
class Login:
    """A browser that is signed in as somebody. `id` tells logins apart and opens nothing."""

    id: str
    analyst_id: str
    created_at: str
    seen_at: str
    browser: str


@dataclass(frozen=True, slots=True)
class ApiToken:
    """A key to the API that somebody made for a program of theirs; `name` says for which."""

    id: str
    analyst_id: str
    name: str
    created_at: str
    expires_at: str
    seen_at: str


@dataclass(frozen=True, slots=True)
class Invitation:
    """A personal link that was made for somebody; the link itself is not kept."""

    analyst_id: str
    created_at: str
    expires_at: str


# --- events: one dataclass per kind; the list is closed -------------------------------------------


@dataclass(frozen=True, slots=True)
class AnalystAdded:
    """Somebody joined. The name is not in the log, so that it can be blanked."""

    kind: ClassVar[str] = "analyst.add"
    analyst: str


@dataclass(frozen=True, slots=True)
class RoleGiven:
    """Somebody may do from now on what the role may; `removed` is nothing at all."""

    kind: ClassVar[str] = "analyst.role"
    analyst: str
    role: Role


@dataclass(frozen=True, slots=True)
class ArticleLoaded:
    """An article came in. Texts are rows of their own; this holds their hashes and every offset.

    `blocks` are (kind, level, marker, start, end); `claims` are (block position, start, end).
    """

    kind: ClassVar[str] = "article.load"
    original_sha256: str
    text_sha256: str
    name: str
    title: str
    author: str
    published: str
    url: str
    language: str
    encoding: str
    reader: str
    segmenter: str
    blocks: tuple[tuple[str, int, str, int, int], ...]
    claims: tuple[tuple[int, int, int], ...]


@dataclass(frozen=True, slots=True)
class ClaimAnswered:
    """An analyst answered a claim.

    `sha` begins the hash of the text that was on screen; `replaces` is the event that the screen
    showed as the analyst's current answer. `undo` and `redo` name the event that they take back
    or restore.
    """

    kind: ClassVar[str] = "claim.answer"
    sha: str
    outcome: Outcome
    tag: str | None
    reason: str
    confidence: str
    scheme: str
    replaces: str | None
    undo: str | None = None
    redo: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimCleared:
    """An analyst took the answer back; the claim is untouched again."""

    kind: ClassVar[str] = "claim.clear"
    sha: str
    replaces: str | None
    undo: str | None = None
    redo: str | None = None


@dataclass(frozen=True, slots=True)
class ClaimRepeated:
    """An analyst answered a claim that came back to them. It changes neither answer nor vote."""

    kind: ClassVar[str] = "claim.repeat"
    sha: str
    outcome: Outcome
    tag: str | None
    scheme: str


@dataclass(frozen=True, slots=True)
class NoteWritten:
    """An analyst wrote, changed or (empty text) removed the note on a claim."""

    kind: ClassVar[str] = "note.write"
    sha: str
    text: str
    replaces: str | None


@dataclass(frozen=True, slots=True)
class SplitWished:
    """An analyst wants a claim split, or not any more. The tag is about its main clause meanwhile.

    The sentence was cut wrongly, or holds two claims.
    """

    kind: ClassVar[str] = "split.wish"
    sha: str
    wanted: bool
    replaces: str | None


@dataclass(frozen=True, slots=True)
class Exposed:
    """Others' work on the event's article was shown to the actor, who is blind no longer."""

    kind: ClassVar[str] = "exposure"


@dataclass(frozen=True, slots=True)
class SettingChanged:
    """The lead set something for the whole project; `name` is one of SETTINGS."""

    kind: ClassVar[str] = "project.setting"
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class SchemeSet:
    """The project has this tag scheme from now on; its text is a row of its own."""

    kind: ClassVar[str] = "scheme.set"
    label: str
    sha256: str


# Reviewers may decide on articles they have tagged themselves: "yes", or empty.
REVIEW_OWN: Final = "review_own"
# Analysts are reminded of evidence where the tag scheme asks for it: "yes", or empty.
EVIDENCE_WANTED: Final = "evidence_wanted"
# Leads see what time analysts took a claim, of those who let it be taken: "yes", or empty.
TIMES_VISIBLE: Final = "times_visible"
# How many in a hundred of the claims somebody has answered come back to them: a number, or empty.
REPEAT_SHARE: Final = "repeat_share"
SETTINGS: Final = (REVIEW_OWN, EVIDENCE_WANTED, TIMES_VISIBLE, REPEAT_SHARE)

Tagging = ClaimAnswered | ClaimCleared | NoteWritten | SplitWished
Reviewing = ReviewVoted | ClaimDecided | DecisionWithdrawn | CommentWritten
Evidencing = EvidenceAttached | EvidenceWithdrawn | EvidenceRestored
Act = Tagging | Reviewing | Evidencing  # on one claim
Accepting = UnanimousAccepted | AcceptanceWithdrawn  # on many at once
Sourcing = SourceAdded | SourceRated  # on a source
Sharing = AssignmentMade | AssignmentEnded  # out the work
Rounds = RoundChanged | ShowingChanged  # of an article
EventContent = (
    AnalystAdded
    | RoleGiven
    | SettingChanged
    | SchemeSet
    | ArticleLoaded
    | Act
    | Accepting
    | Sourcing
    | Sharing
    | Rounds
    | ClaimRepeated
    | Exposed
    | SessionEnded
)

KINDS: dict[str, type[EventContent]] = {
    content.kind: content
    for content in (
        AnalystAdded,
        RoleGiven,
        SettingChanged,
        SchemeSet,
        ArticleLoaded,
        ClaimAnswered,
        ClaimCleared,
        ClaimRepeated,
        NoteWritten,
        SplitWished,
        Exposed,
        SessionEnded,
        ReviewVoted,
        ClaimDecided,
        DecisionWithdrawn,
        CommentWritten,
        UnanimousAccepted,
        AcceptanceWithdrawn,
        EvidenceAttached,
        EvidenceWithdrawn,
        EvidenceRestored,
        SourceAdded,
        SourceRated,
        AssignmentMade,
        AssignmentEnded,
        RoundChanged,
        ShowingChanged,
    )
}


def payload_of(content: EventContent) -> str:
    """The content as canonical JSON: sorted keys, no spaces, no escapes beyond JSON's own."""
    # Not asdict: it copies every offset of a long article, which takes longer than storing it.
    values = {field.name: getattr(content, field.name) for field in fields(content)}
    return json.dumps(values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def content_of(kind: str, payload: str) -> EventContent:
    """The inverse of `payload_of`."""
    values: dict[str, Any] = json.loads(payload)
    if kind == ArticleLoaded.kind:
        values["blocks"] = tuple(tuple(block) for block in values["blocks"])
        values["claims"] = tuple(tuple(claim) for claim in values["claims"])
    if kind == UnanimousAccepted.kind:
        values["claims"] = tuple((claim, tag) for claim, tag in values["claims"])
    if kind == AssignmentMade.kind and values["claims"] is not None:
        values["claims"] = tuple(values["claims"])
    return KINDS[kind](**values)


@dataclass(frozen=True, slots=True)
class Event:
    """One row of the log. `seq` is the order; `at` is the server's clock and decides nothing."""

    seq: int
    id: str
    at: str
    actor: str
    kind: str
    article_id: int | None
    claim_id: int | None
    payload: str
    hash: str

    @property
    def content(self) -> EventContent:
        """What happened, as its dataclass."""
        return content_of(self.kind, self.payload)


@dataclass(frozen=True, slots=True)
class Head:
    """Where the log ends. Kept elsewhere, it shows a cut tail or a recomputed chain."""

    seq: int
    hash: str

    def __str__(self) -> str:
        return f"{self.seq}:{self.hash}"


# --- what follows from the events -----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Answer:
    """What an analyst says of a claim now."""

    claim_id: int
    analyst_id: str
    outcome: Outcome
    tag: str | None
    reason: str
    confidence: str
    blind: bool
    scheme: str
    event_id: str
    seq: int
    answered_at: str


@dataclass(frozen=True, slots=True)
class Note:
    """An analyst's note on a claim."""

    claim_id: int
    analyst_id: str
    text: str
    event_id: str
    seq: int
    written_at: str


@dataclass(frozen=True, slots=True)
class SplitWish:
    """An analyst wants a claim split."""

    claim_id: int
    analyst_id: str
    event_id: str
    seq: int
    wished_at: str


Held = Answer | Note | SplitWish | ReviewVote | Decision


@dataclass(frozen=True, slots=True)
class ArticleRow:
    """An article in a list."""

    id: int
    title: str
    author: str
    published: str
    url: str
    language: str
    name: str
    loaded_at: str
    revision_id: int
    revision: int
    claims: int


@dataclass(frozen=True, slots=True)
class Work:
    """An article and how far one analyst is in it.

    `new` means that no claim was answered or skipped, `done` that every claim is answered;
    skipped ones are not. `closed`: its round is closed or reviewed, whatever was answered.
    `other`: it is not this analyst's to tag. `claims` is how many are, all of it or a part.
    `worked_at` is when the analyst last did something there.
    """

    article: ArticleRow
    state: WorkState
    claims: int
    answered: int
    skipped: int
    worked_at: str | None


@dataclass(frozen=True, slots=True)
class WorkCount:
    """How many articles are in one state, with their claims and those the analyst answered.

    `begun` is in how many of them the analyst answered or skipped something.
    """

    articles: int = 0
    claims: int = 0
    answered: int = 0
    begun: int = 0


@dataclass(frozen=True, slots=True)
class WorkList:
    """A page of articles, and what it is a page of.

    `found` says how many articles there are on all its pages; `counts` is of the whole project, and
    every state is in it.
    """

    rows: tuple[Work, ...]
    found: int
    counts: dict[WorkState, WorkCount]


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim: `text` is `body.text[start:end]` of its revision, in code points."""

    id: int
    article_id: int
    block_id: int
    position: int
    start: int
    end: int
    text: str
    sha256: str


@dataclass(frozen=True, slots=True)
class BlockRow:
    """A block of a revision, with its text (titles and headings have no claims)."""

    id: int
    position: int
    kind: str
    level: int
    marker: str
    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Progress:
    """How many claims of an article an analyst has answered in one way."""

    article_id: int
    analyst_id: str
    outcome: Outcome
    tag: str
    claims: int


@dataclass(frozen=True, slots=True)
class Effort:
    """How many claims somebody has answered or skipped, and when they last did something.

    `article_id` is 0 for all articles together; `last_at` is empty for who did nothing yet.
    """

    article_id: int
    analyst_id: str
    tagged: int
    unsure: int
    skipped: int
    last_at: str

    @property
    def answered(self) -> int:
        """How many claims have an answer; those skipped wait."""
        return self.tagged + self.unsure


@dataclass(frozen=True, slots=True)
class Placed:
    """A claim's place in its article and what an analyst says of it; no outcome if untouched."""

    position: int
    claim_id: int
    outcome: Outcome | None
    tag: str | None


@dataclass(frozen=True, slots=True)
class Pace:
    """How many claims an analyst answered for the first time in the minutes from `began` on."""

    began: str
    claims: int


@dataclass(frozen=True, slots=True)
class Stored:
    """An act is in the log and holds, or was superseded later by an act that names it."""

    id: str
    seq: int


@dataclass(frozen=True, slots=True)
class Conflicting:
    """An act is in the log but did not replace: the analyst's answer had changed meanwhile."""

    id: str
    seq: int
    current: Held | None


@dataclass(frozen=True, slots=True)
class Refused:
    """An act is not in the log; `why` is the sentence for the analyst.

    `shut`: the round is closed, so that whatever follows would be refused too.
    """

    id: str
    why: str
    shut: str = ""


ActResult = Stored | Conflicting | Refused
