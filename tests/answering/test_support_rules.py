"""The rules of the check, one by one: what a sentence may say otherwise than its quote, and what it may not."""

from datetime import date

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assistant.answering.support import missing_support, support_score
from assistant.types import Passage, Quote

PUBLISHED = date(2022, 5, 4)
"""A Wednesday."""


def quote(text: str, *, before: str = "") -> Quote:
    passage = Passage("a", 1, 0, len(before) + len(text), before + text, published=PUBLISHED)
    return Quote(passage, len(before), len(before) + len(text), text, 0.9)


SUPPORTED = [
    ("Harris came to Bucharest and thanked Romania.", "Romania was thanked by Harris in Bucharest."),
    ("“It is late,” said Kirby.", "“It is late,” Kirby said."),
    ("The town opened the bridge on Monday.", "The bridge opened on Monday."),
    (
        "A rover called Pragyan is to roll down a ramp and examine the soil for two weeks.",
        "The rover Pragyan is meant to spend 14 days examining the soil.",
    ),
    ("Families promised more than 8 million euros.", "Families had pledged over 8 million euros."),
    (
        "Three people were killed in England, and a fourth in Wales.",
        "Four people were killed, three in England and one in Wales.",
    ),
    ("At 6:04 p.m. the lander touched down.", "The lander touched down at 6:04 in the evening."),
    ("The doors opened at 4 a.m.", "The doors opened at four in the morning."),
    ("The pledges came to more than $5 million.", "The pledges topped $5 million."),
    ("No more than 150 people were let onto the pond at a time.", "People on the pond at a time were capped at 150."),
    ("The fair drew 1,850 visitors.", "Attendance at the fair came to 1,850 visitors."),
    (
        "The council will repair the bridge rather than replace it.",
        "The council will repair the bridge instead of replacing it.",
    ),
    ("Norway won 37 medals altogether.", "Norway won 37 medals in all."),
    ("The pier alone costs $900,000.", "Of the total, $900,000 is for the pier."),
    ("Turnout was 61 percent, up from 58 percent in 2018.", "Turnout rose from 58 percent in 2018 to 61 percent."),
    (
        "The strike, the third this year, began on Monday.",
        "The strike began on 2 May 2022 and was the third of the year.",
    ),
    (
        "The company said it lost 1.2 million subscribers in the first quarter.",
        "In the first quarter the company lost 1,200,000 subscribers, it said.",
    ),
    ("At 5 p.m. the gates of the stadium were closed.", "The gates of the stadium were shut at 17:00."),
    ("Some 40 firefighters fought the blaze until dawn.", "About 40 firefighters battled the fire until dawn."),
    ("No one was injured in the crash.", "Nobody was hurt in the crash."),
    ("No one was injured in the crash.", "There were no injuries in the crash."),
    ("The vote was postponed until March 3.", "The vote was put off until 3 March."),
    ("He did not attend the meeting in Oslo.", "He was absent from the meeting in Oslo."),
    ("The mayor denied the claims on Tuesday.", "The mayor rejected the claims on 3 May 2022."),
    ("The council approved the plan by five votes to two.", "The plan was approved by the council, 5 to 2."),
    (
        "Police arrested two men near the harbour on Friday.",
        "Two men were arrested by police near the harbour on Friday.",
    ),
    ("Gov. Laura Smith vetoed the bill.", "The bill was vetoed by Governor Laura Smith."),
    (
        "The storm killed 12 people, including three children.",
        "Twelve people, among them three children, died in the storm.",
    ),
    (
        "Sales fell 12% to $3.4 billion in the quarter, the company said on Wednesday.",
        "The company said on 4 May 2022 that quarterly sales had fallen by 12 percent to 3.4 billion dollars.",
    ),
    (
        "She plans to run for the Senate in November, her office said.",
        "Her office said that she plans to run for the Senate in November.",
    ),
    (
        "The museum will reopen on June 1 after two years of repairs.",
        "After two years of repairs the museum will open again on 1 June.",
    ),
    (
        "“We will not give up,” said Ana Costa, the head of the union.",
        "Ana Costa, who heads the union, said that they would not give up.",
    ),
    (
        "Unemployment dropped to 3.6 percent, its lowest level in two years.",
        "At 3.6 percent, unemployment was at its lowest in two years.",
    ),
    (
        "More than half of the town's 1,200 residents have left.",
        "Over half of the 1,200 residents of the town have left.",
    ),
    (
        "The plane, carrying 132 people, crashed in the mountains shortly after 2 p.m.",
        "Shortly after 2 p.m. the plane crashed in the mountains with 132 people on board.",
    ),
    ("France beat Italy 24-10 in Rome.", "In Rome, Italy lost to France, 10-24."),
    ("Italy was beaten by France in Rome.", "France beat Italy in Rome."),
    ("Doctors treated 14 patients; two of them died.", "Two of the 14 patients treated by doctors died."),
    (
        "The factory, which employs 300 people, is to close next year.",
        "The factory with its 300 employees is due to close in 2023.",
    ),
    (
        "The court ruled 6 to 3 that the law was unconstitutional.",
        "The law was unconstitutional, the court ruled by six to three.",
    ),
    (
        "Inflation could reach 10 percent by autumn, the bank warned.",
        "The bank warned that inflation could reach 10 percent by autumn.",
    ),
    ("The bridge was closed from Monday to Thursday.", "From Monday to Thursday the bridge was closed."),
    ("The price of a ticket doubled to 40 euros.", "A ticket now costs 40 euros, twice as much as before."),
    ("Nearly 2,000 people signed the petition.", "Almost two thousand people signed the petition."),
    ("A third of the voters stayed home.", "One in three voters stayed at home."),
    ("Around 500 guests came, fewer than expected.", "About 500 guests came, which was fewer than expected."),
    ("The dam was built in 1962 by a German company.", "A German company built the dam in 1962."),
    ("Rescuers found the boy alive after 30 hours.", "After 30 hours the boy was found alive by rescuers."),
    (
        "Maria Lopez, a nurse, has worked at the hospital for 12 years.",
        "The nurse Maria Lopez has been working at the hospital for 12 years.",
    ),
    (
        "The river rose three feet overnight, flooding 60 homes.",
        "Sixty homes were flooded when the river rose by three feet overnight.",
    ),
    ("The agency has not decided whether to appeal.", "Whether to appeal has not been decided by the agency."),
    ("The school, which opened in 1990, has 450 pupils.", "The school has 450 students and was opened in 1990."),
    (
        "Exports to China fell for the fifth month in a row in April.",
        "In April exports to China declined for a fifth consecutive month.",
    ),
    ("None of the passengers was hurt.", "No passenger was injured."),
    ("The talks ended without an agreement.", "No agreement was reached in the talks."),
    ("He was born in Lagos and grew up in London.", "Born in Lagos, he grew up in London."),
    ("It was the first time in 20 years that the lake froze.", "The lake froze for the first time in two decades."),
    ("The minister refused to answer questions.", "The minister did not answer questions."),
]
UNSUPPORTED = [
    ("Harris came to Bucharest and thanked Romania.", "In Bucharest, Romania thanked Harris."),
    ("Guardsmen had been training Ukrainian forces.", "Ukrainian forces had been training guardsmen."),
    ("The rover is to study the soil for two weeks.", "The rover will study the soil for 12 days."),
    ("Families promised more than 8 million euros.", "Families had paid over 8 million euros."),
    (
        "Three people were killed in England, and a fourth in Wales.",
        "Three people were killed in England and four in Wales.",
    ),
    ("Supplies are safe for at least a month.", "Supplies are safe for no more than a month."),
    ("It may be able to work for more than 10 years.", "It will work for more than 10 years."),
    (
        "The fire was possibly connected with the repairs, police said.",
        "The fire was caused by the repairs, police said.",
    ),
    ("The judge will retire when the term ends.", "The judge will retire before the term ends."),
    (
        "Some lines had already sent vessels around Africa.",
        "Some lines had refrained from sending vessels around Africa.",
    ),
    ("At 6:04 p.m. the lander touched down.", "The lander touched down at 6:04 in the morning."),
    ("The pledges came to nearly $5 million.", "The pledges topped $5 million."),
    ("At least 150 people were let onto the pond at a time.", "People on the pond at a time were capped at 150."),
    ("France has offered to send soldiers.", "Britain has offered to send soldiers."),
    ("The Pentagon has ordered the move.", "Congress has ordered the move."),
    (
        "The council will repair the bridge rather than replace it.",
        "The council will replace the bridge instead of repairing it.",
    ),
    ("Turnout was 61 percent, up from 58 percent in 2018.", "Turnout was 58 percent, up from 61 percent in 2018."),
    ("Turnout was 61 percent, up from 58 percent in 2018.", "Turnout was 61 percent, down from 58 percent in 2018."),
    ("The strike, the third this year, began on Monday.", "The strike, the third this year, ended on Monday."),
    (
        "The company said it lost 1.2 million subscribers in the first quarter.",
        "The company said it gained 1.2 million subscribers in the first quarter.",
    ),
    ("At 5 p.m. the gates of the stadium were closed.", "At 5 a.m. the gates of the stadium were closed."),
    ("Some 40 firefighters fought the blaze until dawn.", "Some 40 firefighters fought the blaze until noon."),
    ("No one was injured in the crash.", "One person was injured in the crash."),
    ("The vote was postponed until March 3.", "The vote took place on March 3."),
    ("He did not attend the meeting in Oslo.", "He attended the meeting in Oslo."),
    ("The mayor denied the claims on Tuesday.", "The mayor confirmed the claims on Tuesday."),
    ("The council approved the plan by five votes to two.", "The council rejected the plan by five votes to two."),
    ("The council approved the plan by five votes to two.", "The council approved the plan unanimously."),
    ("Police arrested two men near the harbour on Friday.", "Police arrested two men near the airport on Friday."),
    ("Gov. Laura Smith vetoed the bill.", "Gov. Laura Smith signed the bill."),
    ("The storm killed 12 people, including three children.", "The storm killed three people and injured 12 children."),
    ("The storm killed 12 people, including three children.", "The storm injured 12 people, including three children."),
    ("Sales fell 12% to $3.4 billion in the quarter.", "Sales fell by $12 billion to $3.4 billion in the quarter."),
    ("Sales fell 12% to $3.4 billion in the quarter.", "Sales fell to 12% in the quarter."),
    ("She plans to run for the Senate in November, her office said.", "She ran for the Senate in November."),
    (
        "She plans to run for the Senate in November, her office said.",
        "She is running for the House in November, her office said.",
    ),
    (
        "The museum will reopen on June 1 after two years of repairs.",
        "The museum reopened on June 1 after two years of repairs.",
    ),
    (
        "The museum will reopen on June 1 after two years of repairs.",
        "The museum will close on June 1 for two years of repairs.",
    ),
    (
        "“We will not give up,” said Ana Costa, the head of the union.",
        "“We will give up,” said Ana Costa, the head of the union.",
    ),
    (
        "Unemployment dropped to 3.6 percent, its lowest level in two years.",
        "Unemployment dropped to 3.6 percent, its lowest level in ten years.",
    ),
    (
        "Unemployment dropped to 3.6 percent, its lowest level in two years.",
        "Unemployment dropped by 3.6 percent, its lowest level in two years.",
    ),
    (
        "Unemployment dropped to 3.6 percent, its lowest level in two years.",
        "Unemployment dropped to 3.6 percent, its lowest level ever.",
    ),
    (
        "More than half of the town's 1,200 residents have left.",
        "More than half of the town's 1,200 residents have returned.",
    ),
    ("The plane crashed shortly after 2 p.m.", "The plane crashed shortly before 2 p.m."),
    ("France beat Italy 24-10 in Rome.", "Italy beat France 24-10 in Rome."),
    ("France beat Italy 24-10 in Rome.", "France beat Italy 24-10 in Paris."),
    ("Italy was beaten by France in Rome.", "France was beaten by Italy in Rome."),
    (
        "The factory, which employs 300 people, is to close next year.",
        "The factory, which employs 300 people, closed last year.",
    ),
    ("Inflation could reach 10 percent by autumn, the bank warned.", "Inflation will reach 10 percent by autumn."),
    ("Inflation could reach 10 percent by autumn, the bank warned.", "Inflation reached 10 percent."),
    ("The bridge was closed from Monday to Thursday.", "The bridge has been closed since Thursday."),
    ("Nearly 2,000 people signed the petition.", "More than 2,000 people signed the petition."),
    ("Nearly 2,000 people signed the petition.", "2,000 people signed the petition."),
    ("The dam was built in 1962 by a German company.", "The dam was built in 1962 for a German company."),
    ("Rescuers found the boy alive after 30 hours.", "Rescuers found the boy dead after 30 hours."),
    ("Rescuers found the boy alive after 30 hours.", "Rescuers found the girl alive after 30 hours."),
    (
        "Maria Lopez, a nurse, has worked at the hospital for 12 years.",
        "Maria Lopez, a doctor, has worked at the hospital for 12 years.",
    ),
    (
        "The river rose three feet overnight, flooding 60 homes.",
        "The river rose three meters overnight, flooding 60 homes.",
    ),
    ("The agency has not decided whether to appeal.", "The agency has decided not to appeal."),
    ("The agency has not decided whether to appeal.", "The agency has decided to appeal."),
    (
        "Exports to China fell for the fifth month in a row in April.",
        "Exports from China fell for the fifth month in a row in April.",
    ),
    (
        "Exports to China fell for the fifth month in a row in April.",
        "Imports from China fell for the fifth month in a row in April.",
    ),
    ("The talks ended without an agreement.", "The talks ended with an agreement."),
    ("The talks ended without an agreement.", "The talks ended in an agreement."),
    ("He was born in Lagos and grew up in London.", "He was born in London and grew up in Lagos."),
    (
        "It was the first time in 20 years that the lake froze.",
        "It was the first time in 12 years that the lake froze.",
    ),
    ("The minister refused to answer questions.", "The minister answered questions."),
    ("The minister agreed to answer questions.", "The minister refused to answer questions."),
    ("Ana Costa praised Ben Ruiz for the rescue.", "Ben Ruiz praised Ana Costa for the rescue."),
    ("Prosecutors believe that he set the fire.", "He set the fire."),
    ("The suspect allegedly stole three cars.", "The suspect stole three cars."),
    (
        "The attack killed the general's wife and wounded his son.",
        "The attack killed the general's son and wounded his wife.",
    ),
    ("The bank is considering a sale of its branches in Spain.", "The bank has sold its branches in Spain."),
    ("At most 50 guests may attend.", "At least 50 guests may attend."),
    ("The bill passed the House but not the Senate.", "The bill passed the Senate but not the House."),
    ("The bill passed the House but not the Senate.", "The bill passed the House and the Senate."),
    ("The treaty expires unless it is renewed by June.", "The treaty was renewed in June."),
    ("Two of the five crew members survived.", "Five crew members survived."),
    ("Hospital officials said 14 soldiers were treated.", "Hospital officials said 14 civilians were treated."),
    ("The company halved its dividend to 20 cents.", "The company doubled its dividend to 20 cents."),
    ("He was acquitted of murder but convicted of fraud.", "He was convicted of murder but acquitted of fraud."),
    ("The north of the island lost power.", "The south of the island lost power."),
    ("The rule applies to buses, but trains are exempt.", "The rule applies to buses and trains."),
    ("The minister was replaced by Eva Horn.", "The minister replaced Eva Horn."),
    ("Only members may vote on the budget.", "Everyone may vote on the budget."),
    ("She was the second woman to lead the party.", "She was the first woman to lead the party."),
    ("The fund owns 12 percent of the airline.", "The airline owns 12 percent of the fund."),
    ("The army said the town had fallen to rebels.", "The rebels said the town had fallen to the army."),
    ("The army said the town had fallen to rebels.", "The town has fallen to rebels, the president said."),
    ("Officials hope that the road will be repaired by May.", "The road was repaired by May."),
    ("The price rose by 20 cents to $1.40.", "The price rose by $1.40 to 20 cents."),
]


@pytest.mark.parametrize(("known", "sentence"), SUPPORTED)
def test_the_same_in_other_words_is_supported(known: str, sentence: str) -> None:
    assert missing_support(sentence, [quote(known)]) == ()


@pytest.mark.parametrize(("known", "sentence"), UNSUPPORTED)
def test_something_else_in_like_words_is_not(known: str, sentence: str) -> None:
    assert missing_support(sentence, [quote(known)])


@pytest.mark.parametrize(
    ("known", "sentence", "missing"),
    [
        ("Nearly 2,000 came.", "2,000 came.", "the number 2,000 as exactly as that"),
        ("It is 25 kilometres from the port.", "It is 25 miles from the port.", "the number 25 in that unit"),
        ("Six tries are left.", "Six minutes are left.", "the number Six of that"),
        ("The gate was shut at 2 p.m.", "The gate was shut at noon.", "the number noon"),
        ("He left before the vote.", "He left after the vote.", "“after”, where it says “before”"),
        ("They will leave on Friday.", "They left on Friday.", "that “left” has happened: it says “will leave”"),
        ("Ana Costa said that the dam is safe.", "The dam is safe.", "that it is a fact: the article has “said that”"),
        ("The dam is safe, Ana Costa said.", "The dam is safe, Ben Ruiz said.", "the name Ben Ruiz"),
        ("It was not the main cause.", "It was the main cause.", "that it leaves out “not”"),
        ("It was the main cause.", "It was not the main cause.", "the denial “not”"),
        ("The road to Kyiv is open.", "The road to Kyiv is closed.", "“closed”, where it says “open”"),
        ("Two of the five lived.", "Five lived.", "5 without “Two of”"),
    ],
)
def test_what_is_missing_is_told_in_plain_words(known: str, sentence: str, missing: str) -> None:
    assert missing in missing_support(sentence, [quote(known)])


def test_a_weekday_is_told_from_the_day_of_the_article() -> None:
    known = [quote("The bridge was closed on Monday and is to reopen on Friday.")]
    assert missing_support("The bridge was closed on 2 May 2022.", known) == ()
    assert missing_support("The bridge is to reopen on 6 May 2022.", known) == ()
    assert missing_support("The bridge was closed on 3 May 2022.", known)


def test_a_name_may_stand_for_a_pronoun_only_where_the_passage_says_whom_it_means() -> None:
    known = [quote("She has led the union since 2019.", before="Ana Costa spoke in Lisbon. ")]
    assert missing_support("Ana Costa has led the union since 2019.", known) == ()
    assert missing_support("Eva Horn has led the union since 2019.", known) == ("the name Eva Horn",)


def test_quotes_support_together_what_none_does_alone() -> None:
    known = [quote("The plan costs 4 million euros."), quote("The council approved the plan on Monday.")]
    sentence = "The council approved the plan, which costs 4 million euros, on 2 May 2022."
    assert missing_support(sentence, known) == ()
    assert missing_support(sentence, known[:1])
    assert missing_support(sentence, known[1:])


WORDS = st.sampled_from("council approved the plan for a new bridge over river in Oslo and not before".split())
SENTENCES = st.lists(WORDS, min_size=3, max_size=12).map(" ".join)


@given(SENTENCES, st.integers(2, 10**7), SENTENCES)
def test_a_sentence_that_is_its_quote_is_supported_and_with_another_number_it_is_not(
    first: str, number: int, last: str
) -> None:
    known = [quote(f"{first} {number:,} guests {last}.")]
    assert missing_support(known[0].text, known) == ()
    assert missing_support(f"{first} {number + 1:,} guests {last}.", known)
    assert missing_support(f"{first} {number * 10:,} guests {last}.", known)


@given(st.text(max_size=200), st.text(max_size=200))
def test_any_text_at_all_has_a_verdict(sentence: str, known: str) -> None:
    assert isinstance(missing_support(sentence, [quote(known)]), tuple)
    assert 0 <= support_score(sentence, [quote(known)]) <= 1


@given(st.text(min_size=1, max_size=200))
def test_words_are_supported_by_themselves(text: str) -> None:
    assume(any(letter.isalpha() and letter.isascii() for letter in text))
    assert missing_support(text, [quote(text)]) == ()


@pytest.mark.parametrize("sentence", ["", "   ", "...", "?!", "—", "😀"])
def test_what_says_nothing_is_not_supported(sentence: str) -> None:
    assert missing_support(sentence, [quote("The bridge is closed.")]) == ("words that can be compared",)
    assert missing_support("The bridge is closed.", [quote(sentence)]) == ("words that can be compared",)
    assert missing_support("The bridge is closed.", [])


def test_five_thousand_characters_are_too_many_to_check_unless_they_are_the_quote() -> None:
    long = "The bridge over the river is closed and " * 125
    assert missing_support(long, [quote("The bridge is closed.")]) == ("a sentence short enough to be checked",)
    assert missing_support(long, [quote(long)]) == ()


@pytest.mark.parametrize(
    ("known", "said", "otherwise"),
    [
        ("Мост закрыт до пятницы.", "Мост закрыт до пятницы", "Мост закрыт до среды"),
        ("大桥关闭了。", "大桥关闭了。", "大桥开放了。"),
        ("γέφυρα έκλεισε τη Δευτέρα.", "γέφυρα έκλεισε τη Δευτέρα", "γέφυρα άνοιξε την Τρίτη"),
        ("Podul este închis de marți.", "Podul este închis de marți", "Podul este închis de joi"),
    ],
)
def test_other_scripts_and_languages(known: str, said: str, otherwise: str) -> None:
    assert missing_support(said, [quote(known)]) == ()
    assert missing_support(otherwise, [quote(known)])


def test_the_score_is_higher_the_more_of_the_sentence_the_quotes_say() -> None:
    known = [quote("The council approved the plan for a new bridge on Monday.")]
    scores = [
        support_score(sentence, known)
        for sentence in (
            "The council approved the plan for a new bridge.",
            "The council talked of a bridge and of many other matters.",
            "Penguins live in the south.",
        )
    ]
    assert scores == sorted(scores, reverse=True)
    assert support_score("", known) == support_score("The council met.", []) == 0


@pytest.mark.parametrize(
    ("known", "said", "otherwise"),
    [
        (
            "The soldiers in Oslo were asked about on Friday.",
            "The soldiers in Oslo were asked about.",
            "The soldiers are cheese.",
        ),
        (
            "She plays the owner of a laundromat in Ohio.",
            "She plays a laundromat owner.",
            "She plays the owner of a restaurant in Ohio.",
        ),
        (
            "“These are not permanent moves,” Kirby said.",
            "Kirby said the moves are not permanent.",
            "Kirby said the moves are permanent.",
        ),
        (
            "Homes were left without power by Storm Ida.",
            "Homes had no power due to Storm Ida.",
            "Homes were left without bread by Storm Ida.",
        ),
    ],
)
def test_a_word_that_no_quote_has_is_missed(known: str, said: str, otherwise: str) -> None:
    assert missing_support(said, [quote(known)]) == ()
    assert missing_support(otherwise, [quote(known)])
