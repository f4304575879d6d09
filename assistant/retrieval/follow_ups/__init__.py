"""Questions that lean on the ones before them, made to stand alone.

In the order data flows: `questions` (what one question says; `light` words aside), `pronouns` (which of its words point
back), `leaning` (how it leans on what came before), `answers` (the names that an earlier answer may lend), `subjects`
(what a conversation has come to speak of), `filling` (the question with that put in place), `standing_alone` (the whole
way).
"""
