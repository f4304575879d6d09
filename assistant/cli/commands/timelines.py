"""The command that tells what happened when."""

from dataclasses import asdict
from typing import Annotated

import typer

from assistant.cli.display.timelines import timeline_view
from assistant.cli.opening import opened
from assistant.cli.options import AsOf, Json, Limits, Outlets, Since, Until
from assistant.cli.terminal import notices, output, print_json, show


def add_to(app: typer.Typer) -> None:
    """Make this command part of `app`."""
    app.command()(timeline)


def timeline(
    context: typer.Context,
    topic: Annotated[str, typer.Argument(help="A topic or a question, in quotation marks.", show_default=False)],
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    most: Annotated[int, typer.Option("--most", metavar="NUMBER", min=1, max=200, help="How many events.")] = 20,
    json: Json = False,
) -> None:
    """Tell what happened when, in the articles' words.

    Each event stands on the day that its sentence names ("on Tuesday" is told
    from the article's own date), with the report's day beside it. Sentences
    whose day is not sure are left out. --since and --until are about the day
    of publication, as everywhere.

    Examples:
      dateline timeline "US troops to Romania"
      dateline timeline "US troops to Romania" --until 2022-02-28 --most 10
      dateline timeline "US troops to Romania" --json
    """
    limits = asdict(Limits(as_of, since, until, tuple(outlet or ())))
    with opened(context) as assistant, notices().status("Reading"):
        entries = assistant.timeline(topic, most=most, **limits)
    if json:
        print_json(entries)
    else:
        show(output(), timeline_view(entries))
