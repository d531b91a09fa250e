"""Signatures that can't be interrupted: the process has to be ended."""

import itertools
import os

from lib.cuckoo.common.abstracts import Signature


class Swallows(Signature):
    name = "hangs_and_swallows"
    description = "Ignores that its time is over"
    minimum = "1.2"

    def run(self):
        while True:
            try:
                while True:
                    pass
            except BaseException:
                pass


class Native(Signature):
    name = "hangs_in_c"
    description = "Is busy where nothing interrupts it"
    minimum = "1.2"

    def run(self):
        return sum(itertools.repeat(1, (1 << 31) - 1)) > 0


class Aborts(Signature):
    name = "ends_the_process"
    description = "Breaks the interpreter"
    minimum = "1.2"

    def run(self):
        os.abort()


class Modest(Signature):
    name = "modest"
    description = "Matches in spite of its neighbours"
    minimum = "1.2"

    def run(self):
        return True
