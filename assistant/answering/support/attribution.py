"""Who said it: the sentence's speaker must be the quotes' speaker, and a claim stays a claim."""

import re
from itertools import pairwise

from assistant.answering.support.evidence import Evidence
from assistant.answering.support.names import is_initials
from assistant.evidence.speakers import speaker_named_in
from assistant.language.names import name_spans
from assistant.language.synonyms import akin
from assistant.language.tokens import Token, tokens

_TELLS = re.compile(
    r"\b(?:sa(?:id|ys?|ying)|t(?:old|ells?|elling)|according\s+to|announc\w*|claim\w*|alleg\w*|accus\w*|believ\w*|thinks?"
    r"|thought|insist\w*|argu\w*|warn\w*|estimat\w*|convinced|expect\w*|report\w*|describ\w*|call(?:s|ed|ing)?|sp(?:oke|eaks?)"
    r"|den(?:y|ies|ied|ying)|acknowledg\w*|admit\w*|stat(?:es?|ed|ing)|wr(?:ote|ites?|itten)|add(?:s|ed)|conced\w*|suggest\w*"
    r"|indicat\w*|conclud\w*|predict\w*|forecast\w*|fear(?:s|ed)?|hop(?:es?|ed)|explain\w*|not(?:es|ed)|maintain\w*|testif\w*"
    r"|repl(?:y|ies|ied)|assert\w*|declar\w*|contend\w*|put\b|spune|potrivit|anunț\w*|declarat|view|opinion|g[ai]ve[sn]?"
    r"|confirm\w*|show(?:s|ed|n)?|found|finds?|agree[sd]?|promis\w*|vow\w*|pledg\w*|reveal\w*|disclos\w*|asks?|asked)\b",
    re.IGNORECASE,
)
_CLAIM = re.compile(
    r"\b(?:(?:said|says)\s+(?:\w+\s+){0,3}?that|claim(?:s|ed)?|alleg(?:es?|ed)|accus(?:es|ed)|den(?:y|ies|ied)"
    r"|(?:was|is|were)\s+convinced|believ(?:es?|ed)|thinks?|insist(?:s|ed)?|suspect(?:s|ed)?|argu(?:es?|ed))\b",
    re.IGNORECASE,
)
_SAID = re.compile(
    r"\b(?:[Tt]he|[Aa]n?|[Hh]is|[Hh]er|[Ii]ts|[Tt]heir)\s+((?:[a-z][\w’'-]*\s+){0,2}?[a-z]\w+)\s+(?:said|says|told|added|announced)\b"
)
_LOOSE = frozenset(
    "report article statement story man woman official officials group one people authority authorities".split()
)
_ANONYMOUS = re.compile(r"\bon\s+(?:the\s+)?condition\s+of\s+anonymity\b|\basked\s+not\s+to\s+be\s+named\b")


def misattributed(sentence: str, evidence: Evidence) -> list[str]:
    """A wrong speaker, or a claim told as a fact, in words for the reader."""
    source = _nearest(sentence, evidence)
    if not source:
        return []
    mine = speaker_named_in(sentence).name
    theirs = speaker_named_in(source).name
    if mine and theirs and not _same_speaker(mine, theirs) and not is_initials(mine, source):
        return [f"that {mine} said it: it was {theirs}"]
    if stranger := _stranger(sentence, evidence):
        return [f"that {stranger} said it"]
    claim = _CLAIM.search(source)
    if (
        claim
        and not _TELLS.search(sentence)
        and _stands_in_claim(sentence, source[claim.end() :], source[: claim.start()])
    ):
        return [f"that it is a fact: the article has “{' '.join(claim[0].split())}”"]
    return []


def _nearest(sentence: str, evidence: Evidence) -> str:
    """The sentence of the quotes that has most of this one's words, and pairs of words, speakers apart."""
    said = _pieces(sentence)
    shared = [(len(said & _pieces(one)), one) for one in evidence.sentences]
    return max(shared, key=lambda pair: pair[0])[1] if shared else ""


def _pieces(text: str) -> set[str]:
    """The meanings of weighty words, and all pairs of neighbours, but those that tell who speaks."""
    speaker = speaker_named_in(text).name or ""
    words = tokens(_ANONYMOUS.sub(" ", text.replace(speaker, " ") if speaker else text))
    pairs = {f"{one.form} {other.form}" for one, other in pairwise(words)}
    return {token.meaning for token in words if token.weighty} | pairs


def _same_speaker(one: str, other: str) -> bool:
    """Whether two descriptions can be of one speaker: no name in one that the other, having names, lacks."""
    mine, theirs = _key_words(one), _key_words(other)
    return any(akin(word.form, known.form) for word in mine for known in theirs) or not (mine and theirs)


def _key_words(speaker: str) -> list[Token]:
    """The words of names in a speaker's description, or its nouns where it has none."""
    names = name_spans("by " + speaker)
    words = tokens("by " + speaker)
    named = [token for token in words if any(start <= token.start < end for start, end in names)]
    return named or [token for token in words if token.content][-1:]


def _stranger(sentence: str, evidence: Evidence) -> str:
    """A speaker who has no name and of whom the quotes know nothing ("the president said")."""
    for match in _SAID.finditer(sentence):
        noun = tokens(match[1])[-1]
        if noun.content and noun.text.lower() not in _LOOSE and not evidence.implies(noun):
            return match[1]
    return ""


def _stands_in_claim(sentence: str, after: str, before: str) -> bool:
    """Whether a sentence's words are those of the claim, not of what stands beside it."""
    said = [token for token in tokens(sentence) if token.weighty]
    inside = {token.meaning for token in tokens(after)}
    outside = {token.meaning for token in tokens(before)}
    return sum(token.meaning in inside and token.meaning not in outside for token in said) * 2 >= len(said)
