"""Commands that start the app."""

from __future__ import annotations

import shlex
import shutil
import sys
from collections.abc import Callable
from pathlib import Path
from typing import TypedDict, Unpack

import click

from annotator import workflow
from annotator.addresses import ServeError
from annotator.commands.output import say
from annotator.commands.project import database, network_disk_option, opened
from annotator.commands.schemes import SchemeFile, scheme_option, take
from annotator.identity import cli_actor
from db.store import Store


class Serving(TypedDict, total=False):
    """What may be said about how a project is served; `annotator.server.run` explains it."""

    host: str | None
    port: int | None
    public_url: str
    network_disk: bool
    team: bool
    insecure: bool
    lead: str
    prepare: Callable[[Store], None]


_port = click.option(
    "--port", type=click.IntRange(1, 65535), help="Use this port; without it 8501 or the next free."
)
_no_browser = click.option("--no-browser", is_flag=True, help="Do not open a browser.")


@click.command(short_help="Try it: a project with a sample article, in the browser.")
@click.option(
    "--db",
    "path",
    type=click.Path(path_type=Path),
    default=Path("claims-demo.db"),
    show_default=True,
    help="Where the project is made, and kept.",
)
@_port
@_no_browser
def demo(path: Path, port: int | None, no_browser: bool) -> None:
    """Make a project with the bundled sample article and open it in the browser.

    The project is kept: a second demo goes on where the first one ended.
    """
    with opened(path, create=True, write=True) as store:
        loaded = workflow.load_sample(store, cli_actor())
    say(f"{path} holds the sample “{loaded.title}”, {loaded.claims} claims.")
    say("To work on an article of your own:")
    command = called_as()
    say(f"    {command} load my.db article.txt && {command} serve my.db")
    _run(path, no_browser=no_browser, port=port)


@click.command(short_help="Open the project in the browser, or serve it to a team.")
@database
@click.option(
    "--team",
    is_flag=True,
    help="Serve it to other machines nearby: people come in by personal links, and roles count.",
)
@click.option(
    "--host",
    help="Listen on this address; without it 127.0.0.1, or with --team the private address.",
)
@_port
@click.option(
    "--public-url",
    default="",
    help="The address browsers use instead, as behind a proxy; links begin with it.",
)
@click.option("--insecure", is_flag=True, help="With --team: allow plain HTTP at a public address.")
@click.option(
    "--lead",
    metavar="NAME",
    default="",
    help="With --team: the first lead's name; without it the one of your account.",
)
@scheme_option
@_no_browser
@network_disk_option
def serve(
    database: Path,
    team: bool,
    host: str | None,
    port: int | None,
    public_url: str,
    insecure: bool,
    lead: str,
    scheme: SchemeFile | None,
    no_browser: bool,
    network_disk: bool,
) -> None:
    """Start the app for the project DB, which is made if it is not there; Ctrl-C ends it.

    With --scheme the project has the tags of that file. Before the first answer it may be another
    one; after it, only a newer version of the same, with the same tags.

    With --team it prints the address for your colleagues and the personal link of the first lead,
    who invites the others on the Team page.
    """
    for name, given in (("--lead", lead), ("--insecure", insecure)):
        if given and not team:
            raise click.UsageError(f"{name} is about a team: add --team.")
    _run(
        database,
        no_browser=no_browser,
        host=host,
        port=port,
        public_url=public_url,
        network_disk=network_disk,
        team=team,
        insecure=insecure,
        lead=lead,
        prepare=lambda store: take(store, scheme),
    )


def called_as() -> str:
    """What to type to call this program again: from `make run` it is not on the search path."""
    called = Path(sys.argv[0])
    found = shutil.which(called.name)
    if called.stem != "annotator" or (found and called.exists() and called.samefile(found)):
        return "annotator"
    return shlex.quote(str(called))


def _run(path: Path, *, no_browser: bool, **options: Unpack[Serving]) -> None:
    # Here, because Streamlit takes more than a second to import and no other command needs it.
    from annotator.server import run

    try:
        run(path, open_browser=not no_browser, **options)
    except ServeError as error:
        raise click.ClickException(str(error)) from error
