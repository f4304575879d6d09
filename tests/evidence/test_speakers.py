"""Who said it, where the sentence itself tells."""

import pytest

from assistant.evidence.speakers import Speaker, find_speaker

KNOWN = "Pentagon press secretary John Kirby spoke on Wednesday. Kirby took questions."


@pytest.mark.parametrize(
    ("sentence", "speaker"),
    [
        ("Troops move, Pentagon press secretary John Kirby said.",
         Speaker("John Kirby", "Pentagon press secretary", "named", False)),
        ("“These are not permanent moves,” Kirby said.", Speaker("John Kirby", None, "named", True)),
        ("“A bridge costs more,” Hal Brennick, the director of public works, told the council.",
         Speaker("Hal Brennick", "the director of public works", "named", True)),
        ("The bridge is old, said Hal Brennick, the director of public works.",
         Speaker("Hal Brennick", "the director of public works", "named", False)),
        ("Russia will wait, a senior defense official said.",
         Speaker("a senior defense official", None, "anonymous", False)),
        ("Costs rose, according to US officials.", Speaker("US officials", None, "anonymous", False)),
        ("1,700 go to Poland, according to figures that officials gave.", Speaker(None, None, "none", False)),
        ("“These are not permanent moves,” he said.", Speaker(None, None, "none", True)),
        ("The Senate on Thursday confirmed Ketanji Brown Jackson as a judge.", Speaker(None, None, "none", False)),
        ("The witness told police that it rained.", Speaker(None, None, "none", False)),
        ("It rained in Bucharest.", Speaker(None, None, "none", False)),
        ("He said that “Joe Smith said it” was false.", Speaker(None, None, "none", True)),
        ("", Speaker(None, None, "none", False)),
    ],
)  # fmt: skip
def test_speaker(sentence: str, speaker: Speaker) -> None:
    assert find_speaker(sentence, KNOWN) == speaker
