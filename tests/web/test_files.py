"""Files in and out: kinds, sizes, and who may fetch what."""

import http.client
import json
from datetime import UTC, datetime
from typing import Any

import httpx
import pytest

from tests.support.pages import Site, picture
from web.uploads import MAX_FILE

LONG_AGO = datetime(2020, 1, 1, tzinfo=UTC)
MESSAGES = "/chat/api/messages"


def upload(client: httpx.Client, name: str, content: bytes, media_type: str, **fields: str) -> httpx.Response:
    return client.post(
        MESSAGES, data={"client_id": "f", **fields}, files={"file": (name, content, media_type)}
    )


def text_of(answer: httpx.Response) -> str:
    assert answer.status_code == 200, answer.text
    return str(answer.json()["messages"][0]["text"])


@pytest.mark.parametrize(
    ("name", "media_type", "kind"),
    [
        ("ảnh.png", "image/png", "photo"),
        ("ghi âm.m4a", "audio/mp4", "voice"),
        ("phim.mp4", "video/mp4", "video"),
        (
            "kế hoạch.docx",
            "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            "document",
        ),
    ],
)
def test_a_file_comes_in_with_its_kind_and_name(site: Site, name: str, media_type: str, kind: str) -> None:
    answer = upload(site.visitor(), name, b"12345", media_type)
    assert text_of(answer) == f"Tệp {kind} {name} {media_type} 5 5"


def test_a_file_may_come_with_words(site: Site) -> None:
    assert text_of(upload(site.visitor(), "a.pdf", b"1", "application/pdf", text="đây ạ")).endswith(
        " 1 1 đây ạ"
    )


def test_the_same_file_again_gets_the_same_answer(site: Site) -> None:
    visitor = site.visitor()
    first = upload(visitor, "a.png", picture(), "image/png")
    assert upload(visitor, "a.png", picture(), "image/png").json() == first.json()


def test_a_file_of_twenty_megabytes_is_kept_and_a_larger_one_only_measured(site: Site) -> None:
    visitor = site.visitor()
    assert text_of(upload(visitor, "a.pdf", bytes(MAX_FILE), "application/pdf")).endswith(
        f"{MAX_FILE} {MAX_FILE}"
    )
    answer = upload(visitor, "b.pdf", bytes(MAX_FILE + 1), "application/pdf", client_id="g")
    assert text_of(answer).endswith(f"{MAX_FILE + 1} -")


def test_a_page_may_tell_of_a_large_file_instead_of_sending_it(site: Site) -> None:
    about = {"name": "phim.mp4", "media_type": "video/mp4", "size": 50_000_000}
    answer = site.visitor().post(MESSAGES, json={"client_id": "1", "file": about})
    assert text_of(answer) == "Tệp video phim.mp4 video/mp4 50000000 -"


def test_what_never_ends_is_refused(site: Site) -> None:
    line = http.client.HTTPConnection("127.0.0.1", int(site.url.rpartition(":")[2]))
    line.putrequest("POST", MESSAGES)
    line.putheader("Cookie", f"visitor={site.visitor().cookies['visitor']}")
    line.putheader("Content-Type", "multipart/form-data; boundary=x")
    line.putheader("Content-Length", str(10**9))
    line.endheaders(b"--x")
    answer = line.getresponse()
    assert answer.status == 413
    assert "20 MB" in json.loads(answer.read())["error"]
    line.close()


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"nothing like a form",
        b'--x\r\nContent-Disposition: form-data; name="client_id"\r\n\r\n1\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="file"; filename="a"\r\n\r\n1\r\n--x--\r\n',
        b'--x\r\nContent-Disposition: form-data; name="client_id"\r\n\r\n1\r\n' * 20 + b"--x--\r\n",
    ],
)
def test_what_is_no_form_with_a_file_is_refused(site: Site, body: bytes) -> None:
    headers = {"content-type": "multipart/form-data; boundary=x"}
    assert site.visitor().post(MESSAGES, content=body, headers=headers).status_code == 400


def test_a_name_with_a_path_loses_the_path(site: Site) -> None:
    answer = upload(site.visitor(), "C:\\ảnh\\..\\a\u200eb.png", b"1", "image/png")
    assert " ab.png image/png" in text_of(answer)


def test_a_media_type_loses_what_no_database_keeps(site: Site) -> None:
    about = {"name": "a.png", "media_type": "image/\0png", "size": 50_000_000}
    answer = site.visitor().post(MESSAGES, json={"client_id": "1", "file": about})
    assert text_of(answer) == "Tệp photo a.png image/png 50000000 -"


def sent_files(client: httpx.Client) -> list[dict[str, Any]]:
    answer = client.post(MESSAGES, json={"client_id": "t", "text": "tệp"}).json()
    files: list[dict[str, Any]] = answer["messages"][0]["files"]
    return files


def test_a_file_goes_to_whom_it_was_sent_and_to_nobody_else(site: Site) -> None:
    visitor = site.visitor()
    image, table = sent_files(visitor)
    shown = visitor.get(image["url"])
    assert (shown.status_code, shown.headers["content-type"]) == (200, "image/png")
    assert shown.headers["content-disposition"].startswith("inline")
    saved = visitor.get(table["url"])
    assert saved.content == b"bang"
    assert (
        saved.headers["content-disposition"]
        == "attachment; filename*=UTF-8''%3Cb%3Eb%E1%BA%A3ng%3C%2Fb%3E.xlsx"
    )
    assert saved.headers["content-type"] == "application/octet-stream"
    other = site.visitor()
    other.post(MESSAGES, json={"client_id": "1", "text": "a"})
    assert other.get(image["url"]).status_code == 404
    assert site.visitor().get(image["url"]).status_code == 404
    with site.database.reading() as store:
        tried = [entry.detail["tried"] for entry in store.audit.acts("refused", LONG_AGO)]
    assert tried == [f"file {image['url'].rpartition('/')[2]}"]


def test_a_file_that_reached_several_is_fetched_by_each(site: Site) -> None:
    image, _ = sent_files(site.visitor())
    other = site.visitor()
    other.post(MESSAGES, json={"client_id": "1", "text": "a"})
    file_id = int(image["url"].rpartition("/")[2])
    assert other.get(image["url"]).status_code == 404
    site.send("Tin chung", files=[{"id": file_id, "name": "thẻ.png"}])
    assert other.get(image["url"]).status_code == 200


def test_a_file_that_is_not_there_is_not_found(site: Site) -> None:
    visitor = site.visitor()
    sent_files(visitor)
    assert visitor.get("/chat/api/files/999").status_code == 404


@pytest.mark.parametrize("name", ["-1", "x", "%00", "²", "9" * 30, "9" * 5000, "..%2f1"])
def test_a_file_of_an_impossible_name_is_not_found(site: Site, name: str) -> None:
    visitor = site.visitor()
    sent_files(visitor)
    assert visitor.get(f"/chat/api/files/{name}").status_code == 404
