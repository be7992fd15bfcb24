"""Sheets as a PDF: a template of templates/print/*.typ filled with data, set by typst with the fonts that we ship."""

import shutil
import tempfile
from collections.abc import Mapping
from functools import lru_cache
from pathlib import Path
from threading import Lock
from typing import Any

import msgspec

from estate.resources import resource

_one_at_a_time = Lock()
"""A kept compiler fails when a second thread calls it meanwhile; a page takes a few milliseconds."""


def typeset(template: str, data: Mapping[str, Any], *, for_screens: bool = True) -> bytes:
    """The PDF of a template (its name without .typ) with this data: texts, numbers, lists and tables of them.

    for_screens: tagged so that it can be read aloud; what is only printed is smaller and quicker without the tags.
    A sign that our fonts lack, as in a rare name, comes from a font of this computer if it has one.
    """
    sent = msgspec.json.encode(data).decode()
    with _one_at_a_time:
        return bytes(_compiler(template).compile(sys_inputs={"data": sent}, pdf_tags=for_screens))


def typeset_with(
    template: str, data: Mapping[str, Any], enclosed: Mapping[str, bytes], *, for_screens: bool = True
) -> bytes:
    """The PDF of a template that shows pictures and encloses files; each lies beside it under its name here."""
    with tempfile.TemporaryDirectory() as folder:
        for path in (resource("templates") / "print").glob("*.typ"):
            shutil.copy(path, folder)
        for name, content in enclosed.items():
            (Path(folder) / name).write_bytes(content)
        made = _compiler_in(folder, template).compile(
            sys_inputs={"data": msgspec.json.encode(data).decode()}, pdf_tags=for_screens
        )
        return bytes(made)


def pages_of(pdf: bytes, most: int) -> int:
    """How many pages of a PDF can be shown among others, at most so many; 0 for one that cannot be read or is longer."""
    import typst

    with tempfile.TemporaryDirectory() as folder:
        (Path(folder) / "shown.pdf").write_bytes(pdf)
        (Path(folder) / "page.typ").write_text(
            '#image("shown.pdf", page: int(sys.inputs.page))', encoding="utf-8"
        )
        compiler = _compiler_in(folder, "page")
        for page in range(1, most + 2):
            try:
                compiler.compile(sys_inputs={"page": str(page)})
            except typst.TypstError:
                return page - 1
    return 0


def forget() -> None:
    """Free what typst remembers of earlier papers, after each file of many: it keeps what ten compilings did not use.

    Without it 1,200 sheets leave 270 MB in the worker.
    """
    for _compiling in range(11):
        with _one_at_a_time:
            _compiler("nothing").compile()


@lru_cache(maxsize=8)
def _compiler(template: str) -> Any:
    """typst with the fonts looked up, which takes longer than to set a page."""
    return _compiler_in(resource("templates") / "print", template)


def _compiler_in(folder: Path | str, template: str) -> Any:
    import typst  # 30 MB that only papers need

    root = Path(folder)
    return typst.Compiler(root / f"{template}.typ", root=root, font_paths=[resource("seed") / "fonts"])
