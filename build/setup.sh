#!/usr/bin/env bash
# Prepares this folder; each step is done once and is instant the second time.
#
#   build/setup.sh run       .venv with what Estate needs to run
#   build/setup.sh dev       the same with what tests, lint and builds need
#   build/setup.sh browser   a Chromium with Chinese fonts, for the browser tests
#   build/setup.sh binary    what PyInstaller needs from the system
#   build/setup.sh locale    translation catalogues, compiled
set -euo pipefail
cd "$(dirname "$0")/.."

say()  { printf '%s\n' "· $*" >&2; }
stop() { printf '\n%s\n\n' "$*" >&2; exit 1; }

# Installs Debian packages, or says what to install where that is not possible.
debian() {
    local why="$1"; shift
    command -v apt-get >/dev/null || stop "Missing: $why. This machine has no apt-get: please install it ($*) in your system's own way."
    local as=()
    if [ "$(id -u)" != 0 ]; then
        sudo -n true 2>/dev/null || stop "Missing: $why. Please run:  sudo apt-get install $*"
        as=(sudo)
    fi
    say "Installing $* ($why)"
    local options=(-qq -o Dpkg::Use-Pty=0 -o DPkg::Lock::Timeout=300)
    { "${as[@]}" apt-get update "${options[@]}" &&
      "${as[@]}" env DEBIAN_FRONTEND=noninteractive DEBCONF_NOWARNINGS=yes apt-get install -y --no-install-recommends "${options[@]}" "$@"
    } </dev/null >/dev/null || stop "Could not install $* ($why). Please install it by hand and try again."
}

find_python() {
    local name
    for name in "${PYTHON:-python3}" python3.14 python3.13 python3.12 python3.11; do
        if command -v "$name" >/dev/null && "$name" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
            command -v "$name"; return
        fi
    done
    stop "Estate needs Python 3.11 or newer. Here: $(python3 --version 2>&1 || echo 'no python3'). On Debian 12 or newer: apt-get install python3 python3-venv"
}

make_venv() {
    .venv/bin/python -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null &&
        .venv/bin/python -m pip --version >/dev/null 2>&1 && return
    local python; python="$(find_python)"
    say "Creating .venv with $("$python" --version)"
    "$python" -c 'import ensurepip, venv' 2>/dev/null || debian "Python's venv module" python3-venv
    rm -rf .venv
    "$python" -m venv .venv
}

# The stamp says which lock file .venv was made from; the dev lock holds all of the run lock.
stamp_of() { .venv/bin/python -c 'import hashlib, sys; print(hashlib.sha256(b"".join(open(f, "rb").read() for f in sys.argv[1:]) + sys.version.encode()).hexdigest())' "$1" pyproject.toml; }
stamped()  { [ -x .venv/bin/estate ] && [ "$(cat ".venv/.estate-$1" 2>/dev/null)" = "$(stamp_of "$2" 2>/dev/null)" ]; }

install() {
    local kind="$1" lock="$2"
    stamped "$kind" "$lock" && return
    make_venv
    say "Installing the pinned packages of $lock"
    local pip=(.venv/bin/python -m pip --disable-pip-version-check --no-input install --quiet)
    "${pip[@]}" --require-hashes -r "$lock" ||
        stop "The packages of $lock could not be installed. Is a package index reachable? Try: .venv/bin/python -m pip install --require-hashes -r $lock"
    link_project
    rm -f .venv/.estate-*
    stamp_of "$lock" >".venv/.estate-$kind"
}

# What `pip install -e .` would do, without a build tool: the folder on the path, and the command.
link_project() {
    .venv/bin/python - <<'PYTHON'
import sys, sysconfig
from pathlib import Path

Path(sysconfig.get_path("purelib"), "estate.pth").write_text(f"{Path.cwd()}\n", encoding="utf-8")
command = Path(sysconfig.get_path("scripts"), "estate")
command.write_text(f"#!/bin/sh\nexec '{sys.executable}' -P -m estate \"$@\"\n", encoding="utf-8")
command.chmod(0o755)
PYTHON
}

has_chromium() {
    local name
    for name in "${ESTATE_CHROMIUM:-}" chromium chromium-browser google-chrome; do
        [ -n "$name" ] && command -v "$name" >/dev/null && return
    done
    return 1
}

browser() {
    local missing=()
    has_chromium || missing+=(chromium)
    has_chinese_fonts || missing+=(fonts-noto-cjk)
    playwright_runs || missing+=(libatomic1) # its node is linked to it; a small Debian has none
    [ ${#missing[@]} = 0 ] || debian "a browser with Chinese fonts for the browser tests; without: make test BROWSER=no" "${missing[@]}"
}

playwright_runs() {
    local node
    for node in .venv/lib/python*/site-packages/playwright/driver/node; do
        [ ! -x "$node" ] || "$node" --version >/dev/null 2>&1 || return 1
    done
}

has_chinese_fonts() {
    [ "$(uname)" != Linux ] || compgen -G '/usr/share/fonts/*/noto/NotoSansCJK*' >/dev/null || [ -n "$(fc-list :lang=zh 2>/dev/null | head -n1)" ]
}

binary() {
    [ "$(uname)" = Linux ] || return 0
    local missing=()
    command -v objdump >/dev/null || missing+=(binutils)
    .venv/bin/python - <<'PYTHON' || missing+=("$(.venv/bin/python -c 'import sys; print("libpython%d.%d" % sys.version_info[:2])')")
import ctypes.util, sys, sysconfig
from pathlib import Path
name = "python%d.%d" % sys.version_info[:2]
own = Path(sysconfig.get_config_var("LIBDIR") or "", f"lib{name}.so.1.0")
sys.exit(not (own.exists() or ctypes.util.find_library(name)))
PYTHON
    [ ${#missing[@]} = 0 ] || debian "what PyInstaller needs to build" "${missing[@]}"
}

locale() {
    local po mo
    for po in locale/*/LC_MESSAGES/estate.po; do
        mo="${po%.po}.mo"
        [ -f "$po" ] && { [ ! -f "$mo" ] || [ "$po" -nt "$mo" ]; } || continue
        .venv/bin/pybabel --quiet compile --input-file "$po" --output-file "$mo"
    done
}

case "${1:-}" in
    run)     stamped dev requirements-dev.lock || install run requirements.lock; locale ;;
    dev)     install dev requirements-dev.lock; locale ;;
    browser) browser ;;
    binary)  binary ;;
    locale)  locale ;;
    *)       sed -n '2,8s/^# \{0,1\}//p' "$0"; exit 2 ;;
esac
