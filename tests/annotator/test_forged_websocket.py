"""Hand-made websocket messages: whatever an analyst's tab sends, it gets and changes what is hers.

Ana's tab sends the values that the lead's page would: ids of widgets do not depend on who looks,
so anybody can know them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, Final

import pytest
from streamlit.proto.BackMsg_pb2 import BackMsg
from websockets.exceptions import InvalidStatus

from annotator import workflow
from annotator.identity import cli_actor, cookie_name
from db.model import Analyst, Role
from db.store import open_store
from tests import builders
from tests.rows import Rows, everything_at
from tests.serving import Served, free_port
from tests.stream import Drawn, streaming

CLI: Final = cli_actor()
NAME: Final = "claims.test"
COLLEAGUE: Final = "Bo Lindqvist"
NOTE: Final = "the foreman was not asked"
YES: Final[Mapping[str, Any]] = {"trigger_value": True}

Values = dict[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Office:
    """A team that is served: a lead, Ana, and Bo, who has tagged and noted."""

    served: Served
    cookies: dict[str, dict[str, str]]
    bo: Analyst

    def tab(self, name: str, **options: Any) -> Any:
        """A tab of the lead's or Ana's, or of nobody's."""
        port = self.served.port
        return streaming(port, f"{NAME}:{port}", self.cookies.get(name, {}), **options)

    def everything(self) -> Rows:
        """All that the project holds."""
        return everything_at(self.served.path)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    path, port = tmp_path_factory.mktemp("office") / "project.db", free_port()
    options = ("--team", "--host", "127.0.0.1", "--public-url", f"http://{NAME}:{port}")
    with Served(path, *options, port=port) as served:
        with open_store(path) as store:
            builders.load(store)
            roles: dict[str, Role] = {"Lea": "lead", "Ana": "analyst", COLLEAGUE: "analyst"}
            lead, ana, bo = (
                workflow.add_analyst(store, name, actor=CLI, role=role)
                for name, role in roles.items()
            )
            builders.tag(store, bo, 1, "opinion")
            builders.note(store, bo, 1, NOTE)
            cookie = cookie_name(store.project_id)
            cookies = {
                who.name: {cookie: workflow.sign_in(store, who.id)} for who in (lead, ana, bo)
            }
        yield Office(served, cookies, bo)


def nothing_of_others(drawn: Drawn) -> None:
    for word in (COLLEAGUE, "Lindqvist", NOTE, "/join/"):
        assert word not in drawn.text, word


# --- widgets of another role ----------------------------------------------------------------------


def test_others_rows_cannot_be_ticked(office: Office) -> None:
    with office.tab("Lea") as lead:
        ticked = {lead.draw("export").ids["others"]: {"bool_value": True}}
        shown = lead.draw("export", "", ticked).ids["show-others"]
    before = office.everything()
    with office.tab("Ana") as ana:
        assert "others" not in ana.draw("export").ids
        nothing_of_others(ana.draw("export", "", ticked))
        nothing_of_others(ana.draw("export", "", ticked | {shown: YES}))
        nothing_of_others(ana.draw("export", "article=1&others=1", ticked | {shown: YES}))
    assert office.everything() == before


def test_figures_of_an_open_round_cannot_be_asked_for(office: Office) -> None:
    with office.tab("Lea") as lead:
        shown = lead.draw("agreement").ids["show-others"]
    before = office.everything()
    with office.tab("Ana") as ana:
        assert "show-others" not in ana.draw("agreement").ids
        for query in ("", "article=1"):
            drawn = ana.draw("agreement", query, {shown: YES})
            nothing_of_others(drawn)
            assert "Krippendorff" not in drawn.text
    assert office.everything() == before


def test_the_dialog_that_loads_opens_for_leads_only(office: Office) -> None:
    with office.tab("Lea") as lead:
        opened = {lead.draw("articles").ids["load-another"]: YES}
        dialog = lead.draw("articles", "", opened)
        pasted: Values = {dialog.ids["pasted"]: {"string_value": "One sentence. Another one."}}
        (fragment,) = dialog.fragments
        offered = lead.draw("articles", "", pasted, fragment=fragment)
        ids = dialog.ids | offered.ids
    take: Values = {ids["go-load-paste"]: YES}
    sample: Values = {ids["go-load-sample"]: YES}
    before = office.everything()
    with office.tab("Ana") as ana:
        assert "load-another" not in ana.draw("articles").ids
        for values in (opened, opened | pasted | take, opened | sample, pasted | take, sample):
            assert "pasted" not in ana.draw("articles", "", values).ids
            ana.ask("articles", "", values, fragment=fragment)
        nothing_of_others(ana.draw("articles"))
    assert office.everything() == before


def test_the_team_page_takes_nothing_from_others(office: Office) -> None:
    person = f"person={office.bo.id}"
    with office.tab("Lea") as lead:
        everybody, bo = lead.draw("team"), lead.draw("team", person)
        asked = lead.draw("team", person, {bo.ids["new-link"]: YES})
        adding = lead.draw("team", "", {everybody.ids["go-add"]: YES})
    ids = everybody.ids | bo.ids | asked.ids | adding.ids
    sent: Values = {name: YES for key, name in ids.items() if not key.startswith(("new-", "role"))}
    sent |= {name: {"int_value": 2} for key, name in ids.items() if "role" in key}
    sent |= {name: {"string_value": "Mallory"} for key, name in ids.items() if "name" in key}
    sent |= {bo.ids["new-link"]: YES}
    assert {"go-add", "go-save", "danger-remove", "new-link", "go-make", "go-invite"} <= set(ids)
    before = office.everything()
    with office.tab("Ana") as ana:
        for query in ("", person):
            for values in ({}, sent, *({name: value} for name, value in sent.items())):
                drawn = ana.draw("team", query, values)
                nothing_of_others(drawn)
                assert "People and their roles are" in drawn.text
        for fragment in (*asked.fragments, *adding.fragments):
            ana.ask("team", person, sent, fragment=fragment)
        nothing_of_others(ana.draw("team", person))
    assert office.everything() == before
    assert "Refused on a page: People" in office.served.log.read_text(encoding="utf-8")


def test_the_desk_takes_nothing_by_the_websocket(office: Office) -> None:
    forged = {"json_value": f'{{"act": {{"claim": 1, "as": "{office.bo.id}", "tag": "sourced"}}}}'}
    before = office.everything()
    with office.tab("Ana") as ana:
        desk = ana.draw("tag", "article=1").ids["desk-1"]
        for kind in ("json_value", "json_trigger_value", "string_value"):
            nothing_of_others(
                ana.draw("tag", "article=1", {desk: {kind: forged["json_value"]}, "desk": forged})
            )
    assert office.everything() == before


# --- another's session ----------------------------------------------------------------------------


def test_another_ones_session_gives_nothing_away(office: Office) -> None:
    """Not even the link that the lead just made, which is kept in the session while it is shown."""
    person = f"person={office.bo.id}"
    with office.tab("Lea") as lead:
        asked = lead.draw("team", person, {lead.draw("team", person).ids["new-link"]: YES})
        (fragment,) = asked.fragments
        made = lead.draw("team", person, {asked.ids["go-make"]: YES}, fragment=fragment)
        assert "/join/" in made.text
        before = office.everything()
        with office.tab("Ana", session=asked.session) as ana:
            nothing_of_others(ana.draw("team", person, fragment=fragment))
            nothing_of_others(
                ana.draw("team", person, {asked.ids["go-make"]: YES}, fragment=fragment)
            )
            nothing_of_others(ana.draw("team", person))
            nothing_of_others(ana.draw("articles"))
    assert office.everything() == before


# --- nobody, elsewhere, and nonsense --------------------------------------------------------------


@pytest.mark.parametrize("page", ["", "tag", "articles", "progress", "agreement", "export", "team"])
def test_without_a_login_there_is_nothing(office: Office, page: str) -> None:
    with office.tab("nobody") as tab:
        drawn = tab.draw(page, "article=1")
    assert "You are signed out here" in drawn.text
    nothing_of_others(drawn)
    assert "Harbour" not in drawn.text


@pytest.mark.parametrize("origin", ["http://elsewhere.example", "null", "https://claims.test"])
def test_another_sites_tab_is_not_let_in(office: Office, origin: str) -> None:
    with pytest.raises(InvalidStatus) as refusal, office.tab("Lea", origin=origin):
        pass
    assert refusal.value.response.status_code == 403


def test_another_name_is_not_let_in(office: Office) -> None:
    host = f"elsewhere.example:{office.served.port}"
    opening = streaming(office.served.port, host, office.cookies["Lea"])
    with pytest.raises(InvalidStatus) as refusal, opening:
        pass
    assert refusal.value.response.status_code == 403
    assert "elsewhere.example" in office.served.log.read_text(encoding="utf-8")


def test_nonsense_ends_nothing(office: Office) -> None:
    before = office.everything()
    with office.tab("Ana") as ana:
        ana.draw("articles")
        shutdown = BackMsg(debug_shutdown_runtime=True).SerializeToString()
        for message in (b"", b"\xff" * 100, shutdown):
            ana.send(message)
    with office.tab("Ana") as ana:
        assert "Harbour notes" in ana.draw("articles").text
    assert office.everything() == before


def test_no_secret_is_in_the_log(office: Office) -> None:
    said = office.served.log.read_text(encoding="utf-8")
    for cookies in office.cookies.values():
        for token in cookies.values():
            assert token not in said
