"""What every description of a service shares."""

from typing import Any

from kernel.http.problems import TYPE_PREFIX

SECURITY: dict[str, Any] = {
    "token": {
        "type": "http",
        "scheme": "bearer",
        "bearerFormat": "JWT",
        "description": "Signed with ES256 or EdDSA. Claims: iss, aud, exp, sub, role, org (the "
        "jobcenter) and, for the role client, client.",
    }
}

PARAMETERS: dict[str, Any] = {
    "IdempotencyKey": {
        "name": "Idempotency-Key",
        "in": "header",
        "required": True,
        "description": "New for each new request, the same when it is repeated: then it is done "
        "once and answered as the first time.",
        "schema": {"type": "string", "pattern": "^[!-~]{1,128}$"},
        "example": "2c3a1f0e-7d0b-4c58-9f43-0f3c7e1d5a90",
    },
    "IfMatch": {
        "name": "If-Match",
        "in": "header",
        "required": False,
        "description": "The ETag that the decision rests on: refused with 412 if there is a newer "
        "one.",
        "schema": {"type": "string"},
        "example": '"5"',
    },
    "ConsistentWith": {
        "name": "consistent-with",
        "in": "query",
        "required": False,
        "description": "A position, as `Koop-Position` of a command told it: the answer holds all "
        "that was recorded up to there, and waits for it some seconds if need be.",
        "schema": {"type": "integer", "minimum": 0},
        "example": 4711,
    },
    "Purpose": {
        "name": "X-Purpose",
        "in": "header",
        "required": False,
        "description": "Why this is read; kept in the access log (§ 35 SGB I). Auditors have to "
        "say it, for others their task is the usual purpose.",
        "schema": {"type": "string", "minLength": 3, "maxLength": 200},
        "example": "complaint of 2 March",
    },
}

HEADERS: dict[str, Any] = {
    "Position": {
        "description": "The position in the event store that this holds for; of a command, the one "
        "to be `consistent-with` in order to see what it did.",
        "schema": {"type": "integer"},
        "example": 4711,
    },
    "AsOf": {
        "description": "Nothing newer was there at this time. Missing while the event store does "
        "not answer.",
        "schema": {"type": "string", "format": "date-time"},
        "example": "2026-03-02T10:15:00+00:00",
    },
    "Stale": {
        "description": "The read models that stand still, because they could not take an event: "
        "what they say is true for the position named, and nothing newer comes until it is mended.",
        "schema": {"type": "string"},
        "example": "plan_view",
    },
}

PROBLEM: dict[str, Any] = {
    "type": "object",
    "title": "Problem",
    "description": "Problem details (RFC 9457). Titles in German or English by Accept-Language.",
    "required": ["type", "title", "status", "instance"],
    "properties": {
        "type": {
            "type": "string",
            "format": "uri",
            "description": f"Stable: `{TYPE_PREFIX}` and the kind of problem.",
        },
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "allowed": {"type": "string", "description": "What would be possible instead."},
        "instance": {
            "type": "string",
            "format": "uri",
            "description": "This one occurrence: X-Request-Id as a URN.",
        },
        "errors": {
            "type": "array",
            "description": "What does not fit, by JSON pointer or name of the parameter.",
            "items": {
                "type": "object",
                "properties": {
                    "pointer": {"type": "string"},
                    "parameter": {"type": "string"},
                    "kind": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": True,
}
