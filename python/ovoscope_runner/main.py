"""What the process around the interpreter calls, one function after the other."""

import gc
import json
import signal
import sys
import warnings

from . import cape, container, cuckoo2, host, loading, matching, raw_values, running

# Signature files hold escapes that newer Pythons warn of.
warnings.simplefilter("ignore")
sys.dont_write_bytecode = True

_PATTERNS = "/run/patterns.json"
ENGINES = {"cape": cape, "cuckoo2": cuckoo2}


def load():
    """Imports the signatures that /run/start.json names."""
    with open("/run/start.json", encoding="utf-8") as file:
        start = json.load(file)
    loading.load(start["sets"])
    told = json.loads(loading.told())
    told["cells"] = host.cells.buffer_info()[0]
    with open("/run/loaded.json", "w", encoding="utf-8") as file:
        json.dump(told, file)
    signal.signal(signal.SIGINT, running.on_interrupt)


def train():
    """Runs all signatures over an empty analysis, to learn which regular expressions they use."""
    for dialect in ENGINES:
        results = container.Empty(dialect)
        entries = [entry for entry in loading.Loaded.entries if entry["dialect"] == dialect]
        ENGINES[dialect].run_all(entries, results, "file" if dialect == "cape" else "windows")
    with open(_PATTERNS, "w", encoding="utf-8") as file:
        json.dump({"checked": matching.patterns(), "compiled": matching.compiled()}, file)


def warm():
    """Compiles the regular expressions that `train` has found."""
    with open(_PATTERNS, encoding="utf-8") as file:
        learnt = json.load(file)
    matching.warm(learnt)
    gc.collect()
    gc.freeze()


def run():
    """One analysis."""
    with open("/run/job.json", encoding="utf-8") as file:
        job = json.load(file)
    running.Settings.budget_s = job["budgetMs"] / 1000
    running.Settings.total_s = job["totalMs"] / 1000
    running.Settings.deadline = running.clock() + running.Settings.total_s
    running.Settings.announce = job["announce"]
    running.Settings.max_items = job["maxItems"]
    raw_values.Made.wanted = job["rawValues"]
    # Calls are many small objects that hold no cycles.
    gc.set_threshold(200_000, 20, 100)
    disabled = set(job["disabled"])
    ended, matches = [], []
    for dialect, sections in job["sections"].items():
        results = container.Results(dialect, sections)
        entries = [e for e in loading.Loaded.entries if e["dialect"] == dialect and e["number"] not in disabled]
        of = job["category"] if dialect == "cape" else job["platform"]
        runs, found = ENGINES[dialect].run_all(entries, results, of)
        ended.extend(run.ended() for run in runs)
        matches.extend(found)
    host.send({"kind": "done"}, json.dumps({"runs": ended, "matches": matches}, allow_nan=False).encode())
