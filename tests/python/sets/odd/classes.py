"""Signatures whose class attributes and evidence are not what they should be."""

from lib.cuckoo.common.abstracts import Signature


class Order(Signature):
    name = "odd_order"
    order = "first"

    def run(self):
        return True


class Filters(Signature):
    name = "odd_filters"
    evented = True
    filter_apinames = 5

    def on_call(self, call, process):
        return True


class Kinds(Signature):
    name = "odd_kinds"
    filter_analysistypes = 5

    def run(self):
        return True


class Huge(Signature):
    name = "odd_severity"
    severity = 10**6000

    def run(self):
        return True


class Endless(Signature):
    name = "odd_endless_evidence"

    def run(self):
        self.data.append(item for item in iter(int, 1))
        return True


class Text(Exception):
    def __str__(self):
        while True:
            pass


class Error(Signature):
    name = "odd_error"

    def run(self):
        raise Text()


class Values(Signature):
    name = "odd_values"

    def run(self):
        deep = []
        for _ in range(100_000):
            deep = [deep]
        self.data.extend(
            [
                {"large": [2**53, -(2**63), 2**64 - 1, 2**53 - 1]},
                {"digits": len(str(self.digits()))},
                {"floats": [float("nan"), float("-inf"), 0.5]},
                {"bytes": b"\x00\xff"},
                {"set": {3, 1, 2}},
                {"keys": {1: "one", None: "none", "__proto__": "own"}},
                {"surrogate": "\ud800x"},
                {"object": object},
                {"deep": deep},
            ]
        )
        return True

    def digits(self):
        return 0


class Seen(Signature):
    name = "odd_container"

    def run(self):
        summary = self.results["behavior"]["summary"]
        call = self.results["behavior"]["processes"][0]["calls"][0]
        self.data.append({"file": summary["files"][0], "key": self.get_argument(call, "__proto__")})
        self.data.append({"names": sorted(self.results["static"]), "number": self.results["static"]["number"] + 1})
        self.data.append({"deep": self.results["network"]})
        return True


class Modest(Signature):
    name = "modest"

    def run(self):
        return True
