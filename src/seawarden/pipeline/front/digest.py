"""`digest`: one line a table and the docket's digest; two dockets compared."""

from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

from ...store.digest import digest_of_docket
from .arguments import Pathlike


@dataclass(frozen=True, slots=True)
class Answer:
    """The digest, as data and as text; `is_equal` is None where nothing was compared."""

    data: dict[str, Any]
    text: str
    is_equal: bool | None = None


def digest(docket: Pathlike, other: Pathlike | None = None) -> Answer:
    """Return the digest of a docket: equal content gives equal digests (docs/docket.md).

    docket  the folder that `watch` wrote
    other   a second one to compare it with: each table and column that differs is named

    Raises InputError when there is no docket, or its archive is not complete.

        print(sw.digest("docket/", "colleagues-docket/").text)
    """
    found = digest_of_docket(Path(docket))
    lines = [f"{t.table:<14} {t.rows:>10,} rows  {t.sha256}" for t in found.tables]
    lines.append(f"{'docket':<14} {'':>15}  {found.sha256}")
    data = {"docket": str(docket), **asdict(found)}
    if other is None:
        return Answer(data, "\n".join(lines))
    against = digest_of_docket(Path(other))
    differs = found.differences(against)
    is_equal = found.sha256 == against.sha256
    data |= {"other": str(other), "other_sha256": against.sha256, "differs": differs}
    lines += [f"differs: {what}" for what in differs]
    lines.append("equal" if is_equal else "not equal")
    return Answer(data, "\n".join(lines), is_equal)
