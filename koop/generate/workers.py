"""Lives shared out among processes, their days put together again."""

import gc
import traceback
from collections.abc import Generator, Iterator
from contextlib import ExitStack, contextmanager
from heapq import merge
from multiprocessing import get_context
from multiprocessing.connection import Connection

from koop.generate.cast import Population
from koop.generate.days import days
from koop.generate.matter import Written

_PROCESSES = get_context("spawn")


class WorkerFailed(Exception):
    """A process that decides for a share of the plans came to an end too early."""


def all_days(population: Population, workers: int) -> Generator[list[Written], None, None]:
    """As `days`, decided by so many processes; by this one where it is one.

    Raises WorkerFailed.
    """
    if workers == 1:
        yield from days(population)
        return
    with ExitStack() as stack:
        shares = [
            stack.enter_context(_worker(population, share, workers)) for share in range(workers)
        ]
        for parts in zip(*map(_received, shares), strict=True):
            yield list(merge(*parts))


@contextmanager
def _worker(population: Population, share: int, shares: int) -> Iterator[Connection]:
    ours, theirs = _PROCESSES.Pipe(duplex=False)
    process = _PROCESSES.Process(target=_work, args=(theirs, population, share, shares))
    process.start()
    theirs.close()
    try:
        yield ours
    finally:
        ours.close()
        process.terminate()
        process.join()


def _received(share: Connection) -> Iterator[list[Written]]:
    try:
        while (day := share.recv()) is not None:
            if isinstance(day, str):
                raise WorkerFailed(day)
            yield day
    except EOFError:
        raise WorkerFailed("a worker process ended too early: is there memory enough?") from None


def _work(connection: Connection, population: Population, share: int, shares: int) -> None:
    gc.disable()  # nothing but lives has cycles, and those let go by themselves
    try:
        for day in days(population, share, shares):
            connection.send(day)
        connection.send(None)
    except BrokenPipeError:
        return
    except Exception:
        connection.send(traceback.format_exc())
