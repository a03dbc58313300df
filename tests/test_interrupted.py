"""Killed at any instant and run again, a crawl ends as if nothing had happened."""

import json
import os
import random
import signal
import subprocess
import sys
from collections import Counter
from contextlib import closing, contextmanager
from pathlib import Path

import pytest
from corpora import dump

from benchmarks.site import TELLING, PressSite
from corpus.frontier import Frontier
from corpus.store import Corpus
from spiders.sample_site import serve

ROOT = Path(__file__).resolve().parent.parent
SITE = PressSite(400)
#: So many runs, one after the other, are killed before one may come to its end.
KILLS = 20


class Runs:
    """Runs over SITE, and how often each page of it was asked for."""

    def __init__(self, process, asked):
        self.process, self.asked = process, asked

    def run(self, corpus: Path, kill_at: int | None = None) -> tuple[int, int]:
        """(steps taken, signal that ended it) of one run."""
        self.process.stdin.write(json.dumps({"corpus": str(corpus), "kill_at": kill_at}) + "\n")
        self.process.stdin.flush()
        return tuple(json.loads(self.process.stdout.readline()))


@contextmanager
def runs():
    asked = Counter()

    def respond(url, headers):
        asked[url] += 1
        return SITE.respond(url, headers)

    with serve(respond) as proxy:
        command = [sys.executable, str(ROOT / "tests" / "interrupted.py"), proxy]
        pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.DEVNULL, "text": True}
        with subprocess.Popen(command, cwd=ROOT, env=os.environ | {"PYTHONPATH": str(ROOT)}, **pipes) as process:
            yield Runs(process, asked)
            process.stdin.close()


def contents(corpus: Path) -> dict:
    with closing(Corpus(corpus)) as opened:
        return dump(opened)


def archived(corpus: Path) -> list[tuple[str, str]]:
    with closing(Frontier(corpus.with_suffix(".frontier.db"))) as frontier:
        return sorted((capture.url, capture.sha256) for capture in frontier.captures(None))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no kill -9 here")
def test_killed_at_twenty_instants_it_ends_in_the_same_corpus(tmp_path):
    with runs() as crawl:
        undisturbed = tmp_path / "undisturbed.db"
        steps, ended_by = crawl.run(undisturbed)
        assert ended_by == 0 and set(crawl.asked.values()) == {1}
        expected = contents(undisturbed)
        assert len(expected["articles"]) == SITE.articles
        assert len({row[1] for row in expected["inspections"]}) == SITE.articles // TELLING
        corpus, chance, in_flight = tmp_path / "killed.db", random.Random(20), set()
        crawl.asked.clear()
        for _ in range(KILLS):
            kill_at = chance.randrange(1, steps // KILLS)
            _, ended_by = crawl.run(corpus, kill_at)
            assert ended_by == signal.SIGKILL, kill_at
            in_flight |= set(crawl.asked) - {url for url, _ in archived(corpus)}
        assert crawl.run(corpus)[1] == 0
        assert contents(corpus) == expected
        assert archived(corpus) == archived(undisturbed)
        twice = {url for url, times in crawl.asked.items() if times > 1}
        assert twice <= in_flight and len(in_flight) <= KILLS and max(crawl.asked.values()) <= 3
