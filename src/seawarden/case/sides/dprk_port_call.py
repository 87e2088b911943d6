"""What ties an event to a DPRK port: a call there, or a silence long enough for one.

Method for a silence: the great circle from the last position to a DPRK port of the World Port
Index and on to the next position, at `reach_kn`, with an hour in port, fits into it. Blind spot:
the route round land is longer, so this allows too much; small DPRK landing places are not in the
index, so it also misses some.
"""

from functools import cache

import numpy as np
import polars as pl

from ...geo import ports
from ...geo.sphere import Floats, distance_m
from ...schema.kinds.gap import GapDetail
from ...schema.kinds.port_visit import PortVisitDetail
from ...units import M_PER_NM
from ..finding import Finding
from ..params import Params


def near_port(event: Finding, params: Params) -> bool:
    """Return whether the event is a call at a DPRK port, or a silence that leaves time for one."""
    return called(event) or reachable(event, params) is not None


def called(event: Finding) -> bool:
    """Return whether the event is a call at a DPRK port."""
    return isinstance(event.detail, PortVisitDetail) and event.detail.is_dprk_port is True


def reachable(gap: Finding, params: Params) -> str | None:
    """Return the DPRK port on the shortest detour that fits into a silence; None when none does.

    What is no silence reaches none, nor does one without both ends (still open).
    """
    of = gap.detail
    if not isinstance(of, GapDetail):
        return None
    lat, lon, lat2, lon2 = of.start_lat_deg, of.start_lon_deg, of.end_lat_deg, of.end_lon_deg
    if lat is None or lon is None or lat2 is None or lon2 is None:
        return None
    names, port_lat, port_lon = _dprk_ports()
    route_m = distance_m(lat, lon, port_lat, port_lon) + distance_m(port_lat, port_lon, lat2, lon2)
    hours = np.asarray(route_m) / M_PER_NM / params.reach_kn + params.reach_stop_h
    best = int(np.argmin(hours))
    return names[best] if hours[best] <= gap.duration_h else None


@cache
def _dprk_ports() -> tuple[list[str], Floats, Floats]:
    frame = ports.ports().filter(pl.col("is_dprk"))
    return frame["name"].to_list(), frame["lat_deg"].to_numpy(), frame["lon_deg"].to_numpy()
