"""What the tests ask of worker processes: importable there as well as here."""

from __future__ import annotations

import ctypes
import os
import time


def double(x: int) -> int:
    return 2 * x


def crash(text: str) -> None:
    print("before the crash")
    raise ValueError(text)


def hang(seconds: float) -> None:
    time.sleep(seconds)


def die(number: int) -> None:
    os.kill(os.getpid(), number)


def segfault() -> None:
    ctypes.string_at(0)


def hog(megabytes: int) -> int:
    kept = []
    for _ in range(megabytes):
        kept.append(bytearray(os.urandom(2**10) * 2**10))
        time.sleep(0.001)
    return len(kept)


def one_request(megabytes: int) -> int:
    return len(bytearray(megabytes * 2**20))


def threads() -> str:
    return os.environ["OMP_NUM_THREADS"] + os.environ["OMP_WAIT_POLICY"]


def niceness() -> int:
    return os.nice(0)


def child_of() -> int:
    return os.getpid()
