"""Being suspended from outside, taken between two steps of the loop.

Textual's handler stops the thread that writes to the terminal, through a queue whose
lock is not reentrant. As a plain signal handler it may run in the middle of a write that
holds that lock, and then waits for itself for ever. As a callback of the loop it cannot.
"""

from __future__ import annotations

import asyncio
import signal


def suspend_in_the_loop() -> None:
    """Let the loop call the handler of SIGTSTP that stands; nothing where none does."""
    known = getattr(signal, "SIGTSTP", None)
    if known is None:
        return  # no such signal on this system
    handler = signal.getsignal(known)
    if not callable(handler):
        return  # nothing is drawn, so nothing has to be put away first
    try:
        asyncio.get_running_loop().add_signal_handler(known, handler, known, None)
    except (NotImplementedError, RuntimeError, ValueError):
        return  # a loop without signals, or one beside the main thread
