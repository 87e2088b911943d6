"""What the tests of this room share."""

from tests.cluster_feed import feed

__all__ = ["feed"]
