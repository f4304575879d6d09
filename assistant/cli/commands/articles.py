"""Commands about single articles, named by their ids: take out, bring back, look at the versions."""

from typing import Annotated

import typer

from assistant.cli.display.reports import history_view
from assistant.cli.opening import opened
from assistant.cli.options import Json
from assistant.cli.terminal import output, print_json, say, show

ArticleId = Annotated[str, typer.Argument(metavar="ID", help="The article's id, as `dateline search` shows it.")]
ArticleIds = Annotated[
    list[str], typer.Argument(metavar="ID", help="The articles' ids, as `dateline search` shows them.")
]


def add_to(app: typer.Typer) -> None:
    """Make these commands part of `app`."""
    for command in (remove, restore, history):
        app.command()(command)


def remove(context: typer.Context, article_ids: ArticleIds) -> None:
    """Take articles out of the library.

    They can be restored for 30 days. `dateline search` shows the ids.

    Examples:
      dateline remove my-articles-1a2b3c4d/2022/harbour.txt
    """
    with opened(context, reading=False) as assistant:
        for article_id in article_ids:
            assistant.remove(article_id)
            say(f"Removed {article_id}.")


def restore(context: typer.Context, article_ids: ArticleIds) -> None:
    """Bring removed articles back.

    Articles can be restored for 30 days after they were removed.

    Examples:
      dateline restore my-articles-1a2b3c4d/2022/harbour.txt
    """
    with opened(context, reading=False) as assistant:
        for article_id in article_ids:
            assistant.restore(article_id)
            say(f"Restored {article_id}.")


def history(context: typer.Context, article_id: ArticleId, json: Json = False) -> None:
    """List the versions of an article, oldest first.

    Every version that was ingested stays, with the time it was first seen and
    its correction notes, so that old citations hold.

    Examples:
      dateline history my-articles-1a2b3c4d/2022/harbour.txt
      dateline history my-articles-1a2b3c4d/2022/harbour.txt --json
    """
    with opened(context) as assistant:
        versions = assistant.versions(article_id)
        if not versions:
            assistant.article(article_id)  # says what is wrong with an id that has no history
    if json:
        print_json(versions)
    else:
        show(output(), history_view(versions))
