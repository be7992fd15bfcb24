"""Word and Excel files for tests: packages as small as they can be."""

import io
import zipfile

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
RELATION = (
    '<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/x/{kind}" Target="{target}"'
    ' TargetMode="External"/></Relationships>'
)


def package(main: str = WORD, parts: dict[str, str | bytes] | None = None, text: str = "") -> bytes:
    """A package whose main part is of this type, with further parts."""
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as made:
        types = f'<Types><Override PartName="/main.xml" ContentType="{main}"/></Types>'
        made.writestr("[Content_Types].xml", types)
        made.writestr("main.xml", f"<main>{text}</main>")
        for name, content in (parts or {}).items():
            made.writestr(name, content)
    return held.getvalue()


def relation(kind: str, target: str) -> dict[str, str | bytes]:
    """The part of a Word file that names something outside of it."""
    return {"word/_rels/settings.xml.rels": RELATION.format(kind=kind, target=target)}
