"""Articles per second and core, against the obvious script: underthesea's NER by sentence and dateparser on the text.

Both read the same articles in one process on one core, by turns. `python -m benchmarks.extraction --help` says what can
be set. The articles are those of the sample site unless files are given.
"""

from __future__ import annotations

import itertools
import os
import resource
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from statistics import median

import click

for _threads in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ[_threads] = "1"  # a core each

from extract import Article, read  # noqa: E402
from spiders.inputs import read_inputs  # noqa: E402

SAMPLE = Path(__file__).resolve().parent.parent / "data" / "sample" / "gold"
#: Words of a text without a mark in it: one line, made longer and longer.
UNPUNCTUATED = "Đoàn kiểm tra UBND xã Nghi Ân ngày 9/2 phát hiện chưa đeo thẻ ông Nguyễn Văn Tám Giám đốc Sở Y tế".split()


@click.command()
@click.option("--general", type=click.Path(exists=True), help="General news (.jsonl[.gz] or a folder of .txt).")
@click.option("--inspections", type=click.Path(exists=True), help="Articles on inspections.")
@click.option("--articles", "number", default=100, show_default=True, help="How many of each.")
@click.option("--rounds", default=3, show_default=True, help="How often each is measured; the median counts.")
@click.option("--growth", is_flag=True, help="Measure instead how time grows with a line, and memory with articles.")
def benchmark(general: str | None, inspections: str | None, number: int, rounds: int, growth: bool) -> None:
    """Articles per second and core of this extractor and of the obvious script, and their ratio."""
    if growth:
        show_growth(inspections)
        return
    told, untold = split_sample()
    for name, given, sample in (("general news", general, untold), ("inspections", inspections, told)):
        articles = list(itertools.islice(articles_of(given), number)) if given else sample[:number]
        compare(name, articles, rounds)


def articles_of(path: str) -> Iterator[Article]:
    return (article for article in read_inputs([path]) if isinstance(article, Article))


def split_sample() -> tuple[list[Article], list[Article]]:
    """The sample's articles that tell an inspection, and the others."""
    import json

    gold = {file.stem: json.loads(file.read_text("utf-8"))["relevant"] for file in SAMPLE.glob("*.json")}
    articles = list(articles_of(str(SAMPLE)))
    return [a for a in articles if gold[a.id]], [a for a in articles if not gold[a.id]]


def compare(name: str, articles: list[Article], rounds: int) -> None:
    ways: dict[str, Callable[[Article], object]] = {"obvious": obvious, "ours": read}
    seconds: dict[str, list[float]] = {way: [] for way in ways}
    for way in ways.values():  # load models and lexicons
        way(Article("first", "Kiểm tra đột xuất", (("paragraph", " ".join(UNPUNCTUATED)),)))
    for _ in range(rounds):
        for way, function in ways.items():
            begun = time.process_time()
            for article in articles:
                function(article)
            seconds[way].append(time.process_time() - begun)
    rates = {way: len(articles) / median(taken) for way, taken in seconds.items()}
    click.echo(
        f"{name:>12}: {len(articles)} articles, obvious script {rates['obvious']:8.2f}/s,"
        f" this extractor {rates['ours']:8.1f}/s, ratio {rates['ours'] / rates['obvious']:.0f}"
    )


def obvious(article: Article) -> tuple[bool, list, list]:
    """What one would write first: a keyword for relevance, NER sentence by sentence, dates looked for in the text."""
    from dateparser.search import search_dates
    from underthesea import ner, sent_tokenize

    text = article.text
    tagged = [ner(sentence) for sentence in sent_tokenize(text)]
    return "kiểm tra" in text or "thanh tra" in text, tagged, search_dates(text, languages=["vi"]) or []


def show_growth(inspections: str | None) -> None:
    """Seconds for one line of more and more words, and the most memory after more and more articles."""
    for words in (20_000, 40_000, 80_000):
        line = " ".join(itertools.islice(itertools.cycle(UNPUNCTUATED), words))
        begun = time.process_time()
        read(Article("line", "Kiểm tra đột xuất", (("paragraph", line),)))
        taken = time.process_time() - begun
        click.echo(f"{words:>7,} words in one line: {taken:6.2f} s, {taken / words * 1e6:.0f} µs a word")
    pool = list(articles_of(inspections)) if inspections else split_sample()[0]
    done = 0
    for target in (500, 1000, 2000):
        for article in itertools.islice(itertools.cycle(pool), target - done):
            read(article)
        done = target
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
        click.echo(f"{done:>7,} articles: at most {most:,.0f} MB")


if __name__ == "__main__":
    benchmark()
