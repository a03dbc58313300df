"""A parsed page, and its text as blocks in reading order."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cache, cached_property, lru_cache

import cssselect
import lxml.html
from cssselect import HTMLTranslator, parse
from cssselect.parser import Attrib, Class, Element, Hash, Negation
from lxml import etree

from spiders.furniture import tidy
from spiders.page import Page

BLOCK_TAGS = frozenset(
    """address article aside blockquote body center dd details div dl dt fieldset figcaption figure footer form
    h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table tbody td tfoot th thead tr ul""".split()
)
# <form> is not here: SharePoint wraps whole pages in one.
SKIPPED_TAGS = frozenset(
    """script style noscript iframe video audio svg button select input textarea template object map nav footer head
    title link meta""".split()
)
COMMENT = re.compile(r"<!--.*?-->", re.S)
# A second <html> makes the parser drop what follows; without any, it makes one tree of all.
ROOT_TAGS = re.compile(r"</?html\b[^>]*>|<!doctype[^>]*>|</body\s*>", re.I)
# Boxes that stand inside article containers; whole words of class and id.
BOX = re.compile(
    r"(?:^|[\s_-])(?:relat(?:ed?|es|ion)s?|tin-?lien-?quan|bai-?lien-?quan|lien-?quan|tin-?khac|other-?news|tin-?cu"
    r"|socials?|share|sharing|addthis|like-?box|fb-[a-z]+|comments?|binh-?luan|breadcrumbs?|tags?|tag-?list|keywords?"
    r"|ads?|ads[-_]\w+|adv|advert\w*|banner|quang-?cao|qc|player|audio|tts|text-to-speech|poll|rating|votes?|newsletter"
    r"|calendar|lich|quickview\w*|print|toolbar|tool-?bar|font-?size|navbar|menu|popup|modal|login|empty-layer"
    r"|c-box|article-poll|sidebar|most-?read|readmore|read-?more|counter)(?=$|[\s_-])",
    re.I,
)
_CASES = re.compile(r"(?<=[a-zà-ỹ])(?=[A-Z])")
TAG_TEXT = etree.XPath("string()")
ATTRIBUTES = etree.XPath("//@*", smart_strings=False)
PARAGRAPHS = etree.XPath("//p/text()", smart_strings=False)
LABELLED = etree.XPath("descendant-or-self::*[@class or @id]")


@dataclass(slots=True)
class Block:
    """A paragraph-like run of text, or an image (`image`, no text), with what its markup says of it."""

    text: str
    element: etree._Element | None = None
    image: bool = False
    caption: bool = False
    heading: bool = False
    centred: bool = False
    link: float = 0.0  # share of the text that is links
    bold: float = 0.0
    italic: float = 0.0

    @property
    def headline(self) -> bool:
        """Whether it is a link to an article, perhaps with its date, as on listing pages."""
        return self.link > 0.7 and len(self.text) > 10


class Document:
    """The tree of a page. Selecting and walking never change it, so several families may try the same page."""

    def __init__(self, page: Page):
        self.page = page
        source = ROOT_TAGS.sub(" ", COMMENT.sub(" ", page.text.replace("\0", "")))
        parser = lxml.html.HTMLParser(remove_comments=True, remove_pis=True, encoding="utf-8")
        try:
            root = lxml.html.document_fromstring(source.encode("utf-8", "replace"), parser=parser)
        except (etree.ParserError, ValueError):  # nothing in it
            root = lxml.html.Element("html")
        self.root = root

    def select(self, css: str, within: etree._Element | None = None) -> list[etree._Element]:
        """Elements that match `css`, in document order, each inside `within` (default: the page)."""
        # Most selectors are other families' and of names that the page never says, and most of the rest are plain
        # classes: to look both up is much cheaper than to walk the tree.
        said = [selector for selector in selectors(css) if self.may_hold(selector)]
        if within is None and all(selector.plain for selector in said):
            found = {place: element for selector in said for place, element in self._plain(selector)}
            return [found[place] for place in sorted(found)]
        return compiled(tuple(selector.path for selector in said))(self.root if within is None else within)

    def may_hold(self, selector: Selector) -> bool:
        """Whether the page has every class, id and attribute value that `selector` asks for, somewhere."""
        return all(label in self._labels for label in selector.labels) and all(map(self.says, selector.values))

    def says(self, value: str) -> bool:
        """Whether some element has `value` within an attribute."""
        if value not in self._said:
            self._said[value] = value in self._attributes
        return self._said[value]

    def _plain(self, selector: Selector) -> Iterator[tuple[int, etree._Element]]:
        """(place on the page, element) of what a plain selector matches."""
        first, *others = (self._labels[label] for label in selector.labels)
        for place, element in first.items():
            if selector.tag in (None, element.tag) and all(place in other for other in others):
                yield place, element

    @cached_property
    def _labels(self) -> dict[str, dict[int, etree._Element]]:
        """{".class" or "#id": {place on the page: element}}."""
        labels: dict[str, dict[int, etree._Element]] = {}
        for place, element in enumerate(LABELLED(self.root)):
            for name in element.get("class", "").split():
                labels.setdefault(f".{name}", {})[place] = element
            if name := element.get("id"):
                labels.setdefault(f"#{name}", {})[place] = element
        return labels

    @cached_property
    def _said(self) -> dict[str, bool]:
        return {}

    @cached_property
    def _attributes(self) -> str:
        # Long values are data, and addresses and texts of links are no names.
        return "\n".join(value for value in set(ATTRIBUTES(self.root)) if len(value) < 200)

    def first_text(self, candidates: Iterable[str]) -> tuple[str, etree._Element, str] | None:
        """(text, element, css) of the first candidate that gives text; a `meta` gives its content."""
        for css in candidates:
            for element in self.select(css):
                text = tidy(element.get("content", "") if element.tag == "meta" else TAG_TEXT(element))
                if text and "{{" not in text:
                    return text, element, css
        return None

    def meta(self, *names: str) -> str | None:
        """Content of the first meta whose property, name or itemprop is one of `names`, tried in order."""
        for name in names:
            for element in self._metas.get(name.lower(), ()):
                if (text := tidy(element.get("content", ""))) and "{{" not in text:
                    return text
        return None

    @cached_property
    def _metas(self) -> dict[str, list[etree._Element]]:
        metas: dict[str, list[etree._Element]] = {}
        for element in self.root.iter("meta"):
            for attribute in ("property", "name", "itemprop"):
                if key := element.get(attribute):
                    metas.setdefault(key.lower(), []).append(element)
        return metas

    @cached_property
    def json_ld(self) -> list[dict]:
        """JSON-LD objects of the page that tell of an article."""
        from extruct.jsonld import JsonLdExtractor  # imports rdflib: paid only by pages that need it

        if not self.root.xpath("boolean(//script[@type='application/ld+json'])"):
            return []
        try:
            items = JsonLdExtractor().extract_items(self.root)
        except ValueError:
            return []
        items = [item for item in items if isinstance(item, dict)]
        items += [node for item in items for node in as_list(item.get("@graph")) if isinstance(node, dict)]
        return [item for item in items if any(re.search("Article|Posting|Report", t) for t in types(item))]

    @cached_property
    def text(self) -> str:
        """All text a reader may see, on one line."""
        return tidy(" ".join(block.text for block in self.blocks(self.root)))

    def says_less_than(self, length: int) -> bool:
        """Whether `text` is shorter than `length` characters; of a long page only the beginning is looked at."""
        if sum(map(len, PARAGRAPHS(self.root))) > 2 * length:  # some of it may be hidden
            return False
        said = 0
        for block in _Walk(self.root, set(), set()).blocks():
            said += len(block.text) + 1 if block.text else 0
            if said > length:
                return False
        return True

    def boxes(self, root: etree._Element) -> set[etree._Element]:
        """Elements inside `root` that are boxes beside the article by their class or id."""
        whole = len(TAG_TEXT(root)) or 1
        found = set()
        for element in LABELLED(root):
            label = f"{element.get('class', '')} {element.get('id', '')}"
            # A wrapper of nearly everything is no box, whatever it is called.
            if names_a_box(label) and len(TAG_TEXT(element)) < 0.6 * whole:
                found.add(element)
        return found

    def blocks(
        self,
        root: etree._Element,
        skip: Iterable[etree._Element] = (),
        captions: Iterable[etree._Element] = (),
    ) -> list[Block]:
        """The text of `root` cut at block elements and line breaks, without the elements in `skip`."""
        return list(_Walk(root, set(skip), set(captions)).blocks())


@lru_cache(10_000)
def names_a_box(label: str) -> bool:
    """Whether classes and ids are those of a box beside the article."""
    return bool(BOX.search(_CASES.sub("-", label)))


@dataclass(slots=True)
class _Line:
    """A line being put together; `chars` counts its characters, and those in links, bold and italic type."""

    text: str = ""
    chars: Counter[str] = field(default_factory=Counter)


class _Walk:
    def __init__(self, root: etree._Element, skip: set[etree._Element], captions: set[etree._Element]):
        self.root, self.skip, self.captions = root, skip, captions
        self.lines = [_Line()]
        self.depth = Counter[str]()  # how many elements set each mark are open
        self.owner = root

    def blocks(self) -> Iterator[Block]:
        walk = etree.iterwalk(self.root, events=("start", "end"))
        skipped = None
        for event, element in walk:
            boundary = element.tag in BLOCK_TAGS or element in self.captions
            if event == "start":
                if element is not self.root and self.is_skipped(element):
                    if boundary or element in self.skip:
                        yield from self.flush()
                    walk.skip_subtree()
                    skipped = element
                    continue
                if boundary:
                    yield from self.flush()
                    self.owner = element
                for mark in marks_of(element, self.captions):
                    self.depth[mark] += 1
                if element.tag == "br":
                    self.lines.append(_Line())
                elif element.tag == "img":
                    yield from self.flush()
                    yield Block("", element, image=True)
                self.push(element.text)
            else:
                if element is skipped:
                    skipped = None
                else:
                    if boundary:
                        yield from self.flush()
                        self.owner = element.getparent() if element is not self.root else element
                    for mark in marks_of(element, self.captions):
                        self.depth[mark] -= 1
                if element is not self.root:
                    self.push(element.tail)
        yield from self.flush()

    def is_skipped(self, element: etree._Element) -> bool:
        return element.tag in SKIPPED_TAGS or element in self.skip or hidden(element)

    def push(self, text: str | None) -> None:
        if text:
            line = self.lines[-1]
            line.text += text
            count = len(text.strip())
            line.chars["all"] += count
            for mark in ("link", "bold", "italic"):
                if self.depth[mark]:
                    line.chars[mark] += count

    def flush(self) -> Iterator[Block]:
        for line in unwrapped(self.lines):
            whole = line.chars["all"] or 1
            yield Block(
                line.text,
                self.owner,
                caption=self.depth["caption"] > 0,
                heading=self.depth["heading"] > 0,
                centred=self.depth["centred"] > 0,
                link=line.chars["link"] / whole,
                bold=line.chars["bold"] / whole,
                italic=line.chars["italic"] / whole,
            )
        self.lines = [_Line()]


MARKS_OF_TAGS = {
    "a": "link",
    "b": "bold",
    "strong": "bold",
    "i": "italic",
    "em": "italic",
    "center": "centred",
    **dict.fromkeys(("h1", "h2", "h3", "h4", "h5", "h6"), "heading"),
}
MARKS_OF_STYLES = {
    "font-weight:bold": "bold",
    "font-weight:700": "bold",
    "font-style:italic": "italic",
    "text-align:center": "centred",
}


def marks_of(element: etree._Element, captions: set[etree._Element]) -> set[str]:
    """Which marks (link, bold, italic, caption, heading, centred) an element sets on its text."""
    marks = {MARKS_OF_TAGS[element.tag]} if element.tag in MARKS_OF_TAGS else set()
    if element.tag == "a" and element.get("href") is None:
        marks.clear()
    if element in captions:
        marks.add("caption")
    if style := element.get("style"):
        style = style.replace(" ", "").lower()
        marks.update(mark for words, mark in MARKS_OF_STYLES.items() if words in style)
    if element.get("align", "").lower() == "center":
        marks.add("centred")
    return marks


def unwrapped(lines: Iterable[_Line]) -> list[_Line]:
    """Tidy lines without empty ones; a break that only wraps a sentence (the next line starts small) is undone."""
    joined: list[_Line] = []
    after_blank = True
    for line in lines:
        text = tidy(line.text)
        if text and not after_blank and text[0].islower():
            joined[-1] = _Line(f"{joined[-1].text} {text}", joined[-1].chars + line.chars)
        elif text:
            joined.append(_Line(text, line.chars))
        after_blank = not text
    return joined


def hidden(element: etree._Element) -> bool:
    """Whether an element is not shown, as far as its own attributes say."""
    style = element.get("style")
    return element.get("hidden") is not None or bool(style and "display:none" in style.replace(" ", "").lower())


@dataclass(frozen=True, slots=True)
class Selector:
    """One CSS selector: its XPath, and what a page must say somewhere to match it: `labels` (".class", "#id") and
    attribute `values`. A `plain` one asks for nothing but one element's labels, and perhaps its `tag`."""

    path: str
    labels: tuple[str, ...]
    values: tuple[str, ...]
    plain: bool
    tag: str | None


@cache
def selectors(css: str) -> tuple[Selector, ...]:
    """The selectors of a comma-separated list."""
    return tuple(map(as_selector, parse(css)))


def as_selector(selector: cssselect.Selector) -> Selector:
    """What a parsed selector asks for."""
    labels, values = [], []
    for part in asked(selector.parsed_tree):
        match part:
            case Class(class_name=name):
                labels.append(f".{name}")
            case Hash(id=name):
                labels.append(f"#{name}")
            case Attrib(operator="=" | "~=" | "^=" | "$=" | "*=", value=value) if value.value:
                values.append(value.value)
    inner = selector.parsed_tree
    while isinstance(inner, Class | Hash):
        inner = inner.selector
    plain = isinstance(inner, Element) and bool(labels) and selector.pseudo_element is None
    path = HTMLTranslator().selector_to_xpath(selector)
    return Selector(path, tuple(labels), tuple(values), plain, inner.element if plain else None)


def asked(tree: object) -> Iterator[object]:
    """The parts of a parsed selector without which it matches nothing."""
    yield tree
    # What stands in :not(…) need not be there, and in :has(…) and :is(…) it may be one of several.
    for part in ("selector",) if isinstance(tree, Negation) else ("selector", "subselector"):
        if (inner := getattr(tree, part, None)) is not None:
            yield from asked(inner)


@cache
def compiled(paths: tuple[str, ...]) -> etree.XPath:
    """The union of XPaths, compiled; what they find comes in document order."""
    return etree.XPath("|".join(paths))


def as_list(value) -> list:
    return value if isinstance(value, list) else [] if value is None else [value]


def types(item: dict) -> list[str]:
    """The @type of a JSON-LD object as a list."""
    return [str(t) for t in as_list(item.get("@type"))]
