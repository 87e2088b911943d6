"""What a floor is told by a file (`--settings floor.toml`): OpenID Connect, a chart of its own.

[oidc]
issuer = "https://id.example"            # its /.well-known/openid-configuration is asked
client_id = "seawarden"
client_secret_file = "secret.txt"        # left out for a public client: PKCE alone
url = "https://floor.example"            # where browsers find this floor
name_claim = "preferred_username"
role_claim = "groups"
roles = { officers = "analyst", chiefs = "admin" }

[map]
tiles = "chart.pmtiles"                  # a file, or https://host/{z}/{x}/{y}.png
attribution = "Own chart"
"""

import tomllib
from pathlib import Path
from typing import Annotated, Literal
from urllib.parse import urlsplit

from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from ..errors import InputError
from ..files.streams import read_once

Role = Literal["viewer", "analyst", "admin"]
_LOOPBACK = ("127.0.0.1", "localhost", "::1")


class _Table(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class OidcSettings(_Table):
    """Who signs people in, and which role each of their groups has here."""

    issuer: str
    client_id: str
    client_secret_file: Path | None = None
    url: str
    name_claim: str = "preferred_username"
    role_claim: str = "groups"
    roles: Annotated[dict[str, Role], Field(min_length=1)]
    scope: str = "openid profile"

    @field_validator("issuer", "url")
    @classmethod
    def _is_safe(cls, value: str) -> str:
        parts = urlsplit(value)
        if parts.scheme != "https" and parts.hostname not in _LOOPBACK:
            raise ValueError("expected https://, for what is sent there opens the floor")
        return value.rstrip("/")


class MapSettings(_Table):
    """A chart to lay under the ships, in place of Natural Earth's land."""

    tiles: str
    attribution: Annotated[str, Field(max_length=200)] = ""

    @property
    def origin(self) -> str | None:
        """The other host that the page must ask for tiles; None for a file of this machine."""
        parts = urlsplit(self.tiles)
        return f"{parts.scheme}://{parts.netloc}" if parts.scheme in ("http", "https") else None


class FloorSettings(_Table):
    """All that the file may hold."""

    oidc: OidcSettings | None = None
    map: MapSettings | None = None


def read_settings(path: Path) -> FloorSettings:
    """Read a file of settings; paths in it are beside it.

    Raises InputError, in one line, for what cannot be read or is no such setting.
    """
    try:
        held = tomllib.loads(read_once(path).decode("utf-8"))
        made = FloorSettings.model_validate(held)
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise InputError(f"{path}: cannot be read as TOML: {error}") from error
    except ValidationError as error:
        first = error.errors()[0]
        where = ".".join(str(part) for part in first["loc"])
        raise InputError(f"{path}: {where}: {first['msg']}") from error
    return made.model_copy(
        update={"oidc": _oidc(made.oidc, path.parent), "map": _map(made.map, path)}
    )


def _oidc(given: OidcSettings | None, folder: Path) -> OidcSettings | None:
    if given is None or given.client_secret_file is None:
        return given
    return given.model_copy(update={"client_secret_file": folder / given.client_secret_file})


def _map(given: MapSettings | None, path: Path) -> MapSettings | None:
    if given is None or given.origin is not None:
        if given is not None and "{z}" not in given.tiles:
            raise InputError(f"{path}: map.tiles: expected {{z}}, {{x}} and {{y}} in the address")
        return given
    file = path.parent / given.tiles
    if not file.is_file():
        raise InputError(f"{path}: map.tiles: {file}: no such file")
    with file.open("rb") as opened:
        if opened.read(8) != b"PMTiles\x03":
            raise InputError(f"{file}: not a PMTiles archive of version 3")
    return given.model_copy(update={"tiles": str(file)})
