"""Compares texts with patterns, as the helper methods of signatures do.

Lists such as the registry keys of an analysis are asked for hundreds of patterns, of which nearly all match nothing.
A regular expression is tried only on those texts that hold a piece of text without which it cannot match; these are
found by one search in all texts at once.
"""

import bisect
import re
from re import _constants as ops
from re import _parser as parser

# Python keeps 512 compiled patterns, and signature sets have thousands.
re._MAXCACHE = 1 << 20

_expressions = {}
_prepared = {}
_PREPARED_LISTS = 64
# Of pieces shorter than this there are too many to be worth a search.
_SHORTEST = 3


def compile_pattern(pattern):
    """The compiled expression, and the pieces of text of which a match holds one; None where that isn't known."""
    known = _expressions.get(pattern)
    if known is None:
        expression = _compile(pattern, re.IGNORECASE)
        known = _expressions[pattern] = (expression, _pieces_of(expression))
    return known


_KNOWN_ESCAPES = frozenset("AbBdDsSwWzZafnrtvxuUN")


def _compile(pattern, flags):
    """Python 2 took an escape that it didn't know for the letter itself."""
    try:
        return re.compile(pattern, flags)
    except re.error:
        if not isinstance(pattern, str):
            raise
        literal = re.sub(
            r"\\(.)",
            lambda found: found[1] if found[1].isalpha() and found[1] not in _KNOWN_ESCAPES else found[0],
            pattern,
            flags=re.DOTALL,
        )
        return re.compile(literal, flags)


def patterns():
    """What was compiled so far, for `warm`."""
    return [pattern for pattern in _expressions if isinstance(pattern, str)]


class Texts:
    """A list of texts, prepared for many searches."""

    def __init__(self, items):
        self.items = items
        self.length = len(items)
        self.others = []
        self.starts = []
        self.numbers = []
        parts = []
        at = 0
        for number, item in enumerate(items):
            # Case folding is simple in ASCII only, and a line feed would look like the end of an item.
            if isinstance(item, str) and item.isascii() and "\n" not in item:
                self.starts.append(at)
                self.numbers.append(number)
                parts.append(item.lower())
                at += len(item) + 1
            else:
                self.others.append(number)
        self.joined = "\n".join(parts)
        self._by_lower = None

    def candidates(self, pieces):
        """Numbers of the items that may match, in order."""
        if pieces is None:
            return range(self.length)
        found = set(self.others)
        joined, starts = self.joined, self.starts
        for piece in pieces:
            at = joined.find(piece)
            while at >= 0:
                line = bisect.bisect_right(starts, at) - 1
                found.add(self.numbers[line])
                if line + 1 == len(starts):
                    break
                at = joined.find(piece, starts[line + 1])
        return sorted(found)

    def equal_lower(self, value):
        """The first item that is equal but for case, or None."""
        if self._by_lower is None:
            self._by_lower = {}
            for item in self.items:
                if isinstance(item, str):
                    self._by_lower.setdefault(item.lower(), item)
        return self._by_lower.get(value.lower())


def prepare(items):
    known = _prepared.get(id(items))
    if known is not None and known.items is items and known.length == len(items):
        return known
    if len(_prepared) >= _PREPARED_LISTS:
        _prepared.clear()
    texts = _prepared[id(items)] = Texts(items)
    return texts


def matches_in(items, pattern):
    """The items that a regular expression matches at their start, one after the other; case is ignored."""
    expression, pieces = compile_pattern(pattern)
    match = expression.match
    if not isinstance(items, list):
        for item in items:
            if match(item):
                yield item
        return
    for number in prepare(items).candidates(pieces):
        item = items[number]
        if match(item):
            yield item


def _pieces_of(expression):
    """Pieces of text, in lower case, of which every match holds at least one; None where none are known."""
    if not isinstance(expression.pattern, str):
        return None
    try:
        parsed = parser.parse(expression.pattern, expression.flags)
        pieces = _required(parsed)
    except (RecursionError, re.error):
        return None
    if pieces is None or min(map(len, pieces)) < _SHORTEST or len(pieces) > 200:
        return None
    return pieces


def _required(parsed):
    best = None
    run = []

    def offer(pieces):
        nonlocal best
        if pieces is not None and (best is None or min(map(len, pieces)) > min(map(len, best))):
            best = pieces

    def end_run():
        if run:
            offer(("".join(run).lower(),))
            run.clear()

    for op, value in parsed:
        if op is ops.LITERAL and value < 128 and value != 10:
            run.append(chr(value))
            continue
        end_run()
        if op is ops.SUBPATTERN:
            offer(_required(value[3]))
        elif op is ops.ATOMIC_GROUP:
            offer(_required(value))
        elif op is ops.BRANCH:
            offer(_required_branch(value[1]))
        elif op in (ops.MAX_REPEAT, ops.MIN_REPEAT, ops.POSSESSIVE_REPEAT) and value[0] > 0:
            offer(_required(value[2]))
    end_run()
    return best


def _required_branch(branches):
    pieces = []
    for branch in branches:
        required = _required(branch)
        if required is None:
            return None
        pieces.extend(required)
    return tuple(pieces)


def compiled():
    """Expressions that signatures compiled by themselves."""
    found = []
    for key in list(re._cache):
        kind, pattern, flags = key
        if kind is str:
            found.append((pattern, int(flags)))
    return found


def warm(learnt):
    for pattern in learnt["checked"]:
        try:
            compile_pattern(pattern)
        except re.error:
            pass
    for pattern, flags in learnt["compiled"]:
        try:
            re.compile(pattern, flags)
        except (re.error, ValueError):
            pass
