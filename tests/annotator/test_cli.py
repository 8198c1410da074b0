"""The commands, run as a person runs them: data on stdout, sentences on stderr."""

from __future__ import annotations

import csv
import io
import json
import sqlite3
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner, Result

from annotator import cli as cli_module
from annotator.cli import cli
from db import articles, people, sessions, settings
from db.exports import adjudicated, csv_long
from db.exports.guard import unguard
from db.model import REVIEW_OWN, Analyst, Conflicting
from db.store import Store, open_store
from db.transaction import uuid7
from tests import builders
from tests.builders import an_analyst, note, tag, wish_split

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in an empty folder."""
    monkeypatch.chdir(tmp_path)

    def run(*words: str, input: str | bytes | None = None) -> Result:
        return CliRunner().invoke(cli, words, input=input, prog_name="annotator")

    return run


@pytest.fixture
def project(run: Run, tmp_path: Path) -> Path:
    """my.db: an article of three claims, which Ana has tagged, two of them with notes."""
    text = "Quay news\n\nThe quay is new. =It leaks, they say. “Nobody” knew.\n"
    Path("article.txt").write_text(text, encoding="utf-8")
    assert run("load", "my.db", "article.txt").exit_code == 0
    with open_store(tmp_path / "my.db") as store:
        ana = an_analyst(store, "Ana")
        tag(store, ana, 1, "sourced")
        tag(store, ana, 2, None, outcome="unsure")
        note(store, ana, 2, "+Who says so?")
        note(store, ana, 3, "Only a note.")
    return tmp_path / "my.db"


def leftovers() -> list[str]:
    """Drafts of files that were not cleared away."""
    return [path.name for path in Path().iterdir() if path.name.startswith(".")]


def refused(result: Result, *words: str) -> str:
    """One sentence, exit code 1, no traceback; returns the sentence."""
    assert result.exit_code == 1, result.output
    assert result.stdout == ""
    assert "Traceback" not in result.stderr
    (line,) = (line for line in result.stderr.splitlines() if line.startswith("Error: "))
    for word in words:
        assert word in line
    return line


def rows(result: Result) -> list[dict[str, Any]]:
    assert result.exit_code == 0, result.stderr
    found: list[dict[str, Any]] = json.loads(result.stdout)
    return found


# --- load ---------------------------------------------------------------------------------------


def test_load_makes_the_project_and_says_so(run: Run) -> None:
    Path("a.txt").write_text("Title\n\nOne sentence. Another one.\n")
    result = run("load", "new.db", "a.txt")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr == "Made new.db.\nLoaded “Title” as article 1: 2 claims.\n"


def test_loading_twice_changes_nothing_and_says_so(run: Run, project: Path) -> None:
    before = run("head", "my.db").stdout
    result = run("load", "my.db", "article.txt")
    assert result.exit_code == 0
    assert result.stderr == "Already loaded as article 1, “Quay news”: nothing changed.\n"
    assert run("head", "my.db").stdout == before


def test_load_takes_what_is_said_of_the_article(run: Run) -> None:
    Path("a.md").write_text("---\ntitle: Wrong\nauthor: Somebody\n---\nOne sentence.\n")
    result = run(
        *("load", "my.db", "a.md", "--title", "Right", "--author", "Ana", "--date", "2026-11-22"),
        *("--url", "https://example.org/a", "--language", "de"),
    )
    assert result.exit_code == 0, result.stderr
    (article,) = rows(run("articles", "my.db"))
    del article["loaded_at"]
    assert article == {
        "id": 1,
        "title": "Right",
        "author": "Ana",
        "published": "2026-11-22",
        "url": "https://example.org/a",
        "language": "de",
        "name": "a.md",
        "revision": 1,
        "claims": 1,
    }


def test_load_reads_standard_input(run: Run) -> None:
    result = run("load", "my.db", "-", "--title", "Piped", input="One. Two.\n")
    assert result.exit_code == 0, result.stderr
    assert [row["text"] for row in rows(run("claims", "my.db"))] == ["One.", "Two."]


def test_a_guessed_encoding_is_told_and_can_be_overridden(run: Run) -> None:
    Path("a.txt").write_bytes("Title\n\nThe caf\xe9 was \x93closed\x94.\n".encode("latin-1"))
    assert "guess" in run("load", "my.db", "a.txt").stderr
    result = run("load", "my.db", "a.txt", "--encoding", "cp1252")
    assert "guess" not in result.stderr
    assert "“closed”" in rows(run("claims", "my.db"))[0]["text"]


def test_many_files_are_loaded_in_their_order(run: Run) -> None:
    names = [f"{number}.txt" for number in range(40)]
    for name in names:
        Path(name).write_text(f"Title {name}\n\nThis is the text of {name}.\n")
    result = run("load", "my.db", *names)
    assert result.exit_code == 0, result.stderr
    assert "Loaded 40 of 40 files, 40 claims; 0 were there already; 0 could not" in result.stderr
    assert [row["name"] for row in rows(run("articles", "my.db"))] == names


def test_a_file_that_cannot_be_read_stops_no_other(run: Run) -> None:
    Path("empty.txt").touch()
    for name in ("a.txt", "b.txt"):
        Path(name).write_text(f"Title\n\nThe text of {name}.\n")
    result = run("load", "my.db", "a.txt", "empty.txt", "missing.txt", "b.txt", "a.txt")
    assert result.exit_code == 1
    assert "Error: empty.txt is empty" in result.stderr
    assert "Error: missing.txt cannot be read: No such file" in result.stderr
    assert "a.txt: Already loaded as article 1" in result.stderr
    assert "Loaded 2 of 5 files, 2 claims; 1 were there already; 2 could not" in result.stderr
    assert [row["name"] for row in rows(run("articles", "my.db"))] == ["a.txt", "b.txt"]


def test_where_no_file_can_be_read_no_project_is_made(run: Run) -> None:
    Path("empty.txt").touch()
    result = run("load", "my.db", "empty.txt", "missing.txt")
    assert result.exit_code == 1
    assert "Error: empty.txt is empty" in result.stderr
    assert "Error: missing.txt cannot be read: No such file" in result.stderr
    assert "None of the 2 files could be read" in result.stderr
    assert "my.db was not made" in result.stderr
    assert [path.name for path in Path().iterdir()] == ["empty.txt"]


def test_where_no_file_can_be_read_a_project_stays_as_it_is(run: Run, project: Path) -> None:
    before = run("head", "my.db").stdout
    result = run("load", "my.db", "missing.txt", "absent.txt")
    assert result.exit_code == 1
    assert "my.db is as it was" in result.stderr
    assert run("head", "my.db").stdout == before


def test_a_title_is_for_one_article(run: Run) -> None:
    result = run("load", "my.db", "a.txt", "b.txt", "--title", "Both")
    assert result.exit_code == 2
    assert "load it alone" in result.stderr
    assert not Path("my.db").exists()


@pytest.mark.parametrize(
    ("content", "word"),
    [
        (b"", "empty"),
        (b"\x00\x01\x02\xff" * 500, "bad"),
        (b"x" * (26 * 1024 * 1024), "25"),
    ],
    ids=["empty", "binary", "large"],
)
def test_a_bad_file_is_one_sentence(run: Run, project: Path, content: bytes, word: str) -> None:
    Path("bad.txt").write_bytes(content)
    before = run("head", "my.db").stdout
    refused(run("load", "my.db", "bad.txt"), "bad.txt", word)
    refused(run("split", "bad.txt"), "bad.txt", word)
    assert run("head", "my.db").stdout == before


def test_a_folder_is_no_article(run: Run) -> None:
    Path("folder").mkdir()
    refused(run("load", "my.db", "folder"), "folder is a folder")


# --- listings -----------------------------------------------------------------------------------


def test_claims_have_the_fields_that_are_documented(run: Run, project: Path) -> None:
    found = rows(run("claims", "my.db"))
    assert found[0] == {
        "id": 1,
        "article": 1,
        "position": 1,
        "kind": "sentence",
        "start": 11,
        "end": 27,
        "text": "The quay is new.",
    }
    with open_store(project) as store, store.read() as db:
        text = articles.text(db, 1)
    assert [text[row["start"] : row["end"]] for row in found] == [row["text"] for row in found]


def test_claims_of_one_article(run: Run, project: Path) -> None:
    Path("b.txt").write_text("Other\n\nAnother text.\n")
    run("load", "my.db", "b.txt")
    assert [row["text"] for row in rows(run("claims", "my.db", "--article", "2"))] == [
        "Another text."
    ]
    refused(run("claims", "my.db", "--article", "3"), "no article 3")


def test_tags_have_the_columns_of_the_long_export(run: Run, project: Path) -> None:
    found = rows(run("tags", "my.db"))
    assert tuple(found[0]) == csv_long.COLUMNS
    assert [(row["position"], row["outcome"], row["tag"], row["note"]) for row in found] == [
        (1, "tagged", "sourced", None),
        (2, "unsure", None, "+Who says so?"),
        (3, None, None, "Only a note."),
    ]
    assert [row["blind"] for row in found] == [True, True, None]


def test_tags_of_one_analyst(run: Run, project: Path) -> None:
    with open_store(project) as store:
        tag(store, an_analyst(store, "Bo"), 1, "opinion")
    assert [row["analyst"] for row in rows(run("tags", "my.db", "--analyst", "bo"))] == ["Bo"]
    refused(run("tags", "my.db", "--analyst", "Eve"), "called “Eve”", "There are: Ana, Bo.")
    refused(run("tags", "my.db", "--article", "9"), "no article 9")


def test_history_is_the_log(run: Run, project: Path) -> None:
    found = rows(run("history", "my.db"))
    assert [row["seq"] for row in found] == list(range(1, 7))
    assert [row["kind"] for row in found[:3]] == ["article.load", "analyst.add", "claim.answer"]
    assert [row["what"] for row in found[2:]] == [
        "sourced",
        "unsure",
        "+Who says so?",
        "Only a note.",
    ]
    assert {row["who"] for row in found[1:]} == {"Ana"}
    assert found[2]["payload"]["tag"] == "sourced"


def test_history_of_a_claim(run: Run, project: Path) -> None:
    found = rows(run("history", "my.db", "2"))
    assert [(row["kind"], row["claim"]) for row in found] == [
        ("claim.answer", 2),
        ("note.write", 2),
    ]


@pytest.mark.parametrize(
    "command",
    [
        ["history", "my.db", "99"],
        ["history", "my.db", "9" * 30],
        ["history", "my.db", "9" * 30, "--article", "1"],
        ["history", "my.db", "99", "--article", "1"],
        ["history", "my.db", "1", "--article", "99"],
        ["claims", "my.db", "--article", "9" * 30],
        ["tags", "my.db", "--article", "99"],
        ["disagreements", "my.db", "--article", "99"],
        ["disagreements", "my.db", "--article", "9" * 30],
        ["export", "my.db", "--article", "9" * 30],
        ["export", "my.db", "-f", "adjudicated", "--article", "99"],
    ],
)
def test_what_is_not_there_is_one_sentence(run: Run, project: Path, command: list[str]) -> None:
    result = run(*command)
    assert result.exit_code == 1
    assert result.stderr.startswith("Error: There is no ")
    assert result.stderr.count("\n") == 1


@pytest.fixture
def disputed(project: Path) -> Path:
    """my.db with Bo, who differs from Ana on the first claim, and Rae, who has seen their votes."""
    with open_store(project) as store:
        bo, rae = an_analyst(store, "Bo"), an_analyst(store, "Rae")
        tag(store, bo, 1, "none")
        tag(store, bo, 3, "none")
        builders.expose(store, rae)
        builders.review_vote(store, rae, 1, "contested")
    return project


def rae_of(store: Store) -> Analyst:
    with store.read() as db:
        rae = people.find_name(db, "Rae")
    assert rae is not None
    return rae


def test_disagreements_have_the_fields_that_are_documented(run: Run, disputed: Path) -> None:
    assert rows(run("disagreements", "my.db")) == [
        {
            "article": 1,
            "claim": 1,
            "position": 1,
            "text": "The quay is new.",
            "analysts": 2,
            "different_tags": 2,
            "tied": True,
            "disagreement": 1.0,
            "votes": "Ana: sourced; Bo: none",
            "ruling": None,
            "decided_tag": None,
            "reason": None,
        }
    ]
    assert run("disagreements", "my.db", "--table").stdout.splitlines() == [
        "claim  article  position  text              votes                   tied  disagreement",
        "-----  -------  --------  ----------------  ----------------------  ----  ------------",
        "1      1        1         The quay is new.  Ana: sourced; Bo: none  true  1.0",
    ]


def test_disagreements_leave_out_what_is_decided_unless_asked(run: Run, disputed: Path) -> None:
    with open_store(disputed) as store:
        builders.decide(store, rae_of(store), 1, "contested", reason="=Two sides.")
    assert rows(run("disagreements", "my.db")) == []
    (row,) = rows(run("disagreements", "my.db", "--all"))
    assert (row["ruling"], row["decided_tag"]) == ("tag", "contested")
    assert row["reason"] == "=Two sides."
    assert "contested" in run("disagreements", "my.db", "--all", "--table").stdout
    assert '"\'=Two sides."' in run("disagreements", "my.db", "--all", "--csv").stdout


def test_disagreements_of_one_article(run: Run, disputed: Path) -> None:
    Path("b.txt").write_text("Other\n\nAnother text.\n")
    run("load", "my.db", "b.txt")
    assert rows(run("disagreements", "my.db", "--article", "2")) == []
    assert len(rows(run("disagreements", "my.db", "--article", "1"))) == 1


def test_history_tells_what_reviewers_do(run: Run, disputed: Path) -> None:
    with open_store(disputed) as store:
        rae = rae_of(store)
        first = builders.decide(store, rae, 1, None, ruling="split_kept")
        builders.withdraw(store, rae, 1, replaces=first.id)
        builders.decide(store, rae, 1, "contested")
        builders.comment(store, rae, 1, "Ask the port.")
        tag(store, an_analyst(store, "Cy"), 3, "none")
        accepted = builders.accept(store, rae)
        builders.unaccept(store, rae, accepted.id)
        store.write(lambda tx: settings.change(tx, rae.id, REVIEW_OWN, "yes"))
        store.write(lambda tx: settings.change(tx, rae.id, REVIEW_OWN, ""))
        store.write(lambda tx: people.give_role(tx, rae.id, rae.id, "reviewer"))
    found = [(row["kind"], row["what"]) for row in rows(run("history", "my.db"))]
    told = found[found.index(("review.vote", "contested")) :]
    assert [what for what in told if what[0] not in ("claim.answer", "analyst.add")] == [
        ("review.vote", "contested"),
        ("decision.make", "split kept"),
        ("decision.withdraw", "decision withdrawn"),
        ("decision.make", "contested"),
        ("comment.write", "Ask the port."),
        ("decision.accept", "1 claim accepted"),
        ("decision.unaccept", "acceptance withdrawn"),
        ("project.setting", "review_own: yes"),
        ("project.setting", "review_own: not set"),
        ("analyst.role", "reviewer"),
    ]


def test_history_tells_what_holds_and_why(run: Run, disputed: Path) -> None:
    with open_store(disputed) as store:
        rae = rae_of(store)
        first = builders.decide(store, rae, 1, None, ruling="split_kept", reason="Both read it.")
        late = builders.decide(store, rae, 1, "none", reason="Too late.", replaces=None)
        builders.decide(store, rae, 1, "contested", reason="Two sides.", replaces=first.id)
    assert isinstance(late, Conflicting)
    found = [
        (row["what"], row["holds"])
        for row in rows(run("history", "my.db", "1"))
        if row["kind"] == "decision.make"
    ]
    assert found == [
        ("split kept: Both read it.", False),
        ("none: Too late.", False),
        ("contested: Two sides.", True),
    ]
    log = {row["kind"]: row["holds"] for row in rows(run("history", "my.db"))}
    assert (log["claim.answer"], log["note.write"], log["review.vote"]) == (True, True, True)
    assert log["article.load"] is log["analyst.add"] is None


def test_history_of_an_acceptance_holds_until_it_is_taken_back(run: Run, disputed: Path) -> None:
    with open_store(disputed) as store:
        rae = rae_of(store)
        tag(store, an_analyst(store, "Cy"), 3, "none")
        accepted = builders.accept(store, rae)
    assert rows(run("history", "my.db"))[-1]["holds"] is True
    with open_store(disputed) as store:
        builders.unaccept(store, rae, accepted.id)
    assert [row["holds"] for row in rows(run("history", "my.db"))[-2:]] == [False, None]


def test_history_of_an_article_counts_claims_as_the_pages_do(run: Run, project: Path) -> None:
    with open_store(project) as store:
        other = builders.load(store, builders.an_article("It leaks.", "It holds.", title="Other"))
        tag(store, an_analyst(store, "Bo"), 5, "opinion")
    found = rows(run("history", "my.db", "--article", str(other.id)))
    assert [row["kind"] for row in found] == ["article.load", "claim.answer"]
    assert {row["article"] for row in found} == {other.id}
    (told,) = rows(run("history", "my.db", "2", "--article", str(other.id)))
    assert (told["claim"], told["what"]) == (5, "opinion")


@pytest.mark.parametrize("target", ["my.db", "./my.db", "my.db-wal", "other.db"])
def test_an_export_never_takes_a_projects_place(run: Run, project: Path, target: str) -> None:
    open_store(project.with_name("other.db"), create=True).close()
    before = project.read_bytes()
    result = run("export", "my.db", "-o", target)
    assert result.exit_code == 1
    assert "Name another file." in result.stderr
    assert project.read_bytes() == before


LISTINGS = ["articles", "claims", "tags", "disagreements", "history"]


@pytest.mark.parametrize("command", LISTINGS)
def test_listings_as_csv_hold_what_json_holds(run: Run, disputed: Path, command: str) -> None:
    result = run(command, "my.db", "--csv")
    assert result.exit_code == 0
    text = result.stdout_bytes.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    expected = rows(run(command, "my.db", "--json"))
    assert list(found[0]) == list(expected[0])
    for line, row in zip(found, expected, strict=True):
        for name, value in row.items():
            if name == "payload":
                assert json.loads(unguard(line[name])) == value
            elif isinstance(value, bool):
                assert line[name] == str(value).lower()
            else:
                assert unguard(line[name]) == ("" if value is None else str(value))


def test_a_wish_for_a_split_is_in_the_listings(run: Run, project: Path) -> None:
    with open_store(project) as store:
        bo = an_analyst(store, "Bo")
        wished = wish_split(store, bo, 1)
        wish_split(store, bo, 1, wanted=False, replaces=wished.id)
        wish_split(store, bo, 3)
    assert [row["what"] for row in rows(run("history", "my.db", "1"))][1:] == [
        "wants a split",
        "wants no split",
    ]
    found = [(row["analyst"], row["split_wanted"]) for row in rows(run("tags", "my.db"))]
    assert found == [("Ana", None), ("Ana", None), ("Ana", None), ("Bo", "yes")]


@pytest.mark.parametrize("command", LISTINGS)
def test_listings_of_an_empty_project(run: Run, tmp_path: Path, command: str) -> None:
    open_store(tmp_path / "my.db", create=True).close()
    assert rows(run(command, "my.db")) == []
    assert len(run(command, "my.db", "--csv").stdout.splitlines()) == 1
    assert len(run(command, "my.db", "--table").stdout.splitlines()) == 2


def test_a_table_is_for_reading(run: Run, project: Path) -> None:
    lines = run("claims", "my.db", "--table").stdout.splitlines()
    assert lines == [
        "id  article  position  text",
        "--  -------  --------  --------------------",
        "1   1        1         The quay is new.",
        "2   1        2         =It leaks, they say.",
        "3   1        3         “Nobody” knew.",
    ]


def test_a_table_obeys_no_text(run: Run) -> None:
    long = "The \x1b[2Jscreen \u202ewas " + "very " * 20 + "long."
    Path("a.txt").write_text(f"Title\n\n{long}\n", encoding="utf-8")
    run("load", "my.db", "a.txt")
    line = run("claims", "my.db", "--table").stdout.splitlines()[-1]
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert line.endswith("…")
    assert rows(run("claims", "my.db"))[0]["text"] == long


# --- export -------------------------------------------------------------------------------------


def test_export_writes_to_standard_output(run: Run, project: Path) -> None:
    result = run("export", "my.db")
    assert result.exit_code == 0
    assert result.stdout_bytes.startswith(b"\xef\xbb\xbf")
    text = result.stdout_bytes.decode("utf-8-sig")
    found = list(csv.DictReader(io.StringIO(text, newline="")))
    assert [row["note"] for row in found] == ["", "'+Who says so?", "Only a note."]
    head = run("head", "my.db").stdout.strip()
    assert result.stderr == f"Wrote 3 rows to standard output (csv-long, format 3). Head {head}\n"
    assert run("export", "my.db", "-o", "-").stdout_bytes == result.stdout_bytes


def test_export_writes_a_file(run: Run, project: Path) -> None:
    result = run("export", "my.db", "-f", "csv-wide", "-o", "out.csv", "--article", "1")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert result.stderr.startswith("Wrote 3 rows to out.csv (csv-wide, format 3). Head 6:")
    rows = list(csv.reader(io.StringIO(Path("out.csv").read_text("utf-8-sig"), newline="")))
    assert [row[-1] for row in rows] == ["tag:Ana", "sourced", "unsure", ""]
    assert leftovers() == []


def test_export_tells_what_became_of_the_claims(run: Run, disputed: Path) -> None:
    with open_store(disputed) as store:
        rae = rae_of(store)
        tag(store, rae, 3, "opinion")  # no vote: Rae has seen the others'
        tag(store, an_analyst(store, "Cy"), 3, "opinion")
        tag(store, an_analyst(store, "Di"), 3, "none")
        builders.decide(store, rae, 1, "contested", reason="=Two sides.")

    def settled(*words: str) -> list[list[str]]:
        result = run("export", "my.db", "-f", "adjudicated", *words)
        assert result.exit_code == 0, result.stderr
        assert result.stderr.startswith("Wrote 3 rows to standard output (adjudicated, format 3).")
        text = result.stdout_bytes.decode("utf-8-sig")
        header, *found = csv.reader(io.StringIO(text, newline=""))
        assert tuple(header) == adjudicated.COLUMNS
        return [[*row[9:13], row[19]] for row in found]

    first = ["contested", "adjudicated", "Rae", "'=Two sides.", "Ana: sourced; Bo: none"]
    second = ["", "undecided", "", "", ""]
    third = ["majority", "", "", "Bo: none; Cy: opinion; Di: none"]
    assert settled() == [first, second, ["", *third]]
    assert settled("--fill-majority") == [first, second, ["none", *third]]
    assert settled("--fill-majority", "--raw")[0][3] == "=Two sides."


@pytest.mark.parametrize("name", ["csv-long", "csv-wide"])
def test_only_what_has_final_tags_can_be_filled(run: Run, project: Path, name: str) -> None:
    result = run("export", "my.db", "-f", name, "--fill-majority", "-o", "out.csv")
    assert refused(result, name, "-f adjudicated").count(". ") == 1
    assert not Path("out.csv").exists()


def test_raw_export_is_neither_guarded_nor_marked(run: Run, project: Path) -> None:
    data = run("export", "my.db", "--raw").stdout_bytes
    assert data.startswith(b'"project"')
    assert b'"+Who says so?"' in data


def test_a_failed_export_leaves_the_old_file(run: Run, project: Path) -> None:
    Path("out.csv").write_text("precious")
    refused(run("export", "my.db", "-o", "out.csv", "--article", "9"), "no article 9")
    assert Path("out.csv").read_text() == "precious"
    assert leftovers() == []


def test_export_into_no_folder_is_one_sentence(run: Run, project: Path) -> None:
    refused(run("export", "my.db", "-o", "nowhere/out.csv"), "nowhere", "cannot be written")


def test_export_replaces_no_device(run: Run, project: Path) -> None:
    assert run("export", "my.db", "-o", "/dev/null").exit_code == 0
    assert not Path("/dev/null").is_file()


# --- the record ---------------------------------------------------------------------------------


def test_head_and_check_agree(run: Run, project: Path) -> None:
    head = run("head", "my.db").stdout.strip()
    assert head.startswith("6:")
    result = run("check", "my.db", "--head", head)
    assert result.exit_code == 0, result.stderr
    assert result.stdout == ""
    assert result.stderr.endswith(f"my.db is sound: 6 events. Head {head}\n")


def test_check_prints_findings_and_fails(run: Run, project: Path) -> None:
    database = sqlite3.connect(project)
    database.execute("update answer set tag = 'opinion' where tag = 'sourced'")
    database.commit()
    database.close()
    result = run("check", "my.db")
    assert result.exit_code == 1
    assert "answer" in result.stdout
    assert "is not sound" in result.stderr


def test_check_finds_that_the_log_is_another_one(run: Run, project: Path) -> None:
    result = run("check", "my.db", "--head", f"6:{'0' * 64}")
    assert result.exit_code == 1
    assert "rewritten" in result.stdout


@pytest.mark.parametrize("value", ["6", "6:abc", f"x:{'0' * 64}", f"6:{'G' * 64}"])
def test_a_head_must_look_like_one(run: Run, project: Path, value: str) -> None:
    result = run("check", "my.db", "--head", value)
    assert result.exit_code == 2
    assert "is no head" in result.stderr


def test_backup_copies_the_project(run: Run, project: Path) -> None:
    result = run("backup", "my.db", "copy.db")
    assert result.exit_code == 0
    head = run("head", "my.db").stdout
    assert result.stderr == f"Copying my.db to copy.db …\nCopied my.db to copy.db. Head {head}"
    assert run("head", "copy.db").stdout == head
    assert run("check", "copy.db").exit_code == 0
    refused(run("backup", "my.db", "copy.db"), "copy.db is there already")


# --- split --------------------------------------------------------------------------------------


def test_split_as_json(run: Run) -> None:
    text = "Quay news\r\n\r\nThe quay is new. It leaks.\r\n"
    Path("a.txt").write_bytes(b"\xef\xbb\xbf" + text.encode())
    result = run("split", "a.txt", "--json")
    assert result.exit_code == 0
    normalised = text.replace("\r\n", "\n")
    pieces = json.loads(result.stdout)
    assert [(piece["kind"], piece["text"]) for piece in pieces] == [
        ("title", "Quay news"),
        ("sentence", "The quay is new."),
        ("sentence", "It leaks."),
    ]
    for piece in pieces:
        assert list(piece) == ["kind", "start", "end", "text"]
        assert normalised[piece["start"] : piece["end"]] == piece["text"]


def test_split_for_reading(run: Run) -> None:
    result = run("split", "-", input="Quay news\n\nThe quay\nis new. It leaks.\n")
    assert result.stdout.splitlines() == [
        "       title  Quay news",
        "           1  The quay is new.",
        "           2  It leaks.",
    ]


# --- what goes wrong ----------------------------------------------------------------------------

ON_A_PROJECT = [
    ("articles", "my.db"),
    ("claims", "my.db"),
    ("tags", "my.db"),
    ("disagreements", "my.db"),
    ("export", "my.db"),
    ("history", "my.db"),
    ("check", "my.db"),
    ("head", "my.db"),
    ("backup", "my.db", "copy.db"),
]


@pytest.mark.parametrize("words", ON_A_PROJECT, ids=lambda words: words[0])
def test_a_missing_project_is_refused(run: Run, words: tuple[str, ...]) -> None:
    refused(run(*words), "no project at my.db")
    assert list(Path().iterdir()) == []


@pytest.mark.parametrize("words", [*ON_A_PROJECT, ("load", "my.db", "a.txt")], ids=lambda w: w[0])
@pytest.mark.parametrize("content", [b"", b"Not a database at all.\n" * 99, b"SQLite format 3\0x"])
def test_a_foreign_file_is_refused_and_left_alone(
    run: Run, words: tuple[str, ...], content: bytes
) -> None:
    Path("a.txt").write_text("Title\n\nText.\n")
    Path("my.db").write_bytes(content)
    refused(run(*words), "my.db")
    assert Path("my.db").read_bytes() == content


def test_a_project_of_another_program_is_refused(run: Run) -> None:
    database = sqlite3.connect("my.db")
    database.execute("create table t (x)")
    database.close()
    refused(run("articles", "my.db"), "another program")


def test_a_newer_project_is_refused(run: Run, project: Path) -> None:
    database = sqlite3.connect(project)
    database.execute("pragma user_version = 9999")
    database.close()
    refused(run("articles", "my.db"), "newer")


def test_a_fault_of_the_program_is_one_sentence(
    run: Run, project: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_: object) -> None:
        raise KeyError("surprise")

    monkeypatch.setattr("db.events.head", broken)
    result = run("head", "my.db")
    assert result.exit_code == cli_module.FAULT
    assert result.stdout == ""
    assert "fault of its own (KeyError: 'surprise')" in result.stderr
    assert "Traceback" not in result.stderr
    assert "Traceback" in run("--debug", "head", "my.db").stderr


def test_every_command_explains_itself(run: Run) -> None:
    overview = run("--help").stdout
    for name in cli.commands:
        assert f"\n  {name} " in overview
    for words, command in every_command(cli):
        result = run(*words, "--help")
        assert result.exit_code == 0
        assert command.short_help
        assert command.help


def every_command(group: click.Group, *above: str) -> Iterator[tuple[list[str], click.Command]]:
    """Each command with the words that call it, those within groups included."""
    for name, command in group.commands.items():
        yield [*above, name], command
        if isinstance(command, click.Group):
            yield from every_command(command, *above, name)


def test_version(run: Run) -> None:
    assert run("--version").stdout.startswith("annotator 0.")


def test_demo_keeps_one_project(run: Run, monkeypatch: pytest.MonkeyPatch) -> None:
    """The server itself is the business of other tests."""
    served: list[tuple[Path, dict[str, object]]] = []
    monkeypatch.setattr(
        "annotator.server.run", lambda path, **settings: served.append((path, settings))
    )
    first = run("demo", "--no-browser", "--port", "8765")
    assert first.exit_code == 0, first.stderr
    assert "Made claims-demo.db." in first.stderr
    assert "annotator load my.db article.txt && annotator serve my.db" in first.stderr
    second = run("demo", "--no-browser", "--port", "8765")
    assert "Made" not in second.stderr
    settings = {"port": 8765, "open_browser": False}
    assert served == [(Path("claims-demo.db"), settings)] * 2
    assert len(rows(run("articles", "claims-demo.db"))) == 1


def test_serving_to_other_machines_is_refused(run: Run) -> None:
    refused(run("serve", "my.db", "--host", "0.0.0.0", "--no-browser"), "Add --team")  # noqa: S104
    assert not Path("my.db").exists()


def test_sessions_are_listed_with_the_figures_of_the_log(run: Run, project: Path) -> None:
    (first,) = rows(run("sessions", "my.db"))
    assert (first["analyst"], first["claims"], first["unsure"], first["notes"]) == ("Ana", 2, 1, 2)
    assert (first["sourced"], first["opinion"], first["ended_by_hand"]) == (1, 0, "false")
    with open_store(project) as store:
        bo = an_analyst(store, "Bo")
        for claim in (1, 2, 3):
            tag(store, bo, claim, "opinion")
            store.write(lambda tx: sessions.end(tx, bo.id, uuid7()))
    assert len(rows(run("sessions", "my.db"))) == 4
    latest = rows(run("sessions", "my.db", "--analyst", "bo", "--limit", "2"))
    assert [(row["analyst"], row["ended_by_hand"]) for row in latest] == [("Bo", "true")] * 2
    assert '"analyst","began"' in run("sessions", "my.db", "--csv").stdout
    refused(run("sessions", "my.db", "--analyst", "Eve"), "called “Eve”")
