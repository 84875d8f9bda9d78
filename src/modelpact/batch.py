"""Many specs: which are up to date already, the others over several processes, and what came of all."""

from __future__ import annotations

from collections import Counter
from collections.abc import Generator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from modelpact.rendering import Outcome, Standing, Task, done

if TYPE_CHECKING:
    from concurrent.futures import Future

    from modelpact.workers import Workers

Done = tuple[Task, Outcome]

_COUNTED = (Standing.WRITTEN, Standing.CURRENT, Standing.REFUSED, Standing.FAILED)


class Tally:
    """How many specs there are, and what came of those that are done: the last line of a run."""

    def __init__(self, total: int) -> None:
        self.total = total
        self.faults: list[BaseException] = []
        self._counts: Counter[Standing] = Counter()
        self._passed_over = 0

    def add(self, outcome: Outcome) -> None:
        """Count one."""
        self._counts[outcome.standing] += 1
        if outcome.fault:
            self.faults.append(outcome.fault)
        is_current = outcome.standing is Standing.CURRENT
        self._passed_over += bool(is_current and outcome.entry and outcome.entry.findings)

    def __contains__(self, standing: Standing) -> bool:
        return self._counts[standing] > 0

    def __str__(self) -> str:
        counts = ", ".join(f"{self._counts[standing]:,} {standing}" for standing in _COUNTED)
        text = f"{self.total:,} specs: {counts}"
        if self._passed_over:
            text += f"; modelpact check lists what was found in {self._passed_over:,} of those up to date"
        return text


def outcomes(tasks: Sequence[Task], workers: Workers | None) -> Generator[Done]:
    """What comes of each task, in the order in which they are done; without workers this process does them.

    A fault of ours in one does not stop the others: it is the outcome's ``fault``.
    """
    if workers is None:
        yield from ((task, done(task)) for task in tasks)
    else:
        from modelpact.workers import answered

        yield from ((task, _outcome(task, future)) for task, future in answered(tasks, done, workers))


def _outcome(task: Task, future: Future[Outcome] | None) -> Outcome:
    if future is None:
        reason = f"{task.name}: the process that rendered it was killed, perhaps for want of memory"
        return Outcome(Standing.FAILED, reason=reason)
    fault = future.exception()
    if fault is None:
        return future.result()
    return Outcome(Standing.FAILED, reason=f"{task.name}: a fault of modelpact, shown below", fault=fault)


def in_order(
    tasks: Sequence[Task], current: Mapping[Task, Outcome], coming: Iterator[Done]
) -> Iterator[Done]:
    """Every task with its outcome, in the order of the tasks; each that is not current is to come."""
    ready = dict(current)
    for task in tasks:
        while task not in ready:
            ready.update([next(coming)])
        yield task, ready.pop(task)
    ready.update(coming)  # to its end: processes that are interrupted are killed
