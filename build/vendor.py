"""Bring the third-party files that are shipped in static/ from their npm packages, checked against one manifest.

    python build/vendor.py            fetch every package, check its integrity, write the files and the icon sprite
    python build/vendor.py --check    no network: compare what lies in the tree with the manifest (exit 1 if it differs)
    python build/vendor.py --pin      after a version was changed in the manifest: record the new integrity and hashes

The manifest names package, version, integrity of the tarball, licence and, for each file, where it goes and its hash.
"""

from __future__ import annotations

import argparse
import base64
import hashlib
import json
import re
import subprocess
import sys
import tarfile
import tempfile
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
MANIFEST = ROOT / "static" / "vendor" / "manifest.json"
SPRITE = ROOT / "static" / "icons" / "sprite.svg"


def main(arguments: list[str] | None = None) -> int:
    """Run the command line; 0 when all is as the manifest says, 1 when something differs."""
    parser = argparse.ArgumentParser(description="Vendor the files shipped in static/.")
    parser.add_argument("--check", action="store_true", help="only compare the tree with the manifest")
    parser.add_argument(
        "--pin", action="store_true", help="record integrity and hashes instead of checking them"
    )
    options = parser.parse_args(arguments)
    manifest = json.loads(MANIFEST.read_text("utf-8"))
    problems = differences(manifest) if options.check else fetch_all(manifest, pin=options.pin)
    for problem in problems:
        print(problem, file=sys.stderr)
    return 1 if problems else 0


def differences(manifest: dict[str, Any]) -> list[str]:
    """What in the tree is not as the manifest says, one sentence each."""
    found: list[str] = []
    for package in manifest["packages"]:
        for entry in package["files"] + package.get("made", []):
            path = ROOT / entry["to"]
            if not path.is_file():
                found.append(f"{entry['to']}: missing")
            elif digest(path.read_bytes()) != entry["hash"]:
                found.append(f"{entry['to']}: differs from {package['name']} {package['version']}")
    return found


def fetch_all(manifest: dict[str, Any], pin: bool) -> list[str]:
    """Fetch, check and write every package's files. With pin the manifest is rewritten to what was fetched."""
    found: list[str] = []
    with tempfile.TemporaryDirectory() as folder:
        for package in manifest["packages"]:
            tarball = pack(package["name"], package["version"], Path(folder))
            integrity = digest(tarball.read_bytes(), "sha512")
            if pin:
                package["integrity"] = integrity
            elif package["integrity"] != integrity:
                found.append(f"{package['name']} {package['version']}: integrity differs, nothing written")
                continue
            found += write_files(package, tarball, pin)
    if pin:
        MANIFEST.write_text(json.dumps(manifest, indent=2, ensure_ascii=False) + "\n", "utf-8")
    return found


def pack(name: str, version: str, folder: Path) -> Path:
    """Let npm fetch one package's tarball into the folder."""
    command = ["npm", "pack", f"{name}@{version}", "--silent", "--pack-destination", str(folder)]
    before = set(folder.iterdir())
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL, cwd=folder)
    (tarball,) = set(folder.iterdir()) - before
    return tarball


def write_files(package: dict[str, Any], tarball: Path, pin: bool) -> list[str]:
    """Write the listed files of one package, and the sprite if it gives the icons."""
    found: list[str] = []
    with tarfile.open(tarball) as archive:
        for entry in package["files"]:
            source = archive.extractfile(f"package/{entry['from']}")
            if source is None:
                found.append(f"{package['name']}: no file {entry['from']}")
                continue
            content = source.read()
            if pin:
                entry["hash"] = digest(content)
            elif entry["hash"] != digest(content):
                found.append(f"{entry['to']}: hash differs, not written")
                continue
            target = ROOT / entry["to"]
            target.parent.mkdir(parents=True, exist_ok=True)
            target.write_bytes(content)
        if "icons" in package:
            package["made"] = [write_sprite(package, archive)]
    return found


def write_sprite(package: dict[str, Any], archive: tarfile.TarFile) -> dict[str, str]:
    """One SVG with a symbol for each icon in use (stroke and size come from estate.css); returns its entry."""
    symbols: list[str] = []
    for name in sorted(package["icons"]):
        source = archive.extractfile(f"package/icons/outline/{name}.svg")
        if source is None:
            raise SystemExit(f"{package['name']} has no icon {name}")
        shapes = re.findall(r"<(?:path|circle|rect|line|polyline|ellipse)\b[^>]*/>", source.read().decode())
        drawn = "".join(shape for shape in shapes if 'stroke="none"' not in shape)
        symbols.append(f'<symbol id="{name}" viewBox="0 0 24 24">{drawn}</symbol>')
    head = f"<!-- {package['name']} {package['version']}, {package['licence']}, static/vendor/tabler-icons/LICENSE -->"
    body = "\n".join(symbols)
    SPRITE.parent.mkdir(parents=True, exist_ok=True)
    SPRITE.write_text(f'<svg xmlns="http://www.w3.org/2000/svg">{head}\n{body}\n</svg>\n', "utf-8")
    return {"to": SPRITE.relative_to(ROOT).as_posix(), "hash": digest(SPRITE.read_bytes())}


def digest(content: bytes, kind: str = "sha256") -> str:
    """A subresource-integrity digest, such as "sha256-…"."""
    return f"{kind}-{base64.b64encode(hashlib.new(kind, content).digest()).decode()}"


if __name__ == "__main__":
    raise SystemExit(main())
