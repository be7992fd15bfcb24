"""What can be set from outside: defaults, then `estate.toml` in the data folder, then ESTATE_* in the environment."""

import os
import tomllib
from pathlib import Path
from typing import Annotated

import msgspec

Positive = Annotated[int, msgspec.Meta(ge=1)]
Port = Annotated[int, msgspec.Meta(ge=1, le=65_535)]


class Settings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One appliance's settings; each is described in docs/settings.md (a test asserts it)."""

    data: str = "estate-data"
    host: str = "0.0.0.0"
    port: Port = 8080
    open_browser: bool = True
    https_port: Port = 8443
    certificate: str = ""
    certificate_key: str = ""
    trusted_proxy: str = ""
    session_idle_hours: Positive = 12
    session_days: Positive = 30
    upload_limit_mb: Positive = 30
    practice: bool = False

    @property
    def folder(self) -> Path:
        return Path(self.data).expanduser().absolute()


class BadSettings(Exception):
    """A setting cannot be understood; the text says which one and where it stands."""


def load(**given: object) -> Settings:
    """Settings of the data folder `given["data"]`; what is given on the command line wins (None is not given)."""
    chosen = {name: value for name, value in given.items() if value is not None}
    data = str(chosen.get("data") or os.environ.get("ESTATE_DATA") or Settings().data)
    file = Path(data) / "estate.toml"
    layers = {str(file): _from_file(file), "ESTATE_*": _from_environment(), "--": {**chosen, "data": data}}
    merged: dict[str, object] = {}
    for where, layer in layers.items():
        merged |= layer
        try:
            msgspec.convert(merged, Settings, strict=False)
        except msgspec.ValidationError as error:
            raise BadSettings(f"{where}: {error}") from error
    return msgspec.convert(merged, Settings, strict=False)


def _from_file(path: Path) -> dict[str, object]:
    if not path.is_file():
        return {}
    try:
        return tomllib.loads(path.read_text("utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise BadSettings(f"{path}: {error}") from error


def _from_environment() -> dict[str, object]:
    names = Settings.__struct_fields__
    return {name: os.environ[key] for name in names if (key := f"ESTATE_{name.upper()}") in os.environ}
