"""What part a time expression plays in a question: a limit, part of a name, something ahead, or background."""

import re
from dataclasses import replace
from datetime import date, timedelta

from assistant.language.times import Period
from assistant.retrieval.understanding.time_verbs import sentence_around, tense

HISTORICAL = timedelta(days=60)
"""What ended longer ago is history: the newest articles are not preferred, and in passing it is background."""

_LONG_AGO = re.compile(
    r"\d0[’']?s$|(?:twenties|thirties|forties|fifties|sixties|seventies|eighties|nineties)$|century$", re.IGNORECASE
)
"""Decades and centuries: people ask of them, but not for what was published then."""

_WINDOW = 60
"""Characters to either side of an expression that tell what it belongs to."""

_YEARS = re.compile(r"\d{4}(?:\s?[-–—/]\s?\d{2,4})?(?:(?:,| and| or)? \d{4})*")
_THE_YEAR = re.compile(r"\w+(?:\s\w+)?\sthe\s\d{4}")
_SAYS_WHEN = re.compile(
    r"(?:^|\b(?:in|during|throughout|around|back in|as of|the year|early|mid|late|dated|published|posted"
    r"|(?:course|part|parts|rest|whole|most|much|all)\sof)[\s-]+"
    r"(?:the year\s)?)$",
    re.IGNORECASE,
)
_ARTICLE = re.compile(
    r"(?:\b(?:the|an?|his|her|its|their|our|my|your|every|each|most|any|(?<!at\s)all)|[’']s?)[\s(]+$", re.IGNORECASE
)
_ORDINAL = re.compile(r"\b(?:first|second|third|fourth|last)\s$", re.IGNORECASE)
_EVENT_AFTER = re.compile(
    r"\s(?:insurrection|attacks?|riots?|committee|panel|commission|hearings?|protests?|summit|protocol|accords?|agreement"
    r"|shooting|bombing|massacre|uprising|revolution|movement|coup|parade|fireworks|celebrations?|elections?|case|trial|deadline|referendum"
    r"|vote|ballot)\b",
    re.IGNORECASE,
)
_PUBLICATION_AFTER = re.compile(r"\s(?:article|editorial|edition|interview|issue|report|story)\b", re.IGNORECASE)
_RECORD = re.compile(r"\b(?:\w{3,}est|most|first|worst|best|last|record|least)\s(?:[\w’'%-]+\s){0,5}$", re.IGNORECASE)
_SPOKEN_OF = re.compile(r"(?<!up\s)\b(?:to|about|as)\s$", re.IGNORECASE)
_SINCE_AN_EVENT = re.compile(r"\bsince\s(?:[\w’'.-]+\s){1,6}(?:on|in)\s$", re.IGNORECASE)
_NOUN = re.compile(
    r"\s(?!(?:and|or|in|by|to|as|for|at|on|with|that|when|was|were|did|ha[sd]|have|is|are|about|after|before|from|of|over"
    r"|during|against|because|while|if|but|due|where|who|which|following|amid|despite|near|since|until|than|then|not|its?|his"
    r"|her|their|the|an?|this|he|she|they|we|you|will|would|could|should|can|may|must|into|via|outside|inside|around|between"
    r"|across|regarding|concerning|under|without|through|toward|towards|per|alone|only|local)\b)[a-z]"
)
_DAY_FIRST = re.compile(r"the\s\d{1,2}(?:st|nd|rd|th)?\s", re.IGNORECASE)
_NAME_AFTER = re.compile(r"\s[A-Z]")
_WORD = re.compile(r"\s\w")
_ON = re.compile(r"\b(?:on|of|to|and)\s$", re.IGNORECASE)
_IN = re.compile(r"\b(?:in|during|since|of|from|throughout|until)\s$", re.IGNORECASE)
_WEEKDAY = re.compile(r"(?:mon|tues|wednes|thurs|fri|satur|sun)day(?:\s(?:morning|afternoon|evening|night))?", re.I)
_EVERY_YEAR = re.compile(
    r"\s(?:(?:in|of)\s)?(?:every|each|any|the\ssame)\s(?:year|month|week)\b"
    r"|\s(?:mornings|afternoons|evenings|nights)\b",
    re.IGNORECASE,
)
_TITLE_BEFORE = re.compile(
    r"\b(?:[Cc]alled|[Nn]amed|[Tt]itled|[Ee]ntitled|[Dd]ubbed|[Nn]icknamed|[Ss]tarring|[Pp]laying)\s(?:[A-Z][\w’'.-]*\s){1,3}$"
    r"|(?<=\w\s)(?:Was|Is|Of|The|And|On|In|For|At|To|From|Before|After|Since)\s$"
)
_TO = re.compile(r"\s(?:to|until|till|through)\s", re.IGNORECASE)
_OF_A_LIFE = re.compile(
    r"\b(?:born|founded|established|built|invented|set(?:\sup)?|starred|appeared|acted|played)\s(?:(?:back\s)?in\s)?$"
    r"|\bhow\sold\s(?:was|were)\b.*$",
    re.IGNORECASE,
)
"""Before a year that tells of a life or a work, not of its news."""
_TITLE = re.compile(r"(?:This|Last|Next|Today|Tonight|Yesterday|Tomorrow|The)\b")
_IN_SMALL_LETTERS = re.compile(r"\b(?!(?:of|the|in|on|at|to|and|an|for|by|or|is)\b)[a-z]{2,}")
_LIKENED = re.compile(
    r"\b(?:compar\w+\s(?:to|with)|similar\sto|like|unlike|echo\w*|remin\w+\sof|resembl\w+)\s(?:[\w’'.-]+\s){1,6}(?:in|of|on)\s$",
    re.IGNORECASE,
)
_AS_A_THING = re.compile(
    r"(?:^(?:(?:what|when|why)(?:\s(?:is|was)|[’']s)|is|was)"
    r"|\b(?:does|did|can|will|would|have|celebrates?|marks?|observes?|remembers?|commemorates?"
    r"|(?:is|are)\s(?:[\w’'-]+\s){0,3}(?:celebrated|marked|observed|commemorated)(?:\son)?))\s$",
    re.IGNORECASE,
)
_STILL = re.compile(r"\bstill\b[^.?!]*$", re.IGNORECASE)
_HABIT = re.compile(
    r"\b(?:do|does|usually|normally|often|typically|always|is\sit|(?:is|are)\sthere|weather)\b", re.IGNORECASE
)
_WHEN_IS_IT = re.compile(r"\W*when\s(?:is|are|do|does|should)\b", re.IGNORECASE)
_TOLD = re.compile(r"\b(?:know|say|tell|report|write|think|stand|explain|show)\b", re.IGNORECASE)
_OFTEN = re.compile(
    r"spring|summer|autumn|fall|winter|(?:the\s)?(?:christmas|easter|new\syear|good\sfriday|thanksgiving|halloween|valentine|boxing\sday).*",
    re.IGNORECASE,
)
"""What is meant of every year, unless a verb says that it has been."""
_EACH_YEAR = re.compile(r"(?:the\s)?(?!\w*day\b|tonight\b)[a-z]{3,9}\.?", re.IGNORECASE)
"""A month, a season or the weekend, and nothing that says which one."""
_PRESS_OF = re.compile(
    r"\b(?:articles(?!\s\d)|coverage|headlines|editorials|reporting|reports|stories|pieces)\b[^.?!]{0,40}\s(?:from|in|of|during)\s$",
    re.IGNORECASE,
)
"""Before a decade: what was published then is asked for after all."""
_POSSESSIVE = re.compile(r"[’']s?\s")
_COMPARED = re.compile(
    r"\b(?:than(?:\s(?:it|he|she|that|they)\s(?:was|were|did))?|compare[sd]?\s(?:to|with)|versus|vs\.?|relative\sto"
    r"|(?:up|down|rise|fall|drop|increase|change|higher|lower)\sfrom|as\sagainst|that\sof|those\sof)\s"
    r"(?:(?:in|on|at|during|over)\s)?(?:the\s)?(?:same\s(?:day|week|month|quarter|period|time)\s(?:(?:in|of)\s)?(?:the\s)?)?$",
    re.IGNORECASE,
)
_THAN = re.compile(r"\s(?:than|compared|versus|vs)\b", re.IGNORECASE)
_OF_AN_EVENT = re.compile(
    r"\b(?:during|after|following|before|since)\sthe\s(?:[\w’'.-]+\s){1,4}(?:on|in|of)\s$",
    re.IGNORECASE,
)
_FROM_AN_EVENT = re.compile(r"\b(?<!\bthe\s)(?:minute|hour|day|week|month|year|decade)s?\s$", re.IGNORECASE)
_BEFORE_OR_AFTER = re.compile(r"(?:before|after|prior)\b", re.IGNORECASE)

_SAYS_WHICH = re.compile(
    r"(?:yesterday|last|past|previous|ago|earlier|today|tonight|morning)\b|(?<![/.])\b\d{4}$|\bthis week$|^so far",
    re.IGNORECASE,
)
_A_YEAR = timedelta(days=365)
_OF_A_YEAR = re.compile(r"(?:^|\s)(?:\d{1,2}\s)?(?:of\s)?[A-Z][a-z]{2,8}(?:\s\d{1,2})?$")
_COMES = re.compile(r"^(?:later|next|coming|upcoming|following|the\s(?:next|coming|following))\b", re.IGNORECASE)


def belongs_elsewhere(question: str, period: Period, *, as_of: date) -> bool:
    """Whether a time is part of a name, of an event that is asked about, or of a comparison."""
    before, words, after = _around(question, period)
    if words.startswith("from ") and not _TO.search(words):
        before = f"{before}from "
    return (
        bool(_COMPARED.search(before) or _THAN.match(after) or (words[0].isdigit() and _SPOKEN_OF.search(before)))
        or (words.startswith("since ") and _RECORD.search(before) is not None)
        or _in_a_name(before, words, after)
        or _in_a_title(question, period, before)
        or (_YEARS.fullmatch(words) is not None and _OF_A_LIFE.search(before) is not None)
        or (_FROM_AN_EVENT.search(before) is not None and _BEFORE_OR_AFTER.match(words) is not None)
        or (_is_past(period, as_of) and bool(_OF_AN_EVENT.search(before) or _LIKENED.search(before)))
    )


def _in_a_name(before: str, words: str, after: str) -> bool:
    alone = words.isdigit() and not before.strip() and not after.strip(" ?")  # "1984?"
    if alone or _THE_YEAR.fullmatch(words):  # "from the 2019 white paper"
        return True
    if _YEARS.fullmatch(words) and not _SAYS_WHEN.search(before) and not _PRESS_OF.search(before):
        return True
    if _PUBLICATION_AFTER.match(after):
        return False
    on_a_day = _ON.search(before) and ("of" in words or not (_NAME_AFTER.match(after) or _NOUN.match(after)))
    if _DAY_FIRST.match(words) and _WORD.match(after) and not on_a_day:
        return True
    if _WEEKDAY.fullmatch(words) and _NOUN.match(after) and not _ON.search(before):  # "Friday prayers"
        return True
    if _EVERY_YEAR.match(after) or (words[-1].isdigit() and _EVENT_AFTER.match(after)):
        return True
    return bool(_ARTICLE.search(before) or (_ORDINAL.search(before) and not words.lower().startswith("the")))


def _in_a_title(question: str, period: Period, before: str) -> bool:
    """Whether a time is a title ("Last Week Tonight"), ends a name ("called Joe Friday") or is quoted."""
    _, words, after = _around(question, period)
    titled = _TITLE_BEFORE.search(before) or (_TITLE.match(words) and before[-2:].strip().isalnum())
    return bool(titled and _IN_SMALL_LETTERS.search(before + after)) or _is_quoted(question, period.span[0])


def _is_quoted(question: str, position: int) -> bool:
    """Whether a mark was opened before and not closed; a question that is quoted as a whole is none the less asked."""
    straight, opened, closed = (question.count(mark, 0, position) for mark in '"“”')
    whole = question.strip(' "“”.?!')
    return (straight % 2 == 1 or opened > closed) and any(mark in whole for mark in '"“”')


def _is_long(period: Period) -> bool:
    return period.since is None or period.until is None or period.until - period.since > timedelta(days=31)


def _is_past(period: Period, as_of: date) -> bool:
    return period.until is not None and as_of - period.until > HISTORICAL


def lies_ahead(question: str, period: Period, *, as_of: date) -> bool:
    """Whether a time is still to come, by the calendar or by the verbs of its sentence ("who will play on Sunday")."""
    _, words, _ = _around(question, period)
    if _COMES.search(words) or (period.since and period.since > as_of):
        return True
    if words.lower().startswith(("by", "until", "till", "before")) and period.until and period.until >= as_of:
        return True
    if _SAYS_WHICH.search(words) and not (words[-1].isdigit() and _is_on(period, as_of)):
        return False
    told = tense(question, period.span)
    if words.lower().startswith("by ") or _comes_soon(period, words, as_of):
        return told != "past"
    return told == "future"


def _comes_soon(period: Period, words: str, as_of: date) -> bool:
    """Whether a month or a day of it that has no year is past but comes again within two months."""
    gone = as_of - period.since if period.since else timedelta(0)
    return _A_YEAR - HISTORICAL < gone < _A_YEAR and _OF_A_YEAR.search(words) is not None


def _is_on(period: Period, as_of: date) -> bool:
    return period.until is not None and period.until > as_of


def is_background(question: str, period: Period, asking: int, *, as_of: date) -> bool:
    """Whether a time limits nothing: "last year's" election, a decade, no possible day, history told in passing."""
    if period.since is None and period.until is None:
        return True
    before, words, after = _around(question, period)
    if (_LONG_AGO.search(words) and not _PRESS_OF.search(before)) or (_POSSESSIVE.match(after) and _is_long(period)):
        return True
    return _is_habit(question, period) or (period.span[1] <= asking and _is_past(period, as_of))


def _is_habit(question: str, period: Period) -> bool:
    """Whether a time is one that comes again and again: "Why does Russia celebrate 9 May?", "Is it warm in winter?"."""
    before, words, after = _around(question, period)
    if _STILL.search(before) and words.lower() == "today":  # "Is it still used today?"
        return True
    if _AS_A_THING.search(before) and not _SAYS_WHICH.search(words) and not _POSSESSIVE.match(after):
        return True
    sentence = question[slice(*sentence_around(question, period.span))]
    if _WHEN_IS_IT.match(sentence) and not _SAYS_WHICH.search(words):
        return True
    habit = _OFTEN.fullmatch(words) or (_EACH_YEAR.fullmatch(words) and _HABIT.search(sentence))
    return bool(habit) and tense(question, period.span) != "past" and not _TOLD.search(sentence)


def is_long_ago(question: str, period: Period) -> bool:
    """Whether a question asks of a decade or a century that has a name: "in the 1990s"."""
    before, words, after = _around(question, period)
    return bool(_LONG_AGO.search(words) and _IN.search(before) and not _NOUN.match(after))


def from_then_on(question: str, period: Period) -> Period:
    """The time since an event, where a time says when that was ("since it began in February")."""
    before, _, _ = _around(question, period)
    return replace(period, until=None) if _SINCE_AN_EVENT.search(before) else period


def _around(question: str, period: Period) -> tuple[str, str, str]:
    start, end = period.span
    return question[max(0, start - _WINDOW) : start], question[start:end], question[end : end + _WINDOW]
