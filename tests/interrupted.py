"""Runs `pipeline.py run` again and again, each time in a fork, and kills it at a given step: see test_interrupted.py.

For each JSON line on standard input (`corpus`, `kill_at`: a number of steps, or null) one line with the number of
steps that were taken, and of the signal that ended the run, is printed. A step is a statement of SQL or a write to the
archive; of the write at which it is killed, only a part arrives.
"""

import io
import json
import os
import random
import signal
import sys
import tempfile
from contextlib import redirect_stdout

from corpora import ARTICLE

import corpus.frontier
import corpus.store
import pipeline
import spiders.archive
from corpus.database import connect
from extract import read
from spiders import settings


class Steps:
    """Counts the steps of a run, and ends it at the one it was told."""

    def __init__(self, kill_at: int | None, pipe: int):
        self.count, self.kill_at, self.pipe = 0, kill_at, pipe

    def take(self, *_: object) -> bool:
        """One step more; gives whether it is the last, which the caller does by halves."""
        self.count += 1
        return self.count == self.kill_at

    def end(self, *_: object) -> None:
        if self.take():
            os.kill(os.getpid(), signal.SIGKILL)

    def install(self) -> None:
        steps = self

        class Torn(io.FileIO):
            def write(self, data: bytes) -> int:
                if steps.take():
                    super().write(data[: random.Random(steps.kill_at).randrange(len(data))])
                    os.kill(os.getpid(), signal.SIGKILL)
                return super().write(data)

        def watched(*arguments: object):
            connection = connect(*arguments)
            connection.set_trace_callback(self.end)
            return connection

        corpus.frontier.connect = corpus.store.connect = watched
        spiders.archive.open = lambda path, mode, buffering=-1: (Torn if "a" in mode else open)(path, mode)


def run(job: dict, pipe: int) -> None:
    """One run, in this process, which ends with it."""
    said = os.open(job["corpus"] + ".log", os.O_CREAT | os.O_RDWR | os.O_APPEND)
    for stream in (0, 1, 2):
        os.dup2(said, stream)
    steps = Steps(job["kill_at"], pipe)
    steps.install()
    try:
        pipeline.cli(["run", "--source", "bao-mau", "--corpus", job["corpus"]], standalone_mode=False)
    finally:
        os.write(pipe, str(steps.count).encode())
    os._exit(0)


def warm_up() -> None:
    """What takes long to import and to load is there for all forks, and for the forks that these make to read pages."""
    with tempfile.TemporaryDirectory() as folder, open(os.devnull, "w") as nowhere, redirect_stdout(nowhere):
        pipeline.cli(["run", "--source", "sonoivu-mau", "--corpus", f"{folder}/corpus.db"], standalone_mode=False)
    read(ARTICLE)


if __name__ == "__main__":
    warm_up()
    settings.SAMPLE_SITE = sys.argv[1]
    for line in sys.stdin:
        reading, writing = os.pipe()
        child = os.fork()
        if not child:
            os.close(reading)
            run(json.loads(line), writing)
        os.close(writing)
        with os.fdopen(reading) as pipe:
            taken = pipe.read()
        _, status = os.waitpid(child, 0)
        ended_by = os.WTERMSIG(status) if os.WIFSIGNALED(status) else -os.WEXITSTATUS(status)
        print(json.dumps([int(taken or 0), ended_by]), flush=True)
