"""What the desk shows: an article with the asker's own answers, and nobody else's work.

The JSON, as `ui/desk/frontend/types.js` types it; times are UTC, ISO 8601:

- `project`, `analyst` {id, name}, `head`: whose desk, in which state of the log.
- `article` {id, title, byline, language, dir, revision, claims}.
- `scheme` {label, tags, reasons, reasonMeanings, order, rulings}: the codebook. A tag is {name,
  key, letter, line, meaning, outcome, requires, reasoned, colour, under, bars, faint}: `key` is the
  one that the analyst gave it, `colour` names tokens of the style sheet, `under` is its underline,
  `bars` what is filled of its mark in the map, from the top, and `faint` whether the rest of it is
  shown too. `keys` has the keys of commands that are not as they come.
- `preferences`: what the analyst has chosen, by name.
- `blocks` [{kind, level, marker, text and at, or claims}]: the article in reading order. A claim is
  {id, n, sha, at, text}; `at` is where a text begins, in code points of the article's, and `before`
  what stands between it and the text before, where that is more than white space (a list's
  marker). A claim with an answer has also outcome, tag, reason, confidence, event; with a note also
  note, noteEvent, noteAt; where a split is wanted also split (true), splitEvent; where a reviewer
  asks whoever answered it to look again, also question. `theirs` (true): it was given to others to
  tag; `answerable` (true): a reviewer sent it back to this analyst, though the round is closed.
- `history` [[event, claim, "answer" or "clear", outcome, tag, undo, redo, reason, confidence, at]]:
  own acts in this article that took effect, oldest first. Among them, those on evidence:
  [event, claim, "evidence", "evidence-withdraw" or "evidence-restore", piece, the piece it takes
  the place of, undo, redo, "", "", at].
- `evidence` [{id, claim, type, stance, group, source, title, url, host, doi, locator, quote, start,
  end, published, accessed, archive, file, fileName, mediaType, size, credibility, note, shared,
  assisted, mine, by, at}]: own pieces and shared ones, oldest first; none that was taken back.
  `withdrawn` is the same of own ones that were: `history` may bring them back.
- `sources` [name]: whom this analyst knows to have been named as a source.
- `evidenceWanted`: whether tags that ask for evidence are reminded of it.
- `sharing`: "open" where the analyst may lay a piece before all, "late" once others have begun the
  article, else "".
- `shut`: why nothing can be said here now, "closed" or "reviewed" for its round, "other" where the
  article was given to others, "nobody" where to nobody; else "".
- `others`: where `/api/claims/{id}/others` answers, "closed" for all claims, "answer" for those
  this analyst has answered, "ask" for the same while nothing was shown to them; else "".
- `next` {id, title} or null: the next article with claims left for this analyst.
- `session` or null: this analyst's latest tagging session, over or not. Its times {began, last,
  ended} and {claims, new, tags, unsure, skipped, notes, changes, unbroken}, of what was said in
  other articles; of this one, how many of the last rows of `history` are of the session, and of
  those `rested` how many came after its last pause, and the claims `noted` in it.
  `session_gap`: the pause in seconds that ends one.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, Final, Protocol
from urllib.parse import urlsplit

from annotator import key_sets, palette, running, schemes
from annotator.identity import may
from annotator.scheme import Scheme
from db import (
    answers,
    articles,
    assignments,
    cases,
    events,
    evidence,
    preferences,
    rounds,
    sessions,
    settings,
    sources,
)
from db.evidence import Shown
from db.evidence_model import EvidenceAttached, EvidenceRestored, EvidenceWithdrawn
from db.model import (
    EVIDENCE_WANTED,
    Analyst,
    Answer,
    ArticleRow,
    BlockRow,
    ClaimAnswered,
    ClaimCleared,
    ClaimRow,
    Event,
    Note,
    SplitWish,
)
from db.session_model import Session
from db.store import Store

SHOWN_SHA: Final = 12
_RIGHT_TO_LEFT: Final = frozenset(
    {"ar", "arc", "ckb", "dv", "fa", "he", "ps", "sd", "ug", "ur", "yi"}
)


def desk_data(store: Store, analyst: Analyst, article_id: int) -> bytes:
    """The desk's data for one analyst and article, as UTF-8 JSON.

    Raises:
        NotFoundError: There is no such article.
    """
    with store.read() as db:
        article = articles.get(db, article_id)
        scheme = schemes.current(db)
        blocks = articles.blocks(db, article.revision_id)
        claims = articles.claims_of(db, article.revision_id)
        text = articles.text(db, article.revision_id)
        own = answers.of_article(db, article.revision_id, analyst.id)
        notes = answers.notes_of_article(db, article.revision_id, analyst.id)
        splits = answers.splits_of_article(db, article.revision_id, analyst.id)
        held = answers.held_acts(db, article_id, analyst.id)
        following = answers.following_article(db, analyst.id, article_id)
        session = sessions.last_session(db, analyst.id, but_in=article_id)
        asked = cases.questions(db, article.revision_id, analyst.id)
        pieces = evidence.seen_by(db, analyst.id, article_id)
        withdrawn = evidence.taken_back(db, analyst.id, article_id)
        held += evidence.acts(db, analyst.id, article_id)
        place = rounds.places(db, analyst.id, [article_id])[article_id]
        exposed = answers.exposed(db, analyst.id, article_id)
        mine = assignments.claims_of(db, article_id, analyst.id)
        back = rounds.sent_back(db, analyst.id, article_id)
        known = sources.names_seen_by(db, analyst.id, article_id)
        wanted = settings.value(db, EVIDENCE_WANTED) == "yes"
        preferred = preferences.of(db, analyst.id)
        sharing = ""
        if may(running.actor(analyst), "share-evidence"):
            late = evidence.others_hold_some(db, analyst.id, article_id)
            sharing = "late" if late else "open"
        head = events.head(db)
    held.sort(key=lambda event: event.seq)
    by_block: dict[int, list[dict[str, Any]]] = {}
    for claim in claims:
        shown = _claim(claim, own.get(claim.id), notes.get(claim.id), splits.get(claim.id))
        if claim.id in asked:
            shown["question"] = asked[claim.id]
        if mine is not None and claim.id not in mine:
            shown["theirs"] = True
        if claim.id in back:
            shown["answerable"] = True
        by_block.setdefault(claim.block_id, []).append(shown)
    shown_blocks = [_block(block, by_block.get(block.id, [])) for block in blocks]
    _tell_between(text, shown_blocks)
    data = {
        "project": store.project_id,
        "analyst": {"id": analyst.id, "name": analyst.name},
        "article": _article(article),
        "scheme": scheme_data(key_sets.with_own_keys(scheme, preferred)),
        "keys": key_sets.commands(preferred),
        "preferences": preferred,
        "blocks": shown_blocks,
        "history": [_act(event) for event in held],
        "evidence": [piece_data(piece, analyst.id) for piece in pieces],
        "withdrawn": [piece_data(piece, analyst.id) for piece in withdrawn],
        "sources": known,
        "evidenceWanted": wanted,
        "sharing": sharing,
        "shut": place.shut,
        "others": "ask" if place.others == "answer" and not exposed else place.others,
        "next": {"id": following[0], "title": following[1]} if following else None,
        "session": session_data(session, held, notes.values()) if session else None,
        "session_gap": int(sessions.GAP.total_seconds()),
        "head": head.seq,
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":")).encode()


class _Placed(Protocol):
    """What has its place in the log."""

    @property
    def seq(self) -> int: ...


def session_data(
    session: Session, history: Sequence[_Placed], notes: Iterable[Note]
) -> dict[str, Any]:
    """A session as a desk counts it on: without what was said in the desk's article.

    That stands in the history and among the notes; it is only said which of it is of the session.
    """
    shown = asdict(session)
    first, rested = shown.pop("first"), shown.pop("rested")
    return shown | {
        "rows": sum(event.seq >= first for event in history),
        "rested": sum(event.seq >= rested for event in history),
        "noted": [note.claim_id for note in notes if note.seq >= first],
    }


def piece_data(piece: Shown, reader_id: str) -> dict[str, Any]:
    """A piece of evidence as a desk shows it to a reader."""
    held = piece.evidence
    return {
        "id": held.id,
        "claim": held.claim_id,
        "type": held.type,
        "stance": held.stance,
        "group": held.group,
        "source": piece.source,
        "title": held.title,
        "url": held.url,
        "host": urlsplit(held.url).hostname or "",
        "doi": held.doi,
        "locator": held.locator,
        "quote": held.quote,
        "start": held.start,
        "end": held.end,
        "published": held.published_on,
        "accessed": held.accessed_at,
        "archive": held.archive_url,
        "file": held.file_sha256 or "",
        "fileName": held.file_name,
        "mediaType": piece.media_type,
        "size": piece.size,
        "credibility": held.credibility,
        "note": held.note,
        "shared": held.shared,
        "assisted": held.assisted,
        "mine": held.analyst_id == reader_id,
        "by": piece.analyst,
        "at": held.added_at,
    }


def byline(article: ArticleRow) -> str:
    """Who, when and from which file, as far as known."""
    return " · ".join(
        part for part in (article.author, day(article.published), article.name) if part
    )


def day(iso: str) -> str:
    """A date as people write it, “22 Nov 2026”; what is no date stays as it is."""
    try:
        known = date.fromisoformat(iso[:10])
    except ValueError:
        return iso
    return f"{known.day} {known:%b %Y}"


def direction_of(language: str) -> str:
    """The direction in which a language is written, `ltr` or `rtl`."""
    return "rtl" if language.split("-")[0].lower() in _RIGHT_TO_LEFT else "ltr"


def _article(article: ArticleRow) -> dict[str, Any]:
    return {
        "id": article.id,
        "title": article.title,
        "byline": byline(article),
        "language": article.language,
        "dir": direction_of(article.language),
        "revision": article.revision,
        "claims": article.claims,
    }


def scheme_data(scheme: Scheme) -> dict[str, Any]:
    """The codebook as the desk knows it."""
    return {
        "label": scheme.label,
        "tags": [
            {
                "name": tag.name,
                "key": tag.key,
                "letter": tag.letter,
                "line": tag.line,
                "meaning": tag.meaning,
                "outcome": tag.outcome,
                "requires": list(tag.requires),
                "reasoned": tag.takes_reasons,
                "colour": tag.colour,
                **_look(tag.colour),
            }
            for tag in scheme.tags
        ],
        "reasons": list(scheme.reasons),
        "reasonMeanings": {reason.name: reason.meaning for reason in scheme.explained_reasons},
        "order": [asdict(step) for step in scheme.order],
        "rulings": [asdict(ruling) for ruling in scheme.rulings],
    }


def _look(colour: str) -> dict[str, Any]:
    look = palette.COLOURS[colour]
    return {
        "under": f"{look.line} {look.thick}px",
        "bars": look.bars,
        "faint": look.is_faint,
    }


def _block(block: BlockRow, claims: list[dict[str, Any]]) -> dict[str, Any]:
    shown: dict[str, Any] = {"kind": block.kind, "level": block.level, "marker": block.marker}
    if claims:
        shown["claims"] = claims
    else:
        shown |= {"text": block.text, "at": block.start}
    return shown


def _tell_between(text: str, blocks: list[dict[str, Any]]) -> None:
    """Say of each text what stands before it, where that is more than white space."""
    end = 0
    for shown in (one for block in blocks for one in block.get("claims", [block])):
        between = text[end : shown["at"]]
        if between.strip():
            shown["before"] = between
        end = shown["at"] + len(shown["text"])


def _claim(
    claim: ClaimRow, answer: Answer | None, note: Note | None, split: SplitWish | None
) -> dict[str, Any]:
    shown: dict[str, Any] = {
        "id": claim.id,
        "n": claim.position,
        "sha": claim.sha256[:SHOWN_SHA],
        "at": claim.start,
        "text": claim.text,
    }
    if answer is not None:
        shown |= {
            "outcome": answer.outcome,
            "tag": answer.tag,
            "reason": answer.reason,
            "confidence": answer.confidence,
            "event": answer.event_id,
        }
    if note is not None:
        shown |= {
            "note": note.text,
            "noteEvent": note.event_id,
            "noteAt": note.written_at,
        }
    if split is not None:
        shown |= {"split": True, "splitEvent": split.event_id}
    return shown


def _act(event: Event) -> list[object]:
    match event.content:
        case ClaimAnswered() as act:
            said: list[object] = ["answer", act.outcome, act.tag, act.undo, act.redo]
            return [event.id, event.claim_id, *said, act.reason, act.confidence, event.at]
        case ClaimCleared() as act:
            taken_back: list[object] = ["clear", None, None, act.undo, act.redo]
            return [event.id, event.claim_id, *taken_back, "", "", event.at]
        case EvidenceAttached() as act:
            attached = ["evidence", event.id, act.replaces, None, None]
            return [event.id, event.claim_id, *attached, "", "", event.at]
        case EvidenceWithdrawn() | EvidenceRestored() as act:
            kind = "evidence-withdraw" if isinstance(act, EvidenceWithdrawn) else "evidence-restore"
            turned = [kind, act.evidence, None, act.undo, act.redo]
            return [event.id, event.claim_id, *turned, "", "", event.at]
        case _:
            raise TypeError(f"{event.kind} is no act that a desk undoes.")
