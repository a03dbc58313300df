"""What tests of the corpus share: an article with what it tells, and what a corpus holds, to be compared."""

from corpus.store import Corpus
from extract import Article, Inspection
from extract.inspection import Found, Leader, Mention, Violation

TITLE = "Kiểm tra đột xuất công vụ tại Nghệ An"
SAPO = "Sáng 9/2, đoàn kiểm tra do ông Trần Văn Thử, Phó Giám đốc Sở Nội vụ dẫn đầu đến Sở Công Thương và TX Cửa Lò."
BODY = "Tại Sở Công Thương, 3/21 công chức vắng mặt. Các đơn vị còn chậm niêm yết thủ tục. Đoàn đề nghị chấn chỉnh."
CAPTION = "Đoàn làm việc tại Ủy ban nhân dân thị xã Cửa Lò. Ảnh: Lê Mẫu"
ARTICLE = Article(
    "bai-1",
    TITLE,
    (("sapo", SAPO), ("caption", CAPTION), ("paragraph", BODY)),
    url="http://bao-mau.test/bai-1.html",
    published="2022-02-10",
    how={"published": "date line"},
)


def at(article: Article, *quotes: str) -> tuple[Mention, ...]:
    """Where the quotes stand."""
    starts = [(article.text.index(quote), quote) for quote in quotes]
    return tuple(Mention(start, start + len(quote), "test") for start, quote in starts)


def inspection(article: Article = ARTICLE, **changes) -> Inspection:
    """What ARTICLE tells."""
    fields = {
        "activity": Found("kiểm tra", at(article, "Kiểm tra")),
        "surprise": Found(True, at(article, "đột xuất")),
        "stage": Found("under_way"),
        "dates": (Found("2022-02-09", at(article, "9/2")),),
        "agencies": (
            Found("Sở Công Thương", at(article, "Sở Công Thương")),
            Found("TX Cửa Lò", at(article, "TX Cửa Lò")),
        ),
        "leaders": (Found(Leader("Trần Văn Thử", "Phó Giám đốc Sở Nội vụ"), at(article, "Trần Văn Thử")),),
        "violations": (
            Found(
                Violation("3/21 công chức vắng mặt", "absence", "Sở Công Thương", 3, 21),
                at(article, "3/21 công chức vắng mặt"),
            ),
            Found(Violation("còn chậm niêm yết thủ tục"), at(article, "còn chậm niêm yết thủ tục")),
        ),
        "evidence": at(article, "đoàn kiểm tra"),
    }
    return Inspection(**fields | changes)


def dump(corpus: Corpus) -> dict[str, list[tuple]]:
    """The rows of every table in some fixed order, but for when and by which run they came."""
    told = {}
    for table in corpus.db.tables:
        if table.name not in ("runs", "source_runs") and not table.name.startswith("search_"):
            columns = [f'"{c.name}"' for c in table.columns if c.name not in ("run_id", "fetched_at")]
            rows = corpus.db.execute(f"SELECT {', '.join(columns)} FROM {table.name}")
            told[table.name] = sorted(map(tuple, rows), key=repr)
    return told
