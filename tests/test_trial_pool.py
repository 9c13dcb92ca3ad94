"""Trials that crash, hang, leak or are killed take nothing else with them."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator

import pytest
from pool_tasks import (
    child_of,
    crash,
    die,
    double,
    hang,
    hog,
    niceness,
    one_request,
    segfault,
    threads,
)

from assistant.trial_pool import Ended, Task, TrialPool
from assistant.trial_worker import STEP_BACK


@pytest.fixture(scope="module")
def pool() -> Iterator[TrialPool]:
    with TrialPool(2, memory_mb=300, preload=()) as opened:
        assert opened.wait_ready(30)
        yield opened


def end(pool: TrialPool, task: Task, within: float = 10.0) -> Ended:
    assert pool.wait([task], within) == [task]
    return pool.result(task)


def test_a_task_gives_its_value(pool):
    ended = end(pool, pool.submit(double, 21))
    assert (ended.status, ended.value) == ("done", 42)
    assert ended.seconds < 5


def test_an_exception_is_a_reason_with_what_was_printed(pool):
    ended = end(pool, pool.submit(crash, "no such column"))
    assert ended.status == "failed"
    assert ended.reason == "ValueError: no such column"
    assert "before the crash" in ended.output


def test_a_hanging_task_ends_at_its_time(pool):
    started = time.monotonic()
    ended = end(pool, pool.submit(hang, 60, timeout=1.0))
    assert ended.status == "timeout"
    assert "longer than 1 s" in ended.reason
    assert time.monotonic() - started < 3


def test_a_killed_process_fails_its_own_task_alone(pool):
    innocent = pool.submit(hang, 0.8)
    killed = pool.submit(die, int(signal.SIGKILL))
    ended = end(pool, killed)
    assert ended.status == "lost"
    assert "SIGKILL" in ended.reason
    assert end(pool, innocent).status == "done"


def test_a_crash_of_compiled_code_is_a_lost_task(pool):
    ended = end(pool, pool.submit(segfault))
    assert ended.status == "lost"
    assert "SIGSEGV" in ended.reason


def test_a_leak_ends_at_the_memory_limit(pool):
    ended = end(pool, pool.submit(hog, 3000), 20)
    assert ended.status == "memory"
    assert "300 MB" in ended.reason


def test_one_huge_request_is_refused(pool):
    ended = end(pool, pool.submit(one_request, 50_000))
    assert ended.status == "memory"


def test_a_running_task_can_be_cancelled_at_once(pool):
    task = pool.submit(hang, 60)
    time.sleep(0.3)
    started = time.monotonic()
    pool.cancel(task)
    assert end(pool, task, 2).status == "cancelled"
    assert time.monotonic() - started < 1
    assert end(pool, pool.submit(double, 1)).value == 2


def test_workers_have_one_thread_and_step_back(pool):
    assert end(pool, pool.submit(threads)).value == "1PASSIVE"
    now = os.nice(0)
    stepped = max(now, STEP_BACK + min(now, 0))
    assert end(pool, pool.submit(niceness)).value == stepped


def test_who_has_stepped_back_does_so_once():
    """A desk did, and its workers inherit that: twice would leave them hardly any time."""
    code = (
        "from assistant.trial_worker import step_back; import os;"
        "os.nice(-min(0, os.nice(0))); step_back(); step_back(); print(os.nice(0))"
    )
    told = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True
    )
    assert int(told.stdout) == max(STEP_BACK, os.nice(0))


def test_workers_end_with_the_pool():
    opened = TrialPool(1, memory_mb=300, preload=())
    pid = end(opened, opened.submit(child_of), 30).value
    scratch = opened.scratch
    opened.close()
    deadline = time.monotonic() + 5
    while time.monotonic() < deadline:
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            break
        time.sleep(0.05)
    else:
        pytest.fail("the worker still runs")
    assert not scratch.exists()
