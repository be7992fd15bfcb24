"""The fonts of printed papers: Noto Sans CJK SC, cut down to the signs that papers bear (`python build/fonts.py`).

Needs Debian's fonts-noto-cjk and the package fonttools. What is cut holds all of GB 2312, Latin letters, figures,
punctuation and marks; a rarer sign in a name comes from a font of the computer that prints.
"""

from pathlib import Path

from fontTools import subset
from fontTools.ttLib import TTFont

SOURCE = Path("/usr/share/fonts/opentype/noto")
TARGET = Path(__file__).resolve().parent.parent / "seed" / "fonts"
SIMPLIFIED_CHINESE = 2  # its number in the collection

BLOCKS = [
    range(0x20, 0x7F),
    range(0xA0, 0x180),
    range(0x2010, 0x2040),
    range(0x2190, 0x219A),
    range(0x2460, 0x2474),
    range(0x25A0, 0x2600),
    range(0x3000, 0x3030),
    range(0xFF00, 0xFFF0),
]
MARKS = "€℃㎡№✓✗−×²³√"


def signs() -> set[int]:
    """The code points that stay."""
    found = {point for block in BLOCKS for point in block} | {ord(mark) for mark in MARKS}
    for high in range(0xA1, 0xF8):
        row = b"".join(bytes((high, low)) for low in range(0xA1, 0xFF))
        found |= {ord(sign) for sign in row.decode("gb2312", errors="ignore")}
    return found


def main() -> None:
    """Write both weights."""
    for weight in ("Regular", "Bold"):
        font = TTFont(SOURCE / f"NotoSansCJK-{weight}.ttc", fontNumber=SIMPLIFIED_CHINESE)
        options = subset.Options()
        options.layout_features = ["kern", "locl", "vert", "palt"]
        options.name_IDs = ["*"]
        options.hinting = False
        cut = subset.Subsetter(options)
        cut.populate(unicodes=signs())
        cut.subset(font)
        font.save(TARGET / f"NotoSansSC-{weight}.otf")


if __name__ == "__main__":
    main()
