"""A project has its own tag scheme, in versions; and no figure ever holds votes of two schemes."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC

import pytest

from annotator import agreed, schemes, workflow
from annotator.identity import Actor, NotAllowedError
from annotator.scheme import Scheme, SchemeError, default_scheme, default_text
from annotator.workflow import NewerVersionError, WorkflowError
from db import schemes as kept
from db.check import check
from db.model import ActResult, Analyst, Refused, Stored
from db.store import Store
from db.transaction import uuid7
from tests import builders
from tests.schemes import LEAD, newer, own, put, set_own


@pytest.fixture
def ana(store: Store) -> Analyst:
    builders.load(store)
    return builders.an_analyst(store, "Ana")


def current(store: Store) -> Scheme:
    with store.read() as db:
        return schemes.current(db)


def cast(
    store: Store,
    who: Analyst,
    claim: int,
    tag: str | None,
    label: str | None = None,
    **more: object,
) -> ActResult:
    """An answer as it comes from a browser."""
    act = {
        "id": uuid7(),
        "kind": "answer",
        "claim": claim,
        "sha": builders.sha_of(store, claim),
        "outcome": "tagged" if tag else "unsure",
        "tag": tag,
        "replaces": None,
        "scheme": label,
        **more,
    }
    if label is None:
        del act["scheme"]
    (result,) = workflow.submit_acts(store, lambda _: Actor.of(who), [act]).result()
    return result


def labels(store: Store) -> list[str]:
    with store.read() as db:
        return [label for (label,) in db.execute("select scheme from vote order by seq")]


# --- which scheme holds ---------------------------------------------------------------------------


def test_without_one_of_its_own_a_project_has_the_one_that_ships(store: Store) -> None:
    assert current(store) is default_scheme()
    with store.read() as db:
        assert kept.in_force(db) is None


def test_a_scheme_of_ones_own_is_an_event_and_a_text(store: Store) -> None:
    assert set_own(store) == own() == current(store)
    with store.read() as db:
        rows = db.execute("select kind, actor, payload ->> 'label' from event").fetchall()
    assert rows == [("scheme.set", "cli:test", "checkworthy/1")]
    assert check(store) == []


def test_before_the_first_answer_another_one_may_take_its_place_and_come_back(
    store: Store, ana: Analyst
) -> None:
    set_own(store)
    other = replace(own(), name="other")
    assert put(store, other).is_new
    assert put(store, own()).is_new
    assert current(store) == own()
    assert check(store) == []


def test_after_it_another_one_is_refused_with_what_and_how_many(store: Store, ana: Analyst) -> None:
    assert isinstance(cast(store, ana, 1, "sourced", "default/1"), Stored)
    with pytest.raises(WorkflowError) as refusal:
        set_own(store)
    assert str(refusal.value) == (
        "checkworthy.toml is the tag scheme “checkworthy”, and this project has 1 answer under "
        "“default”. Figures never mix two schemes: make a new project file for it."
    )


def test_what_was_taken_back_counts_as_an_answer(store: Store, ana: Analyst) -> None:
    """The desk can bring it back."""
    given = cast(store, ana, 1, "sourced")
    builders.clear(store, ana, 1, replaces=given.id)
    with pytest.raises(WorkflowError, match="has 1 answer under"):
        set_own(store)


def test_the_same_again_is_no_event(store: Store) -> None:
    set_own(store)
    assert not put(store, own()).is_new
    with store.read() as db:
        assert db.execute("select count(*) from event").fetchone() == (1,)


def test_a_label_means_one_text_for_ever(store: Store) -> None:
    set_own(store)
    put(store, newer(own()))
    for scheme in (newer(own(), "Other.", version=1), newer(own(), "Other.", version=2)):
        with pytest.raises(
            WorkflowError, match=r"knows another text.*raise the file's `version` to 3"
        ):
            put(store, scheme)


def test_the_name_of_the_one_that_ships_is_taken(store: Store) -> None:
    with pytest.raises(WorkflowError, match="as the scheme that ships with the program does"):
        put(store, newer(default_scheme(), version=1))


def test_a_file_that_the_project_has_left_behind_changes_nothing_and_says_so(store: Store) -> None:
    """The server is started again with the file of the first day."""
    set_own(store)
    put(store, newer(own()))
    chosen = put(store, own())
    assert (chosen.is_new, chosen.scheme.label) == (False, "checkworthy/2")
    assert "my.toml is checkworthy/1, and the project has gone on to checkworthy/2" in chosen.notice


def test_a_version_below_the_one_in_force_is_refused(store: Store) -> None:
    put(store, newer(own(), version=5))
    with pytest.raises(WorkflowError, match=r"has checkworthy/5 already. Raise its `version` to 6"):
        put(store, newer(own(), "Other.", version=3))


def test_a_newer_version_keeps_the_tags_once_somebody_has_answered(
    store: Store, ana: Analyst
) -> None:
    set_own(store)
    first, *others = own().tags
    more = replace(
        own(), version=2, tags=(replace(first, name="worth"), *others), order=(), rulings=()
    )
    assert put(store, more).is_new, "nobody has answered yet"
    cast(store, ana, 1, "worth")
    for tags, said in (
        (tuple(others), "lacks worth"),
        (own().tags, "adds check and lacks worth"),
    ):
        with pytest.raises(WorkflowError, match=f"my.toml {said}, and the project has answers"):
            put(store, replace(own(), version=3, tags=tags, order=(), rulings=()))
    other = replace(more, version=3, tags=more.tags[::-1])
    assert put(store, other).is_new, "their order may change"


# --- versions that are edited ---------------------------------------------------------------------


def test_an_edit_is_the_next_version_and_keeps_what_it_comes_from(
    store: Store, ana: Analyst
) -> None:
    cast(store, ana, 1, "sourced")
    new = workflow.revise_scheme(store, LEAD, "default/1", newer(default_scheme()))
    assert (new.label, current(store)) == ("default/2", new)
    with store.read() as db:
        assert kept.labels(db) == ["default/1", "default/2"]
        assert schemes.find(db, "default/1") == default_scheme()
        assert kept.count_votes(db, "default/1") == 1
    assert check(store) == []


def test_who_saves_second_is_told_who_was_first(store: Store, ana: Analyst) -> None:
    workflow.revise_scheme(store, Actor.of(ana), "default/1", newer(default_scheme()))
    with pytest.raises(NewerVersionError, match="Ana saved version 2 meanwhile"):
        workflow.revise_scheme(store, LEAD, "default/1", newer(default_scheme(), "Mine."))
    assert current(store).tags[0].meaning == "Said better."


def test_an_edit_that_is_none_makes_no_version(store: Store) -> None:
    with pytest.raises(WorkflowError, match="Nothing is different"):
        workflow.revise_scheme(store, LEAD, "default/1", default_scheme())
    with pytest.raises(SchemeError, match="needs `meaning`"):
        workflow.revise_scheme(store, LEAD, "default/1", newer(default_scheme(), ""))


def test_a_number_that_was_used_is_not_used_again(store: Store) -> None:
    put(store, newer(own(), version=4))
    put(store, replace(own(), name="other"))
    set_own(store)
    assert workflow.revise_scheme(store, LEAD, "checkworthy/1", newer(own())).version == 5


def test_in_a_team_only_the_lead_changes_it(store: Store, ana: Analyst) -> None:
    for role in ("analyst", "reviewer"):
        actor = Actor(ana.id, "Ana", role)
        with pytest.raises(NotAllowedError, match="The codebook is the lead's to change"):
            workflow.revise_scheme(store, actor, "default/1", newer(default_scheme()))
        with pytest.raises(NotAllowedError):
            workflow.set_scheme(store, actor, default_text(), "x.toml")


# --- what is cast under which ---------------------------------------------------------------------


def test_an_act_keeps_the_version_it_was_cast_under(store: Store, ana: Analyst) -> None:
    set_own(store)
    put(store, replace(newer(own()), explained_reasons=own().explained_reasons[1:]))
    assert isinstance(cast(store, ana, 1, "view", "checkworthy/1", reason="judgement"), Stored)
    assert isinstance(cast(store, ana, 2, "check"), Stored)
    refused = cast(store, ana, 3, "view", "checkworthy/2", reason="judgement")
    assert isinstance(refused, Refused)
    assert labels(store) == ["checkworthy/1", "checkworthy/2"]


def test_an_act_under_another_scheme_is_refused_even_with_a_tag_that_both_have(
    store: Store, ana: Analyst
) -> None:
    first, *others = own().tags
    tags = (replace(first, name="sourced"), *others)
    put(store, replace(own(), tags=tags, order=(), rulings=()))
    for label in ("default/1", "checkworthy/2", "checkworthy/0", "other/1"):
        refused = cast(store, ana, 1, "sourced", label)
        assert isinstance(refused, Refused)
        assert refused.why == (
            f"This was answered under the tag scheme {label}; the project has checkworthy/1 now. "
            "Reload the page and answer again."
        )
    assert labels(store) == []


def test_an_act_under_a_scheme_that_was_replaced_is_refused(store: Store, ana: Analyst) -> None:
    """The project knows it, and no figure may."""
    set_own(store)
    put(store, replace(own(), name="other"))
    refused = cast(store, ana, 1, "check", "checkworthy/1")
    assert isinstance(refused, Refused)
    assert isinstance(cast(store, ana, 1, "check", "other/1"), Stored)


def test_who_must_choose_cannot_be_unsure(store: Store, ana: Analyst) -> None:
    tags = tuple(tag for tag in own().tags if tag.outcome == "tagged")
    put(store, replace(own(), tags=tags))
    refused = cast(store, ana, 1, None)
    assert isinstance(refused, Refused)
    assert "no answer that is not sure" in refused.why


# --- figures --------------------------------------------------------------------------------------


def test_a_figure_never_holds_votes_of_two_schemes(store: Store, ana: Analyst) -> None:
    """Whatever is tried: before the first answer, after it, from an old page, from a file."""
    bo = builders.an_analyst(store, "Bo")
    cast(store, ana, 1, "sourced", "default/1")
    with pytest.raises(WorkflowError):
        set_own(store)
    cast(store, bo, 1, "check", "checkworthy/1")
    cast(store, bo, 1, "none", "default/1")
    workflow.revise_scheme(store, LEAD, "default/1", newer(default_scheme()))
    cast(store, bo, 2, "none")
    with store.read() as db:
        found = agreed.read(db, [1], "votes", UTC)
    assert {label.rpartition("/")[0] for label in found.versions} == {"default"}
    assert found.versions == {"default/1": 2, "default/2": 1}


def test_one_version_can_be_counted_alone(store: Store, ana: Analyst) -> None:
    bo = builders.an_analyst(store, "Bo")
    for who, tag in ((ana, "sourced"), (bo, "none")):
        cast(store, who, 1, tag)
    workflow.revise_scheme(store, LEAD, "default/1", newer(default_scheme()))
    for who in (ana, bo):
        cast(store, who, 2, "opinion")
    with store.read() as db:
        counted = {
            only: agreed.read(db, [1], "votes", UTC, only).report.coverage.compared
            for only in ("", "default/1", "default/2", "gone/1")
        }
    assert counted == {"": 2, "default/1": 1, "default/2": 1, "gone/1": 2}
