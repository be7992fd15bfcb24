"""The simple format of an announcement as safe HTML and as plain text.

CommonMark by markdown-it without HTML and pictures: paragraphs, lists, headings, bold, links to http, mail and telephone.
"""

from functools import lru_cache
from urllib.parse import urlsplit

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markupsafe import Markup

SCHEMES = ("http", "https", "mailto", "tel")
RULES = (
    "paragraph",
    "list",
    "heading",
    "blockquote",
    "hr",
    "newline",
    "emphasis",
    "link",
    "autolink",
    "escape",
    "entity",
)


@lru_cache(maxsize=1)
def _reader() -> MarkdownIt:
    reader = MarkdownIt("zero", {"html": False, "breaks": True}).enable(list(RULES))
    reader.validateLink = lambda url: urlsplit(url).scheme in SCHEMES
    return reader


def html(text: str) -> Markup:
    """The text for a page; headings stand below the page's own two."""
    tokens = _reader().parse(text)
    for token in tokens:
        if token.tag in ("h1", "h2", "h3", "h4", "h5", "h6"):
            token.tag = "h3"
    return Markup(_reader().renderer.render(tokens, _reader().options, {}))


def plain(text: str) -> str:
    """The text for a message: no marks, a line for each item, an empty one between paragraphs, links with addresses."""
    lines: list[str] = []
    bullets: list[int | None] = []
    mark = ""
    for token in _reader().parse(text):
        if lines and token.level == 0 and token.type.endswith("_open"):
            lines.append("")
        if token.type in ("bullet_list_open", "ordered_list_open"):
            bullets.append(1 if token.type.startswith("ordered") else None)
        elif token.type in ("bullet_list_close", "ordered_list_close"):
            bullets.pop()
        elif token.type == "list_item_open":
            number = bullets[-1]
            mark = "  " * (len(bullets) - 1) + ("· " if number is None else f"{number}. ")
            bullets[-1] = number and number + 1
        elif token.type == "inline":
            lines.append(mark + _words(token))
            mark = ""
    return "\n".join(lines)


def _words(inline: Token) -> str:
    said: list[str] = []
    target = ""
    for part in inline.children or []:
        if part.type == "link_open":
            target = str(part.attrs.get("href", ""))
            said.append("\0")
        elif part.type == "link_close":
            start = len(said) - 1 - said[::-1].index("\0")
            label = "".join(said[start + 1 :])
            said[start:] = [label if target.endswith(label) else f"{label} ({target})"]
        elif part.type in ("softbreak", "hardbreak"):
            said.append("\n")
        else:
            said.append(part.content)
    return "".join(said)
