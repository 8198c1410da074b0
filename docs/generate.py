"""Write the documentation that follows from the code; with --check, only say what is out of step.

Each generator gives the files it is responsible for, whole or with one block renewed. Run it from
anywhere: `python docs/generate.py [NAME …]`. It needs no network and no project file.
"""

from __future__ import annotations

import argparse
import ast
import difflib
import re
import sys
from collections.abc import Callable
from pathlib import Path

from sqlite_utils import Database
from sqlite_utils.db import Table

from db.engine import sqlite3
from db.migrations import SCHEMA_VERSION, migrations
from db.store import APPLICATION_ID

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"

Files = dict[Path, str]


class DocumentError(Exception):
    """A generated document cannot be made; the sentence says what to mend."""


# --- the command line -----------------------------------------------------------------------------


def cli() -> Files:
    """docs/cli.md: every command's help, as Click prints it."""
    import click

    from annotator.cli import cli as annotator

    settings = {**annotator.context_settings, "terminal_width": 88, "max_content_width": 88}
    root = click.Context(annotator, info_name="annotator", **settings)

    def help_of(command: click.Command, context: click.Context) -> str:
        # Releases of Click differ in the blanks at line ends.
        lines = (line.rstrip() for line in command.get_help(context).splitlines())
        return "```text\n" + "\n".join(lines) + "\n```"

    parts = [
        "# Command line",
        "*Written from the program’s own `--help`.*",
        "Data goes to standard output, always as UTF-8; messages go to standard error. `-` stands "
        "for standard input or output. A command that fails says why in one sentence and ends with "
        "exit code 1; `check` does so when it finds something. `load`, `serve` and `demo` make the "
        "project file and say so; every other command refuses a missing one.",
        "Listings (`articles`, `claims`, `tags`, `disagreements`, `history`, `sessions`, "
        "`analyst list`, `scheme versions`, `token list`) print JSON, a list with an object for "
        "each row, whether or not somebody looks on; `--table` prints the main columns for "
        "reading, `--csv` all of them, written as the [exports](export.md) are.",
        help_of(annotator, root),
    ]

    def section(name: str, command: click.Command, parent: click.Context, level: str) -> list[str]:
        context = click.Context(command, info_name=name, parent=parent, **settings)
        own = [f"{level} {context.command_path.removeprefix('annotator ')}"]
        below = command.commands if isinstance(command, click.Group) else {}
        own.append(help_of(command, context))
        return own + [
            part for each in below.items() for part in section(*each, context, f"{level}#")
        ]

    for name, command in annotator.commands.items():
        parts += section(name, command, root, "##")
    return {DOCS / "cli.md": "\n\n".join(parts) + "\n"}


# --- the codebook ---------------------------------------------------------------------------------


def codebook() -> Files:
    """docs/codebook.md: the default tag scheme; how to write another one is said below it."""
    from annotator.scheme import Step, Tag, default_scheme

    scheme = default_scheme()

    def answer(step: Step) -> str:
        words = [f"`{word}`" for word in (step.tag, step.reason) if word]
        return ", ".join(words) or step.action

    def examples(tag: Tag) -> str:
        return "\n".join(
            [f"**{tag.name}**\n"]
            + [f"- “{one.text}”" + f" ({one.remark})" * bool(one.remark) for one in tag.examples]
        )

    reasons = "; ".join(f"`{why.name}` ({why.meaning})" for why in scheme.explained_reasons)
    takers = " and ".join(f"`{tag.name}`" for tag in scheme.tags if tag.takes_reasons)
    parts = [
        f"# Codebook of the {scheme.name} tag scheme, version {scheme.version}",
        "*Written from `annotator/scheme.toml`; the program’s Guide page shows the same. How to "
        "have [tags of your own](#tags-of-your-own) stands at the end.*",
        f"{scheme.advice}",
        f"**Unit**: {scheme.unit} **Context allowed**: {scheme.context}",
        "## The answers",
        "| key | answer | meaning |\n|---|---|---|\n"
        + "\n".join(f"| {tag.key} | `{tag.name}` | {tag.meaning} |" for tag in scheme.tags),
        f"{takers} can carry a reason: {reasons}.",
        "Actions, which are not answers:",
        "\n".join(f"- {line}" for line in scheme.actions),
        "## Stop at the first yes",
        "\n".join(
            f"{n}. {step.question} → {answer(step)}"
            for n, step in enumerate(filter(scheme.is_numbered, scheme.order), 1)
        ),
        "\n".join(
            f"{step.question} → {answer(step)}"
            for step in scheme.order
            if not scheme.is_numbered(step)
        ),
        "## Identifiable",
        f"{scheme.identifiable} Not: {scheme.not_identifiable}.",
        "## Examples (invented)",
        "\n\n".join(examples(tag) for tag in scheme.tags if tag.examples),
        "## Rulings",
        "| case | ruling |\n|---|---|\n"
        + "\n".join(f"| {ruling.case} | {ruling.ruling} |" for ruling in scheme.rulings),
        scheme.grounds,
    ]
    page = DOCS / "codebook.md"
    return {page: with_block(page, "codebook", "\n\n".join(parts))}


# --- the project file -----------------------------------------------------------------------------


ABOUT_TABLES = {
    "project": "One row: the project. Its id is part of every login cookie and of every batch.",
    "analyst": "The people who tag.",
    "role": "Who may do what where a team is served; without a row somebody is an analyst.",
    "login": "Browsers that are signed in. Not part of the history.",
    "invitation": "Personal links: hashes only. Not part of the history.",
    "api_token": "Keys to the API for people’s programs: hashes only. Not part of the history.",
    "original": "The files as they were loaded, byte for byte. Rows are only ever added.",
    "body": "The texts that the claims lie in. Rows are only ever added.",
    "article": "What was loaded, with what its file said about it.",
    "revision": "A text of an article: which file it came from and what read and cut it.",
    "block": "Paragraphs, headings, list items and quotes of a revision, in reading order.",
    "round": "Whether an article may be tagged, is closed or reviewed; without a row it is open.",
    "assignment": "Who tags which article. While there is no row, everybody tags everything.",
    "repeat": "Claims that came back to who had answered them, to see how steady answers are.",
    "assigned_claim": "Which claims, for who tags only a part of an article.",
    "claim": "The sentences. Never rewritten, so a tag stays with the words it was given to.",
    "event": "The history: every act, in order, chained by hashes. Rows are only ever added.",
    "answer": "What each analyst says of each claim now.",
    "vote": "The last answer given before the analyst saw anybody else's; agreement counts these.",
    "note": "The analysts' notes on claims.",
    "split_wish": "Who wants which claim split: it was cut wrongly, or holds two claims.",
    "exposure": "Who has seen others' work on which article, and since when.",
    "progress": "How many claims have which answer: counted along, so that lists are quick.",
    "tally": "What the votes on a claim add up to: counted along, so that review finds the worst.",
    "review_vote": "What a reviewer said of a claim before the votes opened. Nobody counts it.",
    "decision": "How a claim was settled. Votes stay as they are.",
    "decision_held": "Acts on decisions that took effect, so that a resend is answered as before.",
    "comment": "What reviewers said about a claim, to each other and to its analysts.",
    "evidence": "What stands behind a tag, or against it. Taken back, never deleted.",
    "source": "Who or what evidence comes from.",
    "source_rating": "How reliable people find a source, each for themselves.",
    "file": "Files attached as evidence, byte for byte. Rows are only ever added.",
    "upload": "Who has sent which file. Not part of the history.",
    "preference": "What somebody prefers on their screen. Not part of the history.",
    "claim_time": "How long claims took whoever lets it be measured. Not part of the history.",
    "setting": "What the lead has set for the whole project.",
    "scheme": "The tag schemes that the project has and had; the one with the highest seq holds.",
    "scheme_text": "Tag schemes as TOML, by the hash of their text. Rows are only ever added.",
    "_sqlite_migrations": "Which changes of the schema the file has been through.",
    "tags_long": "Every answer in words: article, claim, analyst, tag, note. The place to start.",
    "disagreements": "Claims that analysts tagged differently, with who said what.",
    "adjudicated": "Every claim with its final tag, how that came about, and what is still open.",
    "evidence_long": "Every piece of evidence in words: claim, analyst, stance, source, place.",
    "tag_history": "Every act on every claim, in words, in the order it happened.",
}


def schema() -> Files:
    """db/schema.sql and docs/schema.md: what all migrations together make."""
    database = Database(sqlite3.connect(":memory:"))
    migrations.apply(database)
    return {
        ROOT / "db" / "schema.sql": schema_sql(database),
        DOCS / "schema.md": with_block(DOCS / "schema.md", "schema", schema_page(database)),
    }


def schema_sql(database: Database) -> str:
    """The statements that make an empty project file."""
    statements = [
        f"{part.strip()};" for part in database.schema.rstrip().removesuffix(";").split(";\n")
    ]
    return "\n".join(
        [
            "-- What db/migrations.py makes, for reading. docs/generate.py writes this file.",
            f"-- pragma application_id = {APPLICATION_ID}; pragma user_version = {SCHEMA_VERSION};",
            "",
            "\n\n".join(statements),
            "",
        ]
    )


def schema_page(database: Database) -> str:
    """A diagram of what refers to what, then every table and view with its columns."""
    names = database.table_names()
    if unknown := {*names, *database.view_names()} ^ set(ABOUT_TABLES):
        raise DocumentError(f"ABOUT_TABLES and the schema differ in {', '.join(sorted(unknown))}.")
    tables = [database.table(name) for name in ABOUT_TABLES if name in names]
    links = [
        f"    {key.other_table} ||--o{{ {table.name} : {key.column}"
        for table in tables
        for key in sorted(table.foreign_keys, key=lambda key: str(key.column))
    ]
    parts = ["```mermaid", "erDiagram", *links, "```", "", "## Tables", ""]
    for table in tables:
        parts += [f"### {table.name}", "", ABOUT_TABLES[table.name], ""]
        parts += [*columns_of(table), ""]
    parts += ["## Views", ""]
    for view in database.views:
        columns = ", ".join(f"`{column.name}`" for column in view.columns)
        parts += [f"### {view.name}", "", ABOUT_TABLES[view.name], "", f"Columns: {columns}.", ""]
    return "\n".join(parts)


def columns_of(table: Table) -> list[str]:
    """A Markdown table of the columns; what they mean is said in the migration, as SQL comments."""
    comments = dict(re.findall(r"^\s*(\w+) [^\n]*?--\s*(.+)$", table.schema, re.MULTILINE))
    refers = {
        str(key.column): f"{key.other_table}.{key.other_column}" for key in table.foreign_keys
    }
    rows = ["| column | type | refers to | meaning |", "| --- | --- | --- | --- |"]
    for column in table.columns:
        key = f"`{column.name}`" + (" (key)" if column.is_pk else "")
        meaning = comments.get(column.name, "").replace("|", "\\|")
        rows.append(
            f"| {key} | {column.type.lower()} | {refers.get(column.name, '')} | {meaning} |"
        )
    return rows


# --- the rooms ------------------------------------------------------------------------------------

PACKAGES = ("corpus", "db", "annotator")


def rooms() -> Files:
    """The list in docs/architecture.md: every module, by the first sentence of its docstring."""
    parts = []
    for package in PACKAGES:
        folders = [ROOT / package, *sorted((ROOT / package).rglob("*/"))]
        for folder in folders:
            lines = [room(path) for path in sorted(folder.glob("*.py")) if path.stat().st_size]
            if lines:
                parts += [f"**`{folder.relative_to(ROOT).as_posix()}/`**", "", *lines, ""]
    page = DOCS / "architecture.md"
    return {page: with_block(page, "rooms", "\n".join(parts))}


def room(path: Path) -> str:
    """One module as a list item."""
    docstring = ast.get_docstring(ast.parse(path.read_text(encoding="utf-8")))
    if not docstring:
        raise DocumentError(f"{path.relative_to(ROOT)} needs a docstring that says what it is for.")
    return f"- `{path.name}`: {docstring.splitlines()[0]}"


# --- writing and checking -------------------------------------------------------------------------

GENERATORS: dict[str, Callable[[], Files]] = {
    "cli": cli,
    "codebook": codebook,
    "schema": schema,
    "rooms": rooms,
}


def with_block(path: Path, name: str, body: str) -> str:
    """The file's text with its block `<!-- generated: name -->` … `<!-- end -->` renewed."""
    text = path.read_text(encoding="utf-8")
    start, end = f"<!-- generated: {name} -->", "<!-- end -->"
    pattern = re.compile(f"({re.escape(start)}\n).*?({re.escape(end)})", re.DOTALL)
    if len(pattern.findall(text)) != 1:
        raise DocumentError(f"{path} needs exactly one block from “{start}” to “{end}”.")
    return pattern.sub(lambda match: f"{match[1]}{body.rstrip()}\n{match[2]}", text)


def generated(names: list[str]) -> Files:
    """All files of the named generators."""
    return {path: text for name in names for path, text in GENERATORS[name]().items()}


def differences(files: Files) -> list[str]:
    """A diff, from the file to what it should be, for each file that is out of step."""
    found = []
    for path, wanted in files.items():
        there = path.read_text(encoding="utf-8") if path.exists() else ""
        if there != wanted:
            name = path.relative_to(ROOT).as_posix()
            lines = difflib.unified_diff(
                there.splitlines(),
                wanted.splitlines(),
                name,
                f"{name} (from the code)",
                lineterm="",
            )
            found.append("\n".join(lines))
    return found


def main(arguments: list[str] | None = None) -> int:
    """Write or check; 1 when something is out of step."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"of {', '.join(GENERATORS)}")
    parser.add_argument("--check", action="store_true", help="write nothing")
    options = parser.parse_args(arguments)
    unknown = set(options.names) - set(GENERATORS)
    if unknown:
        parser.error(
            f"no generator {', '.join(sorted(unknown))}; there are {', '.join(GENERATORS)}"
        )
    files = generated(options.names or list(GENERATORS))
    found = differences(files)
    if options.check:
        for difference in found:
            print(difference)
        if found:
            print(
                "The documentation is out of step with the code: run `make fix`.", file=sys.stderr
            )
        return 1 if found else 0
    for path, text in files.items():
        path.write_text(text, encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
