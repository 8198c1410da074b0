"""Votes from a CSV: our own export, somebody else's, and files that are neither."""

from __future__ import annotations

import pytest

from annotator.agreement.longcsv import Found, Wishes, read_votes
from annotator.agreement.table import DuplicateVoteError, Vote, VotesError, table_of

PLAIN = "item,coder,label\n1,A,x\n1,B,y\n2,A,\n"
OURS = (
    '"article","claim","analyst","outcome","tag","blind"\r\n'
    '"1","7","Ana","tagged","sourced","true"\r\n'
    '"1","7","Bo","tagged","opinion","false"\r\n'
    '"1","8","Ana","unsure","","true"\r\n'
    '"1","8","Bo","","",""\r\n'
)


def read(text: str, wishes: Wishes | None = None) -> Found:
    return read_votes(text, "tags.csv", wishes or Wishes())


def test_columns_are_known_by_the_names_others_give_them() -> None:
    found = read(PLAIN)
    assert found.votes == (
        Vote("", "1", "A", "x"),
        Vote("", "1", "B", "y"),
        Vote("", "2", "A", ""),
    )
    assert (found.basis, found.late) == ("unrecorded", 0)


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n"])
def test_any_separator_and_line_end(separator: str, end: str) -> None:
    text = PLAIN.replace(",", separator).replace("\n", end)
    assert read(text).votes == read(PLAIN).votes


def test_of_our_export_the_blind_answers_are_votes() -> None:
    found = read(OURS)
    assert found.votes == (
        Vote("1", "7", "Ana", "sourced"),
        Vote("1", "8", "Ana", "unsure"),
        Vote("1", "8", "Bo", ""),
    )
    assert (found.basis, found.late) == ("votes", 1)


def test_current_answers_count_those_that_are_not_blind_too() -> None:
    found = read(OURS, Wishes(current=True))
    assert len(found.votes) == 4
    assert (found.basis, found.late) == ("current", 0)


def test_a_cell_may_hold_line_ends_and_quotes() -> None:
    text = 'text,claim,analyst,tag\n"He said ""no"",\nthen left.\u2028",1,A,x\n'
    assert read(text).votes == (Vote("", "1", "A", "x"),)


def test_columns_with_a_name_of_their_own() -> None:
    text = "sentence,who,what\ns1,A,x\n"
    wishes = Wishes(columns={"claim": "Sentence", "analyst": "who", "tag": "what"})
    assert read(text, wishes).votes == (Vote("", "s1", "A", "x"),)


def test_only_some_articles() -> None:
    text = "document,unit,coder,code\na,1,A,x\nb,1,A,x\n"
    assert read(text, Wishes(articles=frozenset({"b"}))).votes == (Vote("b", "1", "A", "x"),)


def test_two_votes_on_a_claim_are_refused_or_the_last_one_counts() -> None:
    text = "claim,analyst,tag\n1,A,x\n2,A,x\n1,A,y\n"
    with pytest.raises(DuplicateVoteError, match="A has more than one vote on claim 1"):
        table_of(read(text).votes, ["x", "y"])
    last = read(text, Wishes(duplicates="last"))
    assert last.votes == (Vote("", "1", "A", "y"), Vote("", "2", "A", "x"))


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("", "tags.csv is empty. It needs a header and a row for each vote."),
        (" \n\n", "tags.csv is empty."),
        ("claim,tag\n1,x\n", "no column for the analyst (such as analyst, annotator,"),
        ("claim,tag\n1,x\n", "Name it with --analyst-column; it has “claim”, “tag”."),
        ("claim,tag:Ana,tag:Bo\n1,x,y\n", "It looks like the wide export;"),
        ("claim,analyst,tag\n1,,x\n", "tags.csv, line 2: the analyst is empty."),
        ("claim,analyst,tag\n1,A,x\n,A,x\n", "tags.csv, line 3: the claim is empty."),
        ("claim,analyst,tag\n1,A\n", "tags.csv, line 2, has only 2 of the header's cells."),
        (
            f'claim,analyst,tag\n1,A,"{"x" * 200_000}"\n',
            "tags.csv, line 2, is no CSV: field larger than field limit",
        ),
    ],
)
def test_what_is_wrong_with_a_file_is_said_in_a_sentence(text: str, words: str) -> None:
    with pytest.raises(VotesError) as refusal:
        read(text)
    assert words in str(refusal.value)


def test_a_column_that_is_asked_for_and_not_there() -> None:
    with pytest.raises(VotesError, match="has no column “who”; it has “item”, “coder”, “label”"):
        read(PLAIN, Wishes(columns={"analyst": "who"}))


def test_all_votes_of_an_analyst_count_as_of_so_many() -> None:
    text = "claim,analyst,tag\n1,Ana,a\n1,Ana,b\n1,Ana,b\n2,Ana,a\n1,Bo,b\n"
    found = read(text, Wishes(duplicates="all")).votes
    assert [(vote.claim, vote.analyst, vote.answer) for vote in found] == [
        ("1", "Ana", "a"),
        ("1", "Ana (2)", "b"),
        ("1", "Ana (3)", "b"),
        ("2", "Ana", "a"),
        ("1", "Bo", "b"),
    ]
    table = table_of(found, ["a", "b"])
    assert table.counts.tolist() == [[1, 3], [1, 0]]
