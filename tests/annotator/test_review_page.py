"""The Review page around the desk: who gets it, and the question before others' work is shown."""

from __future__ import annotations

import pytest

from annotator import running, workflow
from annotator.identity import NotAllowedError
from annotator.ui import places
from db import answers, articles, events, settings
from db.model import REVIEW_OWN
from tests import builders
from tests.annotator.test_pages import claims_of, click, given, links, texts
from tests.annotator.test_team_page import NASTY, ROOT, Office, labels, opened, worked
from tests.annotator.test_team_page import office as office

NAMES = {"analyst": "Ana Ferreira", "reviewer": "Ruth Adeyemi", "lead": "Ines Moreau"}


def test_only_who_decides_has_it_in_the_navigation(office: Office) -> None:
    assert places.pages(reviews=True)["review"].visibility == "visible"
    assert places.pages(reviews=False)["review"].visibility == "hidden"
    office.become(NAMES["analyst"])
    test = opened("review")
    (error,) = test.error
    assert "Reviewers settle disagreements" in error.value
    assert texts(test) == []
    assert given(test, "review") is None


def test_without_an_article_it_says_what_to_do(office: Office) -> None:
    office.become(NAMES["lead"])
    assert click(opened("review"), "Go to the articles").query_params == {}
    office.become(NAMES["reviewer"])
    assert "Nobody else has tagged an article that you may review." in texts(opened("review"))


def test_a_reviewer_is_asked_once_and_only_about_articles_they_did_not_tag(office: Office) -> None:
    first, second = worked(office)
    ruth = office.become(NAMES["reviewer"])
    test = opened("review")
    assert given(test, "review") is None
    assert "Harbour" in texts(test)
    assert "Ceasefire" not in texts(test)
    shown = click(test, "Review them")
    data = given(shown, "review")
    assert data is not None
    assert data["analyst"] == {"id": ruth.id, "name": ruth.name}
    with office.store.read() as db:
        assert answers.shown_to(db, ruth.id) == {first.id}
        assert second.id not in answers.shown_to(db, ruth.id)
    assert "Review them" not in labels(opened("review"))


def test_a_new_article_is_asked_about_above_the_desk(office: Office) -> None:
    worked(office)
    office.become(NAMES["reviewer"])
    click(opened("review"), "Review them")
    third = builders.load(office.store, builders.an_article("New.", title="Ports"))
    with office.store.read() as db:
        (claim,) = (claim.id for claim in articles.claims_of(db, third.revision_id))
    builders.tag(office.store, office.people[NAMES["analyst"]], claim, "sourced")
    test = opened("review")
    assert given(test, "review") is not None
    assert "Ports" in texts(test)
    assert "Review them" in labels(test)


def test_the_lead_lets_reviewers_decide_on_what_they_tagged(office: Office) -> None:
    worked(office)
    office.become(NAMES["lead"])
    test = opened("team")
    box = next(one for one in test.checkbox if one.label.startswith("Reviewers also decide"))
    assert not box.value
    box.check()
    test.run()
    assert not test.exception
    with office.store.read() as db:
        assert settings.value(db, REVIEW_OWN) == "yes"
    office.become(NAMES["reviewer"])
    assert {"Harbour", "Ceasefire"} <= set(texts(opened("review")))


def test_what_is_closed_because_one_tagged_it_is_said(office: Office) -> None:
    worked(office)
    office.become(NAMES["reviewer"])
    (said,) = (text for text in texts(opened("review")) if "tagged it yourself" in text)
    assert said.startswith("“Ceasefire” is not open to you here")


def test_a_question_is_found_wherever_one_looks_for_work(office: Office) -> None:
    first, _ = worked(office)
    claims = claims_of(office.store, first)
    ana, ruth = (office.people[NAMES[role]] for role in ("analyst", "reviewer"))
    builders.review_vote(office.store, ruth, claims[0], "sourced")
    sent = {"ruling": "sent_back", "reason": "Which quay?"}
    builders.decide(office.store, ruth, claims[0], None, **sent)
    office.become(NAMES["analyst"])
    sentence = "A reviewer asks about 1 claim."
    assert sentence not in texts(opened("articles"))  # two claims of hers are open there
    for claim in claims[1:]:
        builders.tag(office.store, ana, claim, "none")
    for place in ("articles", "start"):
        test = opened(place)
        assert sentence in texts(test)
        assert ("Answer", f"/tag?article={first.id}") in links(test)
        assert "Nothing is left to do" not in [title.value for title in test.subheader]
    office.become(NASTY)
    assert sentence not in texts(opened("articles"))


def test_the_guide_leads_who_decides_to_the_claims_whose_rule_is_unclear(office: Office) -> None:
    first, _ = worked(office)
    ruth = office.become(NAMES["reviewer"])
    click(opened("review"), "Review them")
    (claim, *_) = claims_of(office.store, first)
    builders.review_vote(office.store, ruth, claim, "sourced")
    builders.decide(office.store, ruth, claim, None, ruling="rule_unclear")
    assert links(opened("guide")) == [
        ("1 claim whose rule is unclear", "/review?state=decided&ruling=rule_unclear"),
        ("Go tagging", "/tag"),
        ("Harbour\\, claim 1", f"/review?claim={claim}"),
    ]
    office.become(NAMES["analyst"])
    assert links(opened("guide")) == [("Go tagging", "/tag")]


def test_only_a_lead_may_allow_it(office: Office) -> None:
    ruth = running.actor(office.people[NAMES["reviewer"]])
    with pytest.raises(NotAllowedError, match="lead"):
        workflow.let_review_own(office.store, ruth, allowed=True)
    workflow.let_review_own(office.store, ROOT, allowed=True)
    workflow.let_review_own(office.store, ROOT, allowed=True)
    with office.store.read() as db:
        kinds = [event.kind for event in events.history(db)]
    assert kinds.count("project.setting") == 1
