"""One signature in one analysis: what it gave, what it cost, what it threw."""

import json
import time

from . import host
from .container import SectionMissing

clock = time.perf_counter

# Of the calls that a signature is shown, the first are timed, and then one in 64.
TIMED_FIRST = 16
TIMED_MASK = 63
_MAX_THROWS = 1000
_EXACT = (1 << 53) - 1


class Stopped(BaseException):
    """The time of a signature is over; raised inside it by the handler of SIGINT."""


class Settings:
    budget_s = 30.0
    # When the time of all signatures together is over.
    deadline = float("inf")
    total_s = 0.0
    # Whether to say beforehand who runs next, for whoever waits for an interpreter that hangs.
    announce = False
    # Pieces of evidence that are kept of a signature.
    max_items = 1000
    # Characters of JSON that all of them together may have.
    max_json = 32 << 20


class Run:
    def __init__(self, number, entry):
        self.number = number
        self.entry = entry
        self.signature = None
        self.matched = False
        # Shown nothing any more: it has matched, failed for good or taken too long.
        self.over = False
        self.failures = []
        self.throws = 0
        self.seconds = 0.0
        self.calls = 0

    def invoke(self, method, function, *args, late=False):
        """The answer of a callback; None where it threw. `late`: also when the time of all is over."""
        if not late and self.is_too_late():
            return None
        if Settings.announce:
            host.send({"kind": "entering", "signature": self.number})
        cells = host.cells
        outer = cells[0]
        cells[0] = self.number
        cells[1] = (cells[1] + 1) & 0xFFFFFFFF
        started = clock()
        answer = None
        try:
            answer = function(*args)
            self.seconds += clock() - started
        except BaseException as error:
            self.seconds += clock() - started
            self.threw(method, error)
        cells[0] = outer
        return answer

    def timed_call(self, function, call, process, weight):
        started = clock()
        try:
            return function(call, process)
        finally:
            self.seconds += (clock() - started) * weight
            if self.seconds > Settings.budget_s:
                self.stop()

    def is_too_late(self):
        if clock() <= Settings.deadline:
            return False
        if not self.over:
            self.failures.append({"kind": "total", "seconds": Settings.total_s})
        self.over = True
        return True

    def stop(self):
        if not self.over:
            self.failures.append({"kind": "timeout", "seconds": round(self.seconds, 3)})
        self.over = True

    def threw(self, method, error, call=None):
        """To be called while the signature is still said to run: telling an error may run code of it."""
        started = clock()
        try:
            self._threw(method, error, call)
        except BaseException:
            self.seconds += clock() - started
            self.stop()

    def _threw(self, method, error, call):
        self.throws += 1
        if isinstance(error, Stopped):
            self.stop()
            return
        if isinstance(error, NotImplementedError) and method in ("on_complete", "run"):
            return
        if isinstance(error, SectionMissing):
            failure = {"kind": "missing", "key": str(error.args[0])}
            if failure not in self.failures:
                self.failures.append(failure)
            return
        if self.throws == 1:
            self.failures.append(self._failure(method, error, call))
        if self.throws >= _MAX_THROWS and not self.over:
            self.failures.append({"kind": "stopped", "throws": self.throws})
            self.over = True

    def _failure(self, method, error, call):
        failure = {"kind": "failed", "method": method, "error": describe(error), **spot(error)}
        if call is not None:
            failure["pid"] = self.signature.pid
            failure["cid"] = self.signature.cid
        return failure

    def ended(self):
        """What the other side is told of it."""
        failures = self.failures
        if self.throws > 1:
            for failure in failures:
                if failure["kind"] == "failed":
                    failure["throws"] = self.throws
        return {"signature": self.number, "seconds": self.seconds, "calls": self.calls, "failures": failures[:5]}


def describe(error):
    try:
        text = str(error)
    except Exception:
        text = ""
    name = type(error).__name__
    return (name + ": " + text if text else name)[:500]


def spot(error):
    """File and line where an error was raised: the innermost frame that is of a signature file."""
    found = {}
    trace = error.__traceback__
    while trace is not None:
        code = trace.tb_frame.f_code
        if code.co_filename.startswith("/signatures/"):
            found = {"file": code.co_filename, "line": trace.tb_lineno}
        trace = trace.tb_next
    if isinstance(error, SyntaxError) and isinstance(error.filename, str):
        if error.filename.startswith("/signatures/"):
            found = {"file": error.filename, "line": error.lineno}
    return found


def _digits(value):
    # Python refuses to write very long integers in decimal.
    return str(value) if value.bit_length() <= 1024 else hex(value)[:300]


def plain(value, depth=0):
    """A value as JSON can hold it."""
    if value is None or isinstance(value, (bool, str)):
        return value
    if isinstance(value, int):
        # What reads it has numbers of 53 bits.
        return value if -_EXACT <= value <= _EXACT else _digits(value)
    if isinstance(value, float):
        return value if value == value and abs(value) != float("inf") else str(value)
    if isinstance(value, (bytes, bytearray)):
        return bytes(value).decode("latin-1")
    if depth >= 30:
        return "[too deep]"
    if isinstance(value, dict):
        return {str(key): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, (set, frozenset)):
        try:
            value = sorted(value)
        except TypeError:
            value = list(value)
    if isinstance(value, (list, tuple)) or hasattr(value, "__iter__"):
        return [plain(item, depth + 1) for item in list(value)[: Settings.max_items]]
    return repr(value)[:500]


def evidence(items):
    """The evidence of a match, cut where it is too much, and how many pieces there were."""
    if not isinstance(items, (list, tuple)):
        items = [items]
    kept = []
    left = Settings.max_json
    for item in items[: Settings.max_items]:
        item = plain(item)
        left -= len(json.dumps(item))
        if left < 0:
            break
        kept.append(item)
    Settings.max_json = left
    return kept, len(items)


def reports(runs, report):
    """What the matching ones report; making that may run code of theirs."""
    found = (run.invoke("result", report, run, late=True) for run in runs if run.matched)
    return [match for match in found if match is not None]


def order_of(run):
    order = run.signature.order
    return order if isinstance(order, (int, float)) else 0


def on_interrupt(number, frame):
    # Not while the runner itself is at work.
    if host.cells[0] != 0:
        raise Stopped()
