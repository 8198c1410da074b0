"""`annotator agreement`: a project or a CSV in, a paragraph, tables or JSON out."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner, Result

from annotator.agreement.coefficients import COEFFICIENTS
from annotator.cli import cli
from db.store import open_store
from tests.builders import an_analyst, note, tag
from tests.db import filling

Run = Callable[..., Result]

SAID = {
    "Ana": ("sourced", "sourced", "opinion", "none"),
    "Bo": ("sourced", "contested", "opinion", "none"),
    "Chi": ("sourced", "contested", "opinion", None),
}


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs the command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, input: str | None = None) -> Result:
        return CliRunner().invoke(cli, ["agreement", *words], input=input, prog_name="annotator")

    return run


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """my.db: two articles; three analysts in the first, with a note, and Ana in the second."""
    path = tmp_path / "my.db"
    with open_store(path, create=True) as store:
        article = filling.load(store, [f"Quay {n} leaks." for n in range(5)])
        filling.load(store, ["Elsewhere it holds."], "Elsewhere")
        people = {name: an_analyst(store, name) for name in SAID}
        for name, tags in SAID.items():
            for claim, answer in enumerate(tags, 1):
                if answer is None:
                    tag(store, people[name], claim, None, outcome="unsure")
                else:
                    tag(store, people[name], claim, answer)
        note(store, people["Chi"], 5, "A note is no vote.")
        tag(store, people["Ana"], 6, "opinion")
        filling.expose(store, people["Ana"], article)
        tag(store, people["Ana"], 5, "opinion")
    return path


def plain(result: Result) -> dict[str, Any]:
    assert result.exit_code == 0, result.stderr
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def refused(result: Result) -> str:
    assert result.exit_code in (1, 2), result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    return result.stderr


def test_without_an_option_it_is_a_paragraph(run: Run, project: Path) -> None:
    result = run(str(project))
    assert result.exit_code == 0
    assert result.stderr == ""
    text, nothing, *said = result.stdout.splitlines()
    assert nothing == ""
    assert text.startswith(
        "3 analysts gave 12 tags (sourced, contested, opinion, none) to 5 of 6 claims in 2 "
    )
    assert "each analyst’s last answer before seeing others’ work" in text
    assert "missing are 1 unsure, 0 skipped and 5 blank." in text
    assert any("To say something about other articles" in line for line in said)


def test_json_holds_every_figure(run: Run, project: Path) -> None:
    found = plain(run(str(project), "--json"))
    assert found["basis"] == "votes"
    assert (found["claims"], found["analysts"], found["tags"]) == (4, 3, 11)
    assert found["labels"] == ["sourced", "contested", "opinion", "none"]
    assert found["coverage"]["cells"] == 18
    assert found["coefficients"].keys() == COEFFICIENTS.keys()
    alpha = found["coefficients"]["krippendorff_alpha"]
    low, high = alpha["interval"]
    assert low <= alpha["value"] <= high
    assert found["coefficients"]["scott_pi"]["value"] is None
    assert found["coefficients"]["scott_pi"]["undefined"].startswith("it is for two analysts")
    pairs = {(pair["a"], pair["b"]): pair for pair in found["pairs"]}
    assert pairs["Bo", "Chi"]["n"] == 3
    assert pairs["Bo", "Chi"]["cohen_kappa"] == 1
    assert [one["analyst"] for one in found["per_analyst"]] == ["Ana", "Bo", "Chi"]
    first, second = found["per_article"]
    assert first["krippendorff_alpha"] == alpha["value"]
    assert second["undefined"] == "only one analyst has tagged"
    assert "per_claim" not in found


def test_current_answers_on_demand(run: Run, project: Path) -> None:
    found = plain(run(str(project), "--current", "--json"))
    assert found["basis"] == "current"
    assert found["coverage"]["tagged"] == 13


def test_one_article(run: Run, project: Path) -> None:
    found = plain(run(str(project), "--article", "1", "--json"))
    assert found["coverage"]["claims"] == 5
    assert "There is no article 9" in refused(run(str(project), "--article", "9"))
    assert "“x” is no article's id" in refused(run(str(project), "--article", "x"))


def test_every_claim_with_what_the_analysts_say_together(run: Run, project: Path) -> None:
    found = plain(run(str(project), "--claims"))
    second = found["per_claim"][1]
    assert (second["claim"], second["n"], second["majority"]) == (2, 3, "contested")
    assert second["shares"] == pytest.approx([1 / 3, 2 / 3, 0, 0])
    assert second["disagreement"] == pytest.approx(2 / 3)
    assert found["per_claim"][4]["disagreement"] is None  # one tag
    assert found["dawid_skene"]["undefined"].startswith("it takes 3 votes on each of 100 claims")


def test_tables_for_reading(run: Run, project: Path) -> None:
    result = run(str(project), "--table")
    assert result.exit_code == 0
    for words in (
        "4 claims compared, 3 analysts, 11 tags; 1 with one tag; 1 unsure",
        "Krippendorff’s α",
        "not defined: it is for two analysts, and 3 have tagged",
        "specific agreement",
        "coincidences",
        "fewer than 30 claims",
        "with the others’ majority",
        "Elsewhere",
    ):
        assert words in result.stdout, words


@pytest.mark.parametrize(
    ("part", "key", "first"),
    [
        ("tag", "tag", "sourced"),
        ("pair", "a", "Ana"),
        ("analyst", "analyst", "Ana"),
        ("article", "article", 1),
    ],
)
def test_a_part_of_the_figures(
    run: Run, project: Path, part: str, key: str, first: str | int
) -> None:
    result = run(str(project), "--by", part)
    header, _, row, *_ = result.stdout.splitlines()
    assert header.split()[0] == ("analyst" if part == "pair" else part)
    assert row.split()[0] == str(first)
    found: Any = plain(run(str(project), "--by", part, "--json"))
    assert found[0][key] == first
    assert "give one of them" in refused(run(str(project), "--by", part, "--claims"))


def test_an_export_gives_the_same_figures(run: Run, project: Path) -> None:
    exported = CliRunner().invoke(cli, ["export", str(project), "-o", "tags.csv"])
    assert exported.exit_code == 0
    result = run("tags.csv", "--json", "--labels", "sourced,contested,opinion,none")
    assert "Left out: 1 answer given after seeing others' work" in result.stderr
    ours, theirs = plain(run(str(project), "--json")), json.loads(result.stdout)
    for key in ("basis", "tags", "coefficients", "pairs", "per_tag", "per_analyst"):
        assert ours[key] == theirs[key], key


def test_any_long_csv_from_standard_input(run: Run) -> None:
    text = "item,coder,label\n1,A,x\n1,B,x\n2,A,y\n2,B,x\n3,A,y\n3,B,y\n"
    found = plain(run("-", "--json", "--labels", "x,y,z", input=text))
    assert found["basis"] == "unrecorded"
    assert found["labels"] == ["x", "y", "z"]
    assert "Independence not recorded" in run("-", input=text).stdout


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("claim,tag\n1,x\n", "has no column for the analyst"),
        ("claim,analyst,tag\n1,A,x\n1,A,y\n", "A has more than one vote on claim 1"),
        ("claim,analyst,tag\n", "votes.csv holds no vote that is asked for."),
        ("", "votes.csv is empty."),
    ],
)
def test_a_bad_csv_is_refused_with_a_sentence(run: Run, text: str, words: str) -> None:
    Path("votes.csv").write_text(text, encoding="utf-8")
    assert words in refused(run("votes.csv"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("claim,analyst,tag\n1,A,x\n2,A,y\n", "not defined: only one analyst has tagged"),
        ("claim,analyst,tag\n1,A,\n1,B,\n", "not defined: nobody has tagged a claim"),
        ("claim,analyst,tag\n1,A,x\n1,B,y\n", "no interval: only one claim with two tags"),
        ("claim,analyst,tag\n1,A,x\n1,B,x\n2,A,x\n2,B,x\n", "not defined: every tag is the same"),
    ],
)
def test_a_poor_csv_gives_a_result_in_words(run: Run, text: str, words: str) -> None:
    Path("votes.csv").write_text(text, encoding="utf-8")
    result = run("votes.csv")
    assert result.exit_code == 0
    assert words in result.stdout
    assert run("votes.csv", "--table").exit_code == 0
    assert "NaN" not in json.dumps(plain(run("votes.csv", "--claims")))


def test_a_tag_that_would_move_the_cursor_does_not(run: Run) -> None:
    text = "claim,analyst,tag\n1,A,\x1b[2J\n1,B,\x1b[2J\n"
    for words in ((), ("--table",)):
        assert "\x1b" not in run("-", *words, input=text).stdout


def test_other_things_that_cannot_be_read(run: Run, project: Path) -> None:
    Path("old.csv").write_bytes("claim,analyst,tag\n1,Zoë,x\n".encode("cp1252"))
    assert "old.csv is not UTF-8" in refused(run("old.csv"))
    assert "none.csv cannot be read: No such file" in refused(run("none.csv"))
    assert "There is no project at none.db" in refused(run("none.db"))
    assert "are for CSV files" in refused(run(str(project), "--labels", "a,b"))


def test_a_project_without_votes(run: Run, tmp_path: Path) -> None:
    with open_store(tmp_path / "empty.db", create=True) as store:
        filling.load(store, ["The quay leaks."])
    assert run("empty.db").stdout == "Nobody has said anything of the 1 claim yet.\n"
    assert run("empty.db", "--table").exit_code == 0
    assert plain(run("empty.db", "--claims"))["per_claim"] == []
