"""Every room's `Params`, by the name of its table in the settings file."""

from typing import Any

from ...case import Params as CaseParams
from ...detect import ALL
from ...facts.params import Params as FactParams
from ...facts.shared_mmsi.senders import Params as SenderParams
from ...geo.anchorages import Params as AnchorageParams
from ...screen import Params as ScreenParams
from ...store.generations import Params as StoreParams


def defaults() -> dict[str, Any]:
    """Return room name -> default `Params`."""
    return {
        "facts": FactParams(),
        "senders": SenderParams(),
        "anchorages": AnchorageParams(),
        **{detector.NAME: detector.Params() for detector in ALL},
        "screen": ScreenParams(),
        "case": CaseParams(),
        "store": StoreParams(),
    }
