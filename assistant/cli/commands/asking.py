"""Commands that take one question: answer it, or find the passages on it."""

from dataclasses import asdict
from typing import Annotated

import typer

from assistant.cli.display.answers import answer_view
from assistant.cli.display.passages import search_view
from assistant.cli.display.streaming import follow
from assistant.cli.opening import opened
from assistant.cli.options import AsOf, AsWritten, Json, Limits, Outlets, Question, Since, Until
from assistant.cli.receipt_file import Overwrite, ReceiptFile, check_free, format_of, write_file
from assistant.cli.terminal import notices, output, print_json, print_line, show


def add_to(app: typer.Typer) -> None:
    """Make these commands part of `app`."""
    app.command()(ask)
    app.command()(search)


def ask(
    context: typer.Context,
    question: Question,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    as_written: AsWritten = False,
    receipt: ReceiptFile = None,
    overwrite: Overwrite = False,
    json: Json = False,
) -> None:
    """Answer a question from the articles, with citations.

    Every sentence carries the number of its citation, and the words that
    answer are bold. When the articles do not say, that is the answer, with
    what they do have.

    Examples:
      dateline ask "How many troops are going to Romania?"
      dateline ask "Who won the election?" --as-of 2022-06-23
      dateline ask "Why were they sent?" --outlet "Meridian Wire" --since 2022-02-01
      dateline ask "How many troops are going to Romania?" --receipt romania.html
      dateline ask "How many troops are going to Romania?" --json
    """
    check_free(receipt, overwrite=overwrite)
    with opened(context) as assistant:
        console = notices() if json else output()
        limits = asdict(Limits(as_of, since, until, tuple(outlet or ())))
        answer = follow(lambda: assistant.stream(question, as_written=as_written, **limits), console=console)
        written = assistant.receipt(answer, format_of(receipt)) if receipt else ""
    if receipt:
        write_file(receipt, written, overwrite=overwrite)
    if json:
        print_line(answer.to_json())
    else:
        show(console, answer_view(answer))


def search(
    context: typer.Context,
    question: Question,
    as_of: AsOf = None,
    since: Since = None,
    until: Until = None,
    outlet: Outlets = None,
    as_written: AsWritten = False,
    top_k: Annotated[int, typer.Option("--top-k", metavar="NUMBER", min=1, max=100, help="How many passages.")] = 8,
    json: Json = False,
) -> None:
    """Find the passages on a question, best first.

    Times, outlets and authors that the question names narrow the search; what
    was understood stands above the passages. Scores compare the passages of
    one search only.

    Examples:
      dateline search "troops in Romania"
      dateline search "what did CNN say about gas prices last week" --as-of 2022-06-16
      dateline search "gas prices" --since 2022-06-01 --until 2022-06-30 --top-k 3
      dateline search "troops in Romania" --json
    """
    limits = asdict(Limits(as_of, since, until, tuple(outlet or ())))
    with opened(context) as assistant, notices().status("Searching"):
        found = assistant.find(question, top_k=top_k, as_written=as_written, **limits)
    if json:
        print_json(found)
    else:
        show(output(), search_view(question, found))
