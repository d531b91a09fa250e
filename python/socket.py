"""What signatures use of the socket module that needs no socket."""

import struct

_GLOBAL_DEFAULT_TIMEOUT = object()
AF_UNSPEC, AF_INET, AF_INET6 = 0, 2, 10
SOCK_STREAM, SOCK_DGRAM = 1, 2


class error(OSError):
    pass


class gaierror(error):
    pass


class timeout(error):
    pass


def inet_aton(text):
    parts = text.split(".")
    if len(parts) != 4 or not all(part.isdigit() and int(part) < 256 for part in parts):
        raise error("not an IP address")
    return bytes(map(int, parts))


def inet_ntoa(packed):
    return ".".join(map(str, packed))


def inet_pton(family, text):
    import ipaddress

    try:
        return (ipaddress.IPv4Address if family == AF_INET else ipaddress.IPv6Address)(text).packed
    except ValueError as reason:
        raise error(str(reason)) from None


def htonl(value):
    return struct.unpack("=I", struct.pack(">I", value))[0]


def htons(value):
    return struct.unpack("=H", struct.pack(">H", value))[0]


ntohl, ntohs = htonl, htons


def gethostbyname(name):
    raise gaierror("there is no network here")


getaddrinfo = gethostbyname_ex = gethostbyname


class socket:
    def __init__(self, *args, **kwargs):
        raise error("there is no network here")


def create_connection(*args, **kwargs):
    raise error("there is no network here")


def __getattr__(name):
    # Libraries that import this name many constants, for calls that fail in any case.
    if name.isupper() and not name.startswith("_"):
        return 0
    raise AttributeError(name)
