"""An answer: its sentences with their support, the citations, or why there is none."""

from collections.abc import Collection, Sequence

from rich.console import Group, RenderableType
from rich.padding import Padding
from rich.text import Text

from assistant.answering.figures import disagreements
from assistant.answering.refusing import PHRASE, searched_outside
from assistant.cli.display.figures import figures_view
from assistant.cli.display.passages import link, numbered, passage_list, source_line
from assistant.cli.display.wording import count, extent, searched, understood_lines
from assistant.cli.terminal import one_line, plain
from assistant.types import Answer, Citation, Gloss, Passage, Refusal, Sentence, Source

NEAREST = 3
"""How many passages a refusal shows."""
NAMED = 3
"""How many other outlets of a report are named."""


def answer_view(answer: Answer, *, brief: bool = False) -> RenderableType:
    """A whole answer, ready to print; `brief` names its sources in a line each."""
    understood = understood_lines(answer.question, answer.query, answer.filters, answer.notes)
    parts: list[RenderableType] = [Text("\n".join(understood), style="dim"), Text()] if understood else []
    if answer.refusal:
        return Group(*parts, refusal_view(answer.refusal, answer.passages))
    if answer.kind == "help":
        return Group(Text(answer.text), *(Text(f"  {one_line(question)}") for question in answer.suggestions))
    parts += [Padding(sentence_view(sentence), (0, 0, 1, 0)) for sentence in answer.sentences]
    shown = [sentence.text for sentence in answer.sentences]
    parts.append(
        source_list(answer.citations) if brief else citation_list(answer.citations, answer.sources, shown=shown)
    )
    if groups := disagreements(answer):
        parts.append(figures_view(groups, shown={citation.number for citation in answer.citations}))
    if answer.fallback:
        parts.append(Text(f"Not written by a model: {plain(answer.fallback)}", style="yellow"))
    return Group(*parts, Text(closing_line(answer), style="dim"))


def sentence_view(sentence: Sentence) -> Text:
    """A sentence with its answering words bold, the numbers of its citations and how it stands."""
    text = Text(plain(sentence.text))
    for start, end in sentence.marks:
        text.stylize("bold", start, end)
    text = with_glosses(text, sentence.glosses)
    for number in sentence.citations:
        text.append(f" [{number}]", style="cyan")
    return text.append(f"  {support(sentence)}", style="dim" if sentence.support != "unsupported" else "red")


def with_glosses(text: Text, glosses: Sequence[Gloss]) -> Text:
    """The text with every gloss in brackets behind the words that it explains, told apart by its style."""
    for gloss in sorted(glosses, key=lambda gloss: -gloss.position):
        before, after = text[: gloss.position], text[gloss.position :]
        text = Text.assemble(before, (f" [{one_line(gloss.text)}]", "dim italic"), after)
    return text


def support(sentence: Sentence) -> str:
    """How a sentence stands, in words."""
    if sentence.support == "quoted":
        return "(word for word)"
    if sentence.support == "supported":
        return "(supported by its source)"
    missing = ", ".join(one_line(part) for part in sentence.missing)
    return f"(not supported: the source lacks {missing})" if missing else "(not supported by a source)"


def source_list(citations: Sequence[Citation]) -> RenderableType:
    """The citations' sources, numbered as in the sentences."""
    table = numbered()
    for citation in citations:
        source = citation_source(citation)
        if citation.title:
            source.append(" · ").append(one_line(citation.title), style="italic")
        table.add_row(f"[{citation.number}]", source)
    return Padding(table, (0, 0, 1, 0))


def citation_list(
    citations: Sequence[Citation], sources: Sequence[Source] = (), *, shown: Collection[str] = ()
) -> RenderableType:
    """The citations in full, numbered as in the sentences; a quote that was `shown` already is not repeated."""
    table = numbered()
    for citation in citations:
        entry = citation_entry(citation, sources, quote=citation.quote not in shown)
        table.add_row(f"[{citation.number}]", Padding(entry, (0, 0, 1, 0)))
    return table


def citation_source(citation: Citation) -> Text:
    """Who published it and when, and what kind of article it is where it is no news report."""
    source = source_line(citation.outlet, citation.published)
    return source if citation.kind == "news" else source.append(f" · {citation.kind}", style="bold")


def citation_entry(citation: Citation, sources: Sequence[Source] = (), *, quote: bool) -> RenderableType:
    """One citation: its source, with or without the `quote`, who said it, where it stands."""
    lines: list[RenderableType] = [citation_source(citation)]
    if citation.title:
        lines.append(Text(one_line(citation.title), style="italic"))
    if quote:
        lines.append(Text(f"“{plain(citation.quote)}”"))
    if said_by(citation):
        lines.append(Text(said_by(citation)))
    if citation.reprints:
        lines.append(Text(f"Also carried by {carriers(citation, sources)}.", style="dim"))
    if citation.url:
        lines.append(link(citation.url))
    return Group(*lines)


def carriers(citation: Citation, sources: Sequence[Source]) -> str:
    """Who else has the quote: outlets by name where all copies have it and they are few, else how many articles."""
    source = next((source for source in sources if citation.article_id in source.article_ids), None)
    if source and len(citation.reprints) == len(source.article_ids) - 1:
        outlets = [one_line(outlet) for outlet in source.outlets if outlet != citation.outlet]
        if 0 < len(outlets) <= NAMED:
            return " and ".join(filter(None, (", ".join(outlets[:-1]), outlets[-1])))
    return count(len(citation.reprints), "other article")


def said_by(citation: Citation) -> str:
    """Who says it in the article: "— John Kirby, Pentagon spokesman". Empty where the text does not tell."""
    who = ", ".join(one_line(part) for part in (citation.speaker, citation.role) if part)
    if who:
        return f"— {who}" + (" (unnamed)" if citation.attribution == "anonymous" else "")
    return "— an unnamed source" if citation.attribution == "anonymous" else ""


def refusal_view(refusal: Refusal, nearest: Sequence[Passage]) -> RenderableType:
    """Why there is no answer, what was searched, what the archive has, and what comes near."""
    parts: list[RenderableType] = [
        Text(PHRASE, style="bold"),
        Text(plain(refusal.reason)),
        Text(),
        Text(f"Searched:    {searched(refusal.searched)}"),
        Text(f"The archive: {extent(refusal.coverage)}"),
    ]
    if outside := searched_outside(refusal.searched):
        parts.insert(4, Text(f"             {outside}"))
    if refusal.closest:
        parts += [Text("\nClosest reports:\n"), citation_list(refusal.closest)]
    elif nearest:
        parts += [Text("\nThe nearest passages:\n"), passage_list(nearest[:NEAREST], scores=False)]
    return Group(*parts)


def closing_line(answer: Answer) -> str:
    """How the answer came to be: "Quoted from 2 articles (4 outlets, 1 origin) in 0.2 s."; copies share an origin."""
    cited = len({citation.article_id for citation in answer.citations})
    articles = count(cited, "article")
    if any(len(source.article_ids) > 1 for source in answer.sources):
        outlets = {outlet for source in answer.sources for outlet in source.outlets}
        articles += f" ({count(len(outlets), 'outlet')}, {count(len(answer.sources), 'origin')})"
    way = f"Written by {answer.model}, checked against" if answer.kind == "written" else "Quoted from"
    return f"{way} {articles} in {answer.seconds:.1f} s."
