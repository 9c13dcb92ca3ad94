"""The chat: which front end, over which conversation."""

from __future__ import annotations

import os
import sys
from argparse import Namespace
from pathlib import Path

from ..frontend import choose_frontend
from ..home import home_folder
from ..session import Session


def chat(arguments: Namespace) -> int:
    """Start or resume the chat in the form asked for, or that the terminal allows."""
    return _converse(
        arguments,
        table=arguments.table,
        brief=Path(arguments.brief) if arguments.brief else None,
        resume=arguments.resume,
    )


def demo(arguments: Namespace) -> int:
    """Start the chat on the example table that comes with the program."""
    from ..demo_table import path

    return _converse(arguments, table=str(path()))


def web(arguments: Namespace) -> int:
    """Serve the chat to a browser on this machine."""
    from ..web import serve

    return serve(arguments.port, arguments.table, arguments.home)


def _converse(
    arguments: Namespace,
    table: str | None = None,
    brief: Path | None = None,
    resume: str | None = None,
) -> int:
    def conductor() -> Session:
        return Session(
            home_folder(arguments.home),
            table=table,
            brief=brief,
            resume=resume,
            seed=arguments.seed,
        )

    front = choose_frontend(os.environ, sys.stdin, sys.stdout, arguments)
    return front.run(conductor, lambda: home_folder(arguments.home))
