"""A session's figures are those that anybody recomputes from the whole log."""

from __future__ import annotations

import shutil
import tempfile
from functools import cache
from pathlib import Path

from hypothesis import given, settings
from hypothesis import strategies as st

from db import recording, sessions
from db.check import check
from db.model import ClaimAnswered, ClaimCleared, NoteWritten, SplitWished
from db.session_figures import Deed, sessions_of
from db.store import Store, open_store
from db.transaction import Transaction, uuid7
from tests import builders
from tests.sequences import sequences
from tests.session_cases import CLAIMS, GOLDEN, TAGS, Wish, deeds_of, golden, modelled

WISHES = st.lists(
    st.builds(
        Wish,
        wait=st.sampled_from([0.5, 0.5, 0.5, 0, 5, 5.5, 15, 15.5, 40]),
        kind=st.sampled_from(
            ["claim.answer"] * 5
            + ["claim.clear", "note.write", "split.wish", "undo", "redo", "session.end"]
        ),
        claim=st.sampled_from(CLAIMS),
        outcome=st.sampled_from(["tagged", "tagged", "unsure", "skipped"]),
        tag=st.sampled_from(TAGS),
        stale=st.sampled_from([False, False, False, True]),
    ),
    max_size=40,
)


@settings(max_examples=sequences(300), deadline=None)
@given(WISHES)
def test_the_figures_are_those_of_a_plain_model(wishes: list[Wish]) -> None:
    deeds = deeds_of(wishes)
    assert sessions_of(deeds) == modelled(deeds)


@settings(max_examples=sequences(40), deadline=None)
@given(WISHES, st.integers(1, 3))
def test_what_is_read_page_by_page_is_what_the_whole_log_says(
    wishes: list[Wish], limit: int
) -> None:
    """Read backwards through the store, a page at a time; the log alone gives the same."""
    folder = Path(tempfile.mkdtemp())
    with open_store(Path(shutil.copy(template(), folder))) as store:
        analyst, written = write(store, deeds_of(wishes))
        whole = modelled(written)
        pages = []
        with store.read() as db:
            before = None
            while page := sessions.latest(db, analyst, limit=limit, before=before):
                assert len(page) <= limit
                pages += page
                before = page[-1].first
            last = sessions.last_session(db, analyst)
        assert pages[::-1] == whole
        assert last == (whole[-1] if whole else None)
        assert check(store) == []
    shutil.rmtree(folder)


def test_the_cases_of_the_desk_are_those_of_the_fold() -> None:
    """After a change that is meant: .venv/bin/python -m tests.session_cases."""
    assert GOLDEN.read_text(encoding="utf-8") == golden()


@cache
def template() -> Path:
    path = Path(tempfile.mkdtemp()) / "template.db"
    with open_store(path, create=True) as store:
        builders.load(store)
        builders.load(store, builders.an_article("Grain is cheap.", "It was dear.", title="Grain"))
        builders.an_analyst(store, "Ana")
    return path


def write(store: Store, deeds: list[Deed]) -> tuple[str, list[Deed]]:
    """Put acts into the log, each at its time: whose they are, and the acts with their seqs."""
    with store.read() as db:
        (analyst,) = db.execute("select id from analyst").fetchone()
        shas = dict(db.execute("select id, sha256 from claim").fetchall())
    ids = {deed.id: uuid7() for deed in deeds} | {"stale": uuid7()}
    written: list[Deed] = []

    def job(tx: Transaction) -> None:
        for deed in deeds:
            then = Transaction(tx.db, tx.project_id, deed.at)
            act_id, sha = ids[deed.id], shas.get(deed.claim_id or 0, "")
            links = {
                name: ids.get(value) if (value := getattr(deed, name)) else None
                for name in ("replaces", "undo", "redo")
            }
            if deed.kind == "session.end":
                seq = sessions.end(then, analyst, act_id).seq
            else:
                act = content(deed, sha, links)
                result = recording.record(then, analyst, act_id, deed.claim_id or 0, act)
                seq = result.seq  # type: ignore[union-attr] # no act here is refused
            written.append(
                Deed(
                    seq,
                    act_id,
                    deed.at,
                    deed.kind,
                    deed.article_id,
                    deed.claim_id,
                    deed.outcome,
                    deed.tag,
                    **links,
                    worded=deed.worded,
                )
            )

    store.write(job)
    return analyst, written


def content(
    deed: Deed, sha: str, links: dict[str, str | None]
) -> ClaimAnswered | ClaimCleared | NoteWritten | SplitWished:
    match deed.kind:
        case "claim.answer":
            return ClaimAnswered(
                sha,
                deed.outcome,  # type: ignore[arg-type] # one of the three
                deed.tag,
                "",
                "",
                "default/1",
                **links,
            )
        case "claim.clear":
            return ClaimCleared(sha, **links)
        case "note.write":
            return NoteWritten(sha, "Hm." if deed.worded else "", None)
        case _:
            return SplitWished(sha, True, None)
