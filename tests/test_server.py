"""The web server through its HTTP door: headers, closed doors, the file hole, ports, stopping."""

import re
import socket
from collections.abc import Iterator

import httpx
import pytest
from conftest import Command
from fastapi.testclient import TestClient
from serving import Served, ended, event_of, events, joined, served
from starlette.types import Receive, Scope, Send
from starlette.websockets import WebSocketDisconnect

from assistant.settings import Settings
from ui.site import create_app
from ui.walls import Doors, is_open

CLOSED = [
    ("GET", "/monitoring"),
    ("GET", "/monitoring/summary"),
    ("GET", "/gradio_api/file=https://example.com/x.png"),
    ("GET", "/gradio_api/file=/etc/hostname"),
    ("GET", "/gradio_api/proxy=https://example.com/"),
    ("GET", "/gradio_api/openapi.json"),
    ("GET", "/gradio_api/runs"),
    ("GET", "/gradio_api/run-history/records"),
    ("GET", "/gradio_api/deep_link"),
    ("GET", "/gradio_api/vibe-code/"),
    ("GET", "/assets/../../../etc/hostname"),
    ("GET", "/openapi.json"),
    ("POST", "/gradio_api/run/say"),
    ("POST", "/gradio_api/api/say"),
    ("POST", "/gradio_api/call/say"),
    ("POST", "/gradio_api/upload"),
    ("POST", "/gradio_api/component_server"),
    ("POST", "/gradio_api/process_recording"),
    ("POST", "/login"),
    ("GET", "/gradio_api/heartbeat/abc"),
]
BURST = 50
UNFINISHED = (
    b"POST /gradio_api/queue/join HTTP/1.1\r\nHost: localhost\r\n"
    b"Content-Type: application/json\r\nContent-Length: 100\r\n\r\n{"
)
NEEDED = [
    ("GET", "/"),
    ("HEAD", "/"),
    ("GET", "/config"),
    ("GET", "/assets/index-1a2b.js"),
    ("GET", "/gradio_api/info"),
    ("GET", "/gradio_api/queue/data"),
    ("POST", "/gradio_api/queue/join"),
]


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Served]:
    with served(tmp_path_factory.mktemp("served")) as running:
        yield running


@pytest.fixture
def web(server: Served) -> Iterator[httpx.Client]:
    with httpx.Client(base_url=server.url, timeout=30) as client:
        yield client


@pytest.mark.parametrize("path", ["/", "/config", "/healthz", "/static/page.js", "/nothing"])
def test_every_answer_carries_the_policy_and_forbids_sniffing(web: httpx.Client, path: str) -> None:
    headers = web.get(path).headers
    assert "script-src 'self';" in headers["content-security-policy"]
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


def test_the_page_has_no_inline_script_and_no_foreign_address(web: httpx.Client) -> None:
    html = web.get("/").text
    assert not re.findall(r"<script(?![^>]*\ssrc=)", html)
    assert not re.findall(r"https?://", html)


def test_files_named_by_their_content_are_kept_and_our_own_are_checked(web: httpx.Client) -> None:
    (script,) = re.findall(r'src="\.(/assets/[^"]+)"', web.get("/").text)
    assert "immutable" in web.get(script).headers["cache-control"]
    assert web.get("/static/page.js").headers["cache-control"] == "no-cache"


@pytest.mark.parametrize(("method", "path"), CLOSED)
def test_doors_the_page_does_not_need_are_shut(web: httpx.Client, method: str, path: str) -> None:
    assert not is_open(method, path)
    assert web.request(method, path).status_code in (404, 405)


def test_a_websocket_is_refused_before_the_page_sees_it() -> None:
    async def page(_scope: Scope, _receive: Receive, _send: Send) -> None:
        raise AssertionError("a websocket came through")

    with (
        pytest.raises(WebSocketDisconnect),
        TestClient(Doors(page)).websocket_connect("/gradio_api/any"),
    ):
        pass


@pytest.mark.parametrize(("method", "path"), NEEDED)
def test_doors_the_page_needs_are_open(method: str, path: str) -> None:
    assert is_open(method, path)


def test_a_body_beyond_two_megabytes_is_refused_unread(web: httpx.Client) -> None:
    answer = web.post("/gradio_api/queue/join", content=b"x" * 2_000_001)
    assert answer.status_code == 413


def test_a_file_of_the_server_cannot_be_had_by_naming_its_path(
    server: Served, web: httpx.Client
) -> None:
    secret = server.folder / "secret.txt"
    secret.write_text("only the server may read this")
    claim = {"path": str(secret), "meta": {"_type": "gradio.FileData"}}
    for event in events(web):
        message = joined(web, event["id"], [claim for _ in event["inputs"]])
        assert secret.name not in str(message["output"].get("data", ""))
    copies = [path for path in (server.folder / "uploads").rglob("*") if path.is_file()]
    assert not [copy for copy in copies if copy.read_bytes() == secret.read_bytes()]


def test_a_burst_of_messages_from_one_page_is_kept_whole(web: httpx.Client) -> None:
    session = {"session_hash": "burst"}
    ticket = joined(web, event_of(web, "load"), [None])["output"]["data"][0]
    for number in range(BURST):
        said = {"data": [ticket, f"message {number}"], "fn_index": event_of(web, "submit")}
        web.post("/gradio_api/queue/join", json=said | session).raise_for_status()
    ended(web, session, BURST)
    transcript = joined(web, event_of(web, "load"), [ticket])["output"]["data"][1]
    assert [each["role"] for each in transcript].count("user") == BURST


def test_no_other_site_may_read_answers_unless_it_is_listed(web: httpx.Client) -> None:
    asked = {"Origin": "https://evil.example"}
    for path in ("/config", "/healthz", "/api/v1/documents/article"):
        assert "access-control-allow-origin" not in web.get(path, headers=asked).headers


def test_a_listed_site_may_read_answers_without_cookies() -> None:
    site = "https://shop.example"
    client = TestClient(create_app(Settings(allowed_origins=site)))
    headers = client.get("/healthz", headers={"Origin": site}).headers
    assert headers["access-control-allow-origin"] == site
    assert "access-control-allow-credentials" not in headers


def test_health_is_answered_and_readiness_refused_while_everything_is_still_loading() -> None:
    client = TestClient(create_app(Settings()))
    assert client.get("/healthz").status_code == 200
    ready = client.get("/readyz")
    assert (ready.status_code, ready.json()["missing"]) == (503, ["page", "assistant"])


def test_readiness_is_reported_once_every_part_is_there(web: httpx.Client) -> None:
    assert web.get("/readyz").json() == {"ready": True, "missing": []}


def test_the_document_is_served_whole_and_each_passage_lies_in_it(web: httpx.Client) -> None:
    document = web.get("/api/v1/documents/article").json()
    for passage in document["passages"]:
        place = web.get(f"/api/source/{passage['id']}").json()
        assert (place["start"], place["end"]) == (passage["start"], passage["end"])
        assert place["text"][place["start"] : place["end"]].strip()


@pytest.mark.parametrize("path", ["/api/v1/documents/none", "/api/source/none"])
def test_an_unknown_document_or_passage_is_a_described_problem(
    web: httpx.Client, path: str
) -> None:
    answer = web.get(path)
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert "'none'" in answer.json()["detail"]


def test_the_icon_is_a_picture(web: httpx.Client) -> None:
    assert web.get("/favicon.ico").headers["content-type"] == "image/svg+xml"


def test_a_port_in_use_is_said_with_a_way_out(command: Command) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        done = command("serve", "--no-open", f"--port={port}")
    assert done.returncode == 1
    assert f"Port {port} on 127.0.0.1 cannot be used" in done.stderr
    assert f"--port {port + 1}" in done.stderr


def test_a_data_folder_in_use_ends_the_second_server_with_its_reason(
    server: Served, command: Command, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PROMPT_OR_TUNE_DATA_DIR", str(server.folder / "data"))
    done = command("serve", "--no-open", "--port=0")
    assert done.returncode == 1
    assert "in use by another running prompt-or-tune" in done.stderr
    assert "Traceback" not in done.stderr


def test_an_unfinished_request_does_not_keep_a_stopping_server(
    tmp_path_factory: pytest.TempPathFactory,
) -> None:
    with served(tmp_path_factory.mktemp("stopped")) as running:
        host, port = running.url.removeprefix("http://").split(":")
        with socket.create_connection((host, int(port))) as visitor:
            visitor.sendall(UNFINISHED)
            assert running.stop() < 10
    assert running.process.returncode == 0
