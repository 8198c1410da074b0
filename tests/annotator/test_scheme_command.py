"""`annotator scheme`, and --scheme of the commands that make a project."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotator.cli import cli
from annotator.palette import COLOURS
from annotator.scheme import RESERVED_KEYS, default_text
from annotator.scheme_writing import write_scheme
from db.store import open_store
from tests import builders
from tests.schemes import FILE, newer, own

Run = Callable[..., Result]


@pytest.fixture
def run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Runs a command in a folder with an article and a file of one's own."""
    monkeypatch.chdir(tmp_path)
    Path("a.txt").write_text("Harbour\n\nThe quay leaks. It was built in May.\n", "utf-8")
    Path("my.toml").write_bytes(FILE.read_bytes())

    def run(*words: str) -> Result:
        return CliRunner().invoke(cli, words, prog_name="annotator")

    return run


def test_a_good_file_is_told_in_short(run: Run) -> None:
    result = run("scheme", "check", "my.toml")
    assert result.exit_code == 0
    assert result.stdout.splitlines() == [
        "checkworthy/1: 4 tags, and unclear for who is not sure; 1 ruling.",
        "  key y  C  blue   check: A statement of fact that could be wrong, and that readers …",
        "  key t  T  brown  trivial: A statement of fact that nobody would want checked",
        "  key i  P  green  promise: what will be: it cannot be checked yet",
        "  key q  V  pink   view: A judgement, a wish, a question, or nothing that could be …",
        "  key u  U  amber  unclear: Two of them fit, and the order does not decide. A note can …",
    ]


def test_the_docs_hold_that_file_as_it_is() -> None:
    page = (FILE.parent / "codebook.md").read_text("utf-8")
    assert f"```toml\n{FILE.read_text('utf-8')}```" in page


def test_everything_that_is_wrong_is_told_at_once(run: Run) -> None:
    bad = FILE.read_text("utf-8").replace('key = "t"', 'key = "y"').replace('"green"', '"mauve"')
    Path("my.toml").write_text(bad.replace("version = 1\n", ""), "utf-8")
    result = run("scheme", "check", "my.toml")
    assert result.exit_code == 1
    assert result.stdout.splitlines() == [
        "my.toml needs `version`, a whole number from 1 on.",
        "my.toml: promise has no colour “mauve” to take; there are teal, red, violet, blue, green, "
        "pink, brown, ink, amber, grey.",
        "my.toml: check and trivial have the same key “y”. Give each its own.",
    ]
    assert result.stderr == "my.toml cannot be used: 3 problems.\n"


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"name = ", "my.toml is not valid TOML: Invalid value (at end of document)."),
        (b'name = "a"\nname = "b"\n', "(at line 2, column 11)."),
        (b"\xff\xfe", "my.toml is not UTF-8, which TOML is written in. Save it so."),
        (None, "my.toml cannot be read: No such file or directory."),
    ],
)
def test_what_is_no_toml_says_where(run: Run, content: bytes | None, sentence: str) -> None:
    Path("my.toml").unlink()
    if content is not None:
        Path("my.toml").write_bytes(content)
    for words in (("scheme", "check", "my.toml"), ("load", "p.db", "a.txt", "--scheme", "my.toml")):
        result = run(*words)
        assert result.exit_code == 1
        assert sentence in result.output
    assert not Path("p.db").exists(), "no project is made for a file that cannot be used"


def test_a_small_file_is_enough(run: Run) -> None:
    Path("my.toml").write_text(
        'name = "stance"\nversion = 1\n[[tags]]\nname = "for"\nmeaning = "It is for the plan."\n'
        '[[tags]]\nname = "foe"\nmeaning = "It is against the plan."\n'
    )
    assert run("scheme", "check", "my.toml").stdout.splitlines()[1:] == [
        "  key 1  F  teal  for: It is for the plan",
        "  key 2  O  red   foe: It is against the plan",
    ]


def test_load_gives_a_project_its_scheme_which_show_prints(run: Run) -> None:
    result = run("load", "p.db", "a.txt", "--scheme", "my.toml")
    assert "The tag scheme is now checkworthy/1, from my.toml.\n" in result.stderr
    assert run("scheme", "show", "p.db").stdout == FILE.read_text("utf-8")
    assert "tag scheme is now" not in run("load", "p.db", "a.txt", "--scheme", "my.toml").stderr


def test_of_a_project_without_one_show_prints_the_one_that_ships(run: Run) -> None:
    run("load", "p.db", "a.txt")
    assert run("scheme", "show", "p.db").stdout == default_text()
    assert run("scheme", "show", "p.db", "--version", "default/1").stdout == default_text()
    result = run("scheme", "show", "p.db", "--version", "mine/1")
    assert result.exit_code == 1
    assert (
        "p.db has no tag scheme “mine/1”; `annotator scheme versions p.db` lists" in result.stderr
    )
    (row,) = json.loads(run("scheme", "versions", "p.db").stdout)
    assert (row["scheme"], row["changes"]) == ("default/1", "ships with the program")


def test_versions_say_who_what_and_how_many_votes(run: Run) -> None:
    run("load", "p.db", "a.txt", "--scheme", "my.toml")
    with open_store(Path("p.db")) as store:
        ana = builders.an_analyst(store, "Ana")
        builders.tag(store, ana, 1, "check", scheme="checkworthy/1")
    Path("my.toml").write_text(write_scheme(newer(own())), "utf-8")
    run("load", "p.db", "a.txt", "--scheme", "my.toml")
    rows = json.loads(run("scheme", "versions", "p.db").stdout)
    told = [(row["scheme"], row["in_force"], row["votes"], row["changes"]) for row in rows]
    assert told == [
        ("checkworthy/2", "yes", 0, "meaning of check"),
        ("checkworthy/1", "", 1, ""),
    ]
    assert rows[0]["set_by"].startswith("cli:")
    older = run("scheme", "show", "p.db", "--version", "checkworthy/1")
    assert older.stdout == FILE.read_text("utf-8")


def test_agreement_says_which_versions_it_counts_and_counts_one_alone(run: Run) -> None:
    run("load", "p.db", "a.txt", "--scheme", "my.toml")
    with open_store(Path("p.db")) as store:
        people = [builders.an_analyst(store, name) for name in ("Ana", "Bo")]
        for claim in (1, 2):
            for who in people:
                builders.tag(store, who, claim, "view", scheme=f"checkworthy/{claim}")
    both = run("agreement", "p.db").stdout
    assert (
        "Counted together are votes of 2 versions of the codebook: 2 under checkworthy/1, "
        "2 under checkworthy/2." in both
    )
    alone = run("agreement", "p.db", "--scheme", "checkworthy/2").stdout
    assert "Counted are only the 2 votes under checkworthy/2; 2 under other versions are" in alone
    plain = json.loads(run("agreement", "p.db", "--scheme", "checkworthy/2", "--json").stdout)
    assert plain["claims"] == 1
    assert plain["labels"] == ["check", "trivial", "promise", "view"]
    assert plain["schemes"] == {
        "votes": {"checkworthy/1": 2, "checkworthy/2": 2},
        "counted": "checkworthy/2",
    }
    refused = run("agreement", "p.db", "--scheme", "default/1")
    assert refused.exit_code == 1
    assert "there are votes under checkworthy/1, checkworthy/2." in refused.stderr


def test_a_csv_with_votes_under_two_schemes_gives_no_figure(run: Run) -> None:
    rows = ["claim,analyst,tag,scheme_version", "1,A,x,a/1", "1,B,x,a/2", "1,C,y,b/1"]
    Path("v.csv").write_text("\n".join(rows), "utf-8")
    refused = run("agreement", "v.csv")
    assert refused.exit_code == 1
    assert "v.csv holds votes under “a” and “b”. A figure never mixes two" in refused.stderr
    Path("v.csv").write_text("\n".join(rows[:3]), "utf-8")
    assert "votes of 2 versions" in run("agreement", "v.csv").stdout
    Path("v.csv").write_text("claim,analyst,tag\n1,A,x\n", "utf-8")
    refused = run("agreement", "v.csv", "--scheme", "a/1")
    assert "v.csv has no column scheme_version" in refused.stderr


def test_the_docs_name_every_colour_and_every_key_that_is_taken() -> None:
    page = (FILE.parent / "codebook.md").read_text("utf-8")
    assert f"**Colours** are {', '.join(f'`{name}`' for name in COLOURS)}." in page
    assert f"Taken by the desk: {' '.join(f'`{key}`' for key in sorted(RESERVED_KEYS))}." in page
