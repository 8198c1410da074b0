"""What an act does: hold, conflict, be refused, count once."""

from __future__ import annotations

import pytest

from db import answers, articles, recording
from db.errors import EventConflictError
from db.events import count
from db.model import (
    Act,
    ActResult,
    Analyst,
    Answer,
    ArticleRow,
    ClaimAnswered,
    Conflicting,
    Refused,
    SplitWish,
    SplitWished,
    Stored,
)
from db.store import Store
from db.transaction import uuid7
from tests import builders


@pytest.fixture
def article(store: Store) -> ArticleRow:
    return builders.load(store)


@pytest.fixture
def ana(store: Store) -> Analyst:
    return builders.an_analyst(store, "Ana")


def current(store: Store, article: ArticleRow, analyst: Analyst) -> dict[int, Answer]:
    with store.read() as db:
        return answers.of_article(db, article.revision_id, analyst.id)


def counted(store: Store, article: ArticleRow) -> dict[tuple[str, str], int]:
    with store.read() as db:
        return {(row.outcome, row.tag): row.claims for row in answers.progress(db, [article.id])}


def splits(store: Store, article: ArticleRow, analyst: Analyst) -> dict[int, SplitWish]:
    with store.read() as db:
        return answers.splits_of_article(db, article.revision_id, analyst.id)


def votes(store: Store) -> dict[int, str]:
    with store.read() as db:
        return dict(db.execute("select claim_id, tag from vote").fetchall())


def test_an_answer_holds_and_can_be_replaced(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    first = builders.tag(store, ana, 1, "sourced")
    second = builders.tag(store, ana, 1, "opinion", replaces=first.id)

    assert isinstance(second, Stored)
    assert current(store, article, ana)[1].tag == "opinion"
    assert counted(store, article) == {("tagged", "opinion"): 1}


def test_an_answer_to_a_screen_that_is_not_current_stays_in_the_history_only(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    builders.tag(store, ana, 1, "sourced")
    stale = builders.tag(store, ana, 1, "opinion", replaces=None)

    assert isinstance(stale, Conflicting)
    assert isinstance(stale.current, Answer)
    assert stale.current.tag == "sourced"
    assert current(store, article, ana)[1].tag == "sourced"
    with store.read() as db:
        assert len(db.execute("select 1 from event where claim_id = 1").fetchall()) == 2


def test_a_resend_is_answered_as_the_first_time(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    act_id, stale_id = uuid7(), uuid7()
    first = builders.tag(store, ana, 1, "sourced", id=act_id)
    stale = builders.tag(store, ana, 1, "opinion", id=stale_id)
    later = builders.tag(store, ana, 1, "contested", replaces=act_id)
    with store.read() as db:
        before = count(db)

    assert builders.tag(store, ana, 1, "sourced", id=act_id) == first
    assert isinstance(builders.tag(store, ana, 1, "opinion", id=stale_id), Conflicting)
    assert isinstance(stale, Conflicting)
    assert isinstance(later, Stored)
    assert current(store, article, ana)[1].tag == "contested"
    with store.read() as db:
        assert count(db) == before


def test_an_id_used_for_something_else_is_refused(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    act_id = uuid7()
    builders.tag(store, ana, 1, "sourced", id=act_id)

    with pytest.raises(EventConflictError, match="used before"):
        builders.tag(store, ana, 1, "opinion", id=act_id)
    with pytest.raises(EventConflictError, match="used before"):
        builders.tag(store, builders.an_analyst(store), 1, "sourced", id=act_id)


def test_a_claim_whose_text_was_not_on_screen_is_refused(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    refused = builders.tag(store, ana, 1, sha=builders.sha_of(store, 2))

    assert isinstance(refused, Refused)
    assert "text" in refused.why
    assert not current(store, article, ana)


def test_clearing_leaves_no_row(store: Store, article: ArticleRow, ana: Analyst) -> None:
    tagged = builders.tag(store, ana, 1)
    builders.clear(store, ana, 1, replaces=tagged.id)

    assert not current(store, article, ana)
    assert not votes(store)
    assert not counted(store, article)
    assert isinstance(builders.tag(store, ana, 1, "opinion", replaces=None), Stored)


def test_unsure_and_skipped_carry_no_tag(store: Store, article: ArticleRow, ana: Analyst) -> None:
    builders.tag(store, ana, 1, None, outcome="unsure")
    builders.tag(store, ana, 2, None, outcome="skipped")

    assert {a.outcome: a.tag for a in current(store, article, ana).values()} == {
        "unsure": None,
        "skipped": None,
    }


def test_the_vote_is_the_last_blind_answer(store: Store, article: ArticleRow, ana: Analyst) -> None:
    first = builders.tag(store, ana, 1, "sourced")
    second = builders.tag(store, ana, 1, "contested", replaces=first.id)
    assert votes(store) == {1: "contested"}

    store.write(lambda tx: answers.expose(tx, ana.id, article.id))
    third = builders.tag(store, ana, 1, "opinion", replaces=second.id)
    builders.tag(store, ana, 2, "opinion")

    assert votes(store) == {1: "contested"}
    assert not current(store, article, ana)[1].blind
    builders.clear(store, ana, 1, replaces=third.id)
    assert votes(store) == {1: "contested"}
    assert 1 not in current(store, article, ana)


def test_an_exposure_counts_once_and_for_its_article_only(store: Store, ana: Analyst) -> None:
    one = builders.load(store)
    other = builders.load(store, builders.an_article("Grain is cheap.", title="Grain"))
    for _ in range(2):
        store.write(lambda tx: answers.expose(tx, ana.id, one.id))
    bo = builders.an_analyst(store, "Bo")

    with store.read() as db:
        assert answers.exposed(db, ana.id, one.id)
        assert not answers.exposed(db, ana.id, other.id)
        assert not answers.exposed(db, bo.id, one.id)
        assert len(db.execute("select 1 from event where kind = 'exposure'").fetchall()) == 1


def test_the_first_skipped_claim_is_the_first_to_be_read(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    with store.read() as db:
        assert answers.first_skipped(db, article.revision_id, ana.id) is None
    for claim in (3, 2):
        builders.tag(store, ana, claim, None, outcome="skipped")
    # Claims are numbered as they are read so far; a claim that was cut later would not be.
    store.write(lambda tx: tx.db.execute("update claim set position = 9 where id = 2"))
    builders.tag(store, builders.an_analyst(store, "Bo"), 1, None, outcome="skipped")
    with store.read() as db:
        assert answers.first_skipped(db, article.revision_id, ana.id) == 3


def test_hidden_is_where_others_hold_something_that_was_not_shown(
    store: Store, ana: Analyst
) -> None:
    bo = builders.an_analyst(store, "Bo")
    answered, noted, split, own, untouched = (
        builders.load(store, builders.an_article(f"Text {n}.", title=str(n))).id for n in range(5)
    )
    builders.tag(store, bo, answered)
    builders.note(store, bo, noted, "Why?")
    builders.wish_split(store, bo, split)
    builders.tag(store, ana, own)
    every = [answered, noted, split, own, untouched]
    with store.read() as db:
        assert answers.hidden(db, ana.id, every) == [answered, noted, split]
        assert answers.hidden(db, ana.id, [noted, own]) == [noted]
        assert answers.hidden(db, bo.id, every) == [own]
    store.write(lambda tx: answers.expose(tx, ana.id, noted))
    with store.read() as db:
        assert answers.hidden(db, ana.id, every) == [answered, split]


def test_notes_do_not_touch_answers(store: Store, article: ArticleRow, ana: Analyst) -> None:
    written = builders.note(store, ana, 1, "See page 4.")
    tagged = builders.tag(store, ana, 1)
    builders.note(store, ana, 1, "See page 5.", replaces=written.id)

    assert isinstance(tagged, Stored)
    assert isinstance(builders.note(store, ana, 1, "late", replaces=written.id), Conflicting)
    with store.read() as db:
        assert answers.notes_of_article(db, article.revision_id, ana.id)[1].text == "See page 5."


def test_an_empty_note_is_no_note(store: Store, article: ArticleRow, ana: Analyst) -> None:
    written = builders.note(store, ana, 1, "Hm.")
    builders.note(store, ana, 1, "", replaces=written.id)

    with store.read() as db:
        assert not answers.notes_of_article(db, article.revision_id, ana.id)
    assert isinstance(builders.note(store, ana, 1, "Again.", replaces=None), Stored)


def test_a_wish_for_a_split_holds_until_it_is_taken_back(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    wished = builders.wish_split(store, ana, 1)
    tagged = builders.tag(store, ana, 1)
    written = builders.note(store, ana, 1, "Two claims.")
    assert {type(act) for act in (wished, tagged, written)} == {Stored}
    assert set(splits(store, article, ana)) == {1}
    assert counted(store, article) == {("tagged", "sourced"): 1}
    assert not splits(store, article, builders.an_analyst(store, "Bo"))

    late = builders.wish_split(store, ana, 1, wanted=False)
    assert isinstance(late, Conflicting)
    assert isinstance(late.current, SplitWish)
    assert late.current.event_id == wished.id

    ended = builders.wish_split(store, ana, 1, wanted=False, replaces=wished.id)
    assert isinstance(ended, Stored)
    assert not splits(store, article, ana)
    assert current(store, article, ana)[1].tag == "sourced"
    assert isinstance(builders.wish_split(store, ana, 1), Stored)


def test_a_wish_that_came_before_is_answered_as_then(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    act_id, act = uuid7(), SplitWished(builders.sha_of(store, 1), wanted=True, replaces=None)

    def send() -> ActResult:
        return store.write(lambda tx: recording.record(tx, ana.id, act_id, 1, act))

    first = send()
    builders.tag(store, ana, 1)
    builders.wish_split(store, ana, 1, wanted=False, replaces=act_id)
    assert send() == first
    assert not splits(store, article, ana)


def test_a_resend_after_something_was_taken_back_is_answered_as_then(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    tagged, wished = builders.tag(store, ana, 1), builders.wish_split(store, ana, 1)
    builders.clear(store, ana, 1, replaces=tagged.id)
    builders.wish_split(store, ana, 1, wanted=False, replaces=wished.id)
    sha = builders.sha_of(store, 1)
    acts: list[Act] = [
        ClaimAnswered(sha, "tagged", "opinion", "", "", "default/1", replaces=None),
        SplitWished(sha, wanted=True, replaces=None),
    ]

    def twice(act: Act) -> list[ActResult]:
        act_id = uuid7()
        return [
            store.write(lambda tx: recording.record(tx, ana.id, act_id, 1, act)) for _ in range(2)
        ]

    for act in acts:
        assert [type(result) for result in twice(act)] == [Stored, Stored]


def test_people_do_not_meet(store: Store, article: ArticleRow, ana: Analyst) -> None:
    bo = builders.an_analyst(store, "Bo")
    builders.tag(store, ana, 1, "sourced")
    builders.tag(store, bo, 1, "opinion")

    assert current(store, article, ana)[1].tag == "sourced"
    assert current(store, article, bo)[1].tag == "opinion"


def test_resuming_and_history_follow_the_answers(
    store: Store, article: ArticleRow, ana: Analyst
) -> None:
    tagged = builders.tag(store, ana, 1)
    builders.tag(store, ana, 1, "opinion", replaces=None)  # a stale screen: no part of undo
    skipped = builders.tag(store, ana, 2, None, outcome="skipped")

    with store.read() as db:
        assert answers.first_untagged(db, article.revision_id, ana.id) == 3
        assert answers.last_article(db, ana.id) == article.id
        held = [event.id for event in answers.held_acts(db, article.id, ana.id)]
    assert held == [tagged.id, skipped.id]


def test_the_next_article_is_the_one_at_hand_then_the_newest_with_claims_left(
    store: Store, ana: Analyst
) -> None:
    def following() -> int | None:
        with store.read() as db:
            return answers.next_article(db, ana.id)

    assert following() is None
    one, two = (
        builders.load(store, builders.an_article("First.", "Second.", title=title)).id
        for title in ("One", "Two")
    )
    assert following() == two
    builders.tag(store, ana, 1)  # the first claim of the first article
    assert following() == one
    skipped = builders.tag(store, ana, 2, None, outcome="skipped")
    assert following() == one
    builders.tag(store, ana, 2, replaces=skipped.id)
    assert following() == two
    builders.tag(store, builders.an_analyst(store), 3)
    builders.tag(store, ana, 3)
    builders.tag(store, ana, 4)
    assert following() == two  # all is done: where the work ended


def test_articles_follow_each_other_as_the_list_shows_them(store: Store, ana: Analyst) -> None:
    for title in ("One", "Two", "Three", "Four"):
        builders.load(store, builders.an_article("First.", title=title))

    def after(article_id: int) -> str | None:
        with store.read() as db:
            found = answers.following_article(db, ana.id, article_id)
        return found[1] if found else None

    with store.read() as db:
        listed = [work.article.title for work in articles.listed(db, ana.id).rows]
    assert listed == ["Four", "Three", "Two", "One"]
    assert [after(number) for number in (4, 3, 2, 1)] == ["Three", "Two", "One", "Four"]
    builders.tag(store, ana, 2)
    builders.tag(store, ana, 4)
    assert [after(number) for number in (4, 3, 2, 1)] == ["Three", "One", "One", "Three"]
    builders.tag(store, ana, 1)
    assert [after(number) for number in (4, 3)] == ["Three", None]
