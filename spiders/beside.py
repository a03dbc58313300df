"""A function that is called in a process of its own, beside what else goes on."""

from __future__ import annotations

import signal
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from itertools import islice
from multiprocessing import get_all_start_methods, get_context
from multiprocessing.connection import Connection
from typing import Any, Generic, TypeVar

T = TypeVar("T")
R = TypeVar("R")
#: So many calls are under way or done and not fetched, at most: what waits is kept by whoever offers it.
MOST = 8


class Beside(Generic[T, R]):
    """Calls `function` on one thing after the other, in a process of its own that ends with this one.

    To be made before threads and databases are there: where the system can, the process is a fork of this one.
    `function` must not raise. Raises ChildProcessError where the process has ended before its time.
    """

    def __init__(self, function: Callable[[T], R]):
        forks = "fork" in get_all_start_methods()
        context = get_context("fork" if forks else "spawn")
        asked, self._ask = context.Pipe(duplex=False)
        self._answers, answer = context.Pipe(duplex=False)
        self._waiting: deque[T] = deque()
        # A fork has our ends of the pipes too, and must close them: or it would never notice that we are gone.
        ours = (self._ask, self._answers) if forks else ()
        self._process = context.Process(target=_answer, args=(function, asked, answer, ours), daemon=True)
        self._process.start()
        asked.close()
        answer.close()

    def __enter__(self) -> Beside[T, R]:
        return self

    def __exit__(self, *_: object) -> None:
        self._ask.close()
        self._answers.close()
        self._process.join()

    def offer(self, items: Iterator[T]) -> list[T]:
        """Take as many of `items` as there is room for; gives these."""
        taken = list(islice(items, MOST - len(self._waiting)))
        for item in taken:
            try:
                self._ask.send(item)
            except OSError as error:
                raise self._ended() from error
            self._waiting.append(item)
        return taken

    def done(self, wait: bool = False) -> Iterator[tuple[T, R]]:
        """(item, result) of the calls that are done, in order; with `wait` of all that were offered."""
        while self._waiting and (wait or self._answers.poll()):
            try:
                result = self._answers.recv()
            except (EOFError, OSError) as error:
                raise self._ended() from error
            yield self._waiting.popleft(), result

    def map(self, items: Iterable[T]) -> Iterator[tuple[T, R]]:
        """(item, result) of each of `items`, in order."""
        left = iter(items)
        self.offer(left)
        while self._waiting:
            yield next(self.done(wait=True))
            self.offer(left)

    def _ended(self) -> ChildProcessError:
        self._process.join(1)
        return ChildProcessError(
            f"the process that reads pages has ended (exit code {self._process.exitcode}); a later run goes on"
        )


class Following(Generic[R]):
    """Has the pages of a crawl looked into beside it, each once, in order: `step()` goes after each page that came.

    What the crawl archives faster than it is looked into waits in the frontier.
    """

    def __init__(self, beside: Beside[Any, R], frontier: Any, take: Callable[[Any, R], None]):
        self._beside, self._frontier, self._take = beside, frontier, take
        self._last = frontier.last_id()

    def step(self) -> None:
        """`take(capture, what was found)` for all that is done, and go on with what has come."""
        for capture, found in self._beside.done():
            self._take(capture, found)
        come = (capture for capture in self._frontier.captures(after=self._last) if capture.is_good)
        for capture in self._beside.offer(come):
            self._last = capture.id

    def catch_up(self) -> None:
        """The crawl is over: the same for all that is left."""
        come = (capture for capture in self._frontier.captures(after=self._last) if capture.is_good)
        for capture, found in self._beside.map(come):
            self._take(capture, found)


def _answer(function: Callable[[T], R], asked: Connection, answer: Connection, theirs: Iterable[Connection]) -> None:
    """In the process: call `function` on what comes, until nothing more can come."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C reaches both; the other one decides
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    for end in theirs:
        end.close()
    try:
        while True:
            answer.send(function(asked.recv()))
    except (EOFError, OSError):
        pass
