"""Signatures that take more than their share, and one that shouldn't notice."""

import re

from lib.cuckoo.common.abstracts import Signature


class Loop(Signature):
    name = "greedy_loop"
    description = "Never ends"
    minimum = "1.2"

    def run(self):
        while True:
            pass


class LoopAtCall(Signature):
    name = "greedy_loop_at_a_call"
    description = "Never ends"
    evented = True
    minimum = "1.2"

    def on_call(self, call, process):
        while True:
            pass


class Slow(Signature):
    name = "greedy_slow_calls"
    description = "Takes a little of each call, and too much of all"
    evented = True
    minimum = "1.2"

    def on_call(self, call, process):
        import time

        self.seen = getattr(self, "seen", 0) + 1
        end = time.perf_counter() + 0.3
        while time.perf_counter() < end:
            pass

    def on_complete(self):
        self.data.append({"seen": self.seen})
        return True


class Expression(Signature):
    name = "greedy_expression"
    description = "Has a regular expression that never ends"
    minimum = "1.2"

    def run(self):
        return re.match("(a|aa)+$", "a" * 200 + "b") is not None


class Memory(Signature):
    name = "greedy_memory"
    description = "Takes all memory"
    minimum = "1.2"

    def run(self):
        kept = []
        while True:
            kept.append(bytearray(64 << 20))


class Recursion(Signature):
    name = "greedy_recursion"
    description = "Calls itself"
    minimum = "1.2"

    def run(self):
        return self.run()


class Flood(Signature):
    name = "greedy_evidence"
    description = "Has very much evidence"
    minimum = "1.2"

    def run(self):
        self.data.extend({"n": n} for n in range(300_000))
        return True


class Throws(Signature):
    name = "greedy_throws"
    description = "Throws at each call"
    evented = True
    minimum = "1.2"

    def on_call(self, call, process):
        raise ValueError("x" * 10_000)


class Exits(Signature):
    name = "greedy_exit"
    description = "Ends the interpreter, as it thinks"
    minimum = "1.2"

    def run(self):
        raise SystemExit(3)


class Modest(Signature):
    name = "modest"
    description = "Matches in spite of its neighbours"
    minimum = "1.2"

    def run(self):
        return True
