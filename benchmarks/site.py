"""A press site of any size, made as it is asked for: pages of a newspaper on the onecms, listed newest first."""

from __future__ import annotations

import json
import random
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cached_property
from urllib.parse import parse_qs, urlsplit

from spiders.sample_site import NOT_FOUND, Answer

HOST = "bao-mau.test"
NEWEST = datetime(2024, 6, 28, 17, 30)
WORDS = (
    "nhiều hộ dân phấn khởi vì tuyến đường liên xã vừa được nâng cấp mở rộng sau mùa mưa bà con xuống đồng gieo cấy vụ"
    " hè thu đúng lịch thời vụ các trường học chuẩn bị bước vào kỳ thi với tinh thần nghiêm túc an toàn lễ hội đầu xuân"
    " thu hút đông đảo du khách gần xa về dự hội thi nấu bánh chưng kéo co đẩy gậy sôi nổi trên sân vận động trung tâm"
).split()
#: Every so many articles one tells of an inspection, as in a paper.
TELLING = 40
INSPECTED = (
    "Sáng {day}, đoàn kiểm tra công vụ của tỉnh do ông Trần Văn Mẫu, Phó Giám đốc Sở Nội vụ, dẫn đầu kiểm tra đột xuất"
    " UBND huyện Nam Đàn. Tại thời điểm kiểm tra, 3/21 công chức vắng mặt không lý do."
)


@dataclass(frozen=True)
class PressSite:
    """`articles` pages of about `kilobytes` kB each; of that the article is `prose` bytes and the rest furniture."""

    articles: int
    kilobytes: int = 3
    prose: int = 1500

    @property
    def per_listing(self) -> int:
        """Articles on a page of the listing: a crawl reads 50 pages of one at most."""
        return max(50, self.articles // 40)

    def url(self, number: int) -> str:
        """Where the `number`-th article stands, from 0 (the newest)."""
        return f"http://{HOST}/chuyen-o-huyen-so-{number}-{10_900_000 - number}.html"

    @property
    def urls(self) -> list[str]:
        return [self.url(number) for number in range(self.articles)]

    def respond(self, url: str, headers: Mapping[str, str]) -> Answer:
        """The page at `url`."""
        parts = urlsplit(url)
        if parts.hostname != HOST:
            return NOT_FOUND
        if parts.path == "/robots.txt":
            return Answer(b"User-agent: *\nDisallow: /tim-kiem\n", headers={"Content-Type": "text/plain"})
        if parts.path == "/rss/home.rss":
            return Answer(b'<rss version="2.0"><channel></channel></rss>', headers={"Content-Type": "text/xml"})
        if parts.path in ("/", "/luu-tru"):
            return Answer(self.listing(int(parse_qs(parts.query).get("page", ["1"])[0])))
        if parts.path.startswith("/chuyen-o-huyen-so-"):
            number = int(parts.path.split("-")[-2])
            if number < self.articles:
                return Answer(self.article(number))
        return NOT_FOUND

    def listing(self, page: int) -> bytes:
        """The listing's n-th page, from 1."""
        numbers = range((page - 1) * self.per_listing, min(page * self.per_listing, self.articles))
        items = "".join(
            f'<div class="b-grid"><h3 class="b-grid__title"><a href="{self.url(n)}">{self.title(n)}</a></h3></div>'
            for n in numbers
        )
        more = (
            f'<a class="next" href="/?page={page + 1}">Trang sau</a>' if page * self.per_listing < self.articles else ""
        )
        return (
            f'<!DOCTYPE html><html lang="vi"><body>{items}<div class="c-pagination">{more}</div></body></html>'.encode()
        )

    def title(self, number: int) -> str:
        return f"Chuyện ở huyện số {number}: gieo cấy vụ hè thu và hội thi nấu bánh chưng"

    def article(self, number: int) -> bytes:
        """The page of an article; its text differs from that of every other."""
        chance = random.Random(number)
        paragraphs, size = [], 0
        while size < self.prose:
            paragraphs.append(" ".join(chance.choices(WORDS, k=60)).capitalize() + ".")
            size += len(paragraphs[-1].encode())
        moment = NEWEST - timedelta(hours=7 * number)
        if number % TELLING == 0:
            paragraphs.insert(1, INSPECTED.format(day=f"{moment:%d/%m}"))
        title = self.title(number)
        return (
            f'<!DOCTYPE html><html lang="vi"><head><title>{title}</title><meta property="og:title" content="{title}">'
            f'</head><body>{self.furniture}<div class="b-maincontent"><div class="c-detail-head">'
            f'<h1 class="c-detail-head__title">{title}</h1>'
            f'<span class="c-detail-head__time">{moment:%d/%m/%Y %H:%M}</span></div>'
            f'<p class="block-sc-sapo">{paragraphs[0]}</p>'
            f'<article class="entry">{"".join(f"<p>{text}</p>" for text in paragraphs[1:])}</article>'
            "</div></body></html>"
        ).encode()

    @cached_property
    def furniture(self) -> str:
        """Boxes of links to other articles and scripts, as real pages carry them, half and half."""
        chance = random.Random(0)
        out, size = [], 0
        while size < self.kilobytes * 1000 - self.prose:
            words = chance.choices(WORDS, k=14)
            title, number = " ".join(words).capitalize(), 10_800_000 + len(out)
            link = f'<a class="box-link" href="/{"-".join(words[:9])}-{number}.html" title="{title}">{title}</a>'
            out.append(f'<div class="box-item"><h3 class="box-title">{link}</h3></div>')
            data = json.dumps({"id": number, "title": title, "slot": [0.1 * n for n in range(15)]})
            out.append(f"<script>window.boxes.push({data});</script>")
            size += len((out[-1] + out[-2]).encode())
        return f'<div class="c-menu">{"".join(out)}</div>'
