"""Render the sample press site and its gold set from `articles/*.yaml`: `python -m data.sample.build`.

Every article is written for this project: people and events are invented, places are real. `site/` is what the sample
server gives out, `gold/` the same articles as text with their annotations (the guideline's format).
"""

from __future__ import annotations

import hashlib
import json
import shutil
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

import yaml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, select_autoescape

from spiders.furniture import without_desk_mark
from spiders.sample_site import file_of

HERE = Path(__file__).resolve().parent
NEWSPAPER, PORTAL = "bao-mau.test", "sonoivu-mau.test"
SECTIONS = {
    "thoi-su": "Thời sự",
    "xay-dung-dang": "Xây dựng Đảng",
    "phap-luat": "Pháp luật",
    "xa-hoi": "Xã hội",
    "kinh-te": "Kinh tế",
    "giao-duc": "Giáo dục",
    "suc-khoe": "Sức khỏe",
}
#: The grid of the news-by-date picker, as such portals print it: it belongs to no month.
CALENDAR = [
    list(range(25, 31)) + [1],
    *(list(range(first, first + 7)) for first in (2, 9, 16, 23)),
    [30, 31, 1, 2, 3, 4, 5],
]


@dataclass(frozen=True)
class Sample:
    """One article of the sample site; `body` blocks have one key each: p, h, caption or related."""

    id: str
    family: str
    section: str
    number: int
    moment: datetime
    author: str | None
    title: str
    sapo: str | None
    body: tuple[dict[str, str], ...]
    annotation: dict[str, Any]
    slug: str | None = None

    @property
    def host(self) -> str:
        return PORTAL if self.family == "sharepoint" else NEWSPAPER

    @property
    def path(self) -> str:
        match self.family:
            case "onecms":
                return f"/{self.slug}-{self.number}.html"
            case "onecms-post":
                return f"/{self.slug}-post{self.number}.html"
            case "sharepoint":
                return f"/noidung/tintuc/Lists/{self.section}/View_Detail.aspx?ItemID={self.number}"
        raise ValueError(f"{self.id}: unknown family {self.family!r}")

    @property
    def url(self) -> str:
        return f"http://{self.host}{self.path}"

    @property
    def template(self) -> str:
        if self.family == "onecms-post":
            return "post-mobile" if self.number % 2 == 0 else "post-desktop"
        if self.family == "sharepoint":
            return "sharepoint-table" if self.number % 2 == 0 else "sharepoint"
        return self.family

    @property
    def section_name(self) -> str:
        return SECTIONS.get(self.section, self.section)

    @property
    def lead(self) -> str:
        """A teaser for listings, cut short as papers do."""
        text = self.sapo or next(block["p"] for block in self.body if "p" in block)
        return text if len(text) <= 120 else text[:120].rsplit(" ", 1)[0] + "…"

    @property
    def us_time(self) -> str:
        """Month before day, as .NET prints it on such pages."""
        m = self.moment
        return f"{m.month}/{m.day}/{m.year} {m.hour % 12 or 12}:{m:%M:%S %p}"

    @property
    def hash(self) -> str:
        return hashlib.md5(self.id.encode(), usedforsecurity=False).hexdigest().upper()

    def text(self) -> str:
        """The article as people save it: title, date line, then a block a paragraph, the author last."""
        blocks = [block[kind] for block in self.body for kind in ("p", "h", "caption") if kind in block]
        parts = [self.title, f"{self.moment:%d/%m/%Y}", self.sapo, *blocks, self.author]
        return "\n\n".join(part for part in parts if part) + "\n"

    def gold(self) -> dict[str, Any]:
        """The annotation in the guideline's format."""
        head = {"id": self.id, "url": self.url, "published": f"{self.moment:%Y-%m-%d}"}
        return head | {"relevant": self.annotation["relevant"], "events": self.annotation.get("events") or []}


def load(folder: Path = HERE / "articles") -> list[Sample]:
    """The sample articles, newest first. ValueError names the file of one that is not as it should be."""
    samples = []
    for file in sorted(folder.glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        try:
            moment = datetime.fromisoformat(data.pop("published"))
            body = tuple({kind: tidy(text) for kind, text in block.items()} for block in data.pop("body"))
            texts = {name: tidy(data.pop(name)) for name in ("title", "sapo", "author")}
            texts["sapo"] = texts["sapo"] and without_desk_mark(texts["sapo"])  # the templates print it
            samples.append(Sample(moment=moment, body=body, **texts, **data))
        except (KeyError, TypeError, AttributeError, ValueError) as error:
            raise ValueError(f"{file.name}: {error!r}") from error
    return sorted(samples, key=lambda sample: (sample.moment, sample.id), reverse=True)


def tidy(text: str | None) -> str | None:
    """`text` on one line; YAML folds long lines."""
    return " ".join(text.split()) if text else None


def render(samples: list[Sample]) -> dict[str, str]:
    """Every file of the site and of the gold set: path below `data/sample` to text."""
    templates = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=select_autoescape(["html.j2", "xml.j2"]),
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    by_id = {sample.id: sample for sample in samples}
    files: dict[str, str] = {}

    def page(url: str, template: str, **values: Any) -> None:
        files[f"site/{file_of(url)}"] = templates.get_template(template).render(**values).rstrip() + "\n"

    for i, sample in enumerate(samples):
        same_host = [other for other in samples[i + 1 :] + samples[:i] if other.host == sample.host]
        body = [block | ({"related": by_id[block["related"]]} if "related" in block else {}) for block in sample.body]
        shown = {name: getattr(sample, name) for name in dir(sample) if not name.startswith("_")}
        shown |= {
            "body": [dict.fromkeys(("p", "h", "caption", "related")) | block for block in body],
            "others": same_host[:4],
        }
        page(sample.url, f"{sample.template}.html.j2", a=shown, calendar=CALENDAR)
        files[f"gold/{sample.id}.txt"] = sample.text()
        files[f"gold/{sample.id}.json"] = json.dumps(sample.gold(), ensure_ascii=False, indent=1) + "\n"

    def listing(start: str, family: str, per_page: int) -> None:
        listed = [sample for sample in samples if sample.family == family]
        pages = [listed[i : i + per_page] for i in range(0, len(listed), per_page)]
        for number, articles in enumerate(pages, 1):
            url = start if number == 1 else f"{start}?page={number}"
            following = f"{start}?page={number + 1}" if number < len(pages) else None
            page(url, f"listing-{family}.html.j2", articles=articles, page=number, next_page=following)

    listing(f"http://{NEWSPAPER}/", "onecms", 12)
    listing(f"http://{NEWSPAPER}/luu-tru", "onecms-post", 12)
    listing(f"http://{PORTAL}/noidung/tintuc/Pages/Default.aspx", "sharepoint", 9)
    newest = [sample for sample in samples if sample.host == NEWSPAPER][:20]
    page(f"http://{NEWSPAPER}/rss/home.rss", "rss.xml.j2", articles=newest, host=NEWSPAPER)
    for host in (NEWSPAPER, PORTAL):
        page(f"http://{host}/robots.txt", "robots.txt.j2")
    return files


def build(target: Path = HERE) -> int:
    """Write everything anew below `target`; gives the number of files."""
    files = render(load())
    for folder in ("site", "gold"):
        shutil.rmtree(target / folder, ignore_errors=True)
    for name, text in files.items():
        path = target / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    return len(files)


if __name__ == "__main__":
    print(f"{build()} files written below {HERE.name}/")
