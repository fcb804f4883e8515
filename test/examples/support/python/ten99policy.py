"""The surface of the vendor's Python SDK that the samples use, made from its documentation.

The SDK itself is on no package registry that these tests reach. It has no code of the SDK: calls are sent with what
Python brings.
"""

import json
import urllib.parse
import urllib.request

api_key = None
environment = "production"
api_base = None


def _send(method, path, body=None, idempotency_key=None):
    headers = {"Authorization": f"Bearer {api_key}", "Ten99Policy-Environment": environment}
    if idempotency_key is not None:
        headers["Ten99Policy-Idempotent-Key"] = idempotency_key
    data = None
    if body is not None:
        headers["Content-Type"] = "application/json"
        data = json.dumps(body).encode()
    request = urllib.request.Request(f"{api_base}/api/v1/{path}", method=method, headers=headers, data=data)
    with urllib.request.urlopen(request) as answer:
        return _Answer(json.load(answer))


class _Answer:
    def __init__(self, value):
        self.value = value

    def __str__(self):
        return json.dumps(self.value)


def _resource(path):
    class Resource:
        @staticmethod
        def create(idempotency_key=None, **fields):
            return _send("POST", path, fields, idempotency_key)

        @staticmethod
        def retrieve(id):
            return _send("GET", f"{path}/{urllib.parse.quote(id, safe='')}")

        @staticmethod
        def modify(id, idempotency_key=None, **fields):
            return _send("PUT", f"{path}/{urllib.parse.quote(id, safe='')}", fields, idempotency_key)

        @staticmethod
        def delete(id):
            return _send("DELETE", f"{path}/{urllib.parse.quote(id, safe='')}")

        @staticmethod
        def list(**params):
            query = urllib.parse.urlencode(params)
            return _send("GET", f"{path}?{query}" if query else path)

    return Resource


Contractors = _resource("contractors")
Entities = _resource("entities")
Jobs = _resource("jobs")
Quotes = _resource("quotes")
InsuranceApplicationSessions = _resource("apply/sessions")
Policies = _resource("policies")
Assignments = _resource("assignments")
Invoices = _resource("invoices")
Events = _resource("events")
WebhookEndpoints = _resource("webhook_endpoints")
