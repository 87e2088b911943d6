"""`size`: how long a watch of so many reports takes, on this machine and on a cluster."""

from dataclasses import dataclass
from typing import Any

from ...engine.reckoning import Asked, Reckoning, reckon
from ...errors import UsageError


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What a watch will cost: `data` for machines, `text` for people."""

    data: dict[str, Any]
    text: str


def size(
    *, reports: float, days: float, cores: int = 64, price_core_h: float = 0.05
) -> Reckoned:  # fmt: skip
    """Reckon time, memory and cost of a watch, on one machine and on a cluster.

    Method: reports over the measured reports per core-second of each step (`engine/measured.csv`,
    with the benchmark and the commit behind them), with the measured exponent of growth; what
    only one task or the driver does is not divided by the cores. Blind spot: another sea, another
    processor: within a factor of two or three of what it takes.

    reports       reports to watch (95e9 is a year of the world's AIS at 3,000 a second)
    days          days that they cover
    cores         cores of the cluster
    price_core_h  price of a core for an hour, in any currency

    Raises UsageError for a number that is not above zero.

        print(sw.size(reports=95e9, days=365, cores=256).text)
    """
    given = {"--reports": reports, "--days": days, "--cores": cores, "--price-core-h": price_core_h}
    for name, value in given.items():
        if not value > 0 or value == float("inf"):
            raise UsageError(f"{name} {value:g}: expected a number above 0")
    asked = Asked(reports=reports, days=days, cores=cores, price_core_h=price_core_h)
    found = reckon(asked)
    return Reckoned(found.as_dict(), _text(asked, found))


def _text(asked: Asked, found: Reckoning) -> str:
    lines = [
        f"{asked.reports:,.0f} reports of {asked.days:g} days: "
        f"{asked.reports / asked.days / 86_400:,.0f} a second",
        "",
        f"{'':<22}{'one machine':>16}{f'{asked.cores} cores':>16}",
        f"{'time':<22}{_time(found.local_s):>16}{_time(found.cluster_s):>16}",
        f"{'  read':<22}{_time(found.read_s):>16}{_time(found.read_s / asked.cores):>16}",
        f"{'  facts':<22}{_time(found.facts_s):>16}{_time(found.facts_cluster_s):>16}",
        f"{'  detect and the rest':<22}{_time(found.rest_s):>16}{_time(found.rest_cluster_s):>16}",
        f"{'memory of a process':<22}{_bytes(found.local_mb):>16}{_bytes(found.cluster_mb):>16}",
        f"{'cost':<22}{found.local_cost:>16,.2f}{found.cluster_cost:>16,.2f}",
        "",
        f"One machine: {found.local_cores} cores. Cost: core-hours at {asked.price_core_h:g}.",
        f"Measured: {found.source}.",
    ]
    return "\n".join(lines)


def _time(seconds: float) -> str:
    for unit, size in (("d", 86_400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size:
            return f"{seconds / size:,.1f} {unit}"
    return f"{seconds:,.1f} s"


def _bytes(mb: float) -> str:
    for unit, size in (("TB", 1e6), ("GB", 1e3)):
        if mb >= size:
            return f"{mb / size:,.1f} {unit}"
    return f"{mb:,.0f} MB"
