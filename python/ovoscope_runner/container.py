"""The container of an analysis as signatures see it. What it holds is fetched when it is first asked for."""

import json
from collections.abc import Sequence

from . import host

_UNKNOWN = object()
# Of calls that signatures read by themselves, up to so much JSON is kept.
_KEPT_BYTES = 24 << 20


class SectionMissing(KeyError):
    """A signature asked for a part of the container that the analysis doesn't have."""


class Results(dict):
    """The top of the container. Its values arrive when they are asked for."""

    def __init__(self, shape, keys):
        super().__init__((key, _UNKNOWN) for key in keys)
        self._shape = shape

    def _load(self, key):
        value = dict.get(self, key)
        if value is _UNKNOWN:
            _, body = host.ask({"kind": "section", "shape": self._shape, "key": key})
            value = json.loads(body)
            if key == "behavior" and isinstance(value, dict):
                value["processes"] = load_processes(self._shape)
            dict.__setitem__(self, key, value)
        return value

    def _load_all(self):
        for key in list(dict.keys(self)):
            self._load(key)

    def __missing__(self, key):
        raise SectionMissing(key)

    def __getitem__(self, key):
        value = dict.__getitem__(self, key)
        return self._load(key) if value is _UNKNOWN else value

    def get(self, key, default=None):
        return self[key] if key in self else default

    def setdefault(self, key, default=None):
        if key not in self:
            self[key] = default
        return self[key]

    def pop(self, key, *default):
        if key in self:
            self._load(key)
        return dict.pop(self, key, *default)

    def values(self):
        self._load_all()
        return dict.values(self)

    def items(self):
        self._load_all()
        return dict.items(self)

    def copy(self):
        self._load_all()
        return dict(self)


class Calls(Sequence):
    """The calls of one process. Each pass reads them again, unless they are few."""

    def __init__(self, shape, process, count):
        self._shape = shape
        self._process = process
        self._count = count
        self._batches = {}

    def __len__(self):
        return self._count

    def __iter__(self):
        first = 0
        while first is not None:
            calls, first = self._batch(first)
            yield from calls

    def __getitem__(self, index):
        if isinstance(index, slice):
            wanted = range(*index.indices(self._count))
            if wanted.step == 1:
                return [call for call in self._from(wanted.start, wanted.stop)]
            return [self[number] for number in wanted]
        if index < 0:
            index += self._count
        if not 0 <= index < self._count:
            raise IndexError("there is no such call")
        return self._batch(index)[0][0]

    def _from(self, start, stop):
        first = start
        while first is not None and first < stop:
            calls, following = self._batch(first)
            yield from calls[: stop - first]
            first = following

    def _batch(self, first):
        known = self._batches.get(first)
        if known is None:
            header, body = host.ask(
                {"kind": "calls", "shape": self._shape, "process": self._process, "from": first, "all": True}
            )
            known = (json.loads(body), header["next"])
            if _Kept.left >= len(body):
                _Kept.left -= len(body)
                self._batches[first] = known
        return known


class _Kept:
    left = _KEPT_BYTES


_processes = {}


def load_processes(shape):
    """The processes of the analysis; the same objects each time."""
    if shape not in _processes:
        _, body = host.ask({"kind": "section", "shape": shape, "key": "processes"})
        processes = json.loads(body) or []
        for number, process in enumerate(processes):
            process["calls"] = Calls(shape, number, process["calls"])
        _processes[shape] = processes
    return _processes[shape]


def watched_calls(shape, process, wants):
    """The calls of a process that somebody wants, in lists."""
    first = 0
    while first is not None:
        header, body = host.ask(
            {"kind": "calls", "shape": shape, "process": process, "from": first, "all": False, "wants": wants}
        )
        first = header["next"]
        yield json.loads(body)


class Empty(dict):
    """A container in which everything is there, and empty."""

    def __init__(self, shape):
        super().__init__()
        self["behavior"] = {
            "processes": [],
            "processtree": [],
            "enhanced": [],
            "summary": {},
            "generic": [],
            "apistats": {},
        }
        self["info"] = {"id": 0, "package": "", "machine": {}, "options": {}, "category": "file"}
        self["target"] = {"category": "file", "file": {"name": "", "path": "", "type": "", "yara": [], "size": 0}}
        self["network"] = {key: [] for key in ("hosts", "domains", "http", "dns", "tcp", "udp", "icmp", "smtp", "irc")}
        self["CAPE"] = {"payloads": [], "configs": []}
        self["suricata"] = {"alerts": [], "tls": [], "http": [], "files": [], "dns": []}
        for key in ("dropped", "procdump", "procmemory", "signatures", "extracted", "strings"):
            self[key] = []
        self["static"] = {}
        _processes[shape] = []
