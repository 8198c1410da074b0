"""How far analysts agree: of a project, or of any long CSV."""

from __future__ import annotations

import json
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal, NamedTuple

import click

from annotator.commands.output import harmless, put, say, show
from annotator.commands.project import opened
from annotator.words import counted
from db import votes

if TYPE_CHECKING:
    from annotator.agreement.grounds import Backed
    from annotator.agreement.longcsv import Wishes
    from annotator.agreement.table import Table

__all__ = ["agreement"]

# What these functions import when they run takes numpy along, which no other command waits for.

_STDIN: Final = Path("-")
_PARTS: Final = {
    "article": "per_article",
    "tag": "per_tag",
    "pair": "pairs",
    "analyst": "per_analyst",
}  # as --by names them, and as JSON does
_CSV: Final = frozenset({".csv", ".tsv", ".txt"})


class _Asked(NamedTuple):
    """A table, what its votes are, and how its articles are called."""

    table: Table
    basis: Literal["votes", "current", "unrecorded"]
    titles: Mapping[int | str, str]
    backed: Sequence[Backed] = ()  # claims on which somebody cites evidence
    versions: Mapping[str, int] = {}  # of the tag scheme, with the votes under each


@click.command(short_help="Show how far the analysts agree.")
@click.argument("source", metavar="SOURCE", type=click.Path(path_type=Path, allow_dash=True))
@click.option(
    "--article", "articles", metavar="ID", multiple=True, help="Only this article; may be repeated."
)
@click.option("--current", is_flag=True, help="Count current answers, also those not given blind.")
@click.option(
    "--scheme",
    "only",
    metavar="LABEL",
    help="Only votes under this version of the tag scheme, such as default/2.",
)
@click.option("--labels", metavar="A,B,C", help="Of a CSV: all tags of the scheme, used or not.")
@click.option(
    "--duplicates",
    type=click.Choice(["refuse", "last", "all"]),
    default="refuse",
    show_default=True,
    help="Of a CSV: what to do with two votes of an analyst on a claim.",
)
@click.option("--claim-column", metavar="NAME", help="Of a CSV: the column with the claim.")
@click.option("--analyst-column", metavar="NAME", help="Of a CSV: the column with the analyst.")
@click.option("--tag-column", metavar="NAME", help="Of a CSV: the column with the tag.")
@click.option("--article-column", metavar="NAME", help="Of a CSV: the column with the article.")
@click.option(
    "--claims",
    is_flag=True,
    help="As JSON, with every claim: shares, majority, disagreement, a suggestion.",
)
@click.option(
    "--by", "part", type=click.Choice(list(_PARTS)), help="Only these figures: a table, or as JSON."
)
@click.option("--table", "shape", flag_value="table", help="Tables of all figures, for reading.")
@click.option("--json", "shape", flag_value="json", help="All figures as JSON.")
def agreement(
    source: Path,
    articles: tuple[str, ...],
    current: bool,
    only: str | None,
    labels: str | None,
    duplicates: Literal["refuse", "last", "all"],
    claims: bool,
    part: str | None,
    shape: Literal["table", "json"] | None,
    **columns: str | None,
) -> None:
    """Say how far the analysts agree: Krippendorff's alpha, its interval, and what is behind it.

    SOURCE is a project, or a CSV file (.csv, .tsv, .txt, or - for standard input) with a row for
    each claim and analyst. Without --json or --table a paragraph is printed that can be pasted into
    a methods section. docs/agreement.md explains every figure.
    """
    from annotator import grounding
    from annotator.agreement import ground_words
    from annotator.agreement.longcsv import Wishes
    from annotator.agreement.report import report
    from annotator.agreement.sentences import paragraph, remarks
    from annotator.agreement.structured import structured, structured_claims
    from annotator.agreement.table import VotesError
    from annotator.commands.agreement_tables import listings, show_tables
    from annotator.versions import said_of

    if claims and part:
        raise click.UsageError("--claims prints everything, --by a part of it: give one of them.")
    named = {kind.removesuffix("_column"): name for kind, name in columns.items() if name}
    try:
        if source == _STDIN or source.suffix.lower() in _CSV:
            wishes = Wishes(named, current, duplicates, frozenset(articles) or None, only)
            asked = _of_csv(source, wishes, labels)
        elif labels or named or duplicates != "refuse":
            raise click.UsageError(
                "--labels, --duplicates and the names of columns are for CSV files; "
                f"{source} is taken for a project, which has its own."
            )
        else:
            asked = _of_project(source, articles, only, current=current)
    except VotesError as error:
        raise click.ClickException(str(error)) from error
    found = report(asked.table, asked.basis)
    about_versions = said_of(asked.versions, only or "", asked.basis)
    evidence = grounding.figures_of(asked.backed, found.coverage.differing)
    if shape == "json" or claims:
        plain = structured(found) | (structured_claims(asked.table) if claims else {})
        if asked.versions:
            plain["schemes"] = {"votes": dict(asked.versions), "counted": only}
        if evidence is not None:
            plain["evidence"] = ground_words.plain(evidence)
        if part:
            plain = plain[_PARTS[part]]
        put([json.dumps(plain, ensure_ascii=False, indent=1, allow_nan=False).encode(), b"\n"])
    elif part:
        show(listings(found, asked.titles)[part], "table")
    elif shape == "table":
        show_tables(found, asked.titles)
        put([f"\n{about_versions}\n".encode()] if about_versions else [])
    else:
        beside = [*([about_versions] if about_versions else []), *remarks(found)]
        if evidence is not None:
            beside += ground_words.sentences(evidence)
        lines = [paragraph(found), *(["", *beside] if beside else [])]
        put(f"{harmless(line)}\n".encode() for line in lines)


def _of_project(path: Path, articles: Sequence[str], only: str | None, *, current: bool) -> _Asked:
    from annotator import grounding, voting

    if wrong := [one for one in articles if not one.isdecimal()]:
        raise click.UsageError(
            f"“{wrong[0]}” is no article's id; `annotator articles {path}` lists them."
        )
    with opened(path) as store, store.read(timeout=None) as db:
        chosen = votes.voted(db, [int(one) for one in articles] or None)
        versions = votes.by_version(db, chosen, current=current)
        if only is not None and only not in versions:
            raise click.ClickException(
                f"No vote here was cast under “{only}”; there are votes under "
                f"{', '.join(versions) or 'no version'}."
            )
        table = voting.read(db, chosen, current=current, scheme=only).table
        ids = [each.article_id for each in chosen]
        backed = [] if current else grounding.read(db, ids, only)
    titles: dict[int | str, str] = {each.article_id: each.title for each in chosen}
    return _Asked(table, "current" if current else "votes", titles, backed, versions)


def _of_csv(path: Path, wishes: Wishes, labels: str | None) -> _Asked:
    from annotator.agreement.longcsv import read_votes
    from annotator.agreement.table import VotesError, table_of

    name = "standard input" if path == _STDIN else path.name
    try:
        data = sys.stdin.buffer.read() if path == _STDIN else path.read_bytes()
        text = data.decode("utf-8-sig")
    except OSError as error:
        raise VotesError(f"{path} cannot be read: {error.strerror}.") from error
    except UnicodeDecodeError as error:
        raise VotesError(f"{name} is not UTF-8. Save it as “CSV UTF-8” and try again.") from error
    found = read_votes(text, name, wishes)
    if not found.votes:
        raise VotesError(f"{name} holds no vote that is asked for.")
    if found.late:
        say(
            f"Left out: {counted(found.late, 'answer')} given after seeing others' work "
            "(--current counts them)."
        )
    scheme = list(dict.fromkeys(label.strip() for label in (labels or "").split(",")))
    table = table_of(found.votes, [label for label in scheme if label])
    return _Asked(table, found.basis, {}, versions=found.versions)
