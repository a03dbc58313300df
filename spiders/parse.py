"""From a page to its article."""

from __future__ import annotations

from extract.article import Article
from spiders.page import Page


class NotAnArticle(ValueError):
    """The page holds no article; the message says what it is (listing, not found, empty)."""


class Blocked(NotAnArticle):
    """The site did not give its page (challenge, cookie stub, encrypted body): not the same as an empty one."""


def parse_page(page: Page) -> Article:
    """The article on `page`, read by the family of its source, or by any family that knows its markup.

    Raises NotAnArticle, or Blocked, with the reason.
    """
    raise NotAnArticle("not parsed yet")
