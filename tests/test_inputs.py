"""Reading what people have: texts with page furniture, pages, JSON lines, WARC files, folders; and bad input."""

import gzip
import io
import json
import re
import unicodedata
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from extract.article import Article
from spiders.archive import Archive
from spiders.furniture import is_image_leftover, is_noise, read_dateline, tidy
from spiders.inputs import Problem, read_inputs, read_text
from spiders.page import Page

TITLE = "Kiểm tra đột xuất tại ba phường của thành phố"
P1 = "Sáng 9/2, đoàn kiểm tra do ông Trần Văn Thử, Phó Giám đốc Sở Nội vụ làm trưởng đoàn đến ba phường của thành phố."
P2 = "Một công chức vắng mặt không rõ lý do; hai phường chưa niêm yết thủ tục mới./."
HTML = f"<html><head><title>{TITLE}</title></head><body><h1>{TITLE}</h1>"
HTML += f"<article class=entry><p>{P1}</p><p>{P2}</p></article></body></html>"
CALENDAR = "Tháng 7, 2020\nCN T2 T3 T4 T5 T6 T7\n25 26 27 28 29 30 1\n2 3 4 5 6 7 8\n9 10 11 12 13 14 15"


def one(text: str) -> Article:
    article = read_text(text, "x")
    assert article is not None
    return article


def test_a_mobile_newspaper_text():
    article = one(
        f"mask\n\n{TITLE}\n\n(Baonghean.vn) - {P1}\n\na\nĐoàn làm việc tại phường. Ảnh: Lê Mẫu\n\n{P2}\n\nTin mới\n"
    )
    assert article.title == TITLE
    assert article.blocks == (("sapo", P1), ("caption", "Đoàn làm việc tại phường. Ảnh: Lê Mẫu"), ("paragraph", P2))
    assert article.published is None


def test_a_portal_text_without_its_calendar():
    article = one(f"{TITLE}\n\n13/04/2020\n\n{P1}\n\n{P2}\n\nLê Văn Mẫu\nSở Nội vụ tỉnh Vĩnh Phúc\n\n \n\n{CALENDAR}")
    assert article.blocks == (("paragraph", P1), ("paragraph", P2))
    assert (article.published, article.author) == ("2020-04-13", "Lê Văn Mẫu")


@pytest.mark.parametrize(
    "line",
    [
        "10/02/2022",
        "08:15 10/02/2022",
        "Thứ Năm, 10/02/2022, 08:15",
        "Lê Mẫu - 10/02/2022 08:15",
        "Ngày đăng: 10/02/2022",
        "10/02/2022 08:15   Lượt xem: 214   Xem cỡ chữ  A-  A  A+",
        "Thứ 5, 10/02/2022, 11:45     A+ A-    Nghe đọc bài   0:00 / 0:00",
        "10/02/2022 (Xem: 402)",
        "Cổng TTĐT tỉnh - Đăng ngày: 10/02/2022 - Lượt xem: 654",
    ],
)
def test_date_lines_under_the_title(line):
    article = one(f"{TITLE}\n\n{line}\n\n{P1}\n\n{P2}\n")
    assert article.published == "2022-02-10" and article.paragraphs == [P1, P2]


def test_a_date_in_the_text_is_not_the_date_of_publication():
    assert one(f"{TITLE}\n\n{P1.replace('9/2', 'ngày 9/2/2022')}\n\n{P2}").published is None
    assert one(f"{TITLE}\n\n{P1}\n\n{P2}\n\n{P1} 1\n\n{P1} 2\n\n{P1} 3\n\n10/02/2022").published is None


def test_a_text_on_one_line_loses_nothing():
    flat = " ".join([TITLE, P1, P2] * 5)
    article = one(flat)
    assert article.title == "" and article.paragraphs == [flat]
    assert one(f"{TITLE}\n{flat}").paragraphs == [flat]


@given(
    st.lists(
        st.sampled_from([TITLE, P1, P2, "mask", "a", "13/04/2020", "Lê Mẫu", "Tin mới", *CALENDAR.split("\n")])
        | st.text()
    )
)
@settings(max_examples=200)
def test_texts_keep_their_words(lines):
    text = "\n".join(lines)
    article = read_text(text, "x")
    kept = bare(article.text + (article.author or "")) if article else ""
    for i, line in enumerate(map(tidy, text.splitlines())):
        if len(line) > 80 and i < 3 and not is_noise(line) and not read_dateline(line):
            assert bare(line) in kept


def bare(text: str) -> str:
    return re.sub(r"\s", "", unicodedata.normalize("NFC", text))


@pytest.fixture
def folder(tmp_path):
    """A folder with the article in every form, a file of another kind, and a folder in it."""
    (tmp_path / "sub").mkdir()
    (tmp_path / "a.txt").write_text(f"{TITLE}\n\n{P1}\n\n{P2}", encoding="utf-8")
    (tmp_path / "b.html").write_text(HTML, encoding="utf-8")
    lines = [
        {"id": "c1", "text": f"{TITLE}\n{P1}", "published": "2022-02-10", "url": "https://x.vn/1"},
        {"id": "c2", "html": HTML},
    ]
    (tmp_path / "c.jsonl.gz").write_bytes(gzip.compress("\n".join(map(json.dumps, lines)).encode()))
    (tmp_path / "sub" / "notes.pdf").write_bytes(b"%PDF-1.4")
    archive = Archive(tmp_path / "sub")
    archive.append(
        Page("https://x.vn/2", HTML.encode(), datetime(2022, 2, 10, tzinfo=UTC), 200, {"content-type": "text/html"}),
        "x",
    )
    archive.append(
        Page(
            "https://x.vn/", b"<a href=1>1</a>", datetime(2022, 2, 10, tzinfo=UTC), 200, {"content-type": "text/html"}
        ),
        "x",
    )
    return tmp_path


def test_a_folder_of_everything(folder):
    results = list(read_inputs([str(folder)]))
    assert [result.id for result in results] == ["a", "b", "c1", "c2", "2"]
    assert all(result.title == TITLE and P1 in result.text for result in results)
    assert (results[2].published, results[2].url) == ("2022-02-10", "https://x.vn/1")


def test_a_given_date_is_for_articles_without_one(folder):
    results = list(read_inputs([str(folder)], published="2020-01-02"))
    assert [result.published for result in results] == [
        "2020-01-02",
        "2020-01-02",
        "2022-02-10",
        "2020-01-02",
        "2020-01-02",
    ]
    assert results[0].how["published"] == "given"


def test_a_page_says_its_own_address(tmp_path):
    url = "https://baonghean.vn/kiem-tra-10155243.html"
    (tmp_path / "p.html").write_text(
        HTML.replace("<head>", f'<head><link rel="canonical" href="{url}">'), encoding="utf-8"
    )
    (article,) = read_inputs([str(tmp_path / "p.html")])
    assert (article.url, article.source, article.id) == (url, "baonghean", "p")


@pytest.mark.parametrize(
    ("stdin", "titles"),
    [
        (f"{TITLE}\n\n{P1}", [TITLE]),
        (HTML, [TITLE]),
        ("\n".join(json.dumps({"id": n, "text": f"{TITLE}\n{P1}"}) for n in range(3)), [TITLE] * 3),
    ],
)
def test_standard_input(monkeypatch, stdin, titles):
    monkeypatch.setattr("sys.stdin", io.TextIOWrapper(io.BytesIO(stdin.encode())))
    assert [article.title for article in read_inputs(["-"])] == titles


BAD = {
    "missing.txt": (None, "no such file"),
    "empty.txt": (b"", "the file is empty"),
    "blank.txt": (b" \n\n", "no text in it"),
    "binary.txt": (b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 9, "binary"),
    "random.txt": (bytes(range(1, 32)) * 40, "binary"),
    "word.docx": (b"PK", "not one of .txt"),
    "empty.html": (b"", "the file is empty"),
    "stub.html": (b"<script>document.cookie='D1N=1';location.reload()</script>", "blocked: a script stub"),
    "listing.html": (
        b"<ul>" + b"<li><a href=1>Thanh tra tinh ngay nay</a></li>" * 9 + b"</ul>",
        "no article: a listing",
    ),
    "pdf.html": (b"%PDF-1.4 " + bytes(2000), "binary"),
    "broken.jsonl": (b'{"id": 1, "text": ', "1: not JSON"),
    "list.jsonl": (b"[1, 2]", "1: not a JSON object"),
    "bare.jsonl": (b'{"id": 1}', '1: neither "text" nor "html"'),
    "empty.jsonl": (b"\n\n", "the file is empty"),
    "cut.jsonl.gz": (gzip.compress(b'{"id": 1, "text": "x"}' * 99)[:-20], "cannot be read further"),
    "fake.jsonl.gz": (b"not gzip", "cannot be read further"),
    "fake.warc.gz": (b"not a warc file at all", "no article among its 0 HTML pages"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input_is_one_line_and_the_batch_goes_on(tmp_path, folder, name):
    content, what = BAD[name]
    file = tmp_path / "bad" / name
    file.parent.mkdir()
    if content is not None:
        file.write_bytes(content)
    *problems, article = read_inputs([str(file), str(folder / "a.txt")])
    assert article.id == "a"
    assert problems and all(isinstance(problem, Problem) for problem in problems)
    assert what in str(problems[0]) and str(problems[0]).startswith(str(file)) and "\n" not in str(problems[0])


def test_a_wrong_date_is_reported_and_the_article_kept(tmp_path):
    file = tmp_path / "x.jsonl"
    file.write_text(json.dumps({"id": "x", "text": f"{TITLE}\n{P1}", "published": "hôm qua"}), encoding="utf-8")
    problem, article = read_inputs([str(file)])
    assert str(problem) == f"{file}:1: published is not a date: 'hôm qua'"
    assert article.published is None and article.title == TITLE


def test_an_empty_folder(tmp_path):
    (problem,) = read_inputs([str(tmp_path)])
    assert "no .txt" in problem.what


def test_old_encodings(tmp_path):
    text = f"{TITLE}\n\n10/02/2022\n\n{P1}\n\n{P2}"
    for encoding in ("utf-8", "utf-8-sig", "utf-16"):
        file = tmp_path / f"{encoding}.txt"
        file.write_bytes(unicodedata.normalize("NFD", text).encode(encoding))
        (article,) = read_inputs([str(file)])
        assert (article.title, article.published, article.paragraphs) == (TITLE, "2022-02-10", [P1, P2])


@pytest.mark.parametrize("part", ["dev", "style", "train"])
def test_real_texts_lose_nothing(part):
    """Every line stands in the article, but for furniture, the date line and the author line."""
    eval_set = Path(__file__).resolve().parents[2] / "shared" / "eval" / part
    if not eval_set.is_dir():
        pytest.skip("the real texts are not beside this repository")
    for article in read_inputs([str(eval_set)]):
        gold = json.loads((eval_set / f"{article.id}.json").read_text(encoding="utf-8"))
        assert article.published in (None, gold["published"])
        lines = [tidy(line) for line in (eval_set / f"{article.id}.txt").read_text(encoding="utf-8").splitlines()]
        missing = [line for line in lines if line and bare(line) not in bare(article.text)]
        text = [line for line in missing if len(line) > 70 and not read_dateline(line) and not is_noise(line)]
        # A lead is kept without the mark of its desk.
        assert all(bare(line).endswith(bare(article.sapo or "-")) for line in text), (article.id, text)
        assert not any(is_image_leftover(paragraph) for paragraph in article.paragraphs)
