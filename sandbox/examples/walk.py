#!/usr/bin/env python3
"""Walks a contractor to active coverage, against the local sandbox and without a browser.

Needs Python 3 alone. TEN99POLICY_API_BASE and TEN99POLICY_API_KEY say where and with which key.
"""
import json
import os
import sys
import time
import uuid
from urllib.error import HTTPError, URLError
from urllib.request import Request, urlopen

BASE = os.environ.get("TEN99POLICY_API_BASE", "http://127.0.0.1:4010/api/v1").rstrip("/")
KEY = os.environ.get("TEN99POLICY_API_KEY", "t9k_test_walk")
CONTROL = BASE.replace("/api/v1", "/_sandbox")


def call(method, url, fields=None):
    """Sends JSON and gives back the JSON of the answer. Ends the walk when it is refused."""
    headers = {"Authorization": f"Bearer {KEY}", "Content-Type": "application/json"}
    if method == "POST":
        # The same key brings the same answer, so that a lost one can be asked for again.
        headers["Ten99Policy-Idempotent-Key"] = str(uuid.uuid4())
    body = None if fields is None else json.dumps(fields).encode()
    try:
        with urlopen(Request(url, body, headers, method=method), timeout=20) as answer:
            return json.load(answer)
    except HTTPError as refusal:
        sys.exit(f"{method} {url} is answered {refusal.code}: {refusal.read().decode(errors='replace')}")
    except (URLError, OSError) as failure:
        sys.exit(f"{method} {url} is not answered: {failure}. Is the sandbox running? npm run sandbox")
    except ValueError:
        sys.exit(f"{method} {url} is answered, but not with JSON.")


def create(path, **fields):
    made = call("POST", BASE + path, fields)
    print(f"{path}: {made['id']}")
    return made


contractor = create(
    "/contractors",
    email=f"walk-{uuid.uuid4()}@example.com",
    first_name="Joe",
    last_name="Parker",
    address={"line1": "1 Kearny St", "locality": "San Francisco", "region": "CA", "postalcode": "94104"},
)
entity = create(
    "/entities",
    name="Apple, Inc",
    coverage_limit={"aggregate_limit": 200000000, "occurrence_limit": 100000000},
    required_coverage=["general", "workers-comp"],
)
category = call("GET", BASE + "/category_codes")[0]
print(f"/category_codes: {category['category_code']}, {category['name']}")
job = create(
    "/jobs",
    name="Field technician",
    description="Install fiber optic cable.",
    entity=entity["id"],
    category_code=category["category_code"],
    wage=15000,  # cents
    wage_type="flatfee",
    years_experience=10,
)
quote = create("/quotes", contractor=contractor["id"], job=job["id"], coverage_type=["general", "workers-comp"])
session = create("/apply/sessions", quote=quote["id"])

# The contractor would open session["url"] now. The sandbox walks there by itself when told to.
call("POST", f"{CONTROL}/applications/{session['id']}/complete", {})
print("The application is complete.")

for attempt in range(30):
    policies = call("GET", f"{BASE}/policies?quote={quote['id']}")
    if policies and policies[0]["status"] == "active":
        print(f"/policies: {policies[0]['id']} is active.")
        sys.exit()
    time.sleep(1)
sys.exit("There is no active policy after 30 seconds.")
