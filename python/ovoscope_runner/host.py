"""The pipe to the program that started this interpreter.

A frame is two unsigned 32-bit little-endian lengths, a header in JSON of the first length, and a body of bytes of the
second. Python asks, the other side answers; the last frame of an analysis is "done".
"""

import array
import json
import os
import struct

HOST = 3
_LENGTHS = struct.Struct("<II")

# The number of the signature that runs, 0 for none, and a count that moves with each call. The process around the
# interpreter reads them to know who takes long.
cells = array.array("I", [0, 0])


def send(header, body=b""):
    text = json.dumps(header).encode()
    _write(b"".join((_LENGTHS.pack(len(text), len(body)), text, body)))


def ask(header):
    """The answer to a frame, as header and body."""
    send(header)
    text_length, body_length = _LENGTHS.unpack(_read(_LENGTHS.size))
    answer = json.loads(_read(text_length))
    return answer, _read(body_length)


def _write(data):
    view = memoryview(data)
    while view:
        view = view[os.write(HOST, view) :]


def _read(length):
    parts = []
    while length > 0:
        part = os.read(HOST, min(length, 1 << 20))
        if not part:
            raise EOFError("the host has gone")
        parts.append(part)
        length -= len(part)
    return b"".join(parts)
