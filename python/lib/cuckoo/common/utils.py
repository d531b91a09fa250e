import string

_PRINTABLE = frozenset(string.ascii_letters + string.digits + string.punctuation + " \t\r\n")


def convert_char(c):
    c = chr(c) if isinstance(c, int) else c
    return c if c in _PRINTABLE else "\\x%02x" % ord(c)


def is_printable(s):
    return all(char in _PRINTABLE for char in s)


def convert_to_printable(s, cache=None):
    """The text with everything else than printable ASCII as \\xNN."""
    text = s.decode("latin-1") if isinstance(s, bytes) else s
    return text if is_printable(text) else "".join(map(convert_char, text))


def bytes2str(value):
    if isinstance(value, bytes):
        try:
            return value.decode("utf-8")
        except UnicodeDecodeError:
            return value.decode("latin-1")
    return value


def add_family_detection(results, family, detected_by, detected_on):
    """Notes a family in the container, once for each way it was detected."""
    detections = results.setdefault("detections", [])
    if not isinstance(detections, list):
        return
    detail = {detected_by: detected_on}
    for detection in detections:
        if detection["family"] == family:
            if detail not in detection["details"]:
                detection["details"].append(detail)
            return
    detections.append({"family": family, "details": [detail]})
