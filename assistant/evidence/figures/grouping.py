"""Figures that measure the same thing, together; the earlier values of a group are superseded by the last."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from assistant.evidence.figures.comparing import Asked, differ, measure_the_same
from assistant.evidence.figures.reading import Reading


def group_figures(readings: Iterable[Reading], *, asked: Asked, origins: Mapping[str, str]) -> list[list[Reading]]:
    """The figures in groups, each in the order of time; every two of a group measure the same.

    A group in which one article gives two values for the same day does not measure one thing: it is taken apart. Copies
    of one origin count once.

    Args:
        readings: figures of the evidence.
        asked: the question.
        origins: for copies the id of the article that they come from, by article id.
    """
    groups: list[list[Reading]] = []
    for reading in sorted(_each_origin_once(readings, origins), key=_when):
        for group in groups:
            if all(measure_the_same(reading, other, asked=asked) for other in group):
                group.append(reading)
                break
        else:
            groups.append([reading])
    return [part for group in groups for part in ([group] if _is_whole(group) else [[one] for one in group])]


def superseded(reading: Reading, group: Sequence[Reading]) -> bool:
    """Whether another value of a later day stands in the group."""
    return any(
        reading.as_of and other.as_of and other.as_of > reading.as_of and differ(reading, other) for other in group
    )


def _each_origin_once(readings: Iterable[Reading], origins: Mapping[str, str]) -> list[Reading]:
    """The figures without those that a copy repeats, or another article of the same words; the earliest stay."""
    found: dict[tuple[object, ...], Reading] = {}
    for reading in sorted(readings, key=_when):
        article = reading.quote.passage.article_id
        what = (reading.counted.unit, reading.value, reading.highest, reading.place.names, reading.status)
        if (reading.quote.text, reading.span) not in found:
            found.setdefault((origins.get(article, article), *what), reading)
        found.setdefault((reading.quote.text, reading.span), reading)
    return list(dict.fromkeys(found.values()))


def _is_whole(group: Sequence[Reading]) -> bool:
    """Whether no article contradicts itself in it."""
    seen: dict[tuple[str, date | None], Reading] = {}
    for reading in group:
        before = seen.setdefault((reading.quote.passage.article_id, reading.as_of), reading)
        if differ(before, reading):
            return False
    return True


def _when(reading: Reading) -> tuple[date, date]:
    return reading.as_of or date.max, reading.quote.passage.published or date.max
