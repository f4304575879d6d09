"""The `dateline` command: takes an `Assistant` and words on a command line, gives text in a terminal.

The only room that prints, shows progress and sets up logging. Start with `app.py`. A new command is a function in a
module of `commands/`, one module a group of commands, named in `app.py`; what it shows is a function in a module of
`display/`, from a value to something rich can print.
"""


def main() -> None:
    """Run the command that the command line names, and exit with its code."""
    import signal
    import sys

    try:
        from assistant.cli.app import run
    except KeyboardInterrupt:  # before anything was begun
        sys.exit(130)
    code = run(sys.argv[1:])
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # all is done: Ctrl-C now would only spoil the exit code
    sys.exit(code)
