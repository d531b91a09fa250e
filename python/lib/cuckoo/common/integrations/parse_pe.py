import struct

_MACHINES = (0x014C, 0x8664)
_MAGICS = (0x010B, 0x020B)
_EXECUTABLE = 0x0002
# What is read of a file for this.
_DOS_HEADER = 0x40
_FURTHEST = 0x200


def IsPEImage(buf, size=False):
    """Whether bytes begin as a program of Windows does, also where the first header was overwritten."""
    if not buf or (size or len(buf)) < _DOS_HEADER:
        return False
    start = _start_of_headers(buf)
    return start is not None and _is_program(buf, start)


def _start_of_headers(buf):
    named = struct.unpack_from("<I", buf, 0x3C)[0] if len(buf) >= _DOS_HEADER else 0
    if 0 < named <= _FURTHEST:
        return named
    for at in range(0, min(_FURTHEST - 86, len(buf) - 1), 2):
        if struct.unpack_from("<H", buf, at)[0] in _MACHINES:
            return at - 4
    return None


def _is_program(buf, start):
    if start < 0:
        return False
    try:
        machine, optional_size, flags, magic = (
            struct.unpack_from("<H", buf, start + offset)[0] for offset in (4, 20, 22, 24)
        )
        headers_size = struct.unpack_from("<H", buf, start + 84)[0]
    except struct.error:
        return False
    if machine == 0 or optional_size == 0 or optional_size % 4 != 0 or headers_size == 0:
        return False
    return bool(flags & _EXECUTABLE) and magic in _MAGICS
