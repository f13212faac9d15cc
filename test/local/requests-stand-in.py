"""As much of the library `requests` as the README's examples use, for machines that have Python without it."""
import json as _json
import urllib.parse
import urllib.request


class _Response:
    def __init__(self, text):
        self.text = text

    def json(self):
        return _json.loads(self.text)


def _send(method, url, headers=None, params=None, json=None):
    if params:
        url += "?" + urllib.parse.urlencode(params)
    data = None if json is None else _json.dumps(json).encode()
    request = urllib.request.Request(url, data=data, method=method, headers=dict(headers or {}))
    if data is not None:
        request.add_header("Content-Type", "application/json")
    with urllib.request.urlopen(request, timeout=30) as answer:
        return _Response(answer.read().decode())


def get(url, **rest):
    return _send("GET", url, **rest)


def post(url, **rest):
    return _send("POST", url, **rest)
