"""Tasks over several processes; here a task is an expression, and doing it is to evaluate it."""

from __future__ import annotations

import multiprocessing

import pytest

from modelpact.diagnostics import UserError
from modelpact.workers import answered, cluster, processes

DEADLY = "__import__('os').kill(__import__('os').getpid(), 9)"
PROCESS = "__import__('os').getpid()"


def test_every_task_is_answered() -> None:
    tasks = [f"{number} * {number}" for number in range(20)]
    answers = {task: future.result() for task, future in answered(tasks, eval, processes(2)) if future}
    assert answers == {f"{number} * {number}": number * number for number in range(20)}
    assert not multiprocessing.active_children()


def test_a_task_that_ends_its_process_is_the_only_one_lost() -> None:
    tasks = [*map(str, range(10)), DEADLY, *map(str, range(10, 20)), DEADLY + " or 0"]
    answers = {task: future and future.result() for task, future in answered(tasks, eval, processes(2))}
    assert answers.pop(DEADLY, 0) is None
    assert answers.pop(DEADLY + " or 0", 0) is None
    assert answers == {str(number): number for number in range(20)}


def test_what_a_task_raises_is_its_own() -> None:
    futures = dict(answered(["1", "1 / 0", "2"], eval, processes(1)))
    raised = {task: future and type(future.exception()) for task, future in futures.items()}
    assert raised == {"1": type(None), "1 / 0": ZeroDivisionError, "2": type(None)}


def test_processes_end_when_nobody_wants_more_answers() -> None:
    answers = answered([PROCESS] * 1 + ["__import__('time').sleep(600)"] * 5, eval, processes(2))
    next(answers)
    answers.close()
    assert not multiprocessing.active_children()


def test_no_scheduler_is_a_sentence() -> None:
    pytest.importorskip("distributed")
    with pytest.raises(UserError, match="no Dask scheduler answers there"), cluster("nonsense://"):
        pass
