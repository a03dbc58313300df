"""From an article to its inspections: text in, values out, no network and no database."""

from .article import Article
from .inspection import Inspection, as_guideline
from .reader import VERSION, read

__all__ = ["VERSION", "Article", "Inspection", "as_guideline", "read"]
