"""An answer while it comes."""

from collections.abc import Callable, Generator, Iterator
from contextlib import closing, nullcontext
from dataclasses import dataclass, replace
from typing import cast

from rich.console import Console, Group
from rich.live import Live
from rich.spinner import Spinner
from rich.text import Text

from assistant.cli.display.answers import sentence_view
from assistant.cli.terminal import plain
from assistant.errors import ModelError
from assistant.types import Answer, Checked, Event, Finished, Retrieved, Sentence, Token, Understood


@dataclass(frozen=True, slots=True)
class Draft:
    """An answer so far: the sentences that are checked, the words that are not yet, and what is going on."""

    sentences: tuple[Sentence, ...] = ()
    unchecked: str = ""
    doing: str = "Getting ready"


def advance(draft: Draft, event: Event) -> Draft:
    """`draft` after `event`. A struck sentence leaves nothing behind."""
    if isinstance(event, Understood):
        return replace(draft, doing="Searching")
    if isinstance(event, Retrieved):
        return replace(draft, doing=f"Reading {len(event.passages)} passages")
    if isinstance(event, Token):
        return replace(draft, unchecked=draft.unchecked + event.text, doing="Answering")
    if isinstance(event, Checked):
        kept = (event.sentence,) if event.sentence else ()
        begun = draft.unchecked.partition(event.sentence.text)[2] if event.sentence else ""
        return replace(draft, sentences=(*draft.sentences, *kept), unchecked=begun)
    return draft


def follow(ask: Callable[[], Iterator[Event]], *, console: Console) -> Answer:
    """The answer that the events of `ask` end in, shown while it comes where the console is a terminal.

    What is shown is wiped before the answer is returned, so that the checked one can be printed in its place.
    """
    draft = Draft()
    shown = Live(draft_view(draft), console=console, transient=True, refresh_per_second=12)
    with shown if console.is_terminal else nullcontext(), closing(cast(Generator[Event], ask())) as events:
        for event in events:
            if isinstance(event, Finished):
                return event.answer
            draft = advance(draft, event)
            shown.update(draft_view(draft))
    raise ModelError("The answer broke off before its end. Ask again.")


def draft_view(draft: Draft) -> Group:
    """What a draft looks like."""
    shown = [sentence_view(sentence) for sentence in draft.sentences]
    words = [Text(plain(draft.unchecked).strip(), style="dim")] if draft.unchecked.strip() else []
    return Group(*shown, *words, Spinner("dots", text=Text(draft.doing, style="dim")))
