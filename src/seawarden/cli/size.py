"""`seawarden size`: what a watch of so many reports takes."""

from typing import Annotated

import typer

from ._output import say


def command(
    reports: Annotated[float, typer.Option("--reports", help="Reports to watch: 95e9 will do.")],
    days: Annotated[float, typer.Option("--days", help="Days that they cover.")],
    cores: Annotated[int, typer.Option("--cores", help="Cores of the cluster.")] = 64,
    price_core_h: Annotated[
        float, typer.Option("--price-core-h", help="Price of a core for an hour, any currency.")
    ] = 0.05,
    as_json: Annotated[bool, typer.Option("--json", help="Print as JSON.")] = False,
) -> None:
    """Reckon time, memory and cost of a watch, on one machine and on a cluster.

    From measured reports per core-second: another processor and another sea differ.

    Example: seawarden size --reports 95e9 --days 365 --cores 256
    """
    from .. import size

    found = size(reports=reports, days=days, cores=cores, price_core_h=price_core_h)
    say(found.data, as_json=as_json, text=found.text)
