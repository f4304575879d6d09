"""The connection to a client, ended where he keeps it open and neither asks nor reads.

uvicorn waits for ever for the rest of a request's head, or of a body that was answered before its end, and for a client
to take what he asked for. What comes of a body while it is being read is `entrance/bodies.py`'s to wait for.
"""

from asyncio import BaseTransport, TimerHandle
from typing import Any, cast

from uvicorn.protocols.http.httptools_impl import HttpToolsProtocol

HEAD_WITHIN = 20.0
"""Seconds within which a connection brings a whole head, or ends what it still sends of an answered request."""
READ_WITHIN = 60.0
"""Seconds for which a client may take nothing of what is waiting for him; an open page's stream has nothing waiting."""
_LARGEST_HEAD = 65_536
"""Bytes of a head, as in uvicorn's other parser; httptools itself knows no end."""


class PatientProtocol(HttpToolsProtocol):
    """uvicorn's connection, with an end to its patience."""

    _asking: TimerHandle | None = None
    _reading: TimerHandle | None = None
    _head: int | None = None
    """Bytes that came of a head since it began; None between two of them."""

    def connection_made(self, transport: BaseTransport) -> None:
        """Begins to wait for a head."""
        super().connection_made(cast(Any, transport))
        self._wait_for_a_head()

    def connection_lost(self, exc: Exception | None) -> None:
        """Waits for nothing any more."""
        _stop(self._asking)
        _stop(self._reading)
        super().connection_lost(exc)

    def data_received(self, data: bytes) -> None:
        """Takes what has come, unless it is a head without end."""
        if self._head is not None:
            self._head += len(data)
            if self._head > _LARGEST_HEAD:
                self.send_400_response("The head of this request is too large.")
                return
        super().data_received(data)

    def on_message_begin(self) -> None:
        """A head begins."""
        self._head = 0
        super().on_message_begin()

    def on_headers_complete(self) -> None:
        """A head has come."""
        self._head = None
        super().on_headers_complete()

    def on_response_complete(self) -> None:
        """Begins to wait for the next head."""
        super().on_response_complete()
        self._wait_for_a_head()

    def pause_writing(self) -> None:
        """Begins to wait for the client to read."""
        super().pause_writing()
        self._wait_for_reading()

    def resume_writing(self) -> None:
        """The client reads."""
        _stop(self._reading)
        super().resume_writing()

    def _wait_for_a_head(self) -> None:
        _stop(self._asking)
        self._asking = self.loop.call_later(HEAD_WITHIN, self._end_unasked, self.transport.get_write_buffer_size())

    def _wait_for_reading(self) -> None:
        _stop(self._reading)
        self._reading = self.loop.call_later(READ_WITHIN, self._end_unread, self.transport.get_write_buffer_size())

    def _end_unasked(self, waiting: int) -> None:
        if self.cycle is not None and not self.cycle.response_complete:
            return  # a request is under way, however long that takes
        if self._reads(waiting):
            self._wait_for_a_head()
        else:
            self.transport.abort()

    def _end_unread(self, waiting: int) -> None:
        if self._reads(waiting):
            self._wait_for_reading()
        else:
            self.transport.abort()

    def _reads(self, waiting: int) -> bool:
        """Whether the client has taken something of the bytes that were waiting for him, and has not yet taken all."""
        return 0 < self.transport.get_write_buffer_size() < waiting


def _stop(timer: TimerHandle | None) -> None:
    if timer:
        timer.cancel()
