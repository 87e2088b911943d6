"""What must not come in: refused or harmless, logged, and nothing changed."""

import sqlite3
from contextlib import closing, suppress
from pathlib import Path
from typing import Any

import httpx
import pytest

import seawarden as sw
from seawarden.errors import InputError

from .conftest import PASSWORD, Floor

SPAN = {"from_utc": "2026-03-02T00:00Z", "until_utc": "2026-03-02T00:10Z"}
SQL = ["' OR 1=1 --", "'; DROP TABLE acts; --", '") UNION SELECT * FROM users --', "\\'; SELECT 1"]


def entered(floor: Floor, name: str) -> httpx.Client:
    client = httpx.Client(base_url=floor.url, timeout=120)
    assert client.post("/api/sign-in", json={"name": name, "password": PASSWORD}).status_code == 200
    client.headers["x-seawarden-token"] = client.get("/api/session").json()["token"]
    return client


def logged(floor: Floor) -> list[str]:
    return [f"{x.what} {x.outcome}" for x in floor.door.desk.log.audit()]


def acts(floor: Floor) -> int:
    return len(floor.door.desk.acts())


def first_case(floor: Floor) -> str:
    return floor.door.desk.snapshot(floor.door.now()).cases[0].case_id


ROUTES = [
    "/api/queue", "/api/acts", "/api/handover", "/api/quality", "/api/areas", "/api/patrol",
    "/api/audit", "/api/map/tracks?box=0,0,1,1", "/api/map/layers/gaps", "/api/handover.pdf",
]  # fmt: skip


@pytest.mark.parametrize("cookie", [None, "forged", "0" * 43])
def test_nobody_comes_in_without_a_session(with_users: Floor, cookie: str | None) -> None:
    cookies, before = {} if cookie is None else {"seawarden": cookie}, acts(with_users)
    with httpx.Client(base_url=with_users.url, timeout=120, cookies=cookies) as client:
        for route in ROUTES:
            assert client.get(route).status_code == 401, route
        sent = client.post("/api/acts", json={"act": "noted", "cases": [], "detail": {}})
        assert sent.status_code == 401
        here = client.get("/api/session").json()
    assert here["token"] is None
    assert here["docket"] == "", "not even the docket's name is said"
    assert acts(with_users) == before
    assert any("/api/queue 401" in line for line in logged(with_users))


def test_each_role_may_what_it_may_and_no_more(with_users: Floor) -> None:
    act = {"act": "noted", "cases": [first_case(with_users)], "detail": {"text": "seen"}}
    before = acts(with_users)
    expected = {"vera": (403, 403), "anna": (200, 403), "ada": (200, 200)}
    for name, (decides, audits) in expected.items():
        with closing(entered(with_users, name)) as client:
            assert client.get("/api/queue").status_code == 200
            assert client.post("/api/acts", json=act).status_code == decides, name
            assert client.get("/api/audit").status_code == audits, name
    assert acts(with_users) == before + 2


def test_a_post_of_another_site_is_refused(with_users: Floor) -> None:
    """The browser sends the cookie along; it also says where the request comes from."""
    act = {"act": "insufficient", "cases": [first_case(with_users)], "detail": {}}
    before = acts(with_users)
    with closing(entered(with_users, "anna")) as client:
        for headers in (
            {"x-seawarden-token": ""},
            {"x-seawarden-token": "guess"},
            {"sec-fetch-site": "cross-site"},
            {"origin": "https://elsewhere.example"},
        ):
            assert client.post("/api/acts", json=act, headers=headers).status_code == 403, headers
        form = client.post(
            "/api/acts",
            content="act=insufficient",
            headers={"content-type": "application/x-www-form-urlencoded"},
        )
        assert form.status_code == 422
    assert acts(with_users) == before


def test_the_cookie_is_out_of_reach_of_scripts_and_other_sites(with_users: Floor) -> None:
    with httpx.Client(base_url=with_users.url, timeout=120) as client:
        sent = client.post("/api/sign-in", json={"name": "anna", "password": PASSWORD})
    cookie = sent.headers["set-cookie"].lower()
    assert "httponly" in cookie
    assert "samesite=strict" in cookie


def test_signing_in_is_slowed_after_some_failures(with_users: Floor) -> None:
    # A user and an address of its own: the pause is on both.
    elsewhere = httpx.HTTPTransport(local_address="127.0.0.2")
    with httpx.Client(base_url=with_users.url, timeout=120, transport=elsewhere) as client:
        tried = [
            client.post("/api/sign-in", json={"name": "eve", "password": f"wrong {i}"}).status_code
            for i in range(6)
        ]
        right = client.post("/api/sign-in", json={"name": "eve", "password": PASSWORD})
    assert tried == [401] * 5 + [400]
    assert right.status_code == 400, "the right password too, until the pause is over"
    assert PASSWORD not in (with_users.folder / "floor.sqlite").read_bytes().decode("latin-1")


def test_signing_out_ends_the_session(with_users: Floor) -> None:
    client = entered(with_users, "anna")
    cookie = client.cookies["seawarden"]
    assert client.post("/api/sign-out").status_code == 200
    again = httpx.get(f"{with_users.url}/api/queue", cookies={"seawarden": cookie}, timeout=120)
    assert again.status_code == 401


@pytest.mark.parametrize("path", [
    "/../../../etc/passwd", "/..%2f..%2fetc%2fpasswd", "/%2e%2e/%2e%2e/etc/passwd",
    "/assets/..%5c..%5capp.py", "//etc/passwd", "/.%00/index.html", "/api/../decisions.sqlite",
    "/assets/../../app.py",
])  # fmt: skip
def test_no_path_leads_out_of_the_page(page: Path, floor: Floor, path: str) -> None:
    import http.client

    host, port = floor.url.removeprefix("http://").split(":")
    connection = http.client.HTTPConnection(host, int(port), timeout=120)
    connection.putrequest("GET", path, skip_host=True)  # as it stands: no client tidies it up
    connection.putheader("Host", "127.0.0.1")
    connection.endheaders()
    answer = connection.getresponse()
    body = answer.read()
    assert b"root:" not in body
    assert b"def make(" not in body
    assert answer.status in (400, 404) or b'<div id="app">' in body


def test_another_name_for_this_machine_is_refused(floor: Floor) -> None:
    """A page that controls a name may point it here; the browser then sends that name."""
    sent = httpx.get(f"{floor.url}/api/session", headers={"host": "evil.example"}, timeout=120)
    assert sent.status_code == 421
    assert "set-cookie" not in sent.headers


@pytest.mark.parametrize("text", SQL)
def test_sql_in_every_text_field_is_only_text(floor: Floor, text: str) -> None:
    case, before = first_case(floor), acts(floor)
    with closing(floor.client()) as client:
        filters = ("q", "kind", "grade", "ship", "list", "assignee", "tag")
        for name in filters:
            found = client.get("/api/queue", params={name: text, "state": "all"})
            assert found.status_code == 200
            assert found.json()["rows"] == [], name
        for params in ({"state": text}, {"since": text}, {"box": text}, {"least": text}):
            assert client.get("/api/queue", params=params).status_code == 400, params
        for act, name in (
            ("noted", "text"),
            ("tagged", "tag"),
            ("assigned", "to"),
            ("explained", "by"),
        ):
            sent = client.post(
                "/api/acts", json={"act": act, "cases": [case], "detail": {name: text}}
            )
            assert sent.status_code == 200, act
        seen = {"time_utc": "2026-03-02T06:00Z", "lat_deg": 30, "lon_deg": 124, "note": text}
        sent = client.post("/api/acts", json={"act": "sighted", "cases": [], "detail": seen})
        assert sent.status_code == 200
        ring = [[124, 30], [125, 30], [125, 31], [124, 30]]
        polygon = {"type": "Polygon", "coordinates": [ring]}
        for kept, detail in (
            ("area drawn", {"name": text[:60], "polygon": polygon}),
            ("of interest", {"imo": "9074729", "name": text, "why": text}),
            ("silenced", {"what": "kind", "value": text, "why": text, **SPAN}),
        ):
            sent = client.post("/api/acts", json={"act": kept, "detail": detail})
            assert sent.status_code == 200, (kept, sent.text)
        for refused, detail in (
            ("area drawn", {"name": "a", "polygon": text}),
            ("of interest", {"imo": text}),
            ("of interest", {"mmsi": "9" * 5_000}),
            ("silenced", {"what": "ship", "value": text, **SPAN}),
            ("silenced", {"what": "ship", "value": "9" * 5_000, **SPAN}),
            ("silenced", {"what": text, "value": "1", **SPAN}),
        ):
            sent = client.post("/api/acts", json={"act": refused, "detail": detail})
            assert sent.status_code == 400, (refused, detail)
        assert client.get("/api/queue").status_code == 200
        sent = client.post("/api/handover", json={"oncoming": text, "note": text})
        assert sent.json()["on"] == text
        assert client.post("/api/name", json={"name": text}).json()["actor"] == text
        for params in ({"since": text}, {"as_of": text}):
            assert client.get("/api/map/layers/gaps", params=params).status_code in (200, 400)
            assert client.get("/api/ships/413000000", params=params).status_code == 400
        assert client.get(f"/api/cases/{text}").status_code in (400, 404)
        assert client.get(f"/api/cases/{text}/versions").json() in ([], {"error": "Not Found"})
        assert client.post("/api/acts", json={"act": text, "cases": [case]}).status_code == 400
        assert client.post("/api/acts", json={"act": "noted", "cases": [text]}).status_code == 400
        assert client.get("/api/map/tracks", params={"box": text}).status_code == 400
        assert client.get("/api/ships/1 OR 1=1").status_code == 422
        assert client.get(f"/api/map/layers/{text}").status_code in (400, 404)
        notes = client.get(f"/api/cases/{case}").json()["acts"]
    assert any(a["detail"].get("text") == text for a in notes), "kept as it was typed"
    assert floor.door.desk.decisions.verify() == before + 9
    tables = sqlite3.connect(floor.folder / "floor.sqlite").execute(
        "SELECT name FROM sqlite_master"
    )
    assert {"users", "audit", "raised"} <= {name for (name,) in tables}


def test_sql_and_markup_in_screening_and_the_sheet_are_only_text(floor: Floor) -> None:
    """Each is slow, so all fields at once: a list is read, a PDF is set."""
    text = "'; DROP TABLE acts;"
    fields = dict.fromkeys(("name", "call_sign", "flag", "owner"), text)
    with closing(floor.client()) as client:
        assert client.post("/api/screen", json=fields).status_code in (200, 400)
        sheet = {"oncoming": '#panic("x")', "note": f'#read("/etc/passwd") {text}'}
        made = client.get("/api/handover.pdf", params=sheet)
    assert made.content[:5] == b"%PDF-"
    assert b"root:" not in made.content


def test_a_gigabyte_is_refused_before_it_is_read(floor: Floor) -> None:
    def endless(megabytes: int = 1024) -> Any:
        for _ in range(megabytes):
            yield b"0" * 1_048_576

    before, refused = acts(floor), sum("413" in line for line in logged(floor))
    with closing(floor.client()) as client:
        told = {"content-length": str(2**30)}
        for path in ("/api/acts", "/api/screen/file"):
            try:
                sent = client.post(path, content=endless(), headers=told)
                assert sent.status_code == 413
            except httpx.WriteError:  # the floor hung up while the rest was on its way
                pass
            with suppress(httpx.WriteError, httpx.ReadError):
                # A body that is no form is refused unread; one that is read is stopped.
                expected = 413 if path == "/api/acts" else 422
                assert client.post(path, content=endless(24)).status_code == expected
    assert sum("413" in line for line in logged(floor)) == refused + 3
    assert any("/api/screen/file 422" in line for line in logged(floor))
    assert acts(floor) == before


def test_what_is_refused_is_in_the_audit_and_the_audit_only_grows(floor: Floor) -> None:
    with closing(floor.client()) as client:
        client.post("/api/acts", json={"act": "no such act", "cases": []})
    assert any("/api/acts 400" in line for line in logged(floor))
    with closing(sqlite3.connect(floor.folder / "floor.sqlite")) as opened:
        for change in ("DELETE FROM audit", "UPDATE audit SET outcome = ''"):
            with pytest.raises(sqlite3.IntegrityError):
                opened.execute(change)


def test_a_handover_or_undo_cannot_be_slipped_in_as_an_act(floor: Floor) -> None:
    before = acts(floor)
    with closing(floor.client()) as client:
        for word in ("handed over", "undone"):
            sent = client.post(
                "/api/acts", json={"act": word, "cases": [], "detail": {"number": 1}}
            )
            assert sent.status_code == 400
    assert acts(floor) == before


@pytest.mark.parametrize("text", ["", "no PEM", "-----BEGIN CERTIFICATE-----\n!\n", None])
def test_a_certificate_that_is_none_is_named(
    text: str | None, small_docket: Path, tmp_path: Path
) -> None:
    path = tmp_path / "floor.pem"
    if text is not None:
        path.write_text(text)
    with pytest.raises(InputError, match=r"floor\.pem"):
        sw.serve(small_docket / "docket", certificate=path, certificate_key=path)
