"""Who said what, read out of a text: the rules behind `evidence.speakers`.

In the order data flows: `quoted` (what of a sentence stands in quotation marks), `persons` (names, titles, who is a
person), `roles` (what a person is said to be), `attributing` (the speaker that a sentence itself tells), `referring`
(whom "he", "the official" and "the company" mean), `asking` (questions that ask who said something).
"""
