"""Words that say how something is asked about, not what is asked about."""

_VERBS = (
    "tell explain describe compare contrast differ work works working happen happens happened help helps begin "
    "began start started make makes making made mean means meant affect affects cause causes caused lead led know "
    "known relate related say said says saying use used uses using need needed go goes going gone went come came "
    "comes coming live lived eat find found give gave take takes took taken look become became becoming create "
    "created build built seem seems think thought want wants try tried choose chose carry stop stopped report "
    "reported considered"
)
_RELATIONS = (
    "type types kind kinds example examples form forms information people person thing things time times way ways "
    "difference differences role impact impacts effect effects advantage advantages disadvantage disadvantages "
    "benefit benefits pros cons history purpose purposes importance characteristics origin origins reason reasons "
    "symptom symptoms number amount relationship definition country countries city cities"
)
_ATTRIBUTES = (
    "different important common main major key best better worst large larger largest big biggest newest oldest "
    "latest first second third last next famous popular typical good bad new old long far often difficult "
    "interesting possible other others another less least enough like ever there also still back around really "
    "exactly actually currently now today learn"
)
_INTERJECTIONS = "oh wow ok okay yes yeah no sure well thanks interesting great hmm"

INTERJECTIONS = frozenset(_INTERJECTIONS.split())
LIGHT = frozenset(f"{_VERBS} {_RELATIONS} {_ATTRIBUTES} {_INTERJECTIONS}".split())
"""Verbs, relations, attributes and interjections that no conversation is about."""
