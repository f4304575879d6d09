"""What a text says that a person is: "the Pentagon press secretary", "who runs the shop"."""

import re

NOUNS = (
    r"(?:president|minister|secretary|secretary general|spokes(?:man|woman|person)|chancellor|director|mayor|senator"
    r"|general|chief|chair(?:man|woman)?|commander|analyst|professor|governor|ambassador|engineer|executive|officer"
    r"|judge|councill?or|superintendent|owner|manager|member|leader|founder|editor|lawyer|economist|researcher"
    r"|scientist|doctor|teacher|farmer|head|association|captain|coach|adviser|advisor|prosecutor|inspector)"
)
_AT_ONCE = re.compile(rf"((?:[\w’'-]+\s+){{0,4}}(?:co-|ex-|vice-)?{NOUNS})\s+$", re.IGNORECASE)
_HAS_NOUN = re.compile(rf"\b{NOUNS}s?\b", re.IGNORECASE)
_SET_OFF = re.compile(
    r"(?:^|[\s,])((?i:the|an?|its|his|her|their|our|[A-Z][\w’' -]{1,30}[’']s)\s[^,.;“”\"]{3,80}?),\s+$"
)
_OWN = re.compile(r"^(?:its|his|her|their|our)\s+", re.IGNORECASE)
_INSIDE = r"(?:[^,.;:“”\"()]|(?<=\b(?:St|Mt|Dr|Mr|Ms))\.|(?<=[A-Z])\.(?=\S))"
_AFTER = re.compile(
    rf"\s*,\s+((?:an?|the|[A-Z][\w’'-]*[’']s|its|his|her|their|who)\s{_INSIDE}{{2,120}}"
    rf"|(?:[a-z][\w’'-]*\s+){{0,3}}{NOUNS}\b{_INSIDE}{{0,80}})"
)
_DOES = re.compile(
    r"who\s+(?:also\s+)?(?:owns|runs|heads|leads|chairs|studies|teaches|works|keeps|manages|edits|directs|represents"
    r"|oversees|coordinates|commands|follows|led|founded|drives|farms|sells)\b"
)
_ENDS = re.compile(
    r"\s(?:who|whose|which|that|when|after|before|while|as|of h(?:is|er)|and has|and had|and was|and is"
    r"|in an? (?:interview|statement|speech)|on \w+day)\b"
)
_LONGEST = 80
_READ = 120
"""Characters before a name in which its role can stand."""


def role_before(before: str) -> str | None:
    """The role that ends right before a name: "manager", "the climate minister,", "Its prime minister,"."""
    before = before[-_READ:]
    found = _SET_OFF.search(before) or _AT_ONCE.search(before)
    if not found or not _HAS_NOUN.search(found.group(1)):
        return None
    role = _OWN.sub("", found.group(1).strip())
    return _shortened(re.sub(r"^(?:[Aa]nd|[Bb]ut|[Tt]hat|said|says|told|asked|added)\s+", "", role))


def role_after(after: str) -> str | None:
    """The role that begins right after a name and its comma; a clause with "who" only where it tells an occupation."""
    found = _AFTER.match(after)
    if not found:
        return None
    role = found.group(1).strip()
    if role.startswith("who "):
        if not _DOES.match(role):
            return None
        head, _, rest = role.partition(" ")
        return _shortened(f"{head} {_cut(rest)}")
    return _shortened(_cut(role))


def _cut(role: str) -> str:
    end = _ENDS.search(role)
    return role[: end.start()] if end else role


def _shortened(role: str) -> str | None:
    """The role, unless it is so long that it is no role."""
    return role.strip() if 0 < len(role.strip()) <= _LONGEST else None
