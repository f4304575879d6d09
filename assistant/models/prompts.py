"""The instructions that are sent to a language model, read from `prompts/<name>.txt`."""

import re
from functools import cache

from assistant.errors import SettingsError
from assistant.settings import shipped

PLACEHOLDER = re.compile(r"\{([a-z_]+)\}")


@cache
def read_prompt(name: str) -> str:
    """The text of `prompts/<name>.txt`, its `{placeholders}` as they stand.

    Raises:
        SettingsError: Dateline was installed without that file.
    """
    path = shipped("prompts") / f"{name}.txt"
    try:
        return path.read_text(encoding="utf-8").strip()
    except OSError as error:
        raise SettingsError(f"The prompt file {path} cannot be read. Install Dateline again.") from error


def fill(name: str, **values: str) -> str:
    """The prompt `name` with each `{placeholder}` replaced by its value; braces inside a value stay as they are.

    Raises:
        ValueError: a placeholder without a value, or a value without a placeholder.
    """
    text = read_prompt(name)
    wanted = set(PLACEHOLDER.findall(text))
    if differing := wanted ^ values.keys():
        raise ValueError(f"prompts/{name}.txt has {sorted(wanted)}, given are {sorted(values)}: {sorted(differing)}")
    return PLACEHOLDER.sub(lambda match: values[match[1]], text)
