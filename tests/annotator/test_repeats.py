"""Claims come back to whoever answered them: unannounced, later, and apart from the votes."""

from __future__ import annotations

import json
from collections import Counter
from datetime import UTC, datetime, timedelta

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st
from streamlit.testing.v1 import AppTest

from annotator import steady, workflow
from annotator.agreement.steadiness import Said, steadiness
from annotator.cli import cli
from annotator.identity import Actor, NotAllowedError
from annotator.workflow import WorkflowError
from db import answers, articles, repeats
from db.check import check
from db.model import Analyst
from db.store import Store
from tests import builders
from tests.annotator.test_pages import ana as ana
from tests.annotator.test_pages import click, desk, opened, texts

LEAD = Actor("cli:test", "test")
LATER = datetime.now(UTC) + timedelta(days=2)
TAGS = ("sourced", "contested", "opinion", "none")


@pytest.fixture
def worked(store: Store, ana: Analyst) -> Store:
    """Two articles of twenty claims; Ana has answered one and half of the other."""
    for title in ("One", "Two"):
        sentences = [f"{title} has part {number}." for number in range(20)]
        builders.load(store, builders.an_article(*sentences, title=title))
    for claim in range(1, 31):
        builders.tag(store, ana, claim, TAGS[claim % 3])
    return store


def due(store: Store, who: Analyst, now: datetime = LATER) -> int | None:
    with store.read() as db:
        return workflow.repeat_due(db, store.project_id, who.id, now)


def again(store: Store, who: Analyst, claim: int, tag: str = "opinion") -> None:
    workflow.answer_again(store, Actor.of(who), claim, tag)


def test_nothing_comes_back_until_the_lead_wants_it(worked: Store, ana: Analyst) -> None:
    assert due(worked, ana) is None
    workflow.set_repeat_share(worked, LEAD, 10)
    assert due(worked, ana) is not None
    workflow.set_repeat_share(worked, LEAD, 0)
    assert due(worked, ana) is None


def test_a_share_comes_back_once_each_and_few_in_a_row(worked: Store, ana: Analyst) -> None:
    workflow.set_repeat_share(worked, LEAD, 20)  # 6 of 30
    found: list[int] = []
    for number in range(10):
        for _ in range(workflow.IN_A_ROW):
            claim = due(worked, ana)
            if claim is not None:
                found.append(claim)
                again(worked, ana, claim)
        builders.tag(worked, ana, 31 + number)  # tagging goes on in between
    assert len(found) == len(set(found))
    with worked.read() as db:
        done = sum(part.claims for part in answers.progress(db, [1, 2], ana.id))
    assert done == 40
    assert len(found) == 39 * 20 // 100  # as many as there were when it was asked last


def test_no_more_than_three_come_between_two_acts_of_tagging(worked: Store, ana: Analyst) -> None:
    workflow.set_repeat_share(worked, LEAD, 20)
    for _ in range(workflow.IN_A_ROW):
        claim = due(worked, ana)
        assert claim is not None
        again(worked, ana, claim)
    assert due(worked, ana) is None
    builders.note(worked, ana, 1, "Hm.")
    assert due(worked, ana) is not None


def test_it_comes_back_another_day(worked: Store, ana: Analyst) -> None:
    workflow.set_repeat_share(worked, LEAD, 10)
    assert due(worked, ana, datetime.now(UTC)) is None
    assert due(worked, ana, datetime.now(UTC) + workflow.REST - timedelta(minutes=5)) is None
    assert due(worked, ana, datetime.now(UTC) + workflow.REST + timedelta(minutes=5)) is not None


def test_skipped_claims_and_those_of_others_never_come_back(store: Store, ana: Analyst) -> None:
    bo = builders.an_analyst(store, "Bo")
    builders.load(store, builders.an_article(*(f"Part {n}." for n in range(12))))
    for claim in range(1, 11):
        builders.tag(store, ana, claim, None, outcome="skipped")
        builders.tag(store, bo, claim)
    builders.tag(store, ana, 11)
    workflow.set_repeat_share(store, LEAD, 20)
    assert due(store, ana) is None  # a fifth of one
    for claim in (10, 9, 8, 7):
        held = answer_of(store, ana, claim)
        builders.tag(store, ana, claim, "opinion", replaces=held)
    assert due(store, ana) in {7, 8, 9, 10, 11}


def answer_of(store: Store, who: Analyst, claim: int) -> str:
    with store.read() as db:
        return answers.of_article(db, articles.get(db, 1).revision_id, who.id)[claim].event_id


def test_where_others_work_was_seen_nothing_comes_back(worked: Store, ana: Analyst) -> None:
    workflow.set_repeat_share(worked, LEAD, 10)
    builders.expose(worked, ana, 1)
    assert due(worked, ana) in range(21, 31)
    builders.expose(worked, ana, 2)
    assert due(worked, ana) is None
    with pytest.raises(WorkflowError, match="does not come back to you any more"):
        again(worked, ana, 1)


def test_chance_chooses_among_all_of_them(worked: Store, ana: Analyst) -> None:
    found = Counter(
        claim
        for number in range(1000)
        for claim in [_drawn(worked, ana, f"seed {number}")]
        if claim is not None
    )
    assert set(found) == set(range(1, 31))


def _drawn(store: Store, who: Analyst, seed: str) -> int | None:
    with store.read() as db:
        return repeats.due(db, who.id, 20, "9999", seed, in_a_row=3)


def test_it_changes_no_answer_and_no_vote(worked: Store, ana: Analyst) -> None:
    def held() -> list[tuple[object, ...]]:
        with worked.read() as db:
            return [
                *db.execute("select * from answer"),
                *db.execute("select * from vote"),
                *db.execute("select * from tally"),
                *db.execute("select * from progress"),
            ]

    before = held()
    for claim in (1, 2, 3):
        again(worked, ana, claim, "opinion")
    assert held() == before
    assert check(worked) == []
    with worked.read() as db:
        assert [(one.first, one.again) for one in repeats.all_of(db)] == [
            ("contested", "opinion"),
            ("opinion", "opinion"),
            ("sourced", "opinion"),
        ]
    builders.tag(worked, ana, 1, "none", replaces=answer_of(worked, ana, 1))
    assert check(worked) == []  # compared with what was said before, not with what is said since


@pytest.mark.parametrize(
    ("claim", "tag", "error", "words"),
    [
        (1, "rubbish", WorkflowError, "The tag scheme has no tag “rubbish”."),
        (40, "opinion", WorkflowError, "does not come back to you"),
        (99, "opinion", Exception, "There is no claim 99"),
    ],
)
def test_what_cannot_be_is_refused(
    worked: Store, ana: Analyst, claim: int, tag: str, error: type[Exception], words: str
) -> None:
    with pytest.raises(error, match=words):
        again(worked, ana, claim, tag)


def test_a_claim_comes_back_once_and_a_resend_is_no_second_time(
    worked: Store, ana: Analyst
) -> None:
    id = "019a0000-0000-7000-8000-000000000001"
    for _ in range(2):
        workflow.answer_again(worked, Actor.of(ana), 1, "unsure", id=id)
    with pytest.raises(WorkflowError, match="does not come back"):
        again(worked, ana, 1)
    with worked.read() as db:
        assert [one.again for one in repeats.all_of(db)] == ["unsure"]


def test_only_the_lead_sets_the_share(worked: Store, ana: Analyst) -> None:
    for role in ("analyst", "reviewer"):
        with pytest.raises(NotAllowedError):
            workflow.set_repeat_share(worked, Actor(ana.id, "Ana", role), 5)
    for percent in (-1, 21):
        with pytest.raises(WorkflowError, match="is from 0 to 20 %"):
            workflow.set_repeat_share(worked, LEAD, percent)


# --- the figures ----------------------------------------------------------------------------------


def test_the_figures_are_those_of_two_occasions() -> None:
    """Krippendorff's example of two observers, binary (2011, p. 3): alpha is 0.095 of ten units."""
    one = "0100000000"
    other = "1110010010"
    said = [Said("Ana", 1, n, a, b) for n, (a, b) in enumerate(zip(one, other, strict=True))]
    (found,) = steadiness(said, ["0", "1"])
    assert (found.repeated, found.compared, found.same) == (10, 10, 6)
    assert found.alpha.estimate.value == pytest.approx(0.095, abs=5e-4)
    assert found.words.startswith("The same tag on 6 of 10 claims; α = 0.10 (95 % interval ")


def test_without_two_tags_there_is_no_figure() -> None:
    (found,) = steadiness([Said("Ana", 1, 1, "sourced", "unsure")], TAGS)
    assert found.words == "1 claim came back; none has two tags to compare."
    (found,) = steadiness([Said("Ana", 1, 1, "sourced", "sourced")], TAGS)
    assert "α is not defined" in found.words
    assert steadiness([], TAGS) == []


@given(
    pairs=st.lists(st.tuples(st.sampled_from(TAGS), st.sampled_from(TAGS)), min_size=1, max_size=40)
)
def test_the_order_of_the_occasions_does_not_matter(pairs: list[tuple[str, str]]) -> None:
    there, back = (
        steadiness([Said("Ana", 1, n, *pair) for n, pair in enumerate(some)], TAGS)[0]
        for some in (pairs, [(b, a) for a, b in pairs])
    )
    assert there.same == back.same == sum(a == b for a, b in pairs)
    if there.alpha.estimate.value is not None:
        assert there.alpha.estimate.value == pytest.approx(back.alpha.estimate.value)


def test_all_together_come_first_where_there_are_several(worked: Store, ana: Analyst) -> None:
    bo = builders.an_analyst(worked, "Bo")
    builders.tag(worked, bo, 1)
    again(worked, ana, 1)
    again(worked, bo, 1)
    with worked.read() as db:
        assert [(one.analyst, one.repeated) for one in steady.read(db)] == [
            ("", 2),
            ("Ana", 1),
            ("Bo", 1),
        ]
        assert [one.analyst for one in steady.read(db, ana.id)] == ["Ana"]


# --- pages and commands ---------------------------------------------------------------------------


def tag_page(**query: str) -> AppTest:
    return opened("tag", **query)


@pytest.fixture
def next_day(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("annotator.workflow.repeating.REST", timedelta(0))


def test_it_stands_before_the_desk_and_shows_no_answer(
    worked: Store, ana: Analyst, next_day: None
) -> None:
    workflow.set_repeat_share(worked, LEAD, 10)
    test = tag_page()
    assert desk(test) is None
    assert "One more claim" in [one.value for one in test.title]
    claim = due(worked, ana)
    assert claim is not None
    with worked.read() as db:
        text = articles.get_claim(db, claim).text
    assert text in texts(test)
    assert not [button for button in test.button if "again" in button.label.lower()]
    for _ in range(3):
        test = click(test, r"opinion\: the author judges\, prescribes or predicts")
    assert desk(test) is not None
    with worked.read() as db:
        assert len(repeats.all_of(db, ana.id)) == 3


def test_it_waits_when_one_has_no_time_or_is_led_to_a_claim(
    worked: Store, ana: Analyst, next_day: None
) -> None:
    workflow.set_repeat_share(worked, LEAD, 10)
    assert desk(tag_page(article="2", claim="31")) is not None
    assert desk(click(tag_page(), "Not now")) is not None
    assert due(worked, ana) is not None


def test_ones_own_figures_are_on_the_progress_page_and_all_on_agreement(
    worked: Store, ana: Analyst
) -> None:
    assert "Claims that came back to you" not in [one.value for one in opened("progress").header]
    again(worked, ana, 2, "opinion")
    assert any(
        text.startswith("The same tag on 1 of 1 claim") for text in texts(opened("progress"))
    )
    said = [text for text in texts(opened("agreement")) if text.startswith("Ana: The same tag")]
    assert len(said) == 1


def test_the_command_prints_them_and_sets_the_share(worked: Store, ana: Analyst) -> None:
    again(worked, ana, 2, "opinion")
    run = CliRunner().invoke
    found = json.loads(run(cli, ["repeats", str(worked.path), "--json"]).stdout)
    assert found == [
        {
            "analyst": "Ana",
            "repeated": 1,
            "compared": 1,
            "same": 1,
            "alpha": None,
            "low": None,
            "high": None,
        }
    ]
    assert run(cli, ["repeats", str(worked.path), "--share", "5"]).stderr == (
        "5 % of the claims come back.\n"
    )
    with worked.read() as db:
        assert workflow.repeat_share(db) == 5
    assert "No claim comes back" in run(cli, ["repeats", str(worked.path), "--share", "0"]).stderr
    assert run(cli, ["repeats", str(worked.path), "--share", "50"]).exit_code != 0
