"""A process that reads pages beside the crawl: in order, gone when it is to be, and told where it goes before."""

import os
import signal
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import pytest
from corpora import dump
from test_pipeline import call, ready  # noqa: F401 (a fixture)

import pipeline
from corpus.store import Corpus
from spiders.beside import MOST, Beside

ROOT = Path(__file__).resolve().parent.parent
KILL = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")


def squared(number: int) -> int:
    return number * number


def test_what_is_offered_comes_back_in_order_from_another_process():
    with Beside(squared) as beside:
        assert list(beside.map(range(100))) == [(number, number * number) for number in range(100)]
        assert beside.offer(iter(range(100))) == list(range(MOST))  # the rest waits where it is
        assert beside.offer(iter([7])) == []
        assert list(beside.done(wait=True)) == [(number, number * number) for number in range(MOST)]
        assert list(beside.done(wait=True)) == list(beside.map([])) == []
    with Beside(lambda _: os.getpid()) as beside:
        assert next(beside.map([0]))[1] != os.getpid()


@KILL
def test_a_process_that_was_killed_is_an_error_and_no_wait():
    with Beside(lambda number: os.kill(os.getpid(), signal.SIGKILL)) as beside:
        with pytest.raises(ChildProcessError, match="has ended"):
            list(beside.map(range(20)))


ORPHAN = """
import os, signal
from spiders.beside import Beside

beside = Beside(abs)
print(*beside.map([-1]), flush=True)
os.kill(os.getpid(), signal.SIGKILL)
"""


@KILL
def test_it_ends_with_the_process_that_made_it_however_that_ends():
    # Their common output ends when the last of them has ended.
    done = subprocess.run([sys.executable, "-c", ORPHAN], cwd=ROOT, stdout=subprocess.PIPE, text=True, timeout=60)
    assert (done.returncode, done.stdout) == (-signal.SIGKILL, "(-1, 1)\n")


@KILL
def test_a_page_at_which_the_reading_dies_is_told_in_one_line_and_costs_no_other(tmp_path, monkeypatch):
    look_into, seen = pipeline.look_into, []

    def dies(archive, capture):
        seen.append(capture)
        if len(seen) == 5:
            os.kill(os.getpid(), signal.SIGKILL)
        return look_into(archive, capture)

    whole, path = tmp_path / "whole" / "corpus.db", tmp_path / "corpus.db"
    assert call("run", "--source", "sonoivu-mau", "--corpus", whole).code == 0
    with monkeypatch.context() as patched:
        patched.setattr(pipeline, "look_into", dies)
        done = call("run", "--source", "sonoivu-mau", "--corpus", path)
    (line,) = [line for line in done.err.splitlines() if line.startswith("Error")]
    assert done.code == 1 and "the process that reads pages has ended (exit code -9)" in line
    assert call("run", "--source", "sonoivu-mau", "--corpus", path).code == 0
    with closing(Corpus(whole)) as a, closing(Corpus(path)) as b:
        assert dump(a) == dump(b)
