"""Seawarden watches the sea for breaches of UN Security Council sanctions.

    import seawarden as sw

    docket = sw.watch("ais/", lists="lists/", out="docket/")   # or sw.open("docket/")
    print(docket.cases.select("rank", "grade", "title"))
    print(sw.screen("RYE SONG GANG 1", imo=7389704).text)

The names in `__all__` are public: the verbs of the command line with the same options
(docs/python.md), and what docs/stability.md promises about them. Everything else is private.

Nothing heavy is imported until a name is used, so `import seawarden` costs next to nothing. Five
verbs (`case`, `screen`, `simulate`, `patrol`, `chronicle`) and `live` bear the name of a room
inside the package: as an attribute of `seawarden` the name is the verb, and
`from seawarden.screen import match` still reaches into the room.
"""

import importlib
import sys
from types import ModuleType
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from . import errors as errors
    from . import lists as lists
    from .errors import SeawardenError as SeawardenError
    from .live.front import live as live
    from .pipeline.front import case as case
    from .pipeline.front import chronicle as chronicle
    from .pipeline.front import patrol as patrol
    from .pipeline.front.digest import digest as digest
    from .pipeline.front.docket import Docket as Docket
    from .pipeline.front.docket import open as open
    from .pipeline.front.doctor import doctor as doctor
    from .pipeline.front.inspect import inspect as inspect
    from .pipeline.front.screen import screen as screen
    from .pipeline.front.simulate import simulate as simulate
    from .pipeline.front.size import size as size
    from .pipeline.front.watch import watch as watch
    from .web.serve import serve as serve

__version__ = "0.1.0"

_WHERE = {
    "Docket": ("pipeline.front.docket", "Docket"),
    "SeawardenError": ("errors", "SeawardenError"),
    "case": ("pipeline.front.case", None),
    "chronicle": ("pipeline.front.chronicle", None),
    "digest": ("pipeline.front.digest", "digest"),
    "doctor": ("pipeline.front.doctor", "doctor"),
    "errors": ("errors", None),
    "inspect": ("pipeline.front.inspect", "inspect"),
    "lists": ("lists", None),
    "live": ("live.front", "live"),
    "open": ("pipeline.front.docket", "open"),
    "patrol": ("pipeline.front.patrol", None),
    "screen": ("pipeline.front.screen", "screen"),
    "serve": ("web.serve", "serve"),
    "simulate": ("pipeline.front.simulate", "simulate"),
    "size": ("pipeline.front.size", "size"),
    "watch": ("pipeline.front.watch", "watch"),
}
"""Each public name: the module that holds it, and its name there; None is the module itself."""

__all__ = [
    "Docket", "SeawardenError", "__version__", "case", "chronicle", "digest", "doctor", "errors",
    "inspect", "lists", "live", "open", "patrol", "screen", "serve", "simulate", "size", "watch",
]  # fmt: skip


class _FrontDoor(ModuleType):
    """This package, with its public names found when they are first asked for."""

    def __getattr__(self, name: str) -> Any:
        if name not in _WHERE:
            raise AttributeError(f"module 'seawarden' has no attribute '{name}'")
        module, inside = _WHERE[name]
        held = importlib.import_module(f"seawarden.{module}")
        value = held if inside is None else getattr(held, inside)
        self.__dict__[name] = value
        return value

    def __setattr__(self, name: str, value: Any) -> None:
        # Python sets every module that it loads as an attribute of the package around it. Where
        # a room bears the name of a verb, the verb keeps the name.
        if name in _WHERE and isinstance(value, ModuleType):
            return
        super().__setattr__(name, value)

    def __dir__(self) -> list[str]:
        return sorted({*super().__dir__(), *__all__})


sys.modules[__name__].__class__ = _FrontDoor
