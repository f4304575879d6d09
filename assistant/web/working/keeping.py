"""Where an answer belongs: the conversation that a question was asked in, and the answers before it."""

import logging
from dataclasses import dataclass
from typing import TYPE_CHECKING

from assistant.errors import AssistantError
from assistant.library.conversations import Conversations
from assistant.types import Answer, Conversation, Turn

if TYPE_CHECKING:
    from assistant.chat import Assistant

logger = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Place:
    """The place of an answer in its owner's conversations; without a conversation, the answer begins one."""

    store: Conversations
    conversation: str | None
    earlier: tuple[Answer, ...]
    """The answers that come before it, oldest first."""
    again: bool
    """It takes the place of the last answer that was kept."""

    @property
    def history(self) -> tuple[Turn, ...]:
        """The earlier turns, for a question that leans on them."""
        return tuple(Turn(answer.question, answer.text) for answer in self.earlier)

    def keep(self, answer: Answer) -> Conversation:
        """Keeps the answer in its place.

        Raises:
            ConversationNotFound: the conversation was deleted meanwhile.
            LibraryError: it cannot be written.
        """
        return self.store.keep(answer, self.conversation, again=self.again)


def place_of(assistant: "Assistant", owner: str, conversation: str = "", *, replaces: str = "") -> Place:
    """The place of the next answer of a conversation, or of the answer instead of its last one.

    Args:
        assistant: whose library keeps it.
        owner: whose conversation it is.
        conversation: which one, "" for a new one.
        replaces: the id of the answer that is asked for again; where it is not the last one, nothing is replaced.

    Raises:
        ConversationNotFound: this owner has no such conversation.
        LibraryError: its answers cannot be read.
    """
    store = assistant.conversations(owner)
    if not conversation:
        return Place(store, None, (), again=False)
    answers = tuple(store.answers(conversation))
    again = bool(answers) and answers[-1].id == replaces
    return Place(store, conversation, answers[:-1] if again else answers, again)


def kept(place: Place, answer: Answer) -> Conversation | str:
    """The conversation that the answer now stands in, or why it could not be kept."""
    try:
        return place.keep(answer)
    except AssistantError as error:
        logger.warning("An answer could not be kept: %s", error)
        return f"This answer is not kept in a conversation. {error}"
