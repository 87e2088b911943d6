"""The ships that lay adrift around a case at its time: many at once speak for the weather.

Method: one tree over the places of all loitering, asked once for all cases, so that the cost grows
with the cases and with what lies around each, not with cases times loitering.
"""

from collections.abc import Sequence

from ...geo.point_tree import PointTree
from ...geo.sphere import chord_of, distance_m, unit_vectors
from ..draft import Draft
from ..finding import Finding
from ..params import Params


def adrift(
    drafts: Sequence[Draft], findings: Sequence[Finding], params: Params
) -> list[list[Finding]]:
    """Return for each draft the loitering of other ships near its lead in place and time.

    `findings` are of loitering; they come in their own order. A draft without a lead has none.
    """
    out: list[list[Finding]] = [[] for _ in drafts]
    asked = [(i, d.lead, set(d.hulls)) for i, d in enumerate(drafts) if d.lead is not None]
    if not asked or not findings:
        return out
    tree = PointTree(unit_vectors([f.lat_deg for f in findings], [f.lon_deg for f in findings]))
    at = unit_vectors(
        [lead.lat_deg for _, lead, _ in asked], [lead.lon_deg for _, lead, _ in asked]
    )
    # A hair wider than asked: the exact distance decides below.
    chord = chord_of(params.drift_radius_m) * (1 + 1e-9)
    for (i, lead, hulls), around in zip(asked, tree.around(at, chord), strict=True):
        out[i] = [
            f for f in (findings[k] for k in around)
            if f.apart_h(lead) == 0
            and hulls.isdisjoint(f.hulls)
            and distance_m(f.lat_deg, f.lon_deg, lead.lat_deg, lead.lon_deg)
            <= params.drift_radius_m
        ]  # fmt: skip
    return out
