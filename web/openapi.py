"""Describes the chat's API, whose routes FastAPI does not see, in the program's own OpenAPI."""

from __future__ import annotations

from typing import Any

Schema = dict[str, Any]

TEXT: Schema = {"type": "string"}
NUMBER: Schema = {"type": "integer"}


def _object(required: str, **properties: Schema) -> Schema:
    return {"type": "object", "required": required.split(), "properties": properties}


def _list(of: Schema) -> Schema:
    return {"type": "array", "items": of}


def _maybe(kind: str) -> Schema:
    return {"type": [kind, "null"]}


def _json(schema: Schema) -> Schema:
    return {"application/json": {"schema": schema}}


def _named(name: str) -> Schema:
    return {"$ref": f"#/components/schemas/{name}"}


CLIENT_ID: Schema = {
    "type": "string",
    "minLength": 1,
    "maxLength": 64,
    "description": "Chosen by the client, new for each message; the same one again gets the same answer.",
}
SCHEMAS: dict[str, Schema] = {
    "ChatMessage": _object(
        "id at replaces text choices sources files",
        id=NUMBER,
        at={"type": "string", "format": "date-time", "description": "In the time of Viet Nam."},
        replaces={
            **_maybe("integer"),
            "description": "The message that this one takes the place of.",
        },
        text=TEXT,
        choices=_list(
            _object("label value", label=TEXT, value={**TEXT, "description": 'To send as "press".'})
        ),
        sources=_list(_named("ChatSource")),
        files=_list(_object("name url", name=TEXT, url=TEXT)),
    ),
    "ChatSource": _object(
        "number issuer date section quote",
        number=_maybe("string"),
        issuer=_maybe("string"),
        date=_maybe("string"),
        section=TEXT,
        quote=TEXT,
    ),
    "ChatMessages": _object("messages", messages=_list(_named("ChatMessage"))),
    "ChatTrouble": _object("error", error={**TEXT, "description": "A sentence for the person."}),
    "ChatText": _object("client_id text", client_id=CLIENT_ID, text={**TEXT, "description": "Up to 100 kB."}),
    "ChatPress": _object(
        "client_id press", client_id=CLIENT_ID, press={**TEXT, "description": "A choice's value."}
    ),
    "ChatOverlongFile": _object(
        "client_id file",
        client_id=CLIENT_ID,
        file=_object("name size", name=TEXT, media_type=TEXT, size={**NUMBER, "description": "Above 20 MB."}),
    ),
    "ChatFile": _object(
        "client_id file",
        client_id=CLIENT_ID,
        file={
            "type": "string",
            "contentMediaType": "application/octet-stream",
            "description": "Up to 20 MB.",
        },
        text=TEXT,
    ),
    "ChatSession": {
        "type": "object",
        "properties": {
            "as": {**TEXT, "description": "Whom to speak as; only with the demonstration union."},
            "start": {**TEXT, "description": "The code of a link or a QR code, to join a unit."},
            "client_id": CLIENT_ID,
        },
    },
}


def _answer(about: str, name: str) -> Schema:
    return {"description": about, "content": _json(_named(name))}


def _query(name: str, about: str) -> Schema:
    return {"name": name, "in": "query", "schema": {"type": "integer", "minimum": 0}, "description": about}


TROUBLE: Schema = {"default": _answer("What went wrong", "ChatTrouble")}
AFTER = _query("after", "Only what has a higher id.")
HEARD = {
    **_json({"oneOf": [_named("ChatText"), _named("ChatPress"), _named("ChatOverlongFile")]}),
    "multipart/form-data": {"schema": _named("ChatFile")},
}
LET_IN: Schema = {"type": "object", "properties": {"name": TEXT, "messages": _list(_named("ChatMessage"))}}
SESSION = {
    "200": {
        "description": "Let in; the cookie is set, and the name of whom the visitor speaks as is told",
        "content": _json(LET_IN),
    }
}
STREAM = {
    "200": {
        "description": "Server-sent events: `id` and, as `data`, one ChatMessage",
        "content": {"text/event-stream": {"schema": TEXT}},
    },
    "204": {"description": "The visitor has not written yet; listen after the first message"},
}
PATHS: dict[str, Schema] = {
    "/chat/api/session": {
        "post": {
            "summary": "A new visitor",
            "requestBody": {"required": True, "content": _json(_named("ChatSession"))},
            "responses": SESSION | TROUBLE,
        }
    },
    "/chat/api/messages": {
        "post": {
            "summary": "Says something and gets the answer",
            "requestBody": {"required": True, "content": HEARD},
            "responses": {"200": _answer("What was answered", "ChatMessages")} | TROUBLE,
        },
        "get": {
            "summary": "What has arrived, oldest first, at most 200 at once",
            "parameters": [AFTER, _query("last", "Only the last so many of it.")],
            "responses": {"200": _answer("What has arrived", "ChatMessages")} | TROUBLE,
        },
    },
    "/chat/api/stream": {
        "get": {
            "summary": "What arrives, as it arrives",
            "parameters": [AFTER],
            "responses": STREAM | TROUBLE,
        }
    },
    "/chat/api/files/{id}": {
        "get": {
            "summary": "A file the visitor was sent",
            "parameters": [{"name": "id", "in": "path", "required": True, "schema": NUMBER}],
            "responses": {"200": {"description": "The file"}} | TROUBLE,
        }
    },
}


def with_chat(described: dict[str, Any]) -> dict[str, Any]:
    """The program's OpenAPI with the chat in it."""
    paths = described.setdefault("paths", {})
    for path, operations in PATHS.items():
        paths[path] = {method: {"tags": ["chat"], **each} for method, each in operations.items()}
    described.setdefault("components", {}).setdefault("schemas", {}).update(SCHEMAS)
    return described
