"""The commands that share work out and turn rounds."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from annotator import workflow
from annotator.cli import cli
from annotator.identity import cli_actor
from db import answers, assignments, rounds
from db.store import open_store
from tests import builders


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """Three articles of three claims, and three people."""
    path = tmp_path / "project.db"
    with open_store(path, create=True) as store:
        for title in ("One", "Two", "Three"):
            builders.load(store, builders.an_article("A.", "B.", f"{title}.", title=title))
        for name in ("Ana", "Bo", "Cy"):
            workflow.add_analyst(store, name, actor=cli_actor())
    return path


def run(*words: object) -> Result:
    return CliRunner().invoke(cli, [str(word) for word in words])


def rows(project: Path, *command: str) -> list[dict[str, object]]:
    found: list[dict[str, object]] = json.loads(run(*command, project, "--json").stdout)
    return found


def people(*names: str) -> list[str]:
    return [word for name in names for word in ("--to", name)]


def test_work_is_shared_out_and_listed(project: Path) -> None:
    done = run("assign", project, *people("Ana", "Bo", "Cy"), "--seed", 4)
    assert (done.exit_code, done.stdout) == (0, "")
    assert "Ana: 2 articles, 6 claims" in done.stderr
    assert done.stderr.endswith("Shared out 3 articles with seed 4.\n")
    listed = rows(project, "assignments")
    assert len(listed) == 6
    assert {row["claims"] for row in listed} == {row["left"] for row in listed} == {3}
    again = run("assign", project, *people("Ana", "Bo"))
    assert "Each open article has somebody who tags it. Nothing was changed." in again.stderr


def test_a_dry_run_says_what_the_same_seed_gives(project: Path) -> None:
    said = run("assign", project, 1, 2, *people("Ana", "Bo", "Cy"), "--dry-run")
    seed = said.stderr.rsplit(maxsplit=1)[1]
    assert rows(project, "assignments") == []
    done = run("assign", project, 1, 2, *people("Ana", "Bo", "Cy"), "--seed", seed)
    assert said.stderr.splitlines()[:-1] == done.stderr.splitlines()[:-1]


def test_parts_of_articles_are_given(project: Path) -> None:
    run("assign", project, 1, *people("Ana", "Bo"), "--per", "claim", "--overlap", 2)
    assert [row["claims"] for row in rows(project, "assignments")] == [3, 3]


def test_who_has_seen_others_work_is_named(project: Path) -> None:
    with open_store(project) as store, store.read() as db:
        ana = db.execute("select id from analyst where name = 'Ana'").fetchone()[0]
    with open_store(project) as store:
        store.write(lambda tx: answers.expose(tx, ana, 1))
    said = run("assign", project, 1, *people("Ana", "Bo"), "--dry-run").stderr
    assert "1 share of it: they have seen others' tags on the article" in said


def test_articles_are_taken_back(project: Path) -> None:
    run("assign", project, *people("Ana"), "--overlap", 1)
    said = run("unassign", project, "Ana", 1, 2)
    assert said.stderr == "Taken from Ana: 2 articles.\n"
    assert run("unassign", project, "Ana", 1).stderr == "Not given to Ana: article 1.\n"
    with open_store(project) as store, store.read() as db:
        assert [one.article_id for one in assignments.of_articles(db, [1, 2, 3])] == [3]


def test_when_tags_are_shown_is_set_and_listed(project: Path) -> None:
    assert (
        run("round", "show", project, 1, 2, "--after", "answer").stderr == "2 articles changed.\n"
    )
    shown = [row["others_shown"] for row in rows(project, "round", "list")]
    assert shown == ["answer", "answer", "closing"]


def test_who_has_enough_people_gets_no_more(project: Path) -> None:
    run("assign", project, 1, *people("Ana", "Bo"))
    said = run("assign", project, 1, *people("Ana", "Cy"), "--dry-run").stderr
    assert said == "Each of them has as many people already. Nothing was changed.\n"


def test_rounds_are_turned_and_listed(project: Path) -> None:
    assert run("round", "close", project, 1, 2).stderr == "2 articles closed.\n"
    assert run("round", "close", project, "--all").stderr == (
        "1 article closed; 2 articles were so already.\n"
    )
    assert run("round", "finish", project, 1).stderr == "1 article finished with its review.\n"
    assert run("round", "open", project, 2).stderr == "1 article opened.\n"
    assert [(row["state"], row["number"]) for row in rows(project, "round", "list")] == [
        ("reviewed", 1),
        ("open", 2),
        ("closed", 1),
    ]


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("assign", 1, "--to", "Ana"), "Each is to be tagged by 2, and 1 is chosen"),
        (("assign", 9, "--to", "Ana", "--overlap", 1), "There is no article 9"),
        (("assign", "--to", "Eve"), "Nobody in the project is called “Eve”"),
        (("unassign", "Ana", 9), "There is no article 9"),
        (("unassign", "Ana"), "Name the articles to be taken back"),
        (("round", "close"), "Name articles by their ids, or say --all."),
        (("round", "close", 1, "--all"), "Name articles by their ids, or say --all."),
        (("round", "finish", 1), "“One”: still open for tagging. Close the round first"),
        (("round", "close", 9), "There is no article 9"),
    ],
)
def test_what_cannot_be_is_one_sentence(
    project: Path, words: tuple[object, ...], said: str
) -> None:
    group = 2 if words[0] == "round" else 1
    result = run(*words[:group], project, *words[group:])
    assert result.exit_code != 0
    assert said in " ".join(result.stderr.split())
    assert "Traceback" not in result.stderr
    with open_store(project) as store, store.read() as db:
        assert not assignments.anything(db)
        assert rounds.counts(db)["open"] == 3
