"""Commands that start the app."""

from __future__ import annotations

import shlex
import shutil
import sys
from pathlib import Path

import click

from annotator import workflow
from annotator.commands.output import say
from annotator.commands.project import database, network_disk_option, opened
from annotator.identity import cli_actor

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
    _run(path, "127.0.0.1", port, "", no_browser=no_browser)


@click.command(short_help="Open the project in the browser.")
@database
@click.option("--host", default="127.0.0.1", show_default=True, help="Listen on this address.")
@_port
@click.option(
    "--public-url",
    default="",
    help="Another address this machine's browsers may use, as behind a proxy.",
)
@_no_browser
@network_disk_option
def serve(
    database: Path,
    host: str,
    port: int | None,
    public_url: str,
    no_browser: bool,
    network_disk: bool,
) -> None:
    """Start the app for the project DB, which is made if it is not there; Ctrl-C ends it."""
    _run(database, host, port, public_url, no_browser=no_browser, network_disk=network_disk)


def called_as() -> str:
    """What to type to call this program again: from `make run` it is not on the search path."""
    called = Path(sys.argv[0])
    found = shutil.which(called.name)
    if called.stem != "annotator" or (found and called.exists() and called.samefile(found)):
        return "annotator"
    return shlex.quote(str(called))


def _run(
    path: Path,
    host: str,
    port: int | None,
    public_url: str,
    *,
    no_browser: bool,
    network_disk: bool = False,
) -> None:
    # Here, because Streamlit takes more than a second to import and no other command needs it.
    from annotator.server import ServeError, run

    try:
        run(
            path,
            host=host,
            port=port,
            open_browser=not no_browser,
            public_url=public_url,
            network_disk=network_disk,
        )
    except ServeError as error:
        raise click.ClickException(str(error)) from error
