"""From an article to its inspections: text in, values out, no network and no database."""

from .article import Article
from .inspection import Inspection, as_guideline
from .reader import VERSION, read
from .version import lexicon_version

__all__ = ["VERSION", "Article", "Inspection", "as_guideline", "lexicon_version", "read"]
