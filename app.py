"""The chat page: `python app.py`."""

import contextlib
import sys
from functools import partial

from assistant import Assistant, AssistantError
from assistant.settings import read_settings
from assistant.web.server import serve

if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        try:
            settings = read_settings()
            with Assistant.open(settings) as assistant:
                serve(assistant, host=settings.host, port=settings.port, announce=partial(print, flush=True))
        except AssistantError as error:
            sys.exit(f"dateline: {error}")
