"""Words that exclude each other: where an article has one and a sentence another, they say different things."""

from functools import cache

from assistant.language.synonyms import plain_form

_CLASSES = (
    "rise/increase/climb/grow/gain/raise/higher/up/jump/soar | fall/drop/decline/decrease/lower/reduce/cut/down/shrink",
    "more | fewer/less/fewest/least",
    "highest | lowest", "largest/biggest | smallest", "best | worst", "fastest | slowest", "oldest | youngest",
    "longest | shortest",
    "longer | shorter", "land/touchdown | crash", "older | younger", "early | late", "first | last | second | third",
    "open/reopen | close/shut", "win | lose", "buy/purchase | sell", "alive | dead", "import | export",
    "adopt/pass/approve/accept/carry | fail/reject/defeat/refuse", "arrive | leave/depart", "guilty | innocent",
    "north/northern | south/southern | east/eastern | west/western",
    "northeast/northeastern | northwest/northwestern | southeast/southeastern | southwest/southwestern",
    "morning/dawn | afternoon | evening/dusk | night/midnight | noon",
    "spring | summer | autumn | winter",
    "brigade | battalion | squadron | division | regiment | corps | platoon | fleet | wing",
    "inch | foot/feet | yard | mile | meter/metre | kilometer/kilometre | centimeter/centimetre | acre | hectare",
    "ounce | gram | kilogram/kilo | ton/tonne", "celsius | fahrenheit", "liter/litre | gallon | barrel | pint",
    "minute | hour | day | week | month | year | decade | century",
    "daily | weekly | monthly | yearly/annual", "euro | dollar | ruble/rouble | yen | yuan | pound | cent",
    "gold | silver | bronze", "son | daughter", "brother | sister", "father | mother", "husband | wife", "king | queen",
    "uncle | aunt", "boy | girl", "men/man | women/woman", "actor | actress | director | producer",
    "award/prize | nomination",
    "dozen/dozens | hundreds | thousands | millions | billions | trillions", "house | senate",
    "kill/die | injure/hurt/wound", "temporary | permanent", "strong | weak", "hot | cold", "warm | cool",
    "all/every/everyone | majority | minority", "always | hardly | rarely/seldom | never | sometimes/occasionally",
    "support/back/favour/favor | oppose",
    "praise/welcome | criticize/criticise/condemn", "arrest/detain | release/free", "attack | defend",
    "above | below | between", "inside | outside", "domestic | foreign", "public | private", "male | female",
    "army | navy | marine", "soldier/troop | civilian | battalion", "cheap/cheaper | dear/dearer/expensive",
    "better | worse", "possible | impossible", "legal | illegal", "safe | dangerous/unsafe", "wet | dry",
    "black | white | red | blue | green | yellow | orange | brown | purple | pink | grey/gray", "import | export",
    "accident | arson", "teacher | student/pupil", "landlord | tenant", "victim | suspect",
    "same | different", "everybody/everyone | nobody", "breakfast | lunch | dinner/supper",
    "bus | train | plane | tram",
    "single/sole | several/multiple/many", "stay/remain | leave/depart",
    "freeze | thaw", "advance | retreat/withdraw", "borrow | lend", "begin/start | end/finish/stop",
    "primary | secondary | tertiary", "doctor | nurse | patient", "judge | prosecutor | lawyer | juror",
    "mayor | governor | senator | congressman", "fully | partly/partially", "maximum | minimum", "profit | loss",
    "tailwind | headwind", "deny | confirm/admit/acknowledge", "unanimous | divided",
    "optional/voluntary | mandatory/compulsory",
    "luni | marți | miercuri | joi | vineri | sâmbătă | duminică",
    "lundi | mardi | mercredi | jeudi | vendredi | samedi | dimanche",
    "montag | dienstag | mittwoch | donnerstag | freitag | samstag | sonntag",
    "lunes | martes | miércoles | jueves | viernes | sábado | domingo",
    "lunedì | martedì | mercoledì | giovedì | venerdì | sabato | domenica",
    "ianuarie | februarie | martie | aprilie | mai | iunie | iulie | august | "
    "septembrie | octombrie | noiembrie | decembrie",
)  # fmt: skip


@cache
def _places() -> dict[str, tuple[tuple[int, int], ...]]:
    """Each word, as `plain_form` gives it, to its classes and its place in each."""
    places: dict[str, tuple[tuple[int, int], ...]] = {}
    for number, members in enumerate(_CLASSES):
        for place, member in enumerate(members.split("|")):
            for word in member.strip().split("/"):
                form = plain_form(word)
                places[form] = (*places.get(form, ()), (number, place))
    return places


def alternatives(form: str) -> tuple[tuple[int, int], ...]:
    """The classes that a word belongs to, given as `plain_form` has it, each with its place in the class.

    Two words of one class and different places exclude each other.
    """
    return _places().get(form, ())
