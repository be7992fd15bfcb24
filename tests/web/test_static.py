"""What is shipped to browsers: vendored files as pinned, a page without inline code, colours that can be read."""

import gzip
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
STATIC, TEMPLATES = ROOT / "static", ROOT / "templates"
PAGES = sorted(TEMPLATES.rglob("*.html"))
CSS = (STATIC / "estate.css").read_text("utf-8")
STATES = ("settled", "waiting", "overdue", "info", "neutral")


def test_vendored_files_are_those_of_the_manifest():
    answer = subprocess.run(
        [sys.executable, "build/vendor.py", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert answer.returncode == 0, answer.stderr


def test_all_styles_together_stay_small():
    styles = b"".join(path.read_bytes() for path in sorted(STATIC.glob("*.css")))
    assert len(gzip.compress(styles)) < 60_000


@pytest.mark.parametrize("template", PAGES, ids=lambda path: str(path.relative_to(TEMPLATES)))
def test_templates_hold_no_inline_code_and_no_chinese(template: Path):
    text = template.read_text("utf-8")
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|hx-on|<script(?![^>]*\ssrc=)|js:", text)
    assert not re.search(r"hx-trigger=\"[^\"]*\[", text), "a filter in hx-trigger needs eval"
    assert not re.search(r"[\u4e00-\u9fff]", text)


def test_every_icon_that_is_named_is_in_the_sprite():
    drawn = set(re.findall(r'<symbol id="([^"]+)"', (STATIC / "icons" / "sprite.svg").read_text("utf-8")))
    named: set[str] = set()
    for template in PAGES:
        text = template.read_text("utf-8")
        named |= set(re.findall(r"\bicon\(\"([a-z0-9-]+)\"", text))
        named |= set(re.findall(r"\"icon\": \"([a-z0-9-]+)\"", text))
        named |= set(re.findall(r"\bicon=\"([a-z0-9-]+)\"", text))
        named |= set(re.findall(r"sprite\.svg'\) \}\}#([a-z0-9-]+)\"", text))
    assert named - drawn == set()


def _tokens(block: str) -> dict[str, str]:
    return dict(re.findall(r"--([a-z0-9-]+): (#[0-9a-f]{6})", block))


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    red, green, blue = (c / 12.92 if c <= 0.03928 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def _contrast(one: str, other: str) -> float:
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


LIGHT = _tokens(CSS.split(":root {")[1].split("}")[0])
DARK = _tokens(CSS.split(':root[data-theme="dark"] {')[1].split("}")[0])
DEVICE_DARK = _tokens(CSS.split(':root:not([data-theme="light"]) {')[1].split("}")[0])


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_words_are_readable_on_every_ground(colours: dict[str, str]):
    pairs = [(ink, ground) for ink in ("ink", "ink-2", "accent") for ground in ("paper", "sheet", "sunk")]
    pairs += [("on-accent", "accent"), ("on-accent", "accent-deep"), ("ink", "accent-tint")]
    for state in STATES:
        pairs += [(state, f"{state}-tint"), (state, "sheet"), (state, "paper"), ("ink", f"{state}-tint")]
    weak = {pair: _contrast(colours[pair[0]], colours[pair[1]]) for pair in pairs}
    assert {pair: ratio for pair, ratio in weak.items() if ratio < 4.5} == {}


@pytest.mark.parametrize("colours", [LIGHT, DARK], ids=["light", "dark"])
def test_edges_of_controls_are_seen(colours: dict[str, str]):
    assert _contrast(colours["rule-strong"], colours["sheet"]) >= 3


def test_dark_by_device_and_dark_by_choice_are_the_same():
    assert DARK == DEVICE_DARK
