"""The run without a conversation: plan, search, explain, save."""

from __future__ import annotations

import json
import sys
import time
from argparse import Namespace
from pathlib import Path
from typing import Any

from dialogs.message import Progress, Say
from dialogs.sanitise import safe

from ..errors import TandemError

FAILED = 1


def run(arguments: Namespace) -> int:
    """Run a brief and print its result; the exit code says how it went."""
    began = _process_start()
    from ..running import failure, run_brief

    narrate = _silent if arguments.quiet else _narrate
    try:
        result = run_brief(
            Path(arguments.brief),
            out=Path(arguments.out) if arguments.out else None,
            seed=arguments.seed,
            home=arguments.home,
            progress=narrate,
            began=began,
        )
    except TandemError as error:
        if arguments.json:
            sys.stdout.write(json.dumps(failure(error)) + "\n")
        raise
    if arguments.json:
        sys.stdout.write(json.dumps(result.to_dict()) + "\n")
    else:
        for message in result.messages:
            if isinstance(message, Say):
                sys.stdout.write(safe(message.text, keep="\n") + "\n\n")
        sys.stdout.write(f"Model: {result.to_dict()['model']}\n")
    return 0 if result.status in ("done", "stopped") else FAILED


def _process_start() -> float:
    """Return when this process began, on the clock of `time.monotonic`.

    The person's seconds include the imports: the clock on their wall does too.
    """
    import psutil

    return float(time.monotonic() - (time.time() - psutil.Process().create_time()))


def _silent(_: Any) -> None:
    """Say nothing."""


_said: list[str] = []


def _narrate(event: Any) -> None:
    if isinstance(event, Progress) and event.best_text not in _said:
        _said.append(event.best_text)
        left = max(0.0, event.budget - event.elapsed)
        print(f"{safe(event.best_text)} ({left:.0f} s left)", file=sys.stderr)
