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
# What signatures leave behind is never freed: the whole memory is set back, and freeing what is deep can end it.
_kept = []
_TRAIN_S, _TRAIN_ALL_S = 0.5, 10.0
ENGINES = {"cape": cape, "cuckoo2": cuckoo2}


def prepare():
    """Says where the cells are, so that what follows can be watched."""
    # What they would be a bridge to is not there.
    sys.modules.update(dict.fromkeys(("js", "pyodide", "pyodide_js", "_pyodide")))
    with open("/run/cells", "w", encoding="utf-8") as file:
        file.write(str(host.cells.buffer_info()[0]))
    signal.signal(signal.SIGINT, running.on_interrupt)


def load():
    """Imports the signatures that /run/start.json names, as /run/load.json says."""
    with open("/run/start.json", encoding="utf-8") as file:
        start = json.load(file)
    with open("/run/load.json", encoding="utf-8") as file:
        how = json.load(file)
    loading.load(start["sets"], how)
    told = json.loads(loading.told())
    told["cells"] = host.cells.buffer_info()[0]
    with open("/run/loaded.json", "w", encoding="utf-8") as file:
        json.dump(told, file)


def train():
    """Runs all signatures over an empty analysis, to learn which regular expressions they use."""
    running.Settings.budget_s = _TRAIN_S
    running.Settings.deadline = running.clock() + _TRAIN_ALL_S
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
    running.Settings.max_json = job["maxJson"]
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
        _kept.append(runs)
        ended.extend(run.ended() for run in runs)
        matches.extend(found)
    host.send({"kind": "done"}, json.dumps({"runs": ended, "matches": matches}, allow_nan=False).encode())
