"""The Agreement page: whose work it shows, what it says and draws, and what it keeps."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC
from typing import Any

import pytest
from streamlit.runtime.context import ContextProxy
from streamlit.testing.v1 import AppTest

from annotator import agreed, identity, running, workflow
from annotator.identity import Action, Actor, Subject, cli_actor, cookie_name
from annotator.running import Settings
from annotator.scheme import default_scheme
from annotator.ui import agreeing
from db import answers, articles, people, reviews
from db.model import Analyst, ArticleRow, Role
from db.store import Store
from tests import builders
from tests.annotator.test_pages import PAGE, click, html, links, run, texts

SAID = {
    "Ana": "sscono" * 3,
    "Bo": "sscooo" * 3,
    "Chi": "snconn" * 3,
}
TAGS = {"s": "sourced", "c": "contested", "o": "opinion", "n": "none"}
BASES: tuple[agreed.Basis, ...] = ("votes", "current")
CONSEQUENCE = "from now on counts as given after seeing others’ tags."


@pytest.fixture
def ana(store: Store, monkeypatch: pytest.MonkeyPatch) -> Iterator[Analyst]:
    """Ana, signed in; AppTest has no browser that could carry her cookie."""
    running.start(store)
    ana = builders.an_analyst(store, "Ana")
    sign_in(store, ana, monkeypatch)
    yield ana
    running.stop()


def sign_in(store: Store, who: Analyst, monkeypatch: pytest.MonkeyPatch) -> None:
    cookies = {cookie_name(store.project_id): workflow.sign_in(store, who.id)}
    monkeypatch.setattr(ContextProxy, "cookies", property(lambda _: cookies))


def opened(**query: str) -> AppTest:
    # More patience than elsewhere: the first run imports altair.
    test = AppTest.from_string(PAGE.format(place="agreement"), default_timeout=90)
    for name, value in query.items():
        test.query_params[name] = value
    return run(test)


def an_article(store: Store, title: str = "Harbour notes") -> ArticleRow:
    sentences = [f"Ship {n} came in." for n in range(18)]
    return builders.load(store, builders.an_article(*sentences, title=title))


def claims(store: Store, article: ArticleRow) -> list[int]:
    with store.read() as db:
        return [claim.id for claim in articles.claims_of(db, article.revision_id)]


def tag(store: Store, who: Analyst, article: ArticleRow, letters: str) -> None:
    """One letter for each claim; a space skips one."""
    for claim, letter in zip(claims(store, article), letters, strict=False):
        if letter != " ":
            builders.tag(store, who, claim, TAGS[letter])


def tagged(store: Store, ana: Analyst, *titles: str) -> list[ArticleRow]:
    """Articles that Ana, Bo and Chi have tagged."""
    everybody = {"Ana": ana, **{name: builders.an_analyst(store, name) for name in ("Bo", "Chi")}}
    rows = [an_article(store, title) for title in titles or ("Harbour notes",)]
    for row in rows:
        for name, letters in SAID.items():
            tag(store, everybody[name], row, letters)
    return rows


def show(test: AppTest) -> AppTest:
    return click(test, "Show the figures")


def drawn(test: AppTest) -> list[dict[str, Any]]:
    """The charts, as the browser gets them."""
    found = test.get("vega_lite_chart") or test.get("arrow_vega_lite_chart")
    return [json.loads(chart.proto.spec) for chart in found]


def tables(test: AppTest) -> dict[str, list[list[str]]]:
    given = [json.loads(table.proto.json) for table in test.get("bidi_component")]
    return {table["label"]: table["rows"] for table in given}


def exposed(store: Store, who: Analyst, article: ArticleRow) -> bool:
    with store.read() as db:
        return answers.exposed(db, who.id, article.id)


def alpha(test: AppTest) -> str:
    (found,) = re.findall('<div class="ca-alpha"><b>(.+?)</b>', html(test))
    return str(found)


def subheads(test: AppTest) -> list[str]:
    return [title.value for title in test.subheader]


# --- who sees what --------------------------------------------------------------------------------


def test_without_an_article_it_leads_to_one(ana: Analyst) -> None:
    test = opened()
    assert subheads(test) == ["Nothing to compare yet"]
    test = click(test, "Go to the articles")
    assert [title.value for title in test.title] == ["Articles"]


def test_it_asks_before_it_shows_anything_and_records_that_it_did(
    store: Store, ana: Analyst
) -> None:
    first, second = tagged(store, ana, "Harbour notes", "Ferries")
    test = opened()
    assert not drawn(test)
    assert not tables(test)
    assert 'class="ca-alpha"' not in html(test)
    assert "In all 2 articles others have answered:" in texts(test)
    assert f"What you answer in these 2 articles {CONSEQUENCE}" in texts(test)
    assert not exposed(store, ana, first)
    test = show(test)
    assert exposed(store, ana, first)
    assert exposed(store, ana, second)
    assert alpha(test) == "0.55"
    assert len(drawn(test)) == 4, "no course: all was tagged on one day"
    assert "Show the figures" not in [button.label for button in test.button]


def test_of_several_only_those_that_were_shown_count(store: Store, ana: Analyst) -> None:
    first, second = tagged(store, ana, "Harbour notes", "Ferries")
    workflow.show_others(store, Actor.of(ana), [first.id])
    test = opened()
    assert "In 1 of 2 articles others have answered:" in texts(test)
    assert "Ferries" in texts(test)
    assert [row[0] for row in tables(test)["Agreement by article"]] == ["Harbour notes"]
    assert "18 claims, 3 analysts, 54 tags" in html(test)
    assert not exposed(store, ana, second)


def test_while_it_asks_it_does_not_say_that_there_is_nothing(store: Store, ana: Analyst) -> None:
    tagged(store, ana)
    tag(store, ana, an_article(store, "Mine alone"), "scon")
    test = opened()
    assert "In 1 of 2 articles others have answered:" in texts(test)
    assert subheads(test) == []
    assert not drawn(test)


def test_the_address_names_one_article(store: Store, ana: Analyst) -> None:
    first, second = tagged(store, ana, "Harbour notes", "Ferries")
    workflow.show_others(store, Actor.of(ana), [first.id, second.id])
    test = opened(article=str(second.id))
    assert [row[0] for row in tables(test)["Agreement by article"]] == ["Ferries"]
    test.selectbox[0].select_index(0)
    run(test)
    assert len(tables(test)["Agreement by article"]) == 2
    test = opened(article="99")
    assert len(tables(test)["Agreement by article"]) == 2


def in_a_team(
    store: Store, monkeypatch: pytest.MonkeyPatch, role: Role, *, working: bool
) -> tuple[Analyst, list[ArticleRow]]:
    """Somebody of this role beside three who have tagged two articles."""
    rows = tagged(store, builders.an_analyst(store, "Ada"), "Harbour notes", "Ferries")
    who = workflow.add_analyst(store, "Rae", actor=cli_actor(), role=role)
    if working:
        builders.tag(store, who, claims(store, rows[0])[0], "opinion")
    running.start(store, Settings(team=True))
    sign_in(store, who, monkeypatch)
    return who, rows


def test_analysts_of_a_team_see_nothing_while_the_round_is_open(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    in_a_team(store, monkeypatch, "analyst", working=True)
    test = opened()
    assert subheads(test) == ["Not open to you yet"]
    assert any("when its round is closed" in text for text in texts(test))
    assert not drawn(test)
    assert not test.button
    assert not test.selectbox
    running.stop()


@pytest.mark.parametrize("role", ["reviewer", "lead"])
def test_reviewers_and_leads_see_what_they_have_not_tagged(
    store: Store, monkeypatch: pytest.MonkeyPatch, role: Role
) -> None:
    who, (first, second) = in_a_team(store, monkeypatch, role, working=True)
    test = show(opened())
    assert [row[0] for row in tables(test)["Agreement by article"]] == ["Ferries"]
    assert any("where you have not tagged yourself" in text for text in texts(test))
    assert exposed(store, who, second)
    assert not exposed(store, who, first)
    test = opened(article=str(first.id))
    assert [row[0] for row in tables(test)["Agreement by article"]] == ["Ferries"]
    builders.tag(store, who, claims(store, second)[0], "opinion")
    test = opened()
    assert subheads(test) == ["Not open to you yet"], "they tag it themselves now"
    running.stop()


def test_what_is_hidden_cannot_be_asked_for_by_its_address(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    _, rows = in_a_team(store, monkeypatch, "analyst", working=False)
    before = [texts(opened(article=str(row.id))) for row in rows]
    for row in rows:
        builders.tag(store, builders.an_analyst(store), claims(store, row)[0], "none")
    assert [texts(opened(article=str(row.id))) for row in rows] == before
    running.stop()


# --- what it says ---------------------------------------------------------------------------------


def test_the_headline_has_its_interval_and_what_it_rests_on(store: Store, ana: Analyst) -> None:
    tagged(store, ana)
    test = show(opened())
    assert alpha(test) == "0.55"
    assert "18 claims, 3 analysts, 54 tags" in html(test)
    said = " ".join(texts(test))
    assert "The 3 analysts agree beyond chance, but read 9 of 18 claims differently." in said
    assert re.search(r"the true value probably lies between 0\.\d\d and 0\.\d\d\.", said)
    assert re.search(r"About [\d,]+ more claims would narrow the interval to ± 0\.05\.", said)
    assert "To say something about other articles takes at least 20." in said
    lead = json.dumps(drawn(test)[0], ensure_ascii=False)
    assert '"0.55"' in lead
    assert "as if by chance" in lead


@pytest.mark.parametrize(
    ("said", "reason"),
    [
        ({}, "nobody has tagged a claim"),
        ({"Ana": "sco"}, "only one analyst has tagged"),
        ({"Ana": "sc", "Bo": "   oo"}, "no claim has the tags of two analysts"),
    ],
)
def test_where_nothing_can_be_compared_it_says_why(
    store: Store, ana: Analyst, said: dict[str, str], reason: str
) -> None:
    article = an_article(store)
    for name, letters in said.items():
        tag(store, ana if name == "Ana" else builders.an_analyst(store, name), article, letters)
    workflow.show_others(store, Actor.of(ana), [article.id])
    test = opened()
    assert subheads(test) == ["Nothing to compare yet"]
    assert any(f"Agreement is not defined: {reason}." in text for text in texts(test))
    assert ('class="ca-coverage"' in html(test)) == bool(said)
    assert "NaN" not in html(test)


def test_where_every_tag_is_the_same_alpha_is_not_defined_and_the_rest_is_there(
    store: Store, ana: Analyst
) -> None:
    article = an_article(store)
    for who in (ana, builders.an_analyst(store, "Bo")):
        tag(store, who, article, "o" * 18)
    test = show(opened())
    assert alpha(test) == "–"
    assert any("α is not defined: every tag is the same. Chance" in text for text in texts(test))
    measures = {row[0]: row[1] for row in tables(test)["All coefficients"]}
    assert measures["Raw agreement"] == "1.00"
    assert measures["Krippendorff’s α"] == "not defined: every tag is the same"
    assert tables(test)["Agreement of each two analysts"][0][3].startswith("not defined: both gave")


def test_one_tag_that_dominates_is_named(store: Store, ana: Analyst) -> None:
    article = an_article(store)
    tag(store, ana, article, "o" * 17 + "s")
    tag(store, builders.an_analyst(store, "Bo"), article, "s" + "o" * 17)
    assert any(text.startswith("One tag dominates:") for text in texts(show(opened())))


def test_a_switch_counts_current_answers(store: Store, ana: Analyst) -> None:
    (article,) = tagged(store, ana)
    test = show(opened())
    ids = claims(store, article)
    with store.read() as db:
        held = answers.of_article(db, article.revision_id, ana.id)
    for claim, letter in zip(ids, SAID["Bo"], strict=True):
        builders.tag(store, ana, claim, TAGS[letter], replaces=held[claim].event_id)
    run(test)
    assert alpha(test) == "0.55", "votes stay"
    test.segmented_control[0].set_value("current")
    run(test)
    assert alpha(test) == "0.54"
    assert any("given after seeing others’ work" in text for text in texts(test))
    assert not links(test), "the review is about votes"


def test_of_several_versions_of_the_codebook_one_can_be_counted_alone(
    store: Store, ana: Analyst
) -> None:
    (article,) = tagged(store, ana)
    test = show(opened())
    assert not test.selectbox, "one version is nothing to choose from"
    for who in (builders.an_analyst(store, "Dee"), builders.an_analyst(store, "Eve")):
        for claim in claims(store, article)[:2]:
            builders.tag(store, who, claim, "none", scheme="default/2")
    run(test)
    (box,) = test.selectbox
    assert box.options == ["All versions of the codebook", "default/1", "default/2"]
    votes = 4
    (said,) = (text for text in texts(test) if text.startswith("Counted together are"))
    assert said.endswith(f"under default/1, {votes} under default/2.")
    links_before = links(test)
    box.set_value("default/2")
    run(test)
    (said,) = (text for text in texts(test) if text.startswith("Counted are only"))
    assert said.startswith(f"Counted are only the {votes} votes under default/2; ")
    assert "2 claims, 2 analysts, 4 tags" in html(test)
    assert links_before
    assert not links(test), "the review would show claims of all versions"


def test_unsure_counts_as_missing(store: Store, ana: Analyst) -> None:
    article = an_article(store)
    bo = builders.an_analyst(store, "Bo")
    for who in (ana, bo):
        tag(store, who, article, "scon")
    builders.tag(store, bo, claims(store, article)[4], None, outcome="unsure")
    builders.tag(store, bo, claims(store, article)[5], None, outcome="skipped")
    test = show(opened())
    rows = re.findall(r"<dt>(.+?)</dt>.*?<b>(\d+)</b>", html(test))
    assert rows == [("2 analysts", "4"), ("1 analyst", "0"), ("nobody yet", "14")]
    missing = "1 answer unsure and 1 claim skipped: counted as missing, never as a tag."
    assert missing in texts(test)


# --- from a cell to its claims --------------------------------------------------------------------


def test_every_cell_that_holds_a_disagreement_is_a_link(store: Store, ana: Analyst) -> None:
    (article,) = tagged(store, ana)
    test = show(opened())
    found = {label.replace("\\", ""): address for label, address in links(test)}
    assert "sourced and none: 3 claims" in found
    assert found["sourced and none: 3 claims"] == "/review?pair=sourced%2Cnone&state=all&article=1"
    between = [address for label, address in found.items() if label.startswith("Ana and Bo")]
    assert re.fullmatch(r"/review\?between=\w+%2C\w+&state=all&article=1", between[0])
    assert len(found) == 3 + 2, "three pairs of analysts; two pairs of tags that met"
    assert article.id == 1


def test_a_cell_says_how_many_claims_the_review_will_show(store: Store, ana: Analyst) -> None:
    rows = tagged(store, ana, "Harbour notes", "Ferries")
    bo = builders.an_analyst(store, "Dov")
    tag(store, bo, rows[0], "oons")
    workflow.show_others(store, Actor.of(ana), [row.id for row in rows])
    with store.read() as db:
        found = agreed.read(db, [row.id for row in rows], "votes", UTC)
        maps = {
            "between": agreeing.by_analysts(found).ways,
            "pair": agreeing.by_tags(found.report, default_scheme()).ways,
        }
        for parameter, ways in maps.items():
            assert ways
            for way in ways:
                two = tuple(way.leads.split(","))
                wanted = reviews.Wanted(state="all", **{parameter: two})  # type: ignore[arg-type] # by its name
                shown = sum(group.claims for group in reviews.groups(db, ana.id, wanted))
                assert shown == way.claims, way.label


def test_who_may_not_decide_gets_no_link(
    store: Store, ana: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    tagged(store, ana)

    def may(actor: Actor, action: Action, subject: Subject | None = None) -> bool:
        return action != "decide" and identity.may(actor, action, subject)

    monkeypatch.setattr("annotator.ui.pages.agreement.may", may)
    test = show(opened())
    assert not links(test)
    assert not [spec for spec in drawn(test) if spec.get("params")]


def test_names_and_titles_are_text_wherever_they_stand(store: Store, ana: Analyst) -> None:
    title, name = '<img src="x"> **bold** [l](http://x)', "Bo <b>x</b> [m](http://y)"
    article = an_article(store, title)
    tag(store, ana, article, "scon" * 4)
    tag(store, builders.an_analyst(store, name), article, "scno" * 4)
    test = show(opened())
    assert tables(test)["Agreement by article"][0][0] == title
    assert "<img" not in html(test)
    assert "<b>x" not in html(test)
    assert not [label for label, _ in links(test) if "[m](" in label]
    for chart in test.get("vega_lite_chart") or test.get("arrow_vega_lite_chart"):
        assert title not in chart.proto.alt
        assert name not in chart.proto.alt
        assert not chart.proto.datasets, "nothing that Streamlit offers as a file"


# --- what is kept ---------------------------------------------------------------------------------


def test_figures_are_computed_once_until_somebody_acts(
    store: Store, ana: Analyst, monkeypatch: pytest.MonkeyPatch
) -> None:
    (article,) = tagged(store, ana)
    show(opened())
    computed = []
    real = agreed._computed

    def compute(*given: Any) -> agreed.Agreed:
        computed.append(given[2])
        return real(*given)

    monkeypatch.setattr(agreed, "_computed", compute)
    assert alpha(opened()) == "0.55"
    assert computed == []
    builders.tag(store, builders.an_analyst(store, "Dov"), claims(store, article)[0], "none")
    assert alpha(opened()) != "0.55"
    assert computed == [[article.id]]


def test_a_name_changes_at_once(store: Store, ana: Analyst) -> None:
    tagged(store, ana)
    show(opened())
    with store.read() as db:
        (bo,) = [person for person in people.listing(db) if person.name == "Bo"]
    store.write(lambda tx: people.rename(tx, bo.id, "Bea"))
    rows = tables(opened())["Each analyst beside the others"]
    assert [row[0] for row in rows] == ["Ana", "Bea", "Chi"]


def test_other_projects_scopes_and_answers_are_kept_apart(store: Store, ana: Analyst) -> None:
    first, second = tagged(store, ana, "Harbour notes", "Ferries")
    with store.read() as db:
        found = {
            agreed.read(db, ids, basis, UTC).key
            for ids in ([first.id], [second.id], [first.id, second.id])
            for basis in BASES
        }
    assert len(found) == 6


def test_what_takes_long_to_import_waits_for_the_page() -> None:
    """The first desk must not wait for it: every page is imported when the server starts."""
    code = (
        "import sys; from annotator.ui import places; places.pages(); "
        "sys.exit(bool({'altair', 'annotator.agreed', 'annotator.agreement.report'} & "
        "set(sys.modules)))"
    )
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_what_disagreements_rest_on_is_a_card_once_there_is_evidence(
    store: Store, ana: Analyst
) -> None:
    (article,) = tagged(store, ana)
    test = show(opened())
    assert "Evidence" not in [head.value for head in test.header]
    assert '<dl class="ca-grounds">' not in html(test)
    builders.attach(store, ana, claims(store, article)[-1])
    run(test)
    assert "Evidence" in [head.value for head in test.header]
    found = dict(re.findall(r"<dt>([^<]+)</dt><dd>(\d+)</dd>", html(test)))
    assert set(found) == {
        "different tags on the same evidence",
        "evidence not shared",
        "no evidence",
    }
    assert sum(map(int, found.values())) == 9
    (way,) = [link for link in links(test) if "review?claim=" in link[1]]
    assert way[1].endswith(f"claim={claims(store, article)[-1]}")
