"""Metrics in the text format of Prometheus."""

import threading
import urllib.request

import pytest

from seawarden.errors import UsageError
from seawarden.live import metrics
from seawarden.live.params import Params
from seawarden.live.sources.channel import Channel

client = pytest.importorskip("prometheus_client.parser")


def channel(name: str) -> Channel:
    return Channel(name, Params(), threading.Event(), lambda *_: None, print)


def test_prometheus_reads_what_is_written() -> None:
    one = channel('a"b\\c')
    one.deliver(b"x\n")
    one.connected()
    text = metrics.text_of(
        metrics.rows_of({"lines_total": 59_999_999, "alert_latency_p99_seconds": 2.929}, [one])
    )
    families = {f.name: f for f in client.text_string_to_metric_families(text)}
    assert families["seawarden_live_lines"].samples[0].value == 59_999_999, (
        "not one is rounded away"
    )
    assert families["seawarden_live_alert_latency_p99_seconds"].samples[0].value == 2.929
    assert families["seawarden_live_lines"].type == "counter"
    (sample,) = families["seawarden_live_source_lines"].samples
    assert sample.labels == {"source": 'a"b\\c'} and sample.value == 1
    states = {s.labels["state"]: s.value for s in families["seawarden_live_source_state"].samples}
    assert states == {"connecting": 0, "connected": 1, "ended": 0, "broken": 0}


def test_they_are_served() -> None:
    server = metrics.serve("127.0.0.1:0", lambda: "x 1\n")
    port = server.server_address[1]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
        assert answer.read() == b"x 1\n"
    server.shutdown()


def test_an_address_that_is_none_is_named() -> None:
    with pytest.raises(UsageError, match="expected host:port"):
        metrics.serve("nowhere", lambda: "")
