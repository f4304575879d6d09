"""Who does what to whom: who does something in a sentence must not be the one it is done to in the quotes."""

from collections.abc import Iterator, Sequence

from assistant.answering.support.evidence import Evidence
from assistant.language.synonyms import akin
from assistant.language.tokens import Token, tokens

_BE = frozenset("is are was were be been being".split())
_BEFORE_VERBS = _BE | frozenset(
    "had has have will would could can may might must should also then later not never already since just".split()
)
_NO_OBJECT = frozenset(
    "in on at by to from for with of over after before during until since as and or but that which who when while "
    "because if than about into against through under between up out down off away back again".split()
)
"""Words that cannot begin what a thing is done to."""
_EITHER_WAY = frozenset(
    "say tell ask add report call name write meet join fight face marry play talk speak agree begin open close stop "
    "mov chang share lead own cost includ contain".split()
)
"""Verbs whose doer may stand behind them ("said Kirby"), or that hold both ways ("Ann met Bea")."""
_REACH = 3
"""How many words behind a verb may be what it is done to."""


def exchanged(sentence: str, evidence: Evidence) -> list[str]:
    """What a sentence turns round: doer and done to, in words for the reader."""
    return _passive_turned(sentence, evidence) or _active_turned(sentence, evidence)


def _passive_turned(sentence: str, evidence: Evidence) -> list[str]:
    """The doer told as the one it is done to: "the minister was replaced by Horn", "the minister replaced Horn"."""
    here, there = tokens(sentence), evidence.tokens
    return [
        f"that “{agent.text}” is the one it is done to"
        for passive, active in ((there, here), (here, there))
        for verb, agents in _done_by(passive)
        for place, word in enumerate(active)
        if word.form == verb.form and not {one.text.lower() for one in active[max(0, place - 2) : place]} & _BE
        for agent in agents
        if any(one.form == agent.form for one in active[place + 1 : place + 3])
        and all(one.form != agent.form for one in active[:place])
    ][:1]


def _done_by(words: Sequence[Token]) -> Iterator[tuple[Token, list[Token]]]:
    """Each verb of the passive voice with the first words of who does it."""
    for place, word in enumerate(words):
        if word.verbal and place and words[place - 1].text.lower() in _BE:
            by = next((at for at in range(place + 1, min(place + 4, len(words))) if words[at].text.lower() == "by"), 0)
            if by:
                yield word, [one for one in words[by + 1 : by + 4] if one.weighty and one.clause == word.clause]


def _active_turned(sentence: str, evidence: Evidence) -> list[str]:
    """The one it is done to told as the doer: "Romania thanked Harris", "Harris thanked Romania"."""
    return [
        f"that “{doer.text}” is the one who “{verb.text}”"
        for doer, verb in _done_actively(tokens(sentence))
        for place, word in enumerate(evidence.tokens)
        if word.form == verb.form
        and any(one.form == doer.form for one in _objects(evidence.tokens, place))
        and not any(akin(one.form, doer.form) for one in _doers(evidence.tokens, place))
    ][:1]


def _done_actively(words: Sequence[Token]) -> Iterator[tuple[Token, Token]]:
    """Each verb of the active voice that something follows at once, with the last word of who does it."""
    for place, verb in enumerate(words):
        if not _is_active(words, place) or not _objects(words, place, anything=True):
            continue
        before = place - 1
        while before >= 0 and words[before].text.lower() in _BEFORE_VERBS:
            before -= 1
        doer = words[before] if before >= 0 else None
        if doer and doer.content and doer.clause == verb.clause and not doer.text.endswith(("’s", "'s")):
            yield doer, verb


def _is_active(words: Sequence[Token], place: int) -> bool:
    verb = words[place]
    if not verb.text[0].islower() or not verb.content or verb.form in _EITHER_WAY:
        return False
    passive = any(word.text.lower() in _BE for word in words[max(0, place - 2) : place])
    return verb.text.endswith("ing") if passive else verb.text.endswith("ed") or verb.verbal


def _objects(words: Sequence[Token], place: int, *, anything: bool = False) -> list[Token]:
    """The words right behind a verb that can be what it is done to; with `anything` also "him" and "the"."""
    found = []
    for word in words[place + 1 : place + 1 + _REACH]:
        if word.text.lower() in _NO_OBJECT or word.clause != words[place].clause:
            break
        if word.content or anything:
            found.append(word)
    return found


def _doers(words: Sequence[Token], place: int) -> list[Token]:
    return [word for word in words[max(0, place - 8) : place] if word.clause == words[place].clause]
