"""The command that chats in the terminal."""

import sys
from collections.abc import Callable
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

import typer
from rich.console import Console, Group

from assistant.cli.display.answers import answer_view, citation_list
from assistant.cli.display.passages import article_view, passage_list
from assistant.cli.display.streaming import follow
from assistant.cli.opening import opened
from assistant.cli.options import AsOf, Limits, Outlets, Since, Until
from assistant.cli.terminal import complain, output, plain, show
from assistant.errors import AssistantError
from assistant.types import Answer, Citation, Passage, Turn

if TYPE_CHECKING:
    from assistant.chat import Assistant

PROMPT = "> "
WELCOME = "Ask about the articles; a follow-up may leave out what is clear. /help tells the rest, Ctrl-D ends."
HELP = """\
Type a question, or one of these:
  /open N    read the article of source N, with the quote highlighted
  /sources   the quotes of the last answer in full
  /help      this list
  /quit      end; Ctrl-D does the same
Ctrl-C stops an answer that is on its way."""


@dataclass(slots=True)
class Conversation:
    """What was said so far, and where it is said."""

    assistant: "Assistant"
    limits: Limits
    console: Console
    turns: list[Turn] = field(default_factory=list)
    answer: Answer | None = None

    @property
    def sources(self) -> tuple[Citation, ...] | tuple[Passage, ...]:
        """What `/open` can open: the last answer's citations, or after a refusal the nearest passages."""
        if self.answer is None:
            return ()
        return self.answer.citations or self.answer.passages


def add_to(app: typer.Typer) -> None:
    """Make this command part of `app`."""
    app.command()(chat)


def chat(
    context: typer.Context, as_of: AsOf = None, since: Since = None, until: Until = None, outlet: Outlets = None
) -> None:
    """Chat about the articles in the terminal.

    A follow-up may leave out what was said before: "And to Poland?". /help
    tells what else can be typed. Questions can also come through a pipe, one
    a line.

    Examples:
      dateline chat
      dateline chat --outlet "Harbour Post"
      dateline chat < questions.txt
    """
    with opened(context) as assistant:
        conversation = Conversation(assistant, Limits(as_of, since, until, tuple(outlet or ())), output())
        conversation.console.print(WELCOME, style="dim")
        while (line := next_line()) is not None and line not in ("/quit", "/exit"):
            if line:
                reply(conversation, line)


def next_line() -> str | None:
    """What is typed next, or None at its end. What comes through a pipe is shown, as if it were typed."""
    typed_in = sys.stdin.isatty()
    if typed_in:
        import readline  # noqa: F401 - gives `input` its line editing and history
    try:
        line = input(PROMPT).strip()
    except EOFError:
        sys.stdout.write("\n")
        return None
    if not typed_in:
        sys.stdout.write(plain(line) + "\n")
    return line


def reply(conversation: Conversation, line: str) -> None:
    """Do what `line` says. What goes wrong is told, and the conversation goes on."""
    name, _, rest = line.partition(" ")
    try:
        if name.startswith("/"):
            COMMANDS.get(name, unknown)(conversation, rest.strip() if name in COMMANDS else name)
        else:
            answer(conversation, line)
    except AssistantError as error:
        complain(str(error))
    except KeyboardInterrupt:
        complain("Stopped. Ask again, or /quit.")


def answer(conversation: Conversation, question: str) -> None:
    """Answer `question` and remember both."""
    found = follow(
        lambda: conversation.assistant.stream(
            question, **asdict(conversation.limits), history=tuple(conversation.turns)
        ),
        console=conversation.console,
    )
    conversation.answer = found
    conversation.turns.append(Turn(question, found.text))
    show(conversation.console, Group(answer_view(found, brief=True), ""))


def open_source(conversation: Conversation, number: str) -> None:
    """Print the article of source `number` of the last answer."""
    sources = conversation.sources
    if not number.isdecimal() or not 1 <= int(number) <= len(sources):
        known = f"1 to {len(sources)}" if sources else "nothing yet; ask a question first"
        complain(f"/open takes the number of a source: {known}.")
        return
    source = sources[int(number) - 1]
    article = conversation.assistant.article(source.article_id, source.version)
    newest = conversation.assistant.versions(source.article_id)[-1].article.version
    show(conversation.console, Group(article_view(article, quotes=[(source.start, source.end)], newest=newest), ""))


def show_sources(conversation: Conversation, _: str) -> None:
    """Print the last answer's citations, or after a refusal the nearest passages."""
    found = conversation.answer
    if found is None:
        complain("No answer has sources yet; ask a question first.")
    elif found.citations:
        show(conversation.console, citation_list(found.citations))
        for citation in filter(conversation.assistant.is_superseded, found.citations):
            complain(f"[{citation.number}] was changed later; /open {citation.number} shows what was cited.")
    else:
        show(conversation.console, passage_list(found.passages, scores=False))


def show_help(conversation: Conversation, _: str) -> None:
    """Print what can be typed."""
    conversation.console.print(HELP)


def unknown(_: Conversation, name: str) -> None:
    """Say that there is no such command."""
    complain(f"There is no {name}. /help lists what there is.")


COMMANDS: dict[str, Callable[[Conversation, str], None]] = {
    "/open": open_source,
    "/sources": show_sources,
    "/help": show_help,
}
