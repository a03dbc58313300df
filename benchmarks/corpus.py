"""How long questions take in a corpus of a million inspections, against one of ten thousand.

Both corpora are generated: invented articles on real places, each with one inspection, put straight into the tables.
`python -m benchmarks.corpus` makes them where they are not there yet (the large one takes some twenty minutes and
6 GB), asks questions of each kind, and exits with 1 where one takes LIMIT times as long in the larger corpus. The same
agencies, provinces and words are asked for in both; a question counts as answered when its first page and its count (at
least so many, where more take long to count) are there.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Iterator
from contextlib import closing
from datetime import date, timedelta
from itertools import accumulate
from pathlib import Path
from statistics import median

import click
from rich.console import Console
from rich.table import Table

from corpus import search
from corpus.database import statements, transaction
from corpus.folding import fold, folded_name, spelled_out
from corpus.query import COUNTED, Question, ask, at_least, facets
from corpus.store import Corpus, digest
from extract.lexicon import rows

SIZES = (10_000, 1_000_000)
LIMIT = 3.0
#: Answers on a page.
PAGE = 20
AGENCIES, LEADERS = 20_000, 20_000
FIRST_DAY, DAYS = date(2012, 1, 1), 5_200
HEADS = (
    "Sở Nội vụ", "Sở Giáo dục và Đào tạo", "Sở Công Thương", "Sở Y tế", "Chi cục Kiểm lâm", "Trường THPT", "UBND xã",
    "UBND huyện", "UBND phường", "Công ty TNHH", "Bệnh viện đa khoa", "Trung tâm Y tế", "Ban Quản lý chợ",
    "Hạt Kiểm lâm", "Phòng Tài chính - Kế hoạch", "Trạm Y tế xã", "Văn phòng Đăng ký đất đai", "Hợp tác xã",
)  # fmt: skip
SYLLABLES = (
    "An Ân Bình Châu Cường Diễn Dũng Đại Đô Đông Đức Giang Hà Hải Hạnh Hòa Hồng Hưng Khánh Kim Lạc Lâm Long Lộc Lương "
    "Mai Minh Mỹ Nam Nghi Nghĩa Ngọc Phong Phú Phúc Quang Quỳnh Sơn Tân Thanh Thạch Thành Thịnh Thọ Thuận Tiến Trung "
    "Trường Tường Văn Vân Vinh Xuân Yên"
).split()
SUBJECTS = "giờ làm việc|hồ sơ đất đai|thu chi học phí|an toàn thực phẩm|phòng cháy|cải cách hành chính".split("|")
FINDINGS = (
    "để 3 hồ sơ quá hạn|thu sai 12 triệu đồng|vắng 4 người không lý do|chưa niêm yết thủ tục|không đeo thẻ"
).split("|")
CATEGORIES = ("one_stop", "finance", "work_hours", "one_stop", "id_signage_dress")


def period(first: str, last: str) -> Question:
    return Question(first=first, last=last)


#: What is asked, by kind. Each has something to find in both corpora.
QUESTIONS = {
    "agency": [Question(agency=f"Trường THPT {a} {b}") for a, b in (("Nghi", "Lộc"), ("Quỳnh", "Lương"))],
    "agency, no diacritics": [Question(agency="truong thpt nghi loc"), Question(agency="ban quan ly cho yen thanh")],
    "agency, abbreviated": [Question(agency="BQL chợ Yên Thành"), Question(agency="BVĐK Đô Lương")],
    "agency, misspelt": [Question(agency="trường thpt ngih lộc"), Question(agency="bệnh vện đa khoa đô lương")],
    "agency, a frequent word": [Question(agency="sở y tế"), Question(agency="ubnd xã")],
    "province, old": [Question(province="Vĩnh Phúc"), Question(province="Nghệ An")],
    "province, of today": [Question(province="Phú Thọ"), Question(province="Lâm Đồng")],
    "leader": [Question(leader="Nguyễn Văn Minh Đức"), Question(leader="tran thi hong van")],
    "category": [Question(category="work_hours"), Question(category="finance")],
    "activity": [Question(activity="thanh tra"), Question(activity="kiểm toán")],
    "surprise": [Question(surprise=True), Question(surprise=False)],
    "source": [Question(source="báo số 7"), Question(source="báo số 41")],
    "period: a month": [period("2022-02-01", "2022-02-28"), period("2015-09-01", "2015-09-30")],
    "period: a year": [period("2022-01-01", "2022-12-31"), period("2014-01-01", "2014-12-31")],
    "text, rare words": [Question(text="nghi lộc quỳnh lương", sort="relevance")],
    "text, a phrase": [
        Question(text='"trường thpt nam kim"', sort="relevance"),
        Question(text='"sở nội vụ yên thành"', sort="relevance"),
    ],
    "text, a frequent phrase": [
        Question(text='"hồ sơ quá hạn"', sort="relevance"), Question(text='"sở y tế"', sort="relevance"),
    ],
    "text, and others": [
        Question(text="quá hạn", source="báo số 7", sort="relevance"),
        Question(text="kiểm tra", surprise=True, first="2022-01-01", last="2022-12-31", sort="relevance"),
    ],
    "text, frequent words": [Question(text="hồ sơ quá hạn", sort="relevance"), Question(text="kiểm tra", sort="-date")],
    "several": [
        Question(province="Nghệ An", surprise=True, first="2022-01-01", last="2022-12-31"),
        Question(source="báo số 7", category="finance", activity="thanh tra"),
        Question(text="quá hạn", province="Phú Thọ", sort="-date"),
    ],
    "newest first": [Question(sort="-date"), Question(province="Nghệ An", sort="-date")],
    "by publication": [Question(sort="-published"), Question(surprise=True, sort="published")],
    "by confidence": [Question(category="finance", sort="confidence")],
}  # fmt: skip


@click.command()
@click.option("--folder", type=click.Path(path_type=Path), default="data", show_default=True, help="Where corpora are.")
@click.option("--rounds", default=7, show_default=True, help="How often each is asked; the median counts.")
@click.option("--plans", is_flag=True, help="Show SQLite's plan for every statement that scans a table.")
def benchmark(folder: Path, rounds: int, plans: bool) -> None:
    """Latency of each kind of question at 10,000 and at 1,000,000 inspections, and the ratio of the two."""
    folder.mkdir(parents=True, exist_ok=True)
    figures: list[dict[str, float]] = []
    for size in SIZES:
        path = folder / f"benchmark-{size}.db"
        if not path.exists():
            begun = time.perf_counter()
            generate(path, size)
            print(f"{path}: {size:,} inspections made in {time.perf_counter() - begun:.0f} s", file=sys.stderr)
        with closing(Corpus(path)) as corpus:
            if plans:
                show_scans(corpus)
            figures.append({kind: latency(corpus, questions, rounds) for kind, questions in QUESTIONS.items()})
            figures[-1]["facets"] = facets_latency(corpus, rounds)
    table = Table("kind", *(f"{size:,} (ms)" for size in SIZES), "ratio")
    worst = 0.0
    for kind, small in figures[0].items():
        ratio = figures[1][kind] / small
        worst = max(worst, ratio)
        style = "red" if ratio >= LIMIT else ""
        table.add_row(kind, f"{small:.2f}", f"{figures[1][kind]:.2f}", f"{ratio:.2f}", style=style)
    Console().print(table)
    print(f"largest ratio {worst:.2f}, limit {LIMIT:.0f}")
    if worst >= LIMIT:
        sys.exit(1)


def latency(corpus: Corpus, questions: list[Question], rounds: int) -> float:
    """Milliseconds for the first page and the count, on an average of `questions`: each the median of `rounds`."""
    spent = []
    for question in questions:
        seen = []
        for _ in range(rounds + 1):
            begun = time.perf_counter()
            ask(corpus, question, PAGE)
            at_least(corpus, question, PAGE + COUNTED)
            seen.append(time.perf_counter() - begun)
        spent.append(median(seen[1:]))  # the first fills the caches
    return 1000 * sum(spent) / len(spent)


def facets_latency(corpus: Corpus, rounds: int) -> float:
    """Milliseconds for the counts beside a question's answers."""
    seen = []
    for _ in range(rounds):
        begun = time.perf_counter()
        facets(corpus, Question(province="Nghệ An", surprise=True), most=100)
        seen.append(time.perf_counter() - begun)
    return 1000 * median(seen)


def show_scans(corpus: Corpus) -> None:
    """The steps of SQLite's plans that read a whole table, with the statements that they belong to."""
    asked: list[str] = []
    corpus.db.conn.set_trace_callback(asked.append)
    for questions in QUESTIONS.values():
        for question in questions:
            ask(corpus, question, PAGE)
            at_least(corpus, question, PAGE + COUNTED)
    corpus.db.conn.set_trace_callback(None)
    for statement in dict.fromkeys(asked):
        if not statement.lstrip().startswith("SELECT"):
            continue
        steps = [row["detail"] for row in corpus.db.execute(f"EXPLAIN QUERY PLAN {statement}")]
        if scans := [step for step in steps if step.startswith(("SCAN", "MATERIALIZE")) and "json_each" not in step]:
            print(" ".join(statement.split())[:300], *scans, sep="\n    ", file=sys.stderr)


def generate(path: Path, size: int) -> None:
    """A corpus of `size` inspections at `path`."""
    temporary = path.with_suffix(".part")
    temporary.unlink(missing_ok=True)
    with closing(Corpus(temporary)) as corpus:
        connection = corpus.db.conn
        connection.execute("PRAGMA journal_mode = OFF")  # what is cut off is made anew
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("PRAGMA cache_size = -1000000")
        codes = [code for code, *_ in rows("provinces")]
        facts = [
            {"name": f"bao-{n}", "publisher": f"Báo số {n}", "province": codes[n % len(codes)], "kind": "newspaper"}
            | {"sample": False}
            for n in range(84)
        ]
        corpus.begin("benchmark", "0", facts)
        random.seed(1)
        places = [f"{a} {b}" for a in SYLLABLES for b in SYLLABLES if a != b]
        names = list(dict.fromkeys(f"{random.choice(HEADS)} {random.choice(places)}" for _ in range(AGENCIES)))
        names += ["Trường THPT Nghi Lộc", "Trường THPT Quỳnh Lương", "Ban Quản lý chợ Yên Thành"]
        names = list({digest(spelled_out(name)): name for name in [*names, "Bệnh viện đa khoa Đô Lương"]}.values())
        weights = list(accumulate(1 / (n + 20) for n in range(len(names))))  # a few agencies are told of often
        with transaction(connection):
            connection.executemany(
                "INSERT INTO agencies (id, name, folded) VALUES (?, ?, ?)",
                [(digest(spelled_out(name)), name, folded_name(name)) for name in names],
            )
            keys = {name: digest(spelled_out(name)) for name in names}
            people = [leader() for _ in range(LEADERS)]
            done = 0
            while done < size:
                some = min(20_000, size - done)
                store(connection, [told(n, names, weights, keys, people) for n in range(done, done + some)])
                done += some
                print(f"\r{path.name}: {done:,}", end="", file=sys.stderr)
            print(file=sys.stderr)
            for statement in statements(CASES):
                connection.execute(statement)
            connection.executemany(
                "INSERT INTO agency_names (agency_id, name, canonical, folded, uses) VALUES (?, ?, ?, ?, 1)",
                [(digest(spelled_out(name)), name, name, folded_name(name)) for name in names],
            )
            search.rebuild(connection)
        connection.execute("ANALYZE")
        connection.execute("PRAGMA journal_mode = WAL")
    temporary.rename(path)


def leader() -> tuple[str, str]:
    """A name and its folded form."""
    given = random.choice("Nguyễn Trần Lê Phạm Hoàng Vũ Đặng Bùi Đỗ Hồ".split())
    name = (
        f"{given} {random.choice(('Văn', 'Thị', 'Đức', 'Minh'))} {random.choice(SYLLABLES)} {random.choice(SYLLABLES)}"
    )
    return name, fold(name)


def told(number: int, names: list[str], weights: list[float], keys: dict[str, str], people: list) -> dict[str, list]:
    """The rows of one article by table."""
    article = digest(f"benchmark {number}")
    inspection = f"{article}.1"
    day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
    agencies = list(dict.fromkeys(random.choices(names, cum_weights=weights, k=random.choice((1, 1, 2)))))
    name, folded = random.choice(people)
    act = random.choices(("kiểm tra", "thanh tra", "giám sát", "kiểm toán"), (60, 30, 8, 2))[0]
    finding = random.choice(FINDINGS)
    title = f"{act.capitalize()} {random.choice(SUBJECTS)} tại {agencies[0]}"
    lead = f"Ngày {day.day}/{day.month}, đoàn {act} do ông {name} dẫn đầu đến {', '.join(agencies)}."
    text = f"{title}\n\n{lead}\n\nTại {agencies[0]}, đoàn phát hiện đơn vị {finding}. Đoàn đề nghị chấn chỉnh."
    kind = random.random()
    when = (day.isoformat(),) * 3
    if kind < 0.03:
        when = (f"{day.year}", f"{day.year}-01-01", f"{day.year}-12-31")
    elif kind < 0.1:
        when = (f"XXXX-{day:%m-%d}", None, None)
    start = text.index(lead)
    proofs = []
    for table, row, field, quote in (
        ("inspections", inspection, "trigger", f"đoàn {act}"),
        ("inspected", f"{inspection}.inspected.1", "name", agencies[0]),
        ("dates", f"{inspection}.dates.1", "value", f"{day.day}/{day.month}"),
        ("leaders", f"{inspection}.leaders.1", "value", name),
    ):
        at = text.index(quote, start)
        proofs.append(
            (table, row, field, 1, inspection, article, at, at + len(quote), quote, start, start + len(lead), "r", 0.9)
        )
    source = f"bao-{random.randrange(84)}"
    published = (day + timedelta(days=random.randrange(9))).isoformat()
    return {
        "articles": [(article, f"http://{source}.test/{number}.html", source, str(number), title, text, published)],
        "inspections": [(inspection, article, 1, act, int(random.random() < 0.2), "under_way", random.random())],
        "inspected": [
            (f"{inspection}.inspected.{n}", inspection, keys[agency], n, agency, 0.9)
            for n, agency in enumerate(agencies, 1)
        ],
        "dates": [(f"{inspection}.dates.1", inspection, 1, *when, 0.9)],
        "leaders": [(f"{inspection}.leaders.1", inspection, 1, name, folded, 0.9)],
        "violations": [
            (f"{inspection}.violations.1", inspection, keys[agencies[0]], 1, finding)
            + (CATEGORIES[FINDINGS.index(finding)], 0.9)
        ],
        "evidence": proofs,
    }


#: Every inspection is a case of its own.
CASES = """
INSERT INTO cases (id, activity, surprise, stage, articles) SELECT id, activity, surprise, stage, 1 FROM inspections;
UPDATE inspections SET case_id = id;
INSERT INTO case_rows
SELECT
    w.inspection_id, w.ordinal, w.inspection_id, w.id, d.id, w.agency_id, d.first_day, d.last_day, 1
FROM inspected w JOIN dates d ON d.inspection_id = w.inspection_id;
"""
COLUMNS = {
    "articles": "id, url, source, input_id, title, text, published",
    "inspections": "id, article_id, ordinal, activity, surprise, stage, confidence",
    "inspected": "id, inspection_id, agency_id, ordinal, name, confidence",
    "dates": "id, inspection_id, ordinal, edtf, first_day, last_day, confidence",
    "leaders": "id, inspection_id, ordinal, name, folded, confidence",
    "violations": "id, inspection_id, agency_id, ordinal, text, category, confidence",
    "evidence": "row_table, row_id, field, ordinal, inspection_id, article_id, char_start, char_end, quote,"
    " sentence_start, sentence_end, rule, confidence",
}


def store(connection, articles: list[dict[str, list]]) -> None:
    for table, columns in COLUMNS.items():
        lines: Iterator[tuple] = (row for article in articles for row in article[table])
        marks = ", ".join("?" * (columns.count(",") + 1))
        if table == "articles":
            columns, marks = f"{columns}, how, extractor", f"{marks}, '{{}}', '0'"
        connection.executemany(f"INSERT INTO {table} ({columns}) VALUES ({marks})", lines)


if __name__ == "__main__":
    benchmark()
