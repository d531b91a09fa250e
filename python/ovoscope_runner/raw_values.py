"""Values of arguments as the monitor sent them, made from what was kept of them.

CAPE gives its signatures the bytes of a buffer in hexadecimal, and numbers as they are; reports have only the text.
"""

import re

_HEX = re.compile(r"0x[0-9a-fA-F]{1,16}")
_DECIMAL = re.compile(r"-?[0-9]{1,20}")
_ESCAPE = re.compile(r"\\x([0-9a-f]{2})")
# Whatever these look like, they are bytes.
_BYTES = frozenset(("Buffer", "Data", "FileInformation", "ProcessInformation", "ThreadInformation", "HandleName"))


class Made:
    wanted = True


def raw_value(argument):
    """The raw value of an argument; None where there is none."""
    if "raw_value" in argument:
        return argument["raw_value"]
    value = argument["value"]
    if not Made.wanted or not isinstance(value, str):
        return None
    if argument["name"] not in _BYTES:
        # Pointers and flags reach CAPE's signatures in hexadecimal either way.
        if _HEX.fullmatch(value):
            return value
        if _DECIMAL.fullmatch(value):
            return int(value)
    return _bytes_of(value).hex()


def _bytes_of(text):
    if "\\x" in text:
        text = _ESCAPE.sub(lambda found: chr(int(found[1], 16)), text)
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode("utf-8", "surrogatepass")
