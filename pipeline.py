#!/usr/bin/env python
"""Command line: from the pages of a press site to "who was inspected, when". It wires, and decides nothing."""

from __future__ import annotations

import json
import shlex
import sqlite3
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, field, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

# What takes long to import (Scrapy, spaCy, rich) is imported by the commands that need it: --help is quick.
if TYPE_CHECKING:
    from corpus.frontier import Capture, Frontier
    from corpus.query import Question
    from corpus.statistics import Statistics
    from corpus.status import Status
    from corpus.store import Corpus
    from extract import Article, Inspection
    from spiders.archive import Archive
    from spiders.beside import Beside
    from spiders.spider import CrawlSummary

ACTIVITIES = ("kiểm tra", "thanh tra", "giám sát", "kiểm toán")
STAGES = ("announced", "under_way", "concluded")
ROOT = Path(__file__).resolve().parent
DEFAULT_CORPUS = ROOT / "data" / "corpus.db"
MODELS = ROOT / "data" / "models"
#: Inspections that `run` and `extract --from-archive` show at their end.
SHOWN = 60
#: Pages of a source that a run could not fetch and names.
MOST_FAILURES = 10
#: Inspections that a table of `query` shows at once, and similar names that a note tells.
PAGE, MOST_NAMES = 20, 5
SHELL = '"$`\\!'


class Commands(click.Group):
    """Commands whose expected failures are one line on standard error and exit code 1."""

    def invoke(self, context: click.Context) -> Any:
        from corpus.database import DatabaseError

        for stream in (sys.stdout, sys.stderr):
            if hasattr(stream, "reconfigure"):  # Vietnamese, wherever the output goes
                stream.reconfigure(encoding="utf-8", errors="replace")
        try:
            return super().invoke(context)
        except DatabaseError as error:
            raise click.ClickException(str(error)) from error
        except sqlite3.Error as error:
            raise click.ClickException(f"the corpus or its frontier: {error}") from error
        except BrokenPipeError:
            raise
        except OSError as error:
            where = f"{error.filename}: " if error.filename else ""
            raise click.ClickException(f"{where}{error.strerror or error}") from error


class EdtfDate(click.ParamType):
    """A day, month or year; becomes its first or its last day (YYYY-MM-DD)."""

    name = "date"

    def __init__(self, last: bool):
        self.last = last

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        from corpus.edtf import days

        try:
            day = days(value)[self.last]
        except ValueError as error:
            self.fail(str(error), param, context)
        if day is None or "/" in value:
            self.fail(f"{value!r} is no day, month or year of the calendar", param, context)
        return day


class Day(click.ParamType):
    """A day, YYYY-MM-DD."""

    name = "date"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        from datetime import date

        try:
            return date.fromisoformat(value).isoformat()
        except ValueError:
            self.fail(f"{value!r} is no day like 2022-02-09", param, context)


class NightHours(click.ParamType):
    """Hours of the day: 22-6."""

    name = "hours"

    def convert(self, value: str, param: click.Parameter | None, context: click.Context | None) -> str:
        from spiders.manners import Hours

        try:
            Hours.parse(value)
        except ValueError as error:
            self.fail(str(error), param, context)
        return value


def format_option(*formats: str) -> Callable:
    return click.option("--format", "style", type=click.Choice(formats), default="table", help="[default: table]")


def corpus_option(default: Path | None, text: str) -> Callable:
    return click.option("--corpus", "path", type=click.Path(path_type=Path), metavar="FILE", default=default, help=text)


def conditions(command: Callable) -> Callable:
    """The options that say what a question asks for."""
    options = (
        click.option("--from", "first", type=EdtfDate(False), metavar="DATE", help="From this day, month or year on."),
        click.option("--to", "last", type=EdtfDate(True), metavar="DATE", help="Up to and including this one."),
        click.option("--province", metavar="NAME", help="One of today, with all that merged into it, or an old one."),
        click.option("--leader", metavar="NAME", help="Words of the name or the office of who led the inspection."),
        click.option("--category", metavar="CLASS", help="Violations of this class, like work_hours."),
        click.option("--activity", metavar="WORDS", help="kiểm tra, thanh tra, giám sát or kiểm toán."),
        click.option("--stage", type=click.Choice(STAGES), help="How far it has come."),
        click.option("--surprise/--no-surprise", default=None, help="Only those without notice, or only the others."),
        click.option("--source", metavar="NAME", help="Words of the name of the source."),
        click.option("--text", metavar="WORDS", help='Words, or "a phrase", that the article must have.'),
    )
    for option in reversed(options):
        command = option(command)
    return command


whole_corpus = corpus_option(
    DEFAULT_CORPUS, "A SQLite file; its frontier and archive stand beside it.  [default: data/corpus.db]"
)


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 110})
def cli() -> None:
    """Who was inspected, when: inspections in Vietnam's provincial press, each with the sentence that proves it.

    \b
    Begin with:   python pipeline.py run
    Then ask:     python pipeline.py query "sở nội vụ" --from 2022-01-01 --to 2022-12-31
    """


@cli.command()
@click.option("--source", "names", multiple=True, metavar="NAME", help="Crawl this source (see `sources`); repeatable.")
@click.option("--since", type=Day(), metavar="DATE", help="Only articles of this day (YYYY-MM-DD) and later.")
@click.option("--until", type=Day(), metavar="DATE", help="Only articles of this day and earlier.")
@click.option("--year", type=click.IntRange(1996, 2100), metavar="YYYY", help="Fill in a whole year.")
@click.option("--search", "keyword", metavar="WORDS", help="Ask the source's own search instead of its listings.")
@click.option("--night", type=NightHours(), metavar="HOURS", help="Fetch only in these hours in Vietnam, like 22-6.")
@click.option("--refetch", is_flag=True, help="Ask for the articles that are archived anew, where they have changed.")
@click.option("--contact", metavar="TEXT", help="A mail address or page for webmasters  [env: THANHTRA_CONTACT]")
@whole_corpus
def run(
    names: tuple[str, ...],
    since: str | None,
    until: str | None,
    year: int | None,
    keyword: str | None,
    night: str | None,
    refetch: bool,
    contact: str | None,
    path: Path,
) -> None:
    """Crawl, archive, parse, extract, store and show.

    Without --source the bundled sample press site is crawled: its pages are made up. What is archived is not fetched
    again, and a run that was interrupted, however rudely, goes on where it was.

    With --since, --until or --year listings are paged through until their dates run out, and the sitemaps that
    robots.txt names are read; otherwise only as far as there is news.

    Sites are asked politely: robots.txt is obeyed, one page at a time, and who asks to be left alone is. --contact is
    told to them with every request; `status` tells how they are doing.
    """
    from corpus.query import Question, ask
    from corpus.statistics import Statistics
    from spiders.beside import Following
    from spiders.crawl import crawl
    from spiders.manners import user_agent
    from spiders.sources import SAMPLE, all_sources, by_name

    known = [source.name for source in all_sources()]
    for name in names:
        if name not in known:
            raise click.BadParameter(f"no source {name!r}; there are: {', '.join(known)}", param_hint="--source")
    names = names or SAMPLE
    if year:
        if since or until:
            raise click.UsageError("--year says both --since and --until.")
        since, until = f"{year}-01-01", f"{year}-12-31"
    if since and until and until < since:
        raise click.BadParameter(f"{until} is before --since {since}", param_hint="--until")
    if keyword is not None and (mute := [name for name in names if by_name(name).search_url is None]):
        raise click.BadParameter(f"the site search of {', '.join(mute)} is not known", param_hint="--search")
    tally = Tally(statistics=Statistics())
    settings = {"USER_AGENT": user_agent(contact)} if contact else {}
    with reader(path) as beside, closing(open_corpus(path)) as corpus, crawl_memory(path) as (frontier, archive):
        note(f"Crawling {', '.join(names)}{' (the bundled sample: made-up pages)' if names == SAMPLE else ''} ...")
        arguments = {"since": since, "until": until, "keyword": keyword, "night": night, "refetch": refetch}
        with intake(corpus, "run", tally) as into:
            following = Following(beside, frontier, into.take)
            try:
                with progress("fetching") as step:

                    def came(_: CrawlSummary, url: str) -> None:
                        step(url)
                        following.step()

                    summaries = crawl(names, frontier, archive, came, settings, **arguments)
            except KeyboardInterrupt:
                raise click.ClickException("interrupted; what was fetched is kept, and the next run goes on") from None
            following.catch_up()
            tally.statistics.crawled(summaries)
            for summary in summaries:
                show_summary(summary, tally)
            take_all(into, beside.map(unread(corpus, frontier.newest())))  # what an earlier run left
        if any(summary.fetched for summary in summaries) or tally.articles:
            note(f"{tally.articles} articles read, {tally.new} of them new.")
        else:
            note("Nothing new: nothing fetched, nothing added.")
        rows = ask(corpus, Question(sources=tuple(names)))
        show_newest(rows)
        counts = corpus.counts()
    note(f"{shown(path)} holds {counts['inspections']} inspections out of {counts['articles']} articles.")
    if example := next((row for row in reversed(rows) if row["first_day"] and row["agency"]), None):
        note(f"Now ask it:  {next_command(example['agency'], example['first_day'][:4], path)}")
    tally.end()


@cli.command()
@format_option("table", "csv", "json")
@whole_corpus
def status(style: str, path: Path) -> None:
    """Show how each source is doing, and exit with 1 when one needs a person.

    \b
    healthy   as usual
    degraded  fields, pages or whole months are missing that its own history would have
    silent    no article for much longer than usual, or its listings name none
    blocked   the site gives something else: a challenge, a login, a robots.txt that forbids
    gone      its start points are no longer there

    Coverage is the share of articles that have title, sapo, date, author and body in the last run (csv and json: and
    before); the table names those fields that some articles lack.
    """
    from corpus import status as sources_status
    from spiders.sources import all_sources

    existing(path)
    with closing(open_corpus(path)) as corpus, crawl_memory(path) as (frontier, _):
        cadences = {source.name: source.cadence for source in all_sources()}
        found = list(sources_status.status(corpus, frontier, cadences))
    show_status(found, style)
    bad = [one for one in found if one.needs_a_person]
    note(f"{len(found)} sources were crawled, {len(bad)} of them need a person.")
    if bad:
        sys.exit(1)


@cli.group()
def archive() -> None:
    """Look after the archive: the pages as they came, in WARC files."""


@archive.command()
@whole_corpus
def verify(path: Path) -> None:
    """Read and hash every archived page anew, and report what is not as it was.

    A last record that a crash cut short is cut off first; its page is fetched again by the next run.
    """
    existing(archive_path(path))
    tally = Tally()
    with crawl_memory(path) as (frontier, pages), progress("verifying") as step:
        note(f"{shown(pages.directory)}: {len(pages.files())} files")
        if frontier.repaired:
            note(f"{frontier.repaired} records put right that a crash had left half done")
        for capture, wrong in pages.verify(frontier.captures(None)):
            tally.articles += 1
            if wrong:
                tally.problem(f"{capture.file} at {capture.offset}: {wrong}: {capture.url}")
            step(capture.url)
        for file, start, length in pages.unaccounted(frontier.captures(None)):
            tally.problem(f"{file} at {start}: {length} bytes that are no record of the index")
    note(f"{tally.articles} records read and hashed, {tally.problems} problems.")
    tally.end()


@cli.command()
@format_option("table", "csv", "json")
def sources(style: str) -> None:
    """List the sources that `run --source` can crawl.

    "evidence" says how the selectors are known: from markup that was seen, from public code, or inferred from
    addresses; csv and json say it in words too ("known"), and what became of province and domain in July 2025.
    """
    from spiders.sources import all_sources, describe

    rows = [describe(source) for source in all_sources()]
    short = ("name", "publisher", "province", "kind", "family", "evidence", "start_points")
    show_rows(rows, short if style == "table" else tuple(rows[0]), style)


@cli.command()
@click.argument("name")
@click.argument("url")
@click.option(
    "--page", "file", type=click.Path(path_type=Path), metavar="FILE", help="The page, saved; else it is fetched."
)
@click.option("--publisher", metavar="TEXT", help="Who publishes it.  [default: what the page says]")
@click.option("--province", metavar="CODE", help="Statistical code of the province before July 2025.")
@click.option(
    "--kind",
    type=click.Choice(["newspaper", "department", "inspectorate", "portal"]),
    default="newspaper",
    help="[default: newspaper]",
)
def new_source(name: str, url: str, file: Path | None, publisher: str | None, province: str | None, kind: str) -> None:
    """Make the source NAME out of one article of it, at URL.

    Guesses the CMS family from the page, writes the spider (about ten lines, yours to correct), saves the page as a
    fixture, runs the parser, and leaves a golden file: tests/test_golden.py fails until a person has compared its
    fields with the page and set "confirmed" to true. docs/sources.md shows it from start to end.
    """
    from spiders.new_source import SourceError, create, fetch
    from spiders.page import Page

    try:
        page = Page(url, file.read_bytes()) if file else fetch(url)
        made = create(name, page, ROOT, publisher, province, kind)
    except SourceError as error:
        raise click.ClickException(str(error)) from error
    article = made.article
    note(f"family {made.family}; wrote {shown(made.spider)}, {shown(made.page)} and {shown(made.golden)}")
    for part in ("title", "sapo", "published", "author"):
        note(f"  {part}: {getattr(article, part)}  [{article.how.get(part, 'not found')}]")
    note(f"  body: {len(article.paragraphs)} paragraphs, {len(article.captions)} captions")
    note(f'Compare with the page, set "confirmed" to true, then:  python -m pytest tests/test_golden.py -k {name}')


@cli.command()
@click.argument("file", type=click.Path(path_type=Path))
@click.option("--url", help="Where the page is from; without it, what the page gives as its own address.")
def parse(file: Path, url: str | None) -> None:
    """Show how a saved page is read: the article in FILE (HTML) as JSON."""
    from extract import Article
    from spiders.inputs import read_html_file

    result = read_html_file(str(file), file.read_bytes(), file.stem, url)
    if not isinstance(result, Article):
        raise click.ClickException(str(result))
    names = ("url", "title", "sapo", "paragraphs", "captions", "published", "author", "family", "how")
    click.echo(json.dumps({name: getattr(result, name) for name in names}, ensure_ascii=False, indent=2))


@cli.command()
def codebook() -> None:
    """Print what each table and column of a corpus means, as Markdown: docs/codebook.md."""
    from corpus.codebook import markdown
    from corpus.store import Corpus

    with closing(Corpus()) as corpus:
        click.echo(markdown(corpus.db), nl=False)


@cli.command("import")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...")
@click.option("--all-hosts", is_flag=True, help="Take pages from WARC and WACZ files on hosts of no source, too.")
@whole_corpus
def import_pages(paths: tuple[str, ...], all_hosts: bool, path: Path) -> None:
    """Take pages that you have into the archive and the corpus, as if they had been crawled.

    A PATH is a .warc[.gz] (Common Crawl News as it is published, streamed), a .wacz, a saved .html, a .jsonl[.gz] of
    {"html", "url", "fetched_at"}, or a folder of these. A page belongs to the source on whose host it is; its parser
    is that of the day on which it was fetched or saved. What is archived already is passed over.
    """
    from spiders.imports import take

    tally = Tally()
    with reader(path) as beside, closing(open_corpus(path)) as corpus, crawl_memory(path) as (frontier, archive):
        with progress("importing") as step:
            done = take(paths, frontier, archive, tally.problem, step, all_hosts)
        note(
            f"{done.taken} articles archived, {done.known} known before;"
            f" {done.no_article} pages without an article, {done.other_hosts} on hosts of no source"
        )
        for name, count in sorted(done.by_source.items()):
            note(f"  {name}: {count}")
        with intake(corpus, "import", tally) as into:
            take_all(into, beside.map(unread(corpus, frontier.newest())))
        counts = corpus.counts()
    note(f"{shown(path)} holds {counts['inspections']} inspections out of {counts['articles']} articles.")
    tally.end()


@cli.command()
@click.argument("paths", nargs=-1, metavar="[PATH]...")
@click.option("--from-archive", is_flag=True, help="Read every archived page of the corpus anew, without a network.")
@click.option("--published", type=Day(), metavar="DATE", help="Publication date of articles that give none.")
@format_option("table", "csv", "json", "jsonl")
@corpus_option(None, "Store what is found in this corpus too.")
def extract(paths: tuple[str, ...], from_archive: bool, published: str | None, style: str, path: Path | None) -> None:
    """Find the inspections in texts you have: .txt, .html, .jsonl[.gz], .warc[.gz], .wacz, folders, - (stdin).

    In a .txt the first line is the title, and a dd/mm/yyyy line under it the publication date. With --format jsonl
    one object an article is printed, in the format of the annotation guideline, with the evidence for each value.
    Nothing is stored unless --corpus is given; --from-archive stores in the corpus whose archive it reads.
    """
    from corpus.query import Question, ask
    from corpus.store import Corpus

    if from_archive == bool(paths):
        raise click.UsageError("Give PATHs, or --from-archive.")
    if from_archive and published:
        raise click.UsageError("--published goes with PATHs: archived pages have the dates that they have.")
    tally = Tally()
    emit = print_guideline if style == "jsonl" else None
    if from_archive:
        path = path or DEFAULT_CORPUS
        if not archive_path(path).is_dir():
            raise click.ClickException(f"{shown(archive_path(path))}: no such archive; `run` makes one")
        with reader(path) as beside, closing(open_corpus(path)) as corpus, crawl_memory(path) as (frontier, _):
            with intake(corpus, "extract --from-archive", tally, emit=emit) as into:
                take_all(into, beside.map(frontier.newest()))
            rows = ask(corpus, Question(run=into.number))
    else:
        with closing(open_corpus(path) if path else Corpus()) as corpus:
            with intake(corpus, "extract", tally, emit=emit, keep=bool(path) or not emit) as into:
                take_all(into, ((None, look_at(article)) for article in given(paths, published, tally)))
            rows = ask(corpus, Question(run=into.number)) if into.keep else []
    if not emit:
        show_inspections(rows, style)
    note(f"{tally.articles} articles read" + (f" into {shown(path)}, {tally.new} of them new." if path else "."))
    tally.end()


@cli.command()
@click.argument("agency", required=False)
@conditions
@click.option("--sort", metavar="KEY", help="date, published, confidence, with - before it for down; relevance.")
@click.option(
    "--limit", type=click.IntRange(0), metavar="N", help="So many inspections; 0: all.  [default: 20 in tables]"
)
@click.option("--page", type=click.IntRange(1), metavar="N", default=1, help="The Nth lot of --limit.")
@format_option("table", "csv", "json", "jsonl", "markdown")
@whole_corpus
def query(
    agency: str | None, surprise: bool | None, limit: int | None, page: int, sort: str | None, style: str, path: Path,
    **others: str | None,
) -> None:  # fmt: skip
    """Who was inspected, when: the inspections of AGENCY, or all, each with the sentence that proves it and the link.

    AGENCY is some words of the name in their order, with or without diacritics: "so cong thuong" finds "Sở Công
    Thương tỉnh Nghệ An", and "UBND TX Cửa Lò" finds "Ủy ban nhân dân thị xã Cửa Lò"; where no name has them, the names
    that are spelt most like it. A date counts when any day that it can mean is in the period. --text looks into the
    articles, --sort relevance puts first what is most about it.
    """
    from corpus.query import COLUMNS, COUNTED, Counted, Question, agencies_named, ask, at_least, snippets, undated

    question = asked(Question(agency=agency, surprise=surprise, sort=sort or "date", **others))
    if sort is None and question.text:
        question = replace(question, sort="relevance")
    existing(path)
    limit = (PAGE if style == "table" else 0) if limit is None else limit
    offset = limit * (page - 1)
    with closing(open_corpus(path)) as corpus:
        rows = ask(corpus, question, limit or None, offset)
        told = len({row["case_id"] for row in rows})
        if limit and told in (0, limit):
            found = at_least(corpus, question, offset + limit + COUNTED, shown=offset + told if told else 0)
        else:  # the last page
            found = Counted(offset + told, exact=True)
        left_out = undated(corpus, question)
        similar = [] if agency is None else agencies_named(corpus, agency, only_alike=True)
        columns = COLUMNS
        if question.text:
            columns = (*COLUMNS, "snippet")
            pieces = snippets(corpus, rows, question.text)
            rows = [row | {"snippet": pieces[row["article_id"]].text} for row in rows]
    show_inspections(rows, style, columns)
    if similar:
        note(f"Nothing is called {agency!r}; meant may be: {'; '.join(similar[:MOST_NAMES])}")
    if not found.number:
        note("No inspection in the corpus answers that.")
    elif limit and (found.number > told or not found.exact):
        shown_now = f"{offset + 1} to {offset + told}" if told else "None"
        goes_on = told and (offset + told < found.number or not found.exact)
        more = f"; --page {page + 1} shows the next" if goes_on else ""
        note(f"{shown_now} of {found} inspections{more}.")
    else:
        note(f"{found} inspections.")
    if left_out:
        note(f"{left_out} more without a known date; leave out --from and --to to see them.")


@cli.command()
@click.argument("name")
@format_option("table", "json")
@whole_corpus
def agency(name: str, style: str, path: Path) -> None:
    """Everything on one agency: its names, what it was before and became, inspections on a time line, violations by
    category, who led, which sources tell.

    NAME is as in `query`, or an agency_id. Where it means several agencies they are listed, each with its id.
    """
    from corpus import display
    from corpus.drawn import print_agency
    from corpus.overview import agencies_called, profile

    existing(path)
    with closing(open_corpus(path)) as corpus:
        found, similar = agencies_called(corpus, name)
        own = profile(corpus, found[0]["id"]) if len(found) == 1 else None
    if own is None and not found:
        raise click.ClickException(f"no agency is called {name!r}, or is spelt nearly so")
    if similar:
        note(f"Nothing is called {name!r}; this is spelt most like it.")
    if own is None:
        show_rows(found, ("id", "name", "inspections"), style, numbers=("inspections",))
        note(f"{len(found)} agencies have these words in a name; say more of it, or give the id.")
    elif style == "json":
        display.write_json([own], sys.stdout)
    else:
        print_agency(own, sys.stdout)


@cli.command()
@click.argument("agency", required=False)
@conditions
@click.option("--by", type=click.Choice(["month", "province", "category", "source", "coverage"]), help="Only this.")
@format_option("table", "csv", "json")
@whole_corpus
def stats(
    agency: str | None, surprise: bool | None, by: str | None, style: str, path: Path, **others: str | None
) -> None:
    """How many inspections there are by month, province, category and source, each beside what was watched.

    Conditions are those of `query`. Beside a count stand the articles of that month or place, and how many sources
    they are from: where nothing was watched, no inspection is no news. The coverage says which sources were crawled
    when, and which months of theirs have no article. csv and json have all months; csv needs --by.
    """
    from corpus.drawn import print_stats
    from corpus.overview import COLUMNS, COVERAGE, coverage
    from corpus.overview import stats as counted
    from corpus.query import Question

    if style == "csv" and not by:
        raise click.UsageError("--format csv is one table: say which with --by.")
    question = asked(Question(agency=agency, surprise=surprise, **others))
    existing(path)
    with closing(open_corpus(path)) as corpus:
        rows = [] if by == "coverage" else [row for row in counted(corpus, question) if by in (None, row["by"])]
        watched = coverage(corpus) if by in (None, "coverage") else []
    if style == "table":
        print_stats(rows, watched, sys.stdout)
    elif by == "coverage":
        show_rows(watched, COVERAGE, style)
    else:
        show_rows(rows + watched, COLUMNS, style)


@cli.group("case")
def case_group() -> None:
    """Look at cases: the reports of one inspection put together. Merge and split them by hand."""


decided_by = click.option("--reviewer", metavar="NAME", help="Who decides.  [default: the name of the user]")
with_note = click.option("--note", metavar="TEXT", help="Why.")


@case_group.command("show")
@click.argument("case")
@format_option("table", "csv", "json")
@whole_corpus
def case_show(case: str, style: str, path: Path) -> None:
    """Show what the reports of CASE say, side by side: which value is preferred, and why.

    CASE is a case_id or an inspection_id, as `query --format json` gives them; both name the reports in merge and
    split.
    """
    from corpus.cases import CaseError, side_by_side

    existing(path)
    with closing(open_corpus(path)) as corpus:
        try:
            rows = side_by_side(corpus.db, case)
        except CaseError as error:
            raise click.ClickException(str(error)) from error
    show_rows(rows, tuple(rows[0]), style)


@case_group.command("merge")
@click.argument("a")
@click.argument("b")
@decided_by
@with_note
@whole_corpus
def case_merge(a: str, b: str, reviewer: str | None, note: str | None, path: Path) -> None:
    """Take the cases A and B for one inspection. It is remembered, and no later linking undoes it."""
    decide("merge", a, b, reviewer, note, path)


@case_group.command("split")
@click.argument("a")
@click.argument("b")
@decided_by
@with_note
@whole_corpus
def case_split(a: str, b: str, reviewer: str | None, note: str | None, path: Path) -> None:
    """Take the inspections A and B of one case for two. Other reports of it go where they fit better."""
    decide("split", a, b, reviewer, note, path)


@case_group.command("relink")
@whole_corpus
def case_relink(path: Path) -> None:
    """Compare all inspections anew, as after a change of the rules; what was decided by hand stays."""
    from corpus.cases import settle_all

    existing(path)
    with closing(open_corpus(path)) as corpus, progress("linking") as step:
        for done in settle_all(corpus.db):
            step(f"{done}")
        note(f"{corpus.counts()['inspections']} inspections out of {corpus.db['inspections'].count} reports.")


def decide(what: str, a: str, b: str, reviewer: str | None, why: str | None, path: Path) -> None:
    """Merge or split cases of a corpus."""
    from getpass import getuser

    from corpus import cases
    from corpus.store import now

    existing(path)
    with closing(open_corpus(path)) as corpus:
        try:
            case = getattr(cases, what)(corpus.db, a, b, reviewer or getuser(), why, now())
        except cases.CaseError as error:
            raise click.ClickException(str(error)) from error
    note(f"{a} and {b} are one case now: {case}" if what == "merge" else f"{b} is of the case {case} now")


@cli.command()
@click.option("--host", default="127.0.0.1", metavar="HOST", help="Where to listen.  [default: this machine only]")
@click.option("--port", type=click.IntRange(0, 65535), default=8001, help="0 is any free one.  [default: 8001]")
@click.option(
    "--review",
    type=click.Choice(["loopback", "login", "off"]),
    help="Who may review: this machine, who has the login link, or nobody.  [default: loopback, elsewhere off]",
)
@whole_corpus
def serve(host: str, port: int, review: str | None, path: Path) -> None:
    """Open the corpus in a browser: search, inspections with their evidence, agencies, sources, review, SQL.

    Go to the address that is printed; Ctrl+C stops it. Every page is a link that can be kept, in Vietnamese or
    (?lang=en) English; what a search finds is also CSV, JSON and an Atom feed.

    \b
    serve                                for you, on this machine
    serve --host 0.0.0.0                 others read, nobody reviews
    serve --host 0.0.0.0 --review login  who opens the printed link reviews

    The pages are Datasette with this project's own; they need `pip install --editable '.[web]'`, work without the
    internet, and change nothing in the corpus but what is reviewed. See docs/web.md.
    """
    existing(path)
    try:
        from web import app
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error.name} is missing: pip install --editable '.[web]'") from error

    review = review or ("loopback" if app.is_loopback(host) else "off")
    site = app.application(path, review)
    with app.listen(host, port) as listening:
        address = app.address(host, listening)
        note(f"{shown(path)} is at {address} (Ctrl+C stops it)")
        if review == "login":
            note(f"Who opens this may review, once: {app.login(site, address)}")
        app.serve(site, listening)


@cli.command()
@click.argument("target", metavar="FILE|ARTICLE_ID")
@click.option("--html", "page", type=click.Path(path_type=Path), metavar="FILE", help="Write it as a displaCy page.")
@click.option("--all", "everything", is_flag=True, help="Show every candidate, however unlikely.")
@whole_corpus
def explain(target: str, page: Path | None, everything: bool, path: Path) -> None:
    """Show how an article is read: its text in colours, each value with its rule, each choice with its reasons.

    FILE is read like those of `extract`; ARTICLE_ID is an article of the corpus, by the id that `query --format json`
    gives ("article_id"). Of what the models refused, candidates are shown that came near. A reason is a feature with
    its weight; docs/extraction.md says what features are.
    """
    from corpus.explained import COLOURS, print_explanation
    from extract.components import document, html_page
    from extract.explain import NEAR, choices

    tally = Tally()
    if Path(target).exists():
        articles = list(given([target], None, tally))
    else:
        if not path.exists():
            raise click.ClickException(f"{target}: no such file, and there is no corpus {shown(path)}")
        with closing(open_corpus(path)) as corpus:
            articles = list(filter(None, [corpus.article(target)]))
        if not articles:
            raise click.ClickException(f"{target}: no such file, and no article of {shown(path)}")
    if page and len(articles) > 1:
        raise click.UsageError(f"--html takes one article; {target} holds {len(articles)}")
    for article in articles:
        doc = document(article)
        if page:
            page.write_text(html_page(article, doc._.inspections, COLOURS), encoding="utf-8")
            note(f"wrote {shown(page)}")
        else:
            near = 0 if everything else NEAR
            print_explanation(article, doc._.inspections, choices(doc._.analysis, near=near), sys.stdout)
    tally.end()


@cli.command()
@click.argument("gold_dir", required=False, type=click.Path(path_type=Path))
@click.option("--reviews", "judged", is_flag=True, help="How right the values are that people have judged, instead.")
@click.option("--predictions", type=click.Path(path_type=Path), metavar="FILE", help="Score this JSONL instead.")
@click.option("--errors", metavar="FIELD", help="List what was missed and what was wrong in this field, too.")
@click.option("--categories", is_flag=True, help="Count instead how well findings of each category are read.")
@format_option("table", "csv", "json")
@whole_corpus
def evaluate(
    gold_dir: Path | None, judged: bool, predictions: Path | None, errors: str | None, categories: bool, style: str,
    path: Path,
) -> None:  # fmt: skip
    """Precision, recall and F1 of each field on annotated articles: GOLD_DIR holds <id>.txt with <id>.json.

    The publication date comes from the annotation where it has one.

    With --reviews: of the values of a corpus that people have judged (`review`), the share that was right, by field
    and by the confidence that they had.
    """
    if judged:
        if gold_dir or predictions or errors or categories:
            raise click.UsageError("--reviews goes with --corpus and --format only.")
        show_accuracy(path, style)
        return
    if gold_dir is None:
        raise click.UsageError("Give GOLD_DIR, or --reviews.")
    from extract import as_guideline, read
    from extract.scoring import FIELDS, compare, score
    from extract.violations import by_category

    if errors and errors not in FIELDS:
        raise click.BadParameter(f"{errors!r} is none of {', '.join(FIELDS)}", param_hint="--errors")
    if errors and categories:
        raise click.UsageError("--errors or --categories, not both.")
    tally = Tally()
    gold: dict[str, dict] = {}
    predicted: dict[str, dict] = {}
    with progress("reading") as step:
        for name, annotation, article in annotated(gold_dir, tally, texts=predictions is None):
            gold[name] = annotation
            if article:
                predicted[name] = as_guideline(article, read(article))
            step(name)
    if predictions:
        predicted = {str(line["id"]): line for line in json_lines(predictions)}
    if not gold:
        raise click.ClickException(f"{gold_dir}: no annotations (*.json) in this folder")
    if missing := [name for name in gold if name not in predicted]:
        note(f"{len(missing)} of {len(gold)} articles have no prediction and count as empty: {', '.join(missing[:5])}")
    if errors:
        for name, annotation in gold.items():
            found = compare(annotation, predicted.get(name, {}))[errors]
            for kind, values in (("missed", found.missed), ("wrong", found.wrong)):
                for value in values:
                    click.echo(f"{name}: {kind} {value}", err=style != "table")
    if categories:
        rows = by_category(gold, predicted)
        show_rows(rows, tuple(rows[0]) if rows else (), style, numbers=("gold", "found", "predicted", "right"))
        note(f"{len(gold)} articles")
        tally.end()
        return
    figures = {
        field: {"precision": round(f.precision, 3), "recall": round(f.recall, 3), "f1": round(f.f1, 3)}
        | {"matched": f.matched, "predicted": f.predicted, "gold": f.gold}
        for field, f in score(gold, predicted).items()
    }
    if style == "json":
        click.echo(json.dumps(figures))
    else:
        rows = [{"field": field} | values for field, values in figures.items()]
        show_rows(rows, tuple(rows[0]), style, numbers=tuple(rows[0])[1:])
    note(f"{len(gold)} articles")
    tally.end()


@cli.command()
@click.argument("annotations", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option(
    "--general", required=True, type=click.Path(), metavar="FILE", help="General news (JSONL) without inspections."
)
@click.option(
    "--judged", type=click.Path(path_type=Path), metavar="FILE", help="Which of the general news a reader has judged."
)
@click.option(
    "--texts", type=click.Path(path_type=Path), metavar="DIR", help="The JSONL files that annotations by offsets name."
)
@click.option("--models", type=click.Path(path_type=Path), default=MODELS, help="Where to.  [default: data/models]")
@click.option("--weight", "weights", multiple=True, type=float, metavar="N", help="One for each: how much it counts.")
def train(
    annotations: tuple[Path, ...], general: str, judged: Path | None, texts: Path | None, models: Path,
    weights: tuple[float, ...],
) -> None:  # fmt: skip
    """Fit the models of the extractor to annotated articles, and write them as JSON.

    ANNOTATIONS are folders as for `evaluate`, or files like data/annotations/*.jsonl, which hold offsets into the
    articles of JSONL files in --texts. --judged is like data/annotations/general.tsv: an id, a tab, and 1 where the
    article tells an inspection after all, else 0. Needs the extra "train" (scikit-learn). The same articles give the
    same files, to the byte.
    """
    from extract.lexicon import LexiconError, read_table
    from extract.reader import may_tell

    try:
        from extract import training
    except ImportError as error:
        raise click.ClickException(f"{error}; pip install --editable '.[train]' brings it") from error
    tally = Tally()
    if weights and len(weights) != len(annotations):
        raise click.UsageError(f"--weight: {len(weights)} given for {len(annotations)} sets of annotations")
    try:
        verdicts = dict(read_table(judged)) if judged else {}
    except (LexiconError, ValueError) as error:
        raise click.ClickException(f"--judged: {error}") from error
    if odd := next((name for name, value in verdicts.items() if value not in ("0", "1")), None):
        raise click.ClickException(f"--judged: {odd} has {verdicts[odd]!r}, expected 0 or 1")
    pairs = []
    for path, weight in zip(annotations, weights or [1.0] * len(annotations), strict=True):
        if not path.is_dir() and texts is None:
            raise click.UsageError(f"{path}: annotations by offsets need --texts")
        given_here = annotated(path, tally) if path.is_dir() else annotated_lines(path, texts, tally)
        pairs += [(gold, article, weight) for _, gold, article in given_here if article]
    others = [article for article in given([general], None, tally) if may_tell(article)]
    if not pairs or not others or tally.problems:
        raise click.ClickException("nothing is fitted to incomplete articles")
    golds, articles, counts = zip(*pairs, strict=True)
    told = {name: value == "1" for name, value in verdicts.items()}
    fitted = training.train(list(articles), list(golds), list(counts), others, told, note)
    models.mkdir(parents=True, exist_ok=True)
    for name, model in fitted.items():
        (models / f"{name}.json").write_text(model.to_json(), encoding="utf-8")


# The history of a corpus: read anew, judged by people


@cli.command()
@click.option("--apply", "keep", is_flag=True, help="Store what was read. Without it nothing is written.")
@click.option("--each", is_flag=True, help="List every change instead of sums.")
@format_option("table", "json")
@whole_corpus
def reextract(keep: bool, each: bool, style: str, path: Path) -> None:
    """Read the corpus anew with today's rules, and show what changes: inspections and values added, changed, lost.

    Archived pages are parsed and read anew; articles that came from texts, or whose page is not archived any more, are
    read as they are stored. Changes are summed by source, and by rule: the one that finds a value now, or that had
    found one that is lost.

    What people have accepted stays, also where no rule finds it any more, and what they have rejected does not come
    back (docs/review.md).
    """
    from dataclasses import asdict

    from corpus.reextraction import WHAT, Changes
    from extract import VERSION, lexicon_version

    existing(path)
    tally, changes = Tally(), Changes()
    with reader(path) as beside, closing(open_corpus(path)) as corpus:
        with intake(corpus, "reextract", tally, keep=keep, before=changes.add) as into:
            take_all(into, anew(corpus, path, beside))
    rows = [asdict(change) for change in changes.each] if each else changes.summary()
    if rows or style == "json":
        columns = tuple(rows[0]) if rows else ()
        show_rows(rows, columns, style, numbers=WHAT)
    note(f"{changes.articles} articles read with extractor {VERSION}, lexicon {lexicon_version()}.")
    if changes.changed_texts:
        note(f"{changes.changed_texts} of them are parsed into another text than before.")
    if changes.set_aside:
        note(
            f"{changes.set_aside} accepted values rest on words that their articles no longer have; they are left out."
        )
    note("Stored." if keep else "Nothing was written; --apply stores it.")
    tally.end()


@cli.command()
@click.option(
    "--by",
    type=click.Choice(["confidence", "views"]),
    default="confidence",
    help="The least certain values first, or those of the inspections that were looked at most.  [default: confidence]",
)
@click.option("--article", metavar="ID", help="All values of this article that nobody has judged.")
@click.option("--field", metavar="FIELD", help="Only this field, such as dates.")
@click.option("--most", type=click.IntRange(1), default=20, metavar="N", help="So many values.  [default: 20]")
@click.option("--as", "reviewer", metavar="NAME", help="Who judges.  [default: your login name]")
@click.option("--list", "listed", is_flag=True, help="List the values instead of asking.")
@click.option("--verdict", type=click.Choice(["confirm", "correct", "reject", "missed"]), help="Judge without asking.")
@click.option("--inspection", metavar="ID", help="With --verdict: the inspection that is judged.")
@click.option("--value", metavar="TEXT", help="With --verdict: the value that is judged, where the field has several.")
@click.option("--new", metavar="TEXT", help="With --verdict correct or missed: the right value.")
@click.option("--words", metavar="TEXT", help="The words of the article that say it.  [default: those of the value]")
@click.option("--note", "remark", metavar="TEXT", help="With --verdict: kept with it.")
@click.option(
    "--done", metavar="ARTICLE_ID", help="All that the corpus has of this article is right, nothing is missed."
)
@format_option("table", "json")
@whole_corpus
def review(
    by: str,
    article: str | None,
    field: str | None,
    most: int,
    reviewer: str | None,
    listed: bool,
    verdict: str | None,
    inspection: str | None,
    value: str | None,
    new: str | None,
    words: str | None,
    remark: str | None,
    done: str | None,
    style: str,
    path: Path,
) -> None:
    """Judge values, each with its sentence in front: y (right), n (wrong), e (edit), m (add what is missed).

    Values that nobody has judged are asked for, one by one; s skips one, q quits. What is corrected or added needs the
    words of the article that say it. A leader is written "name | position", a date in EDTF.

    \b
    Without asking:
      review --list --format json
      review --verdict confirm --inspection ID --field dates --value 2022-02-09
      review --verdict correct --inspection ID --field dates --value 2022-02-09 --new 2022-02-08 --words "ngày 8/2"
      review --verdict missed --inspection ID --field agencies --new "Sở Y tế"
      review --verdict missed --article ID --field inspection --new "thanh tra" --words "Thanh tra tỉnh"
      review --done ARTICLE_ID
    """
    from getpass import getuser

    from corpus import reviews
    from corpus.reviewing import walk

    if field and field not in reviews.FIELDS:
        raise click.BadParameter(f"{field!r} is none of {', '.join(reviews.FIELDS)}", param_hint="--field")
    existing(path)
    who = {"reviewer": reviewer or getuser()}
    try:
        with closing(open_corpus(path)) as corpus:
            if done:
                count = reviews.done(corpus, done, **who)
                note(f"{done}: done; {count} values confirmed with it.")
            elif verdict:
                made = judge(corpus, verdict, inspection, article, field, value, new, words, who | {"note": remark})
                note(f"{verdict}: {made}")
            else:
                asked = reviews.questions(corpus, most, by, article, field)
                if listed:
                    rows = [question.row for question in asked]
                    columns = ("inspection_id", "field", "value", "confidence", "sentence")
                    show_rows(rows, columns, style)
                else:
                    note(
                        f"{len(asked)} values to judge as {who['reviewer']}." if asked else "Nothing is left to judge."
                    )
                    count = walk(corpus, asked, sys.stdout, who)
                    note(f"{count} judged.")
    except reviews.ReviewError as error:
        raise click.ClickException(str(error)) from error


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@click.option("--with-texts", is_flag=True, help="The texts of the articles too; they belong to their publishers.")
@whole_corpus
def export(folder: Path, with_texts: bool, path: Path) -> None:
    """Write the corpus to DIR as a release that can be cited: CSV, JSON lines, Parquet and SQLite.

    With it go a codebook, a datasheet (coverage, accuracy, gaps, licence), datapackage.json (Frictionless) and
    SHA256SUMS. Two releases of one corpus are the same to the byte. DIR is new, empty, or an earlier release, which is
    replaced; texts of articles are left out unless asked for, quotes and links stay. Needs the extra "release":
    pip install --editable '.[release]'.
    """
    from corpus.release import ReleaseError, write

    existing(path)
    try:
        with closing(open_corpus(path)) as corpus, progress("writing") as step:
            count = write(corpus, folder, with_texts, step)
    except ReleaseError as error:
        raise click.ClickException(str(error)) from error
    except ModuleNotFoundError as error:
        raise click.ClickException(f"{error.name} is not installed: pip install --editable '.[release]'") from error
    note(f"{count} files written to {shown(folder)}; begin with {shown(folder / 'datasheet.md')}.")


@cli.command()
@click.argument("folder", metavar="DIR", type=click.Path(path_type=Path))
@whole_corpus
def export_gold(folder: Path, path: Path) -> None:
    """Write the articles that people have judged as a whole to DIR, as `evaluate DIR` and `train DIR` read them.

    <id>.txt is the text, <id>.json the annotation in the guideline's format. An article is judged as a whole when
    someone said that it is done (`review --done`), or when all its values have been judged; only accepted values are
    written. DIR must be empty or new.
    """
    from corpus.reviews import gold

    existing(path)
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise click.ClickException(f"{shown(folder)}: not an empty folder")
    folder.mkdir(parents=True, exist_ok=True)
    count = 0
    with closing(open_corpus(path)) as corpus:
        for article, annotation in gold(corpus):
            text = json.dumps(annotation, ensure_ascii=False, indent=1)
            (folder / f"{annotation['id']}.txt").write_text(f"{article.text}\n", encoding="utf-8")
            (folder / f"{annotation['id']}.json").write_text(f"{text}\n", encoding="utf-8")
            count += 1
    note(f"{count} articles written to {shown(folder)}.")


def judge(
    corpus: Corpus,
    verdict: str,
    inspection: str | None,
    article: str | None,
    field: str | None,
    value: str | None,
    new: str | None,
    words: str | None,
    who: dict[str, str | None],
) -> int | str:
    """One verdict as it was given on the command line; gives the id of the review, or of an inspection added."""
    from corpus import reviews

    if not field:
        raise click.UsageError("--verdict needs --field.")
    if verdict in ("correct", "missed") and new is None:
        raise click.UsageError(f"--verdict {verdict} needs --new.")
    if verdict == "missed" and field == "inspection":
        if not (article and words):
            raise click.UsageError("An inspection that was missed needs --article and --words.")
        return reviews.missed_inspection(corpus, article, new, words, **who)
    if not inspection:
        raise click.UsageError("--verdict needs --inspection.")
    match verdict:
        case "confirm":
            return reviews.confirm(corpus, inspection, field, value, **who)
        case "reject":
            return reviews.reject(corpus, inspection, field, value, **who)
        case "correct":
            return reviews.correct(corpus, inspection, field, value, new, words, **who)
        case _:
            return reviews.missed(corpus, inspection, field, new, words, **who)


def show_accuracy(path: Path, style: str) -> None:
    """What people have judged, in one line for each field and band of confidence."""
    from corpus.reviews import accuracy

    existing(path)
    with closing(open_corpus(path)) as corpus:
        rows = accuracy(corpus)
    columns = ("field", "confidence", "judged", "right", "accuracy", "missed")
    if rows or style != "table":
        show_rows(rows, columns, style, numbers=columns[2:])
    note(f"{sum(row['judged'] for row in rows if row['confidence'] == 'all')} values judged")


# From articles to the corpus


@dataclass
class Tally:
    """What a command has done, and how often something stood in its way."""

    articles: int = 0
    new: int = 0
    problems: int = 0
    statistics: Statistics | None = None  # by source, where they are kept

    def problem(self, line: object) -> None:
        """Tell a problem in one line."""
        self.problems += 1
        note(f"Error: {line}")

    def end(self) -> None:
        """Exit code 1 where there was a problem."""
        if self.problems:
            sys.exit(1)


@dataclass(frozen=True)
class Look:
    """What was found: an article with what it tells; or `why` there is none, and what stood in the way by name; or, in
    one line, why it cannot be read (`broken`)."""

    article: Article | None = None
    inspections: list[Inspection] = field(default_factory=list)
    why: str = ""
    obstacle: str | None = None
    broken: str = ""


def look_at(article: Article) -> Look:
    """What an article tells."""
    from extract import read

    try:
        return Look(article, read(article))
    except Exception as error:  # one article must not cost the others
        return Look(broken=f"{article.url or article.id}: cannot be read ({type(error).__name__}: {error})")


def look_into(archive: Archive, capture: Capture) -> Look:
    """What an archived page holds."""
    from spiders.parse import NotAnArticle, parse_page

    try:
        return look_at(parse_page(archive.read(capture)))
    except NotAnArticle as error:
        return Look(why=str(error), obstacle=error.kind)
    except (OSError, ValueError) as error:
        return Look(broken=f"{capture.url}: {error}")


@dataclass
class Intake:
    """What was found goes through here: it is counted, given to `emit`, and where `keep` is set kept in the corpus.

    `before` gets it while the corpus is as it was.
    """

    corpus: Corpus
    number: int | None  # of the run, where anything is kept
    version: str  # of the rules
    lexicon: str  # version of the lexicons and models
    tally: Tally
    emit: Callable[[Article, list[Inspection]], None] | None = None
    keep: bool = True
    before: Callable[[Corpus, Article, list[Inspection]], None] | None = None

    def take(self, capture: Capture | None, look: Look) -> None:
        """Take in what was found, in the page that is archived as `capture` where there is one."""
        article, statistics = look.article, self.tally.statistics
        if look.broken:
            self.tally.problem(look.broken)
        elif article:
            if self.before:
                self.before(self.corpus, article, look.inspections)
            if self.keep:
                versions = {"extractor": self.version, "lexicon": self.lexicon}
                self.tally.new += self.corpus.put(article, look.inspections, run=self.number, page=capture, **versions)
            if self.emit:
                self.emit(article, look.inspections)
            if statistics:
                statistics.read(article)
            self.tally.articles += 1
        elif capture.kind == "article":  # others are robots.txt and what an index that was lost does not tell
            if self.keep:
                self.corpus.pass_over(capture, look.why, look.obstacle)
            if statistics:
                statistics.passed_over(capture.source, look.why, look.obstacle)
            note(f"  {capture.url}: no article: {look.why}")


@contextmanager
def intake(corpus: Corpus, command: str, tally: Tally, **options: Any) -> Iterator[Intake]:
    """An Intake, as a run that is noted in the corpus where anything is kept."""
    from extract import VERSION, lexicon_version
    from spiders.sources import all_sources

    facts = [
        {name: getattr(s, name) for name in ("name", "publisher", "province", "kind", "sample")} for s in all_sources()
    ]
    number = corpus.begin(command, VERSION, facts) if options.get("keep", True) else None
    into = Intake(corpus, number, VERSION, lexicon_version(), tally, **options)
    yield into
    if number is not None:
        corpus.finish(number, tally.articles, tally.problems, tally.statistics.rows() if tally.statistics else ())


def take_all(into: Intake, looks: Iterable[tuple[Capture | None, Look]]) -> None:
    """Take in all that is found, and show how far it is."""
    with progress("reading", beside=into.emit is not None) as step:
        for capture, look in looks:
            into.take(capture, look)
            step(look.article.title if look.article else look.why)


def reader(path: Path) -> Beside[Capture, Look]:
    """Looks into the archived pages of a corpus, in a process of its own; to be made before the corpus is opened."""
    from spiders.archive import Archive
    from spiders.beside import Beside

    return Beside(partial(look_into, Archive(archive_path(path))))


def anew(corpus: Corpus, path: Path, beside: Beside[Capture, Look]) -> Iterator[tuple[Capture | None, Look]]:
    """Every article of a corpus: out of its archived page where there is one, otherwise as it is stored."""
    from corpus.store import article_key

    seen = set()
    if archive_path(path).is_dir():
        with crawl_memory(path) as (frontier, _):
            for capture, look in beside.map(frontier.newest()):
                if look.article:
                    seen.add(article_key(look.article))
                yield capture, look
    for name in corpus.article_ids():
        if name not in seen:
            yield None, look_at(corpus.article(name))


def unread(corpus: Corpus, captures: Iterable[Capture]) -> Iterator[Capture]:
    """Those of archived pages that the corpus does not hold yet."""
    return (capture for capture in captures if not corpus.has_page(capture.url, capture.sha256))


def given(paths: Iterable[str], published: str | None, tally: Tally) -> Iterator[Article]:
    """The articles in files; what cannot be read is told."""
    from spiders.inputs import Problem, read_inputs

    for result in read_inputs(paths, published):
        if isinstance(result, Problem):
            tally.problem(result)
        else:
            yield result


def annotated(folder: Path, tally: Tally, texts: bool = True) -> Iterator[tuple[str, dict, Article | None]]:
    """(id, annotation, article) of a folder of <id>.json with <id>.txt, in order; problems are told."""
    for file in sorted(folder.glob("*.json")):
        try:
            annotation = json.loads(file.read_text(encoding="utf-8"))
            name = str(annotation["id"])
        except (ValueError, KeyError, TypeError) as error:
            tally.problem(f"{file}: not an annotation ({type(error).__name__}: {error})")
            continue
        article = None
        if texts:
            article = next(given([str(file.with_suffix(".txt"))], None, tally), None)
        if article and annotation.get("published"):
            article = replace(article, published=annotation["published"])
        yield name, annotation, article


def annotated_lines(file: Path, texts: Path, tally: Tally) -> Iterator[tuple[str, dict, Article]]:
    """(id, annotation, article) of annotations by offsets (`extract/annotation.py`); problems are told."""
    from extract.annotation import AnnotationError, to_phrases
    from spiders.inputs import read_record

    records: dict[str, dict[str, dict]] = {}
    for line in json_lines(file):
        name, holder = str(line["id"]), str(line.get("in"))
        if holder not in records:
            records[holder] = {str(record["id"]): record for record in json_lines(texts / f"{holder}.jsonl.gz")}
        try:
            record = records[holder][name]
            annotation = to_phrases(line, record["text"])
        except (KeyError, AnnotationError) as error:
            tally.problem(f"{file}: {name}: not annotated in {holder} ({type(error).__name__}: {error})")
            continue
        for result in read_record(f"{holder}: {name}", record, 0):
            yield name, annotation, result


def json_lines(file: Path) -> Iterator[dict]:
    """The objects of a JSONL file (.gz too), each with an "id"."""
    import gzip

    opened = gzip.open if file.suffix == ".gz" else open
    with opened(file, "rt", encoding="utf-8", errors="replace") as lines:
        for number, line in enumerate(lines, 1):
            try:
                if line.strip():
                    record = json.loads(line)
                    record["id"]
                    yield record
            except (ValueError, KeyError, TypeError):
                raise click.ClickException(f'{file}:{number}: not a JSON object with an "id"') from None


# Files of a corpus


def open_corpus(path: Path) -> Corpus:
    from corpus.store import Corpus

    return Corpus(path)


@contextmanager
def crawl_memory(path: Path) -> Iterator[tuple[Frontier, Archive]]:
    """The frontier and the archive that belong to a corpus: `corpus.frontier.db` and `corpus.warc/` beside it."""
    from corpus.frontier import Frontier
    from spiders.archive import Archive
    from spiders.refusals import refusal

    archive = Archive(archive_path(path))
    with closing(Frontier(path.with_suffix(".frontier.db"))) as frontier:
        frontier.repair(archive, refusal)
        yield frontier, archive


def asked(question: Question) -> Question:
    """A question from the command line, its values as the corpus has them; fails where a value cannot be meant."""
    from corpus.folding import fold
    from corpus.names import categories, province_codes
    from corpus.query import SORTS

    for option, words in (("AGENCY", question.agency), ("--leader", question.leader), ("--source", question.source)):
        if words is not None and not fold(words):
            raise click.BadParameter("there is no word in it", param_hint=option)
    if question.first and question.last and question.last < question.first:
        raise click.BadParameter(f"{question.last} is before --from {question.first}", param_hint="--to")
    if question.text is not None and not fold(question.text):
        raise click.BadParameter("there is no word in it", param_hint="--text")
    if question.category and question.category not in categories():
        raise click.BadParameter(f"{question.category!r} is none of {', '.join(categories())}", param_hint="--category")
    if question.sort not in SORTS or question.sort == "relevance" and not question.text:
        raise click.BadParameter(f"{question.sort!r} is none of {', '.join(SORTS)} (with --text)", param_hint="--sort")
    if question.activity:
        named = {fold(name): name for name in ACTIVITIES}.get(fold(question.activity))
        if not named:
            raise click.BadParameter(
                f"{question.activity!r} is none of {', '.join(ACTIVITIES)}", param_hint="--activity"
            )
        question = replace(question, activity=named)
    if question.province:
        try:
            province_codes(question.province)
        except ValueError as error:
            raise click.BadParameter(str(error), param_hint="--province") from error
    return question


def existing(path: Path) -> None:
    """Fails where there is no such corpus or archive: to ask makes none."""
    if not path.exists():
        what = "archive" if path.suffix == ".warc" else "corpus"
        raise click.ClickException(f"{shown(path)}: no such {what}; `python pipeline.py run` makes one")
    if path.is_file() and not path.stat().st_size:
        raise click.ClickException(f"{shown(path)}: an empty file, not a corpus")


def archive_path(path: Path) -> Path:
    return path.with_suffix(".warc")


def next_command(agency: str, year: str, path: Path) -> str:
    """A query to be pasted as it is."""
    python = Path(sys.executable)
    words = [shown(python) if python.is_relative_to(Path.cwd()) else "python", shown(ROOT / "pipeline.py"), "query"]
    # What a shell would read inside the quotes does not count in a question.
    words += [f'"{agency.translate(dict.fromkeys(map(ord, SHELL)))}"', f"--from {year}-01-01 --to {year}-12-31"]
    if path != DEFAULT_CORPUS:
        words.append(f"--corpus {shlex.quote(str(path))}")
    return " ".join(words)


def shown(path: Path) -> str:
    """A path as short as it can be said."""
    return str(path.relative_to(Path.cwd())) if path.is_relative_to(Path.cwd()) else str(path)


# What is shown: results on standard output, everything else on standard error


def note(line: str) -> None:
    print(line, file=sys.stderr, flush=True)  # rich puts it above a progress line


@contextmanager
def progress(what: str, beside: bool = False) -> Iterator[Callable[[str], None]]:
    """Shows in a terminal how many steps are done and which was the last; elsewhere a line now and then.

    `beside` results that are printed meanwhile there is no room for more in one terminal.
    """
    if not sys.stderr.isatty() or (beside and sys.stdout.isatty()):
        done = 0

        def count(_: str) -> None:
            nonlocal done
            done += 1
            if done % 500 == 0:
                note(f"  {what}: {done}")

        yield count
        return
    from rich.console import Console
    from rich.markup import escape
    from rich.progress import Progress, SpinnerColumn, TextColumn, TimeElapsedColumn

    columns = (
        SpinnerColumn(),
        TextColumn(f"{what} {{task.completed}}"),
        TimeElapsedColumn(),
        TextColumn("{task.description}"),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True, redirect_stdout=False) as bar:
        task = bar.add_task("")
        yield lambda text: bar.update(task, advance=1, description=escape(text[:60]))


def print_guideline(article: Article, inspections: list[Inspection]) -> None:
    from extract import as_guideline

    click.echo(json.dumps(as_guideline(article, inspections), ensure_ascii=False))


def show_rows(rows: list[dict], columns: tuple[str, ...], style: str, numbers: tuple[str, ...] = ()) -> None:
    from corpus import display

    match style:
        case "csv":
            display.write_csv(rows, sys.stdout, columns)
        case "json":
            display.write_json(rows, sys.stdout)
        case "jsonl":
            display.write_jsonl(rows, sys.stdout)
        case "markdown":
            display.write_markdown(rows, sys.stdout, columns)
        case _:
            display.print_table(rows, sys.stdout, columns, numbers)


def show_summary(summary: CrawlSummary, tally: Tally) -> None:
    """What a crawl did for one source, and what it could not fetch."""
    note(f"  {summary.source}: {summary.fetched} articles fetched, {summary.already} archived before")
    for host in summary.downgraded:
        note(f"  {host}: asked with old TLS, as its source says it must be")
    if summary.put_off:
        note(f"  {summary.source}: {summary.put_off}; a later run goes on")
    if summary.problem:
        tally.problem(summary.problem)
        return
    failures = (*summary.blocked, *summary.failed)
    for failure in failures[:MOST_FAILURES]:
        note(f"  {failure.url}: {failure.why}")
    if len(failures) > MOST_FAILURES:
        note(f"  … and {len(failures) - MOST_FAILURES} more")


def show_status(found: list[Status], style: str) -> None:
    """The sources as rows; in a table shorter than in what machines read."""
    rows = [one.row() for one in found]
    if style == "table":
        for row in rows:
            rare = [f"{name} {share['now']:.0%}" for name, share in row["coverage"].items() if share["now"] < 1]
            row["coverage"] = ", ".join(rare) or ("all" if row["coverage"] else "")
            row["last_checked"] = (row["last_checked"] or "")[:10]
            row["gaps"] = " ".join(row["gaps"])
    columns = ("source", "verdict", "why", "last_checked", "last_article", "every_days", "articles", "coverage", "gaps")
    show_rows(rows, columns if style == "table" or not rows else tuple(rows[0]), style)


def show_inspections(rows: list[dict], style: str, columns: tuple[str, ...] | None = None) -> None:
    """Rows of the view who_was_inspected_when."""
    from corpus import display
    from corpus.query import COLUMNS

    if style == "markdown":
        show_rows(rows, ("date", "agency", "leader", "violations", "sentence", "url"), style)
    elif style != "table":
        show_rows(rows, columns or COLUMNS, style)
    elif rows:
        display.print_inspections(rows, sys.stdout)


def show_newest(rows: list[dict]) -> None:
    """The newest inspections as a table."""
    ids = list(dict.fromkeys(row["case_id"] for row in rows))
    kept = set(ids[-SHOWN:])
    if len(ids) > SHOWN:
        note(f"The last {SHOWN} of {len(ids)}; `query` shows all.")
    show_inspections([row for row in rows if row["case_id"] in kept], "table")


if __name__ == "__main__":
    cli(prog_name="pipeline.py")
