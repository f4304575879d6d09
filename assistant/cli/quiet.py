"""Logs: none of other libraries' unless asked for, our own warnings always, everything on stderr."""

import logging
import os
import warnings

OURS = "assistant"
PROGRESS_BARS_OFF = ("TQDM_DISABLE", "HF_HUB_DISABLE_PROGRESS_BARS")
"""Variables that keep other libraries from drawing their own progress bars between our lines."""


def set_up_logs(*, verbose: bool) -> None:
    """Send logs to stderr: all of them, or only our own warnings."""
    handler = logging.StreamHandler()
    handler.setFormatter(logging.Formatter("%(levelname)s %(name)s: %(message)s"))
    logging.basicConfig(handlers=[handler], level=logging.INFO if verbose else logging.WARNING, force=True)
    if verbose:
        logging.getLogger(OURS).setLevel(logging.DEBUG)
        return
    handler.addFilter(logging.Filter(OURS))
    warnings.simplefilter("ignore")
    for variable in PROGRESS_BARS_OFF:
        os.environ.setdefault(variable, "1")
