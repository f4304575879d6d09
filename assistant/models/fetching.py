"""Models of sentence-transformers by folder or name: what is on this machine first, the hub only for what is not."""

import os
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

from assistant.errors import ModelError, ModelMissing

Model = TypeVar("Model")


@dataclass(frozen=True, slots=True)
class Kind:
    """What a kind of model is called, where it is set, who publishes those without a publisher in their name."""

    words: str
    setting: str
    publisher: str
    otherwise: str
    """What to do where no model can be had; goes on after "Check the name in … and the network"."""


def telemetry_off() -> None:
    """Keep huggingface_hub from telling its makers who uses it; it reads the variable when it is imported."""
    os.environ["HF_HUB_DISABLE_TELEMETRY"] = "1"
    if constants := sys.modules.get("huggingface_hub.constants"):
        vars(constants)["HF_HUB_DISABLE_TELEMETRY"] = True


def local_folder(name: str, kind: Kind) -> Path | None:
    """The folder that `name` is; None where it is the name of a model.

    Raises:
        ModelMissing: it can only be a folder, and there is none.
    """
    folder = Path(name).expanduser()
    if _looks_like_a_path(name) and not folder.is_dir():
        raise ModelMissing(f"There is no folder {folder} with {kind.words}. Correct {kind.setting}.")
    return folder if folder.is_dir() else None


def fetch(name: str, kind: Kind, load: Callable[[str, bool], Model]) -> Model:
    """What `load(name, download)` gives: of a folder or of what was downloaded before, else with the network.

    Raises:
        ModelMissing: no model has that name, here or on the hub.
        ModelError: the folder's model cannot be loaded.
    """
    folder = local_folder(name, kind)
    try:
        with _no_progress_bar():
            return load(str(folder or name), False)
    except _problems() as error:
        if folder:
            raise ModelError(
                f"The model in {folder} cannot be loaded as {kind.words}: {_reason(error)} "
                f"Copy the whole model folder again, or set {kind.setting} to another."
            ) from error
    try:
        _reach_hub(name, kind)
        return load(name, True)
    except _problems() as error:
        raise ModelMissing(
            f"The model {name!r} is not on this machine and could not be downloaded: {_reason(error)} "
            f"Check the name in {kind.setting} and the network{kind.otherwise}"
        ) from error


def _problems() -> tuple[type[Exception], ...]:
    """What loading a model raises: files, their contents, packages that a model wants, the hub."""
    import httpx2
    from safetensors import SafetensorError

    return (OSError, ValueError, KeyError, ImportError, RuntimeError, SafetensorError, httpx2.HTTPError)


def _reach_hub(name: str, kind: Kind) -> None:
    """Fail at once where the hub cannot be reached: sentence-transformers would try again for over a minute."""
    from huggingface_hub import HfApi
    from huggingface_hub.errors import RepositoryNotFoundError

    # A name that the hub does not know is left to sentence-transformers, which also tries older names.
    with suppress(RepositoryNotFoundError):
        HfApi().model_info(name if "/" in name else f"{kind.publisher}/{name}", timeout=10)


def _reason(error: Exception) -> str:
    return " ".join(str(error).split())[:300] or type(error).__name__


def _looks_like_a_path(name: str) -> bool:
    return name.startswith((".", "/", "~")) or "\\" in name or name.count("/") > 1


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    from transformers.utils import logging as transformers_logging

    shown = transformers_logging.is_progress_bar_enabled()
    transformers_logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    try:
        yield
    finally:
        if shown:
            transformers_logging.enable_progress_bar()  # type: ignore[no-untyped-call]
