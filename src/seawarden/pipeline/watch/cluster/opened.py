"""The cluster of a run, opened when the run begins and ended with it."""

from collections.abc import Iterator
from contextlib import closing, contextmanager

from ....engine import session
from ....engine.cluster import Cluster
from ..given import Options
from . import shared


@contextmanager
def opened(options: Options) -> Iterator[Cluster | None]:
    """Give the cluster that `options.engine` names; None where everything is done in this process.

    Raises UsageError when an extra is missing, InputError when no server answers, each in one line.
    """
    if options.engine == session.LOCAL:
        yield None
        return
    with closing(session.opened(options.engine)) as held, shared.made_anew(options.out):
        yield Cluster(held)
