"""The codebook as data: what ships is sound, and what is wrong is said in one sentence."""

from __future__ import annotations

import re
import subprocess
import sys
from importlib.resources import files
from pathlib import Path

import pytest

from annotator import key_sets
from annotator.scheme import RESERVED_KEYS, SchemeError, default_scheme, read_scheme
from annotator.ui import desk

SHIPPED = files("annotator").joinpath("scheme.toml").read_text(encoding="utf-8")
ROOT = Path(__file__).resolve().parents[2]


def test_the_default_scheme_has_the_five_answers_of_the_codebook() -> None:
    scheme = default_scheme()
    assert scheme.label == "default/1"
    assert [(tag.key, tag.letter, tag.name, tag.outcome) for tag in scheme.tags] == [
        ("1", "S", "sourced", "tagged"),
        ("2", "C", "contested", "tagged"),
        ("3", "O", "opinion", "tagged"),
        ("0", "N", "none", "tagged"),
        ("u", "U", "unsure", "unsure"),
    ]
    assert scheme.reasons == ("bare", "vague_source", "common_knowledge", "not_a_claim")


def test_every_tag_that_is_a_category_has_examples() -> None:
    for tag in default_scheme().tags:
        assert bool(tag.examples) == (tag.outcome == "tagged"), tag.name


def test_the_order_ends_in_an_answer_for_everything() -> None:
    last = default_scheme().order[-2:]
    assert [(step.question, step.tag) for step in last] == [
        ("Otherwise", "none"),
        ("Two answers left?", "unsure"),
    ]


def test_no_shipped_key_is_one_of_the_desks() -> None:
    assert not RESERVED_KEYS & {tag.key for tag in default_scheme().tags}


def test_every_key_of_the_desk_is_reserved() -> None:
    frontend = Path(desk.FOLDER) / "frontend"
    for name in ("keys.js", "reviewkeys.js"):
        found = re.findall(r"^  ([a-z]): \{ name:", (frontend / name).read_text("utf-8"), re.M)
        assert len(found) > 4, name
        assert set(found) <= RESERVED_KEYS, name
    rulings = re.findall(r'key: "(.)"', (frontend / "ruling.js").read_text("utf-8"))
    assert set(rulings) <= RESERVED_KEYS
    assert set(key_sets.COMMANDS) | set(key_sets.RESERVED) <= RESERVED_KEYS


def test_an_unknown_tag_is_named_with_the_known_ones() -> None:
    with pytest.raises(SchemeError, match=r"no tag “rumour”; it has sourced, contested"):
        default_scheme().tag("rumour")


@pytest.mark.parametrize(
    ("old", "new", "sentence"),
    [
        ('name = "contested"', 'name = "skipped"', "no tag can be called skipped"),
        ('key = "2"', 'key = "1"', "sourced and contested have the same key “1”"),
        ('key = "2"', 'key = "j"', "the key “j” of contested is taken by the desk"),
        ('key = "u"', 'key = "U"', "the key of unsure must be written small: “u”"),
        ('key = "2"', 'key = "22"', "the key of contested must be one visible character"),
        ('key = "2"', 'key = " "', "the key of contested must be one visible character"),
        ('letter = "C"', 'letter = "S"', "sourced and contested have the same letter “S”"),
        (
            'letter = "C"',
            'letter = "Co"',
            "the letter of contested must be a single letter or figure",
        ),
        ('name = "contested"', 'name = "sourced"', "two tags have the name “sourced”"),
        ('name = "contested"', 'name = "<b>"', "the tag name “<b>” may hold only letters"),
        (
            'outcome = "unsure"',
            'outcome = "maybe"',
            "the outcome of unsure must be tagged or unsure",
        ),
        ("version = 1", 'version = "1"', "needs `version`, a whole number"),
        ("version = 1", "version = true", "needs `version`, a whole number"),
        ('name = "default"', 'name = ""', "needs `name`, some text"),
        (
            'action = "W: it wants a split. Tag its main clause meanwhile"',
            'tag = "split"',
            "names the tag “split”, not in [[tags]]",
        ),
        (
            'action = "W: it wants a split. Tag its main clause meanwhile"',
            "",
            "must lead to either a tag or an action",
        ),
        ('reason = "not_a_claim"', 'reason = "dull"', "names the reason “dull”, not in"),
        ('line = "none of the three"', "line = 3", "`line` must be text"),
        ('line = "none of the three"', 'lines = "x"', "“lines” is not known here"),
        (
            'meaning = "None of the three: a bare',
            'm = "None',
            "(“none”) needs `meaning`, some text",
        ),
        ('colour = "red"', 'colour = "plum"', "contested has no colour “plum” to take; there are"),
        ('colour = "red"', 'colour = "teal"', "sourced and contested have the same colour “teal”"),
        ('requires = ["supports"]', 'requires = ["context"]', "not “context”"),
        ("takes_reasons = true\n", "", "no tag takes the [[reasons]]"),
        ("takes_reasons = true", 'takes_reasons = "yes"', "must be true or false"),
        ('outcome = "unsure"', 'outcome = "tagged"', "no tag can be called unsure"),
        ('case = "Fact', 'remark = "x"\ncase = "Fact', "ruling 1: “remark” is not known here"),
        ('text = "The port', 'text = "\\u0000The port', "holds a character without a sign"),
        ('name = "default"', "name = ", "scheme.toml is not valid TOML"),
    ],
)
def test_a_wrong_scheme_is_refused_with_a_sentence(old: str, new: str, sentence: str) -> None:
    assert old in SHIPPED
    with pytest.raises(SchemeError) as refusal:
        read_scheme(SHIPPED.replace(old, new, 1), "scheme.toml")
    assert sentence in str(refusal.value)
    assert all(problem.startswith("scheme.toml") for problem in refusal.value.problems)


def test_a_scheme_without_tags_is_refused() -> None:
    with pytest.raises(SchemeError, match="there are 0 \\[\\[tags\\]\\] to choose from") as refusal:
        read_scheme(SHIPPED.replace("[[tags]]", "[[tag]]"), "mine.toml")
    assert "mine.toml: “tag” is not known here; name, version" in str(refusal.value)


def test_the_docs_page_is_in_step() -> None:
    done = subprocess.run(
        [sys.executable, ROOT / "docs" / "generate.py", "--check", "codebook"],
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    page = (ROOT / "docs" / "codebook.md").read_text(encoding="utf-8")
    for tag in default_scheme().tags:
        assert tag.meaning in page
    for ruling in default_scheme().rulings:
        assert ruling.case in page
