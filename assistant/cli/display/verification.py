"""What of a receipt holds: a line in sum, what speaks against it, quote by quote, and what was checked and what not."""

from collections.abc import Iterator, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from assistant.cli.display.passages import numbered
from assistant.cli.display.wording import correction_line, count
from assistant.cli.terminal import one_line, plain
from assistant.language.times import in_words
from assistant.types import AskedAgain, CheckedQuote, CheckedSentence, Standing, Verification

STANDINGS: dict[Standing, tuple[str, str]] = {
    "holds": ("holds", "green"),
    "changed": ("article changed", "yellow"),
    "gone": ("quote gone", "red"),
    "removed": ("article removed", "red"),
    "absent": ("not in this archive", "red"),
    "differs": ("differs", "red"),
}
"""How a quote stands, in a word or two, and their colour."""


def verification_view(verification: Verification) -> RenderableType:
    """A whole verification, ready to print."""
    asked = f"“{one_line(verification.question)}”, asked as of {in_words(verification.as_of)}"
    verdict = Text(_verdict(verification), style="bold green" if verification.holds else "bold red")
    parts: list[RenderableType] = [Text(asked), verdict, Text()]
    parts += [Text(one_line(problem), style="red") for problem in verification.problems]
    parts += [_sentence(sentence) for sentence in verification.sentences if not sentence.holds]
    if verification.problems or not all(sentence.holds for sentence in verification.sentences):
        parts.append(Text())
    parts += [_quotes(verification.citations)] if verification.citations else []
    if verification.nearest:
        parts += [Text("What the refusal offers:"), _quotes(verification.nearest)]
    if (again := verification.again) and (again.differences or not again.compared):
        parts += [_asked_again(again), Text()]
    parts += [_listed("What was checked:", verification.checked), Text()]
    parts += [_listed("What this does not show:", verification.unchecked)]
    return Group(*parts, *(Text(one_line(note), style="dim") for note in verification.notes))


def _verdict(verification: Verification) -> str:
    """The sum of it, which says no more than was checked."""
    quotes = verification.citations or verification.nearest
    name = "quote" if verification.citations else "passage"
    if not verification.holds:
        holding = sum(checked.standing == "holds" for checked in quotes)
        return f"Not everything that was checked holds: {holding} of {count(len(quotes), name)} stand as cited."
    asked = verification.again is not None and verification.again.compared
    if verification.refused:
        shown = "Asked again, the archive refuses too" if asked else "A refusal cannot be shown by quotes"
        return f"{shown}; what it offers stands in the archive: {count(len(quotes), 'place')}."
    said = count(len(verification.sentences), "sentence")
    same = " Asked again, the archive answers the same." if asked else ""
    return f"Every quote stands in the archive as cited: {said}, {count(len(quotes), name)}.{same}"


def _asked_again(again: AskedAgain) -> Text:
    if again.differences:
        return Text.assemble(
            "Asked again, the archive answers otherwise. ", (one_line(" ".join(again.differences)), "red")
        )
    return Text(f"Asked again, the articles’ own words answer: {one_line(again.answer.text)}")


def _listed(heading: str, lines: Sequence[str]) -> RenderableType:
    table = numbered()
    for line in lines:
        table.add_row("·", one_line(line))
    return Group(Text(heading, style="bold"), table)


def _sentence(checked: CheckedSentence) -> Text:
    problems = " ".join(one_line(problem) for problem in checked.problems)
    return Text.assemble(f"Sentence {checked.number}: “{plain(checked.text)}” ", (problems, "red"))


def _quotes(quotes: Sequence[CheckedQuote]) -> RenderableType:
    table = numbered()
    for checked in quotes:
        table.add_row(f"[{checked.number}]", Padding(Group(*_lines(checked)), (0, 0, 1, 0)))
    return table


def _lines(checked: CheckedQuote) -> Iterator[Text]:
    word, style = STANDINGS[checked.standing]
    yield Text.assemble((word, f"bold {style}"), f" · {one_line(checked.article_id)}")
    yield Text(one_line(checked.why))
    for note in checked.corrections:
        yield Text(correction_line(note), style="yellow")
