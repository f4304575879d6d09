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
_COUNTED = re.compile(r"^(?:Two|Three|Four|Five|Several|Some|Many)\s")
_NAME_AFTER = re.compile(r"(?:\s+(?:of|for|the|and|[A-Z][\w’'.-]*))+")
_PRONOUNS = frozenset("he she they it i we who which that his her their".split())
_TOLD = re.compile(
    r"(?:^|[,;:“”]\s*|\b(?:and|but|while)\s+)(?P<before>(?:[\w’'.-]+\s+){1,5}?)(?<!\bthe\s)(?<!\bthat\s)(?:said|says?|told|tells?|announced|claims?|claimed|puts?"
    r"|estimates?|estimated|warned|argued|insisted|denied|denies|believes?|reported|acknowledged|predicted)\b"
    r"|[,”\"]\s*(?:said|says|added|called|told|announced)\s+(?P<inverted>(?:[\w’'.-]+\s*){1,4})"
    r"|\baccording\s+to\s+(?P<after>(?:[\w’'-]+\s*){1,4})",
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
    if mine and theirs and not _same_speaker(_whole(mine, sentence), theirs) and not is_initials(mine, source):
        return [f"that {mine} said it: it was {theirs}"]
    if stranger := _stranger(sentence, evidence):
        return [f"that {stranger} said it"]
    if teller := _other_teller(sentence, evidence):
        return [f"that {teller} said it"]
    claim = _CLAIM.search(source)
    if (
        claim
        and not _TELLS.search(sentence)
        and _stands_in_claim(sentence, source[claim.end() :], source[: claim.start()])
    ):
        return [f"that it is a fact: the article has “{' '.join(claim[0].split())}”"]
    return []


def _whole(speaker: str, sentence: str) -> str:
    """A speaker's description with the name after it: "US Deputy Secretary" of State Wendy Sherman."""
    end = sentence.find(speaker) + len(speaker)
    match = _NAME_AFTER.match(sentence, end) if end >= len(speaker) else None
    return speaker + (match[0] if match else "")


def _other_teller(sentence: str, evidence: Evidence) -> str:
    """Who tells it in a sentence, where each sentence of the quotes tells who does and it is somebody else."""
    mine = [told for match in _TOLD.finditer(sentence) if (told := _teller(match))]
    known = [_tellers(text) for text in evidence.sentences]
    if not mine or not all(known):
        return ""
    theirs = tokens(" ; ".join(known))
    if {token.text.lower() for token in theirs} & _PRONOUNS:
        return ""
    for told in mine:
        names = [
            token
            for token in tokens(told)
            if token.content and token.text[0].isupper() and token.text.lower() not in _LOOSE
        ]
        if names and not any(_alike(token, word) for token in names for word in theirs):
            return told
    return ""


def _alike(one: Token, other: Token) -> bool:
    return one.meaning == other.meaning or akin(one.form, other.form)


def _teller(match: re.Match[str]) -> str:
    words = (match["before"] or match["after"] or match["inverted"]).split()
    return "" if {word.lower() for word in words} & _PRONOUNS else " ".join(words)


def _tellers(text: str) -> str:
    """What stands around each verb of telling in a sentence; empty where it has none."""
    found = []
    for match in _TOLD.finditer(text):
        around = text[: match.end() + 30] if match["inverted"] else text[match.start() : match.end() + 60]
        found.append(text[: match.end()] if match["before"] else around)
    return " ; ".join(found)


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
    described = "by " + _COUNTED.sub("", speaker)
    names, words = name_spans(described), tokens(described)
    named = [token for token in words if any(start <= token.start < end for start, end in names)]
    return named or [token for token in words if token.content][-1:]


def _stranger(sentence: str, evidence: Evidence) -> str:
    """A speaker who has no name and of whom the quotes know nothing ("the president said")."""
    for match in _SAID.finditer(sentence):
        noun = tokens(match[1])[-1]
        if noun.content and not {word.lower() for word in match[1].split()} & _LOOSE and not evidence.implies(noun):
            return match[1]
    return ""


def _stands_in_claim(sentence: str, after: str, before: str) -> bool:
    """Whether a sentence's words are those of the claim, not of what stands beside it."""
    said = [token for token in tokens(sentence) if token.weighty]
    inside = {token.meaning for token in tokens(after)}
    outside = {token.meaning for token in tokens(before)}
    return sum(token.meaning in inside and token.meaning not in outside for token in said) * 2 >= len(said)
