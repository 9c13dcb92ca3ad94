"""The one thread that owns the conductor, as awaitables.

SQLite connections are bound to a thread and the event loop must never wait, so every
call goes through an executor of exactly one thread. Invariant: no method of the
conductor runs in any other thread.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from typing import TypeVar

from dialogs.conductor import BriefView, Conductor
from dialogs.message import Message

T = TypeVar("T")
Call = Callable[[Conductor], Iterable[Message]]


@dataclass(frozen=True)
class Update:
    """What one call brought."""

    messages: tuple[Message, ...] = ()
    view: BriefView | None = None
    """None where nothing can have changed."""
    busy: bool = False
    answering: bool = False
    finished: bool = False


class Bridge:
    """Awaitable access to a conductor that is built late.

    Parameters
    ----------
    make_conductor : callable
        Builds the conductor, in the owning thread.
    """

    def __init__(self, make_conductor: Callable[[], Conductor]) -> None:
        self._make = make_conductor
        self._conductor: Conductor | None = None
        self._closed = False
        self._busy = False
        self._pool = ThreadPoolExecutor(1, thread_name_prefix="conductor")

    async def open(self) -> Update:
        """Build the conductor and begin the conversation."""
        return await self._run(self._open)

    async def call(self, call: Call) -> Update:
        """Call the conductor and return all that came of it."""
        return await self._run(lambda: self._update(call, always=True))

    async def ask(self, question: Callable[[Conductor], T]) -> T | None:
        """Return what the conductor knows; None where it is gone."""
        return await self._run(
            lambda: None if self._conductor is None else question(self._conductor)
        )

    @property
    def closed(self) -> bool:
        """Whether no more calls are taken."""
        return self._closed

    async def poll(self) -> Update:
        """Return what background work has reported, without waiting for it."""
        return await self._run(lambda: self._update(lambda c: c.poll(0.0)))

    async def close(self) -> None:
        """Close the conductor and end the thread; a second time does nothing."""
        if not self._closed:
            self._closed = True
            await self._run(self._close)
            self._pool.shutdown(wait=False)

    async def _run(self, work: Callable[[], T]) -> T:
        return await asyncio.get_running_loop().run_in_executor(self._pool, work)

    def _open(self) -> Update:
        self._conductor = self._make()
        return self._update(lambda c: c.open(), always=True)

    def _update(self, call: Call, always: bool = False) -> Update:
        conductor = self._conductor
        if conductor is None:
            return Update()
        messages = tuple(call(conductor))
        # Work may end without a word and still have changed what is known.
        ended = self._busy and not conductor.busy
        self._busy = conductor.busy
        view = conductor.view() if messages or always or ended else None
        return Update(
            messages, view, conductor.busy, conductor.answering, conductor.finished
        )

    def _close(self) -> None:
        if self._conductor is not None:
            self._conductor.close()
            self._conductor = None
