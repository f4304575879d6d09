"""How the threads of torch and llama.cpp wait for each other."""

import os


def wait_without_spinning() -> None:
    """Let a thread that waits for another give its core away; call before torch or xllamacpp is imported.

    Both compute on OpenMP threads that by default spin while they wait. Where another program, or an ingest beside a
    question, wants the cores too, a spinning thread keeps the one it waits for from running. Seen on 2 cores with five
    busy processes: 11 instead of 2 tokens a second from a 1.5-billion-parameter model; embedding stays as fast.
    """
    os.environ.setdefault("OMP_WAIT_POLICY", "passive")
