"""Runs signatures as Cuckoo 2 does."""

from . import container, host
from .cuckoo2_base import Cuckoo2Signature, ExtractedMatch, YaraMatch
from .running import TIMED_FIRST, TIMED_MASK, Run, Settings, evidence, order_of, plain, reports
from .signature_base import processes_of

VERSION = "2.0.7"
_DIRECT = "on_call_"


def run_all(entries, results, platform):
    """Runs the signatures; returns their runs and what the matching ones report."""
    return Runner(results).run(entries, platform)


class Configuration:
    """What mark_config() and extracted configurations say, merged by family; each family is kept as it was given."""

    def __init__(self):
        self.families = []

    def add(self, config):
        self.families.append(config)


class Runner:
    """What signatures know as their caller."""

    def __init__(self, results):
        self.results = results
        self.ttp_descriptions = {}
        self.c = Configuration()
        self.runs = []
        self._generic = {}
        self._texts = {}

    def summary_generic(self, pid, actions):
        """The same list for the same question, so that it is prepared for searches once."""
        key = (pid, actions)
        if key not in self._generic:
            values = []
            for process in self.results.get("behavior", {}).get("generic", []):
                if pid is None or process["pid"] == pid:
                    for action in actions:
                        values.extend(process["summary"].get(action, ()))
            self._generic[key] = values
        return self._generic[key]

    def texts_of(self, listing, field):
        if (listing, field) not in self._texts:
            items = self.results.get("network", {}).get(listing, [])
            self._texts[listing, field] = [item[field] for item in items]
        return self._texts[listing, field]

    def run(self, entries, platform):
        for entry in entries:
            run = Run(entry["number"], entry)
            self.runs.append(run)
            run.signature = run.invoke("__init__", entry["class"], self)
            if run.signature is None:
                run.over = True
        runs = [run for run in self.runs if run.signature is not None]
        runs.sort(key=order_of)
        self.usable = runs
        for run in runs:
            run.invoke("init", run.signature.init)
        self.show_calls(runs)
        self.show_yara(runs)
        self.show_extracted(runs)
        for run in runs:
            if type(run.signature).on_complete is not Cuckoo2Signature.on_complete:
                self.call(run, "on_complete", run.signature.on_complete)
        return self.runs, reports(runs, report)

    def call(self, run, method, function, *args):
        if not run.over and run.invoke(method, function, *args):
            self.matched(run)

    def matched(self, run):
        run.matched = run.over = run.signature.matched = True
        for other in self.usable:
            if type(other.signature).on_signature is not Cuckoo2Signature.on_signature:
                self.call(other, "on_signature", other.signature.on_signature, run.signature)

    def show_calls(self, runs):
        made = (run.invoke("filters", Watcher, run) for run in runs)
        watchers = [watcher for watcher in made if watcher is not None and watcher.shows]
        for number, process in enumerate(processes_of(self.results, "cuckoo2")):
            for run in runs:
                run.signature.pid = process["pid"]
                if type(run.signature).on_process is not Cuckoo2Signature.on_process:
                    self.call(run, "on_process", run.signature.on_process, process)
            present = [watcher for watcher in watchers if not watcher.run.over]
            if present:
                self.show_process(number, process, present)
        for watcher in watchers:
            watcher.run.calls += watcher.calls

    def show_process(self, number, process, watchers):
        cells = host.cells
        count = cells[1]
        announce = Settings.announce
        tables = {}
        for calls in container.watched_calls("cuckoo2", number, wants_of(watchers)):
            for watcher in watchers:
                watcher.run.is_too_late()
            for call in calls:
                api = call["api"]
                who = tables.get(api)
                if who is None:
                    # The category of the first call decides, as in the original.
                    who = tables[api] = interested(watchers, api, call["category"])
                cid = call.pop("id")
                for watcher, function in who:
                    run = watcher.run
                    if run.over:
                        continue
                    signature = watcher.signature
                    signature.cid = cid
                    signature.call = call
                    shown = watcher.calls
                    watcher.calls = shown + 1
                    count = (count + 1) & 0xFFFFFFFF
                    cells[1] = count
                    cells[0] = watcher.number
                    if announce:
                        host.send({"kind": "entering", "signature": watcher.number})
                    try:
                        if shown & TIMED_MASK and shown >= TIMED_FIRST:
                            answer = function(call, process)
                        else:
                            weight = 1 if shown < TIMED_FIRST else TIMED_MASK + 1
                            answer = run.timed_call(function, call, process, weight)
                    except BaseException as error:
                        run.threw("on_call", error, call)
                        answer = None
                    cells[0] = 0
                    if answer:
                        self.matched(run)

    def show_yara(self, runs):
        shown = [run for run in runs if type(run.signature).on_yara is not Cuckoo2Signature.on_yara]
        if not shown:
            return
        for category, path, hits in self.yara_hits():
            for hit in _records(hits):
                for run in shown:
                    match = run.invoke("on_yara", YaraMatch, hit, category)
                    if match is not None:
                        self.call(run, "on_yara", run.signature.on_yara, category, path, match)

    def yara_hits(self):
        results = self.results
        for target in _records([results.get("target")]):
            if target.get("category") == "file":
                for record in _records([target.get("file")]):
                    yield "sample", record.get("path"), record.get("yara")
        for record in _records(results.get("procmemory")):
            for extracted in _records(record.get("extracted")):
                yield "extracted", extracted.get("path"), extracted.get("yara")
            yield "procmem", record.get("file"), record.get("yara")
        for record in _records(results.get("dropped")):
            yield "dropped", record.get("path"), record.get("yara")
        for record in _records(results.get("extracted")):
            yield "extracted", record.get("raw"), record.get("yara")

    def show_extracted(self, runs):
        shown = [run for run in runs if type(run.signature).on_extract is not Cuckoo2Signature.on_extract]
        for item in _records(self.results.get("extracted")):
            if item.get("category") == "config":
                self.c.add(item.get("info"))
            for run in shown:
                match = run.invoke("on_extract", ExtractedMatch, item)
                if match is not None:
                    self.call(run, "on_extract", run.signature.on_extract, match)


class Watcher:
    __slots__ = ("run", "signature", "number", "direct", "on_call", "apis", "categories", "shows", "calls")

    def __init__(self, run):
        self.run = run
        self.signature = signature = run.signature
        self.number = run.number
        self.calls = 0
        self.direct = {
            name[len(_DIRECT) :]: getattr(signature, name) for name in dir(type(signature)) if name.startswith(_DIRECT)
        }
        has_on_call = type(signature).on_call is not Cuckoo2Signature.on_call
        self.on_call = signature.on_call if has_on_call else None
        self.apis = frozenset(_texts(signature.filter_apinames))
        self.categories = frozenset(_texts(signature.filter_categories))
        self.shows = bool(self.direct) or self.on_call is not None

    def function_for(self, api, category):
        if api in self.direct:
            return self.direct[api]
        if self.on_call is None:
            return None
        if not self.apis and not self.categories:
            return self.on_call
        return self.on_call if api in self.apis or category in self.categories else None


def _texts(value):
    return [str(item) for item in ([value] if isinstance(value, str) else value or ())]


def _records(value):
    """The objects of a list that should hold nothing else."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def interested(watchers, api, category):
    pairs = ((watcher, watcher.function_for(api, category)) for watcher in watchers if not watcher.run.over)
    return [(watcher, function) for watcher, function in pairs if function is not None]


def wants_of(watchers):
    apis, categories = set(), set()
    for watcher in watchers:
        apis.update(watcher.direct)
        if watcher.on_call is None:
            continue
        if not watcher.apis and not watcher.categories:
            return None
        apis |= watcher.apis
        categories |= watcher.categories
    wants = [{"apis": sorted(apis), "categories": None}] if apis else []
    if categories:
        wants.append({"apis": None, "categories": sorted(categories)})
    return wants


def report(run):
    signature = run.signature
    limit = signature.markcount if isinstance(signature.markcount, int) else 50
    marks, _ = evidence(signature.marks[:limit])
    return {
        "signature": run.number,
        "name": plain(signature.name),
        "description": plain(signature.description),
        "severity": plain(signature.severity),
        "categories": plain(signature.categories),
        "families": plain(signature.families),
        "references": plain(signature.references),
        "ttps": plain(signature.ttp),
        "alert": bool(signature.alert),
        "data": marks,
        "count": len(signature.marks),
    }
