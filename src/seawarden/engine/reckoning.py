"""What a watch costs: measured figures, and the law by which it grows.

Method: a step costs reports / (reports per core-second at the measured size), times (reports /
measured size) to the power of (exponent - 1); what comes after the facts costs seconds that any run
pays (`rest_fixed_s`) besides. Reading, the pass and detection are shared
out among cores; of the pass the last combinations, the tables and what is learnt are one task each
(`one_task` of `facts`), and the docket is written by the driver (`rest`). All figures stand in
`measured.csv` beside this file, with the benchmark and the commit that measured them.
"""

import csv
from dataclasses import asdict, dataclass
from functools import cache
from importlib import resources


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What is asked; every figure is the user's."""

    reports: float  # reports
    days: float  # days that they cover
    cores: int  # of the cluster
    price_core_h: float  # of a core for an hour, in any currency


@dataclass(frozen=True, slots=True)
class Figure:
    """One measured figure."""

    value: float
    unit: str
    source: str


@dataclass(frozen=True, slots=True)
class Reckoning:
    """Seconds, megabytes and money, for one machine and for the cluster."""

    read_s: float
    facts_s: float
    rest_s: float
    facts_cluster_s: float
    rest_cluster_s: float
    local_cores: int
    local_mb: float
    cluster_mb: float
    local_s: float
    cluster_s: float
    local_cost: float
    cluster_cost: float
    source: str

    def as_dict(self) -> dict[str, object]:
        """Return all of it by name; the unit stands in each name."""
        return asdict(self)


@cache
def measured() -> dict[str, Figure]:
    """Return the figures by name, from `measured.csv`."""
    text = (resources.files(__package__) / "measured.csv").read_text(encoding="utf-8")
    rows = csv.DictReader(line for line in text.splitlines() if not line.startswith("#"))
    return {r["figure"]: Figure(float(r["value"]), r["unit"], r["source"]) for r in rows}


def reckon(asked: Asked) -> Reckoning:
    """Return what a watch of so many reports costs."""
    known = {name: figure.value for name, figure in measured().items()}
    n, at = asked.reports, known["reports"]

    def cost_s(step: str) -> float:
        growth: float = (n / at) ** (known[f"{step}_exponent"] - 1)
        return n / known[f"{step}_per_core_s"] * growth

    read, facts = cost_s("read"), cost_s("facts")
    rest = known["rest_fixed_s"] + cost_s("rest")
    cores = asked.cores
    alone = known["facts_one_task"]
    facts_cluster = facts * ((1 - alone) / cores + alone)
    alone = known["rest_one_task"]
    rest_cluster = rest * ((1 - alone) / cores + alone)
    local_cores = round(known["local_cores"])
    local = read + facts / local_cores + rest
    cluster = read / cores + facts_cluster + rest_cluster
    memory = known["memory_mb"] + known["memory_mb_per_million"] * n / 1e6
    return Reckoning(
        read, facts, rest, facts_cluster, rest_cluster, local_cores, memory, memory, local, cluster,
        local * local_cores / 3600 * asked.price_core_h,
        cluster * cores / 3600 * asked.price_core_h,
        measured()["read_per_core_s"].source,
    )  # fmt: skip
