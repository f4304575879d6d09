"""Which words of the sentences answer: every filler of the best ones weighed against all others."""

import re
from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from operator import attrgetter

from assistant.evidence.features import forms, names_asked
from assistant.evidence.marking.extents import mark, unit_asked
from assistant.evidence.marking.fillers import Filler, Sort, asked_for, fillers, known_words
from assistant.evidence.saying.asking import asks_who_said
from assistant.evidence.saying.persons import may_be_who
from assistant.evidence.speakers import speaker_named_in
from assistant.language.quantities import Quantity, quantities
from assistant.language.words import is_content, nation_stem, stem, words
from assistant.types import AnswerKind, Span

SORTS: dict[AnswerKind, Sort] = {"number": "number", "date": "time", "person": "name", "place": "name"}
"""The form that an answer of a kind has; the others may have any."""
UNMARKED: tuple[AnswerKind, ...] = ("explanation", "yes_no", "list")
"""What is asked for here is said by whole sentences."""

_CLAUSE_END = re.compile(
    r"[,;:–—()]\s|\s(?:joining|to join|and|but|while|where|whereas|bringing|in addition to|on top of|after|before)\s"
)
_PLACE_LEAD = re.compile(r"\b(?:in|to|from|at|near|across|outside|into|toward|towards|around|over|of)\s+(?:the\s+)?$")
_ARTICLE_LEAD = re.compile(r"\b(?:the|an?|in|at|to|from|near)\s+$", re.IGNORECASE)
"""What stands before places and organisations, and before hardly any person."""
_CURRENCIES = ("$", "€", "£", "¥")
_MONEY_ASKED = re.compile(r"\b(?:how much|cost|price|worth|paid|pay|salary|fine|budget|spend|raise)\b", re.IGNORECASE)
_SHARE_ASKED = re.compile(r"\b(?:percent|percentage|share|rate)\b", re.IGNORECASE)
_ALIKE = tuple(
    frozenset(stem(word) for word in group.split())
    for group in (
        "troops soldiers forces personnel paratroopers servicemembers members marines",
        "people persons residents civilians victims passengers men women others",
        "dollars money usd",
        "employees workers staff jobs positions",
    )
)
"""Units that count the same things in the news."""


@dataclass(frozen=True, slots=True)
class Fit:
    """What speaks for a filler as the answer; `start` against it."""

    name: float
    """1 for a name where the kind says nothing of the form."""
    alike: float
    """Cosine with what "which" asks for ("virus" and "monkeypox"); 0 where the question does not say."""
    clause: float
    """Share of the sentence's words of the question that stand in its clause, names twice."""
    votes: float
    """Share of the articles, weighed by their best sentences, that have its words too."""
    title: float
    """Share of its words that stand in the article's title."""
    length: float
    """Its words less one."""
    start: float
    """Where it stands in the sentence: 0 at its beginning, 1 at its end."""
    unit: float
    """1 for a number with the unit asked for."""
    role: float
    """For a person: 1 for a full name, -1 after what stands before places and organisations. For a place: 1 after a
    word like "in"."""
    quoted: float
    """1 where it stands in quotation marks, as titles do."""


WEIGHTS = Fit(
    name=1.9, alike=8.1, clause=0.6, votes=3.5, title=2.3, length=0.2, start=-0.7, unit=1.5, role=1.3,
    quoted=2.0,
)  # fmt: skip
"""Fitted on the sentences in which the answers of 78 quiz questions stand, so that the fillers that say them come first
(listwise softmax): the first is right in .86 of those sentences, cross-validated .84."""
_values = attrgetter(*Fit.__slots__)


@dataclass(frozen=True, slots=True)
class Weighed:
    """A filler and how much speaks for it, as log-odds that compare within one question."""

    filler: Filler
    worth: float
    votes: float


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence that may answer, with its article's id and title and how much speaks for it among the others."""

    text: str
    article_id: str
    title: str
    weight: float


def mark_answer(sentence: str, question: str, kind: AnswerKind) -> tuple[Span, ...]:
    """The span of a single sentence that answers, by its own words: one, or none where it cannot be told.

    It cannot where the kind tells nothing of the answer's form, nor where the sentence has none of the question's names
    or, in the clause of the answer, none of its words.
    """
    told = Told(sentence, "", "", 1.0)
    if kind not in SORTS or speaks_of_others(sentence, "", names_asked(question)):
        return ()
    reader = _Sentence.read(told, question, kind)
    fits = [(one, reader.fit(one, votes={}, alike=0.0)) for one in spot([told], question, kind)[0]]
    best = max(fits, key=lambda pair: _worth(pair[1]), default=None)
    return (mark(sentence, best[0], question),) if best and best[1].clause else ()


def spot(sentences: Sequence[Told], question: str, kind: AnswerKind) -> list[list[Filler]]:
    """The fillers of each sentence that may be an answer; none where whole sentences are asked for."""
    if says_itself(question, kind):
        return [[] for _ in sentences]
    sort = SORTS.get(kind)
    found = [[one for one in fillers(told.text, question) if sort in (None, one.sort)] for told in sentences]
    if kind == "number" and _money_asked(question):
        return [[one for one in here if any(sign in one.text for sign in _CURRENCIES)] for here in found]
    if asks_who_said(question):
        return [
            [one for one in here if one.text == speaker_named_in(told.text).name]
            for told, here in zip(sentences, found, strict=True)
        ]
    if kind == "person":
        return [
            [one for one in here if may_be_who(told.text, one.span)]
            for told, here in zip(sentences, found, strict=True)
        ]
    return found


def says_itself(question: str, kind: AnswerKind) -> bool:
    """Whether whole sentences are asked for ("why", "what did she say"), in which no words can be marked."""
    return kind in UNMARKED or (kind == "other" and not asked_for(question))


def weigh(
    sentences: Sequence[Told],
    found: Sequence[Sequence[Filler]],
    question: str,
    kind: AnswerKind,
    *,
    alike: Mapping[str, float],
) -> list[list[Weighed]]:
    """The fillers of each sentence, most likely first.

    Args:
        sentences: the best ones, in any order.
        found: the fillers of each, from `spot`.
        question: what is asked.
        kind: what kind of answer it wants.
        alike: the cosine of a filler's text with what "which" asks for.
    """
    votes = _votes(sentences, found)
    weighed = []
    for told, here in zip(sentences, found, strict=True):
        sentence = _Sentence.read(told, question, kind)
        fits = [(one, sentence.fit(one, votes=votes, alike=alike.get(one.text, 0.0))) for one in here]
        ranked = [Weighed(one, _worth(fit), fit.votes) for one, fit in fits]
        weighed.append(sorted(ranked, key=lambda one: -one.worth))
    return weighed


def speaks_of_others(sentence: str, title: str, names: Sequence[frozenset[str]]) -> bool:
    """Whether neither the sentence nor its title has any of the names asked about."""
    return bool(names) and not frozenset().union(*names) & (forms(sentence) | forms(title))


def _votes(sentences: Sequence[Told], found: Sequence[Sequence[Filler]]) -> dict[str, float]:
    """For each word of the fillers, the share of the articles that have it in one, weighed by their best sentence."""
    articles: dict[str, float] = {}
    having: dict[str, dict[str, float]] = defaultdict(dict)
    for told, here in zip(sentences, found, strict=True):
        articles[told.article_id] = max(articles.get(told.article_id, 0.0), told.weight)
        for key in {word for one in here for word in one.key}:
            having[key][told.article_id] = max(having[key].get(told.article_id, 0.0), told.weight)
    total = sum(articles.values()) or 1.0
    return {key: sum(weights.values()) / total for key, weights in having.items()}


def _worth(fit: Fit) -> float:
    return float(sum(weight * value for weight, value in zip(_values(WEIGHTS), _values(fit), strict=True)))


@dataclass(frozen=True, slots=True)
class _Sentence:
    """A sentence read once for all of its fillers; `hits` are the spans of the question's words and their weights."""

    told: Told
    question: str
    kind: AnswerKind
    title: frozenset[str]
    units: Mapping[Span, Quantity]
    hits: tuple[tuple[Span, float], ...]

    @classmethod
    def read(cls, told: Told, question: str, kind: AnswerKind) -> "_Sentence":
        known = known_words(question)
        hits = []
        for word in words(told.text):
            if is_content(word.text) and {stem(word.text), nation_stem(word.text)} & known:
                hits.append(((word.start, word.end), 2.0 if word.text[0].isupper() else 1.0))
        units = {quantity.span: quantity for quantity in quantities(told.text)}
        return cls(told, question, kind, forms(told.title), units, tuple(hits))

    def fit(self, filler: Filler, *, votes: Mapping[str, float], alike: float) -> Fit:
        text, (start, _) = self.told.text, filler.span
        return Fit(
            name=float(self.kind not in SORTS and filler.sort == "name"),
            alike=alike if asked_for(self.question) else 0.0,
            clause=self._clause_share(filler.span),
            votes=sum(votes.get(key, 0.0) for key in filler.key) / len(filler.key),
            title=len(filler.key & self.title) / len(filler.key),
            length=len(filler.text.split()) - 1.0,
            start=start / len(text),
            unit=self._unit(filler.span) if self.kind == "number" else 0.0,
            role=self._role(filler),
            quoted=float(text[:start].endswith(("“", '"', "‘"))),
        )

    def _clause_share(self, span: Span) -> float:
        start, end = 0, len(self.told.text)
        for boundary in _CLAUSE_END.finditer(self.told.text):
            if boundary.end() <= span[0]:
                start = boundary.end()
            elif boundary.start() >= span[1]:
                end = boundary.start()
                break
        return sum(weight for (first, _), weight in self.hits if start <= first < end) / (1 + len(self.hits))

    def _unit(self, span: Span) -> float:
        quantity = self.units.get(span)
        return _unit_fits(quantity, self.question) if quantity else 0.0

    def _role(self, filler: Filler) -> float:
        before = self.told.text[: filler.span[0]]
        if self.kind == "place":
            return float(bool(_PLACE_LEAD.search(before)))
        if self.kind != "person":
            return 0.0
        return -1.0 if _ARTICLE_LEAD.search(before) or filler.text.isupper() else float(" " in filler.text)


def _unit_fits(quantity: Quantity, question: str) -> float:
    if _SHARE_ASKED.search(question):
        return float(quantity.unit == "%")
    unit, wanted = (stem(word) if word else "" for word in (quantity.unit, unit_asked(question)))
    if unit and (unit == wanted or any({unit, wanted} <= group for group in _ALIKE)):
        return 1.0
    return float(_money_asked(question) and quantity.unit.endswith(_CURRENCIES))


def _money_asked(question: str) -> bool:
    return bool(_MONEY_ASKED.search(question)) and not unit_asked(question)
