"""Runs signatures as CAPE does."""

from . import container, host
from .cape_base import CapeSignature
from .running import TIMED_FIRST, TIMED_MASK, Run, Settings, evidence, order_of, plain, reports
from .signature_base import processes_of

VERSION = "2.5"


def is_evented(cls):
    return bool(cls.evented) and cls.on_call is not CapeSignature.on_call


def run_all(entries, results, category):
    """Runs the signatures; returns their runs and what the matching ones report."""
    runs = []
    for entry in entries:
        run = Run(entry["number"], entry)
        runs.append(run)
        run.signature = run.invoke("__init__", entry["class"], results)
        if run.signature is None:
            run.over = True
    usable = [run for run in runs if run.signature is not None]
    suited = [run for run in usable if run.invoke("filters", suits, run.signature, category)]
    evented = [run for run in suited if is_evented(type(run.signature)) and run.signature.evented]
    others = [run for run in suited if run not in evented]
    published = []
    dict.__setitem__(results, "signatures", published)

    def publish(run):
        run.matched = True
        result = run.invoke("as_result", run.signature.as_result, late=True)
        if result is not None:
            published.append(result)

    show_calls(evented, results)
    for run in evented:
        if run.matched:
            publish(run)
        elif not run.over and type(run.signature).on_complete is not CapeSignature.on_complete:
            run.signature.set_path("/analysis")
            if run.invoke("on_complete", run.signature.on_complete):
                publish(run)
    for run in sorted(others, key=order_of):
        if type(run.signature).run is CapeSignature.run:
            continue
        run.signature.set_path("/analysis")
        if run.invoke("run", run_method(run.signature, results)):
            publish(run)
    return runs, reports(runs, report)


def run_method(signature, results):
    """Cuckoo 0.4 passes the container to run()."""
    code = getattr(type(signature).run, "__code__", None)
    if code is not None and code.co_argcount == 2 and type(signature).run.__defaults__ is None:
        return lambda: signature.run(results)
    return signature.run


def suits(signature, category):
    return not signature.filter_analysistypes or category in signature.filter_analysistypes


def filters(signature):
    """Names of processes, APIs and categories; an empty set means all."""
    return tuple(
        frozenset(str(item) for item in ([value] if isinstance(value, str) else value or ()))
        for value in (signature.filter_processnames, signature.filter_apinames, signature.filter_categories)
    )


class Watcher:
    __slots__ = ("run", "signature", "on_call", "number", "processes", "apis", "categories", "calls")

    def __init__(self, run, filters):
        self.run = run
        self.signature = run.signature
        self.on_call = run.signature.on_call
        self.number = run.number
        self.processes, self.apis, self.categories = filters
        self.calls = 0


def show_calls(runs, results):
    filtered = [(run, run.invoke("filters", filters, run.signature)) for run in runs]
    watchers = [Watcher(run, found) for run, found in filtered if found is not None]
    for number, process in enumerate(processes_of(results, "cape")):
        name = process["process_name"]
        present = [w for w in watchers if not w.run.over and (not w.processes or name in w.processes)]
        if present:
            show_process(number, process, present)
    for watcher in watchers:
        watcher.run.calls += watcher.calls


def wants_of(watchers):
    """What is to be fetched: every distinct pair of APIs and categories that somebody wants."""
    pairs = {(w.apis, w.categories) for w in watchers}
    if any(not apis and not categories for apis, categories in pairs):
        return None
    # Those who filter by API alone are one list together.
    apis = set().union(*(a for a, c in pairs if not c))
    wants = [{"apis": sorted(apis), "categories": None}] if apis else []
    for a, c in pairs:
        if c:
            wants.append({"apis": sorted(a) or None, "categories": sorted(c)})
    return wants


def show_process(number, process, watchers):
    pid = process["process_id"]
    cells = host.cells
    count = cells[1]
    announce = Settings.announce
    tables = {}
    for calls in container.watched_calls("cape", number, wants_of(watchers)):
        for watcher in watchers:
            watcher.run.is_too_late()
        for call in calls:
            key = (call["api"], call["category"])
            who = tables.get(key)
            if who is None:
                who = tables[key] = interested(watchers, *key)
            for watcher in who:
                signature = watcher.signature
                signature.cid = call["id"]
                signature.call = call
                signature.pid = pid
                shown = watcher.calls
                watcher.calls = shown + 1
                count = (count + 1) & 0xFFFFFFFF
                cells[1] = count
                cells[0] = watcher.number
                if announce:
                    host.send({"kind": "entering", "signature": watcher.number})
                try:
                    if shown & TIMED_MASK and shown >= TIMED_FIRST:
                        answer = watcher.on_call(call, process)
                    else:
                        weight = 1 if shown < TIMED_FIRST else TIMED_MASK + 1
                        answer = watcher.run.timed_call(watcher.on_call, call, process, weight)
                except BaseException as error:
                    watcher.run.threw("on_call", error, call)
                    answer = None
                cells[0] = 0
                if answer:
                    watcher.run.matched = watcher.run.over = True
                if watcher.run.over:
                    # Those who come after it in this call are shown it all the same.
                    tables.clear()
        if all(watcher.run.over for watcher in watchers):
            return


def interested(watchers, api, category):
    return [
        w
        for w in watchers
        if not w.run.over and (not w.apis or api in w.apis) and (not w.categories or category in w.categories)
    ]


def report(run):
    signature = run.signature
    data, count = evidence(signature.data)
    new_data, new_count = evidence(signature.new_data)
    return {
        "signature": run.number,
        "name": plain(signature.name),
        "description": plain(signature.description),
        "severity": plain(signature.severity),
        "confidence": plain(signature.confidence),
        "weight": plain(signature.weight),
        "categories": plain(signature.categories),
        "families": plain(signature.families),
        "references": plain(signature.references),
        "ttps": plain(signature.ttps),
        "mbcs": plain(signature.mbcs),
        "alert": bool(signature.alert),
        "data": data,
        "new_data": new_data,
        "count": count + new_count,
    }
