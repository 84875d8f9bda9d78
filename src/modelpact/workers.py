"""Many tasks over several processes: those of this machine, or those of a Dask cluster."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, ProcessPoolExecutor, wait
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from threading import Thread
from typing import TypeVar

from modelpact.diagnostics import UserError

Task = TypeVar("Task")
Answer = TypeVar("Answer")
Answered = tuple[Task, Future[Answer] | None]
"""A task with what came of it; None where its process was killed."""

Executing = Callable[[], AbstractContextManager[Executor]]

_MOST_PROCESSES = 61
"""Windows cannot wait for more."""
_AHEAD = 2
"""Tasks given out for each process, so that none waits for the next."""
_PATIENCE = 10
"""Seconds until a scheduler must have answered."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Where tasks are done."""

    count: int
    together: Executing
    alone: Executing | None
    """One process, for a task that may be what ends its process; None where tasks are tried again anyhow."""
    losses: tuple[type[BaseException], ...]
    """What a future raises whose process was killed."""


def cores() -> int:
    """How many processes this one may keep busy."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


def processes(count: int) -> Workers:
    """So many processes of this machine."""
    count = min(count, _MOST_PROCESSES)
    return Workers(count, lambda: _pool(count), lambda: _pool(1), (BrokenExecutor,))


@contextmanager
def cluster(address: str) -> Iterator[Workers]:
    """The workers of the Dask cluster whose scheduler has that address; they must see the same folders.

    Raises UserError where Dask is not installed or no scheduler answers.
    """
    try:
        from distributed import Client, KilledWorker
    except ImportError:
        raise UserError("--dask needs Dask: pip install 'modelpact[dask]'") from None
    try:
        client = Client(address, timeout=_PATIENCE)
    except (OSError, ValueError):
        raise UserError(f"{address}: no Dask scheduler answers there") from None
    with client:
        count = sum(client.nthreads().values())
        yield Workers(max(count, 1), lambda: client.get_executor(pure=False), None, (KilledWorker,))


def answered(
    tasks: Sequence[Task], do: Callable[[Task], Answer], workers: Workers
) -> Generator[Answered[Task, Answer]]:
    """Each task with what came of it, in the order in which they are done.

    When a process is killed, all tasks that were given out are done again, each in a process of its own, so
    that only the one that ends its process is lost.
    """
    waiting = deque(tasks)
    while waiting:
        suspects: list[Task] = []
        with workers.together() as executor:
            given: dict[Future[Answer], Task] = {}
            while given or (waiting and not suspects):
                while waiting and not suspects and len(given) < workers.count * _AHEAD:
                    task = waiting.popleft()
                    given[_submitted(executor, do, task)] = task
                yield from _finished(given, workers, suspects)
        for task in suspects:
            yield task, _alone(task, do, workers)


def _submitted(executor: Executor, do: Callable[[Task], Answer], task: Task) -> Future[Answer]:
    try:
        return executor.submit(do, task)
    except BrokenExecutor as error:  # a process was killed since its last answer
        future: Future[Answer] = Future()
        future.set_exception(error)
        return future


def _finished(
    given: dict[Future[Answer], Task], workers: Workers, suspects: list[Task]
) -> Iterator[Answered[Task, Answer]]:
    """Those that are finished; those whose process is gone become suspects."""
    for future in wait(given, return_when=FIRST_COMPLETED).done:
        task = given.pop(future)
        if not isinstance(future.exception(), workers.losses):
            yield task, future
        elif workers.alone:
            suspects.append(task)
        else:
            yield task, None


def _alone(task: Task, do: Callable[[Task], Answer], workers: Workers) -> Future[Answer] | None:
    assert workers.alone is not None, "only where there is a process for it is a task a suspect"
    with workers.alone() as executor:
        future = _submitted(executor, do, task)
        lost = isinstance(future.exception(), workers.losses)
    return None if lost else future


@contextmanager
def _pool(count: int) -> Iterator[Executor]:
    """Processes that are gone when it is left; at once where it is left because of an interrupt."""
    can_fork_afresh = "forkserver" in multiprocessing.get_all_start_methods()
    context = multiprocessing.get_context("forkserver" if can_fork_afresh else "spawn")
    pool = ProcessPoolExecutor(count, mp_context=context, initializer=_begin)
    try:
        yield pool
    except BaseException:
        for child in multiprocessing.active_children():
            child.kill()
        raise
    finally:
        pool.shutdown(cancel_futures=True)


def _begin() -> None:
    """Leave interrupts to the process that gives out the tasks, and end when it does."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    parent = multiprocessing.parent_process()
    assert parent is not None, "a worker has been started by another process"
    parent.join()
    os._exit(1)
