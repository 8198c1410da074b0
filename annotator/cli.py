"""The command line: parse, call, print. Data goes to stdout, messages to stderr."""

from __future__ import annotations

import errno
import traceback
from typing import Final

import click

from annotator.commands import (
    agreeing,
    evidence,
    listings,
    loading,
    people,
    record,
    rounds,
    schemes,
    serving,
    sessions,
    splitting,
)
from annotator.commands.output import say
from annotator.identity import NotAllowedError
from annotator.scheme import SchemeError
from annotator.workflow import WorkflowError
from corpus import ReadError
from db.errors import StoreError

FOR_PEOPLE: Final = (StoreError, ReadError, WorkflowError, NotAllowedError, SchemeError)
FAULT: Final = 2


class Commands(click.Group):
    """The commands in the order of the work, and the one place that turns errors into sentences."""

    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002 - Click's signature
        """As they were added, not by the alphabet."""
        return list(self.commands)

    def invoke(self, ctx: click.Context) -> object:
        """Run a command; whatever goes wrong ends with one sentence."""
        try:
            return super().invoke(ctx)
        except FOR_PEOPLE as error:
            raise click.ClickException(str(error)) from error
        except (click.ClickException, click.exceptions.Exit, click.Abort):
            raise
        except OSError as error:
            if error.errno == errno.EPIPE:
                raise  # whoever read our output has gone; Click ends quietly
            where = f" ({error.filename})" if error.filename else ""
            raise click.ClickException(
                f"The system refuses: {error.strerror or error}{where}. What was saved is safe."
            ) from error
        except Exception as error:
            if ctx.params["debug"]:
                traceback.print_exc()
            else:
                say(
                    f"Error: the program met a fault of its own ({type(error).__name__}: {error}). "
                    "What was saved is safe. Please report it, with what `annotator --debug …` "
                    "prints for the same command."
                )
            raise click.exceptions.Exit(FAULT) from error


@click.group(
    cls=Commands,
    context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100},
)
@click.option("--debug", is_flag=True, help="After a fault of the program, print its details.")
@click.version_option(package_name="claim-annotator", message="annotator %(version)s")
def cli(debug: bool) -> None:
    """Tag the sentences of an article as sourced, contested or opinion.

    A project is one SQLite file; every command names it first. To see the program at work:
    annotator demo. To work on an article of your own:

    \b
        annotator load my.db article.txt
        annotator serve my.db
        annotator export my.db -o tags.csv
    """


for command in (
    serving.demo,
    serving.serve,
    loading.load,
    listings.articles,
    listings.claims,
    listings.tags,
    evidence.evidence,
    evidence.sources,
    agreeing.agreement,
    listings.disagreements,
    record.export,
    listings.history,
    sessions.sessions,
    people.analyst,
    people.token,
    rounds.assign,
    rounds.unassign,
    rounds.assignments_,
    rounds.round_,
    rounds.repeats,
    record.check,
    record.head,
    record.backup,
    splitting.split,
    schemes.scheme,
):
    cli.add_command(command)


def main() -> None:
    """The console script."""
    cli(prog_name="annotator")


if __name__ == "__main__":
    main()
