"""What the list of conversations calls: all or those with some words, one with its answers, its name, its end."""

from collections.abc import Callable
from dataclasses import asdict
from datetime import UTC, datetime, timedelta, timezone
from typing import TYPE_CHECKING, Any

import gradio as gr

from assistant.types import Answer, Conversation
from assistant.web.calls.sent import text_in, told
from assistant.web.showing.conversations import render_conversations
from assistant.web.visitors import owner_of
from assistant.web.working.conversing import View, finished

if TYPE_CHECKING:
    from assistant.chat import Assistant

_MOST_MINUTES = 14 * 60
"""Furthest from UTC that a clock on Earth is."""


def conversation_calls(assistant: "Assistant") -> list[Callable[..., Any]]:
    """The functions that the list of conversations calls; each sees those of whoever asks alone."""

    def list_conversations(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return told(lambda: listed(assistant, owner_of(request), asked))

    def open_conversation(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return told(lambda: opened(assistant, owner_of(request), text_in(asked, "conversation")))

    def rename_conversation(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return told(lambda: renamed(assistant, owner_of(request), asked))

    def delete_conversation(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return told(lambda: deleted(assistant, owner_of(request), text_in(asked, "conversation")))

    def restore_conversation(asked: dict[str, Any], request: gr.Request) -> dict[str, Any]:
        return told(lambda: restored(assistant, owner_of(request), text_in(asked, "conversation")))

    return [list_conversations, open_conversation, rename_conversation, delete_conversation, restore_conversation]


def listed(assistant: "Assistant", owner: str, asked: object) -> dict[str, Any]:
    """The list as HTML, and how many are in it; `asked` has `words` and the browser's `minutes` from UTC."""
    words = text_in(asked, "words", most=200)
    found = assistant.conversations(owner).all(words)
    now = datetime.now(_zone(asked))
    return {"html": render_conversations(found, now=now, words=words), "count": len(found)}


def opened(assistant: "Assistant", owner: str, conversation: str) -> dict[str, Any]:
    """A conversation with its turns as the page shows them, from its kept answers; nothing is asked anew."""
    store = assistant.conversations(owner)
    found, answers = store.find(conversation), store.answers(conversation)
    wrong = assistant.remarks().answer_ids()
    turns = [_turn(found, answer, wrong=answer.id in wrong) for answer in answers]
    return _named(found) | {"turns": turns}


def renamed(assistant: "Assistant", owner: str, asked: object) -> dict[str, Any]:
    """The conversation under its new `title`."""
    store = assistant.conversations(owner)
    return _named(store.rename(text_in(asked, "conversation"), text_in(asked, "title")))


def deleted(assistant: "Assistant", owner: str, conversation: str) -> dict[str, Any]:
    """The conversation that is deleted now."""
    store = assistant.conversations(owner)
    found = store.find(conversation)
    store.delete(conversation)
    return _named(found)


def restored(assistant: "Assistant", owner: str, conversation: str) -> dict[str, Any]:
    """The conversation that is no longer deleted."""
    return _named(assistant.conversations(owner).restore(conversation))


def _turn(conversation: Conversation, answer: Answer, *, wrong: bool) -> dict[str, Any]:
    begun = View(answer.id, id=answer.id, conversation=conversation.id, title=conversation.title)
    return asdict(finished(begun, answer)) | {"question": answer.question, "wrong": wrong}


def _named(conversation: Conversation) -> dict[str, Any]:
    return {"conversation": conversation.id, "title": conversation.title}


def _zone(asked: object) -> timezone:
    minutes = asked.get("minutes") if isinstance(asked, dict) else None
    known = isinstance(minutes, int) and abs(minutes) <= _MOST_MINUTES
    return timezone(timedelta(minutes=minutes)) if known and minutes else UTC
