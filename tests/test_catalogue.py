"""The Chinese catalogue is whole: every text of the source, with the same placeholders, none doubtful or left over."""

import re
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract_from_dir
from babel.messages.frontend import parse_mapping_cfg
from babel.messages.pofile import read_po

from estate.appliance.words import SUBJECTS
from estate.appliance.words_actions import ACTIONS
from estate.i18n import use_locale
from estate.web.page import environment

ROOT = Path(__file__).parent.parent
PO = ROOT / "locale" / "zh_CN" / "LC_MESSAGES" / "estate.po"
PLACEHOLDER = re.compile(r"%\(\w+\)[sd]|%%")
HAN = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture(scope="module")
def catalogue() -> Catalog:
    with PO.open("rb") as file:
        return read_po(file, locale="zh_CN")


@pytest.fixture(scope="module")
def source() -> set[object]:
    """Every text that the source asks gettext for."""
    with (ROOT / "babel.cfg").open() as file:
        methods, options = parse_mapping_cfg(file)
    keywords = {"_": None, "gettext": None, "ngettext": (1, 2), "lazy": None, "_t": None}
    found = extract_from_dir(ROOT, methods, options, keywords=keywords, directory_filter=_ours)
    return {message for _file, _line, message, _comments, _context in found}


def _ours(folder: object) -> bool:
    return Path(str(folder)).name in {"estate", "templates"} or any(
        part in {"estate", "templates"} for part in Path(str(folder)).relative_to(ROOT).parts
    )


def test_every_text_of_the_source_is_in_the_catalogue_and_nothing_else(
    catalogue: Catalog, source: set[object]
) -> None:
    known = {tuple(one.id) if isinstance(one.id, list | tuple) else one.id for one in catalogue if one.id}
    assert source - known == set()
    assert known - source == set()
    assert not catalogue.obsolete


def test_texts_are_marked_by_names_that_are_looked_for() -> None:
    """Under any other name they would never come into the catalogue, and stay English on a Chinese page."""
    marked = re.compile(r"import (n?gettext|lazy) as (\w+)")
    found = {
        (path.name, kind, name)
        for path in (ROOT / "estate").rglob("*.py")
        for kind, name in marked.findall(path.read_text("utf-8"))
        if name not in ("_", "_t") or kind == "ngettext"
    }
    assert found == set()


def texts(message: Message) -> list[str]:
    return [message.string] if isinstance(message.string, str) else list(message.string)


def test_every_text_is_translated_and_sure(catalogue: Catalog) -> None:
    untold = [one.id for one in catalogue if one.id and (one.fuzzy or not all(texts(one)))]
    assert untold == []


def test_placeholders_are_those_of_the_source(catalogue: Catalog) -> None:
    wrong: list[object] = []
    for one in catalogue:
        ids = [one.id] if isinstance(one.id, str) else list(one.id)
        allowed = {hole for text in ids for hole in PLACEHOLDER.findall(text)}
        needed = allowed - {"%(num)s", "%(n)s"} if len(ids) > 1 else allowed
        for text in texts(one):
            holes = set(PLACEHOLDER.findall(text))
            if one.id and not needed <= holes <= allowed:
                wrong.append(one.id)
    assert wrong == []


def test_it_compiles(catalogue: Catalog) -> None:
    """What `make test` does at set-up: babel's own checks, too."""
    faults = [(message.id, [str(error) for error in errors]) for message, errors in catalogue.check()]
    assert faults == []


def test_templates_hold_no_chinese_of_their_own() -> None:
    """People read the catalogue's words; what stands in a template would never change with the language."""
    found = [
        f"{path.relative_to(ROOT)}: {line.strip()}"
        for path in sorted((ROOT / "templates").rglob("*.html"))
        for line in re.sub(r"{#.*?#}", "", path.read_text("utf-8"), flags=re.DOTALL).splitlines()
        if HAN.search(line)
    ]
    assert found == []


def test_the_catalogue_is_what_people_read() -> None:
    use_locale("zh_CN")
    try:
        assert environment().from_string('{{ _("Take money") }}').render() == "收款"
    finally:
        use_locale("en")


def test_the_change_log_has_a_word_for_everything_that_is_recorded() -> None:
    source = "".join(path.read_text("utf-8") for path in (ROOT / "estate").rglob("*.py"))
    recorded = set(re.findall(r'audit\.record\(\s*tx,\s*"([a-z_]+\.[a-z_]+)",\s*"([a-z_]+)"', source))
    assert len(recorded) > 40
    assert {action for action, _subject in recorded} <= set(ACTIONS)
    assert {subject for _action, subject in recorded} <= set(SUBJECTS)


def test_source_strings_hold_no_chinese() -> None:
    """A text given to gettext is English; Chinese words stand in the source only as data (headings to recognise)."""
    asked = re.compile(r'\b(?:_|_t|gettext|lazy|ngettext)\(\s*f?"([^"]*)"')
    found = [
        f"{path.relative_to(ROOT)}: {text}"
        for path in sorted((ROOT / "estate").rglob("*.py"))
        for text in asked.findall(path.read_text("utf-8"))
        if HAN.search(text)
    ]
    assert found == []
