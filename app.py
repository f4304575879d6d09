"""The chat page: `python app.py`."""

import contextlib
import sys
from functools import partial

from assistant import Assistant, AssistantError
from assistant.settings import read_settings
from assistant.web.entrance.accounts import read_accounts
from assistant.web.server import serve

if __name__ == "__main__":
    with contextlib.suppress(KeyboardInterrupt):
        try:
            settings, say = read_settings(), partial(print, flush=True)
            accounts = read_accounts(settings.auth_file, settings.user, settings.password, announce=say)
            with Assistant.open(settings) as assistant:
                serve(assistant, host=settings.host, port=settings.port, announce=say, accounts=accounts)
        except AssistantError as error:
            sys.exit(f"dateline: {error}")
