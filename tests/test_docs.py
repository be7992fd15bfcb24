"""The README and the guides say what is so: links lead somewhere, commands are understood, labels stand on the screen.

In the guides 「…」 (Chinese) and **…** (English) are kept for words on the screen, and nothing else.
"""

import re
import shlex
from collections.abc import Iterable
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from babel.messages.pofile import read_po

from estate.__main__ import build_parser

ROOT = Path(__file__).parent.parent
PAGES = sorted([ROOT / "README.md", ROOT / "SECURITY.md", *(ROOT / "docs").rglob("*.md")])
GUIDES = ["administrator", "office", "cashier", "repairer", "gate", "owner"]
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]")
LETTERS = re.compile(r"[^\W\d_]")


def names(paths: Iterable[Path]) -> list[str]:
    return [str(path.relative_to(ROOT)) for path in paths]


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with (ROOT / "locale/zh_CN/LC_MESSAGES/estate.po").open("rb") as file:
        return read_po(file, locale="zh_CN")


def texts(catalogue: Catalog, *, translated: bool) -> list[str]:
    """All texts of one side of the catalogue, singular and plural."""
    found: list[str] = []
    for message in catalogue:
        text = message.string if translated else message.id
        if message.id:
            found += [text] if isinstance(text, str) else list(text)
    return found


def as_shown(texts: list[str]) -> re.Pattern[str]:
    """What the screen can make of these texts; one that is nearly all placeholder says nothing and is left out."""
    told = [
        text
        for text in texts
        if not PLACEHOLDER.search(text) or len(LETTERS.findall(PLACEHOLDER.sub("", text))) >= 2
    ]
    whole = (".+?".join(re.escape(part) for part in PLACEHOLDER.split(text)) for text in told)
    return re.compile("|".join(whole), re.DOTALL)


def anchors(page: Path) -> set[str]:
    """The addresses of a page's headings, as GitHub makes them."""
    heads = re.findall(r"^#+ (.+)$", page.read_text("utf-8"), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).replace(" ", "-") for head in heads}


@pytest.mark.parametrize("name", names(PAGES))
def test_every_link_leads_to_a_file_and_heading_that_exist(name: str) -> None:
    page = ROOT / name
    for target in re.findall(r"\]\(([^)\s]+)\)", page.read_text("utf-8")):
        if "://" in target:
            continue
        path, _, heading = target.partition("#")
        there = (page.parent / path).resolve() if path else page
        assert there.is_file(), f"{name} links to {target}"
        assert not heading or heading in anchors(there), f"{name} links to {target}"


@pytest.mark.parametrize("name", names(PAGES))
def test_every_command_is_understood(name: str) -> None:
    text = (ROOT / name).read_text("utf-8")
    fenced = "\n".join(re.findall(r"^ *```sh\n(.*?)^ *```", text, re.DOTALL | re.MULTILINE))
    for line in fenced.splitlines():
        words = shlex.split(re.split(r"\s[|#]", line)[0], comments=True)
        if words and Path(words[0]).name == "estate":
            build_parser().parse_args(words[1:])


@pytest.mark.parametrize("guide", GUIDES)
def test_every_label_in_a_chinese_guide_stands_on_the_screen(guide: str, catalogue: Catalog) -> None:
    shown = as_shown(texts(catalogue, translated=True))
    quoted = re.findall(r"「([^」]+)」", (ROOT / "docs/zh" / f"{guide}.md").read_text("utf-8"))
    assert quoted and [label for label in quoted if not shown.fullmatch(label)] == []


@pytest.mark.parametrize("guide", GUIDES)
def test_every_label_in_an_english_guide_stands_on_the_screen(guide: str, catalogue: Catalog) -> None:
    shown = as_shown(texts(catalogue, translated=False))
    quoted = re.findall(r"\*\*([^*]+)\*\*", (ROOT / "docs/en" / f"{guide}.md").read_text("utf-8"))
    assert quoted and [label for label in quoted if not shown.fullmatch(label)] == []


def test_both_languages_say_the_same() -> None:
    for guide in GUIDES:
        counted = [
            (len(re.findall(r"^#+ ", text, re.MULTILINE)), len(re.findall(r"!\[", text)))
            for language in ("zh", "en")
            for text in [(ROOT / "docs" / language / f"{guide}.md").read_text("utf-8")]
        ]
        assert counted[0] == counted[1], f"{guide}: headings and pictures (zh, en) {counted}"


def test_every_picture_is_used_and_they_stay_small() -> None:
    pictures = list((ROOT / "docs/pictures").glob("*.png"))
    used = {
        Path(one).name
        for page in PAGES
        for one in re.findall(r"!\[[^\]]*\]\(([^)]+)\)", page.read_text("utf-8"))
    }
    assert {path.name for path in pictures} == used
    assert sum(path.stat().st_size for path in pictures) < 1_500_000
