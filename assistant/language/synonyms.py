"""Words that stand for each other in news: forms of one verb, countries and their people, common synonyms."""

import re
from functools import lru_cache

from assistant.language.wordnet import irregular_forms
from assistant.language.words import stem

_FORMS = (
    "go went gone; send sent; win won; say said; tell told; take took taken; make made; begin began begun; rise rose "
    "risen; fall fell fallen; give gave given; pay paid; leave left; meet met; hold held; buy bought; sell sold; "
    "become became; come came; find found; lose lost; build built; rebuild rebuilt; bring brought; think thought; "
    "speak spoke spoken; write wrote written; break broke broken; choose chose chosen; drive drove driven; fly flew "
    "flown flight; grow grew grown growth; know knew known; see saw seen visible; show shown; steal stole stolen; "
    "stand stood; stick stuck; strike struck; teach taught; throw threw thrown; wear wore worn; withdraw withdrew "
    "withdrawn withdrawal; lead led; keep kept; mean meant; feel felt; fight fought; catch caught; run ran; sit sat; "
    "sing sang sung; sink sank sunk; shoot shot; seek sought; spend spent; lend lent; forget forgot forgotten; "
    "freeze froze frozen; hide hid hidden; hear heard; eat ate eaten; deal dealt; draw drew drawn; light lit; ride "
    "rode ridden; shake shook; sleep slept; sweep swept; swim swam; wake woke; undergo underwent; understand "
    "understood; undertake undertook; overcome overcame; decide decision; sue suit lawsuit; lie lay; bear bore born; "
    "die dead death died; agree agreement; move movement; succeed success; remove removal; propose proposal; arrive "
    "arrival; deliver delivery; depart departure; visit visitor; attend attendance; long length lasted last_long; "
    "prove proven proof; high height; wide width; strong strength; deep depth; lose loss; sell sale; choose choice; "
    "receive receipt reception; believe belief; refuse refusal; deny denial; approve approval; increase increased; "
    "respond response; defend defence defense; invade invasion; explode explosion; erupt eruption; expand expansion; "
    "decide decided; produce production; governor gov; senator sen; representative rep; general gen; lieutenant lt; "
    "professor prof; doctor dr; consume consumption; compete competition competitor; analyse analyze analyst "
    "analysis; organise organize organizer organiser organization organisation; colour color; centre center; metre "
    "meter; kilometre kilometer km; kilogram kg; "
    "tonne ton; litre liter; neighbour neighbor; programme program; defence defense; "
    "labour labor; armour armor armoured armored"
)
_NATIONS = (
    "france french frenchman; germany german; poland polish pole; spain spanish spaniard; italy italian; denmark "
    "danish dane; sweden swedish swede; norway norwegian; finland finnish finn; netherlands dutch holland; belgium "
    "belgian; switzerland swiss; austria austrian; greece greek; turkey turkish turk; china chinese; japan japanese; "
    "taiwan taiwanese; portugal portuguese; vietnam vietnamese; ireland irish; scotland scottish scot; wales welsh; "
    "england english; israel israeli; iraq iraqi; pakistan pakistani; afghanistan afghan; thailand thai; philippines "
    "philippine filipino; argentina argentine argentinian; brazil brazilian; canada canadian; mexico mexican; peru "
    "peruvian; chile chilean; egypt egyptian; hungary hungarian; czechia czech; slovakia slovak slovakian; serbia "
    "serb serbian; croatia croat croatian; kosovo kosovan; moldova moldovan; ukraine ukrainian; russia russian; "
    "romania romanian; bulgaria bulgarian; belarus belarusian; estonia estonian; latvia latvian; lithuania "
    "lithuanian; india indian; iran iranian; australia australian; europe european; asia asian; africa african; "
    "moscow kremlin; korea korean; lebanon lebanese; saudi saudis; yemen yemeni; syria syrian; tonga tongan; cuba "
    "cuban; venezuela venezuelan; colombia colombian; haiti haitian; kenya kenyan; nigeria nigerian; ethiopia "
    "ethiopian; morocco moroccan; algeria algerian; tunisia tunisian; libya libyan; georgia georgian; armenia "
    "armenian; iceland icelandic; pentagon defensedepartment; usa america american u.s us united_states; uk britain "
    "british briton united_kingdom; west western westerner; eu european_union; un united_nations; fed federal_reserve"
)
_GROUPS = (
    "start begin commence; end finish conclude; soldier troop servicemember trooper; large big huge; show indicate "
    "suggest demonstrate; buy purchase acquire; cost price expensive dear; rise increase climb grow raise lift "
    "higher up above; fall drop decline decrease lower reduce cut down below; move shift transfer relocate "
    "reposition; send deploy dispatch; arrive reach come; leave depart exit; kill die; injure hurt wound; house "
    "home; company firm business corporation; country nation; near close nearby; town city; need require; allow "
    "permit let; stop halt; try attempt effort; ask request; want wish; plan intend; believe think; child kid; film "
    "movie; car vehicle; quick fast rapid swift; aim goal target; win victory; beat defeat; remain stay keep; "
    "remainder rest; further additional another extra more other; now current currently present presently; build "
    "construct; close shut; open reopen; get receive obtain; own owner; consecutive straight successive row; operate "
    "run; whole entire; promise pledge vow; resign quit; choose pick select; student pupil; repair fix mend; ship "
    "vessel; aircraft plane airplane jet; fire blaze; arrest detain; jail imprison prison; annual yearly year; daily "
    "day; weekly week; monthly month; decade decades; begin onset; people person human man; fewest fewer few less "
    "least; many numerous much; most majority; become turn; help aid assist; storm hurricane; job post position; "
    "talk discuss discussion conversation; gasoline petrol; doctor physician; money cash fund; police officer; area "
    "region; road street; result outcome; chief head leader boss; law legislation; danger risk; hope wish; important "
    "significant; main chief primary principal; final last; previous prior earlier former; mistake error; answer "
    "reply respond; welcome greet; strike hit; shake rattle; harm damage; destroy wreck ruin; collect gather raise "
    "amass mass; give hand provide; cover pay; size scale; earth ground; moon lunar; sun solar; sea ocean; crash "
    "collide; rescue save; protest demonstration rally; explain describe; worry concern fear; rule regulation; vote "
    "ballot; refuse decline; chair chairman chairwoman chairperson; spokesman spokeswoman spokesperson; broad wide; "
    "cheap inexpensive; yet already; also too; roughly about around approximately some; nearly almost; tie connect "
    "link; joint together; separate apart; entirely completely fully; join unite; number figure count total; record "
    "highest; guard protect; tell hear inform; host stage hold; enough sufficient; way manner; different distinct; "
    "anonymous unnamed anonymity; soon shortly; altogether overall; grow expand; shrink contract; fear afraid; "
    "truck lorry"
)


def _table(lists: str) -> dict[str, str]:
    """Each word of a list, and its stem, to the first word of its list; the first list that has a word wins."""
    table: dict[str, str] = {}
    for group in lists.split(";"):
        first, *others = group.split()
        for word in (first, *others):
            table.setdefault(word, first)
            table.setdefault(stem(word), first)
    return table


_FORM, _NATION, _SAME = _table(_FORMS), _table(_NATIONS), _table(_GROUPS)
NATIONS = frozenset(_NATION.values())
"""The forms of countries and their people."""
PAST = frozenset(word for word in _FORM if not re.search(r"(?:al|th|ion|sion|ment|er|or|our|y|se|[eow]n|ing)$", word))
"""Verb forms that tell of the past by themselves: "sent", "went", "paid"; bare forms are among them."""


@lru_cache(maxsize=100_000)
def plain_form(word: str) -> str:
    """The form that all forms of a word share: "sent" and "sending" are "send", "Polish" and "Poland" one."""
    lowered = word.lower().replace("’", "'").removesuffix("'s").removesuffix("'")
    if word[0].isupper() and (word in ("US", "USA") or lowered not in ("us", "pole", "turkey", "jordan")):
        nation = _NATION.get(lowered) or (_NATION.get(lowered.removesuffix("s")) if len(lowered) > 4 else None)
        if nation:
            return nation
    lowered = irregular_forms().get(lowered, lowered)
    stemmed = stem(word) if word in ("US", "USA") else stem(lowered)
    return _FORM.get(lowered) or _FORM.get(stemmed) or stemmed


@lru_cache(maxsize=100_000)
def meaning(word: str) -> str:
    """What a word is compared by: one form for all words that an editor would let stand for each other."""
    form = plain_form(word)
    return _SAME.get(form) or _SAME.get(stem(form)) or form


def akin(one: str, other: str) -> bool:
    """Whether two meanings are words of one family ("operat" and "oper"): most of their letters begin alike."""
    if one == other:
        return True
    if not (one.isalpha() and other.isalpha()) or one[:4] != other[:4]:
        return False
    longest = max(len(one), len(other))
    alike = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other)))
    return alike >= max(4, 0.6 * longest)
