"""Imports signature files and tells what classes are in them."""

import builtins
import importlib.machinery
import importlib.util
import json
import re
import sys
import types

from . import cape, cuckoo2, host
from .cape_base import CapeSignature
from .cuckoo2_base import Cuckoo2Signature
from .running import Stopped, describe, spot
from .signature_base import SignatureBase

BASES = {"cape": CapeSignature, "cuckoo2": Cuckoo2Signature}
VERSIONS = {"cape": cape.VERSION, "cuckoo2": cuckoo2.VERSION}


class Present:
    """The kind of the file that is being imported: both generations import their base class by one name."""

    dialect = "cape"


class Loaded:
    entries = []
    failures = []
    # How many files there were so far.
    files = 0


def load(sets, how):
    """Imports the files of all sets; `sets` as they are in /run/start.json, `how` as in /run/load.json."""
    _python2_names()
    sys.path.extend(one["root"] for one in sets)
    # Data that sets usually bring along themselves.
    sys.path.append("/ovoscope/fallback")
    for number, one in enumerate(sets):
        package = "modules.signatures" if number == 0 else "modules.signatures%d" % number
        _make_package("modules", None)
        _make_package(package, one["folder"])
        for file in one["files"]:
            Loaded.files += 1
            left_out = how["leftOut"].get(str(Loaded.files))
            if left_out:
                Loaded.failures.append({"error": left_out, "file": one["folder"] + "/" + file["path"]})
                continue
            if how["announce"]:
                host.send({"kind": "entering", "signature": Loaded.files})
            _load_file(package, one["folder"], file)
    for number, entry in enumerate(Loaded.entries, 1):
        entry["number"] = number


def _load_file(package, folder, file):
    Present.dialect = file["dialect"]
    parts = file["path"][: -len(".py")].split("/")
    for depth in range(1, len(parts)):
        _make_package(".".join([package, *parts[:depth]]), "/".join([folder, *parts[:depth]]))
    name = ".".join([package, *parts])
    path = folder + "/" + file["path"]
    host.cells[0] = Loaded.files
    host.cells[1] += 1
    try:
        module = sys.modules.get(name) or _import(name, path)
        host.cells[0] = 0
    except BaseException as error:
        host.cells[0] = 0
        where = spot(error) or {"file": path}
        text = "it took too long" if isinstance(error, Stopped) else describe(error)
        Loaded.failures.append({"error": text, **where})
        return
    for value in list(vars(module).values()):
        if isinstance(value, type) and issubclass(value, SignatureBase) and value.__module__ == name:
            try:
                _add(value, path, file["path"])
            except Exception as error:
                Loaded.failures.append({"error": describe(error), "file": path})


def _import(name, path):
    spec = importlib.util.spec_from_file_location(name, path)
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module
    try:
        spec.loader.exec_module(module)
    except BaseException:
        del sys.modules[name]
        raise
    return module


def _make_package(name, folder):
    """A package that runs no code of its own: signatures are found by their files."""
    if name in sys.modules:
        return
    module = types.ModuleType(name)
    module.__path__ = [folder] if folder else []
    module.__spec__ = importlib.machinery.ModuleSpec(name, None, is_package=True)
    sys.modules[name] = module
    above, _, last = name.rpartition(".")
    if above in sys.modules:
        setattr(sys.modules[above], last, module)


def _add(cls, path, shown):
    # Nameless classes are bases that a set makes for itself.
    if not isinstance(cls.name, str) or not cls.name:
        return
    dialect = cls.dialect
    line = _line_of(cls)
    entry = {
        "class": cls,
        "dialect": dialect,
        "file": path,
        "line": line,
        "name": cls.name,
        "fields": _fields(cls),
        "callbacks": _callbacks(cls),
        "watch": _watch(cls),
        "platform": _platform(cls, shown),
    }
    reason = _unusable(cls)
    if reason:
        entry["unusable"] = reason
    # What cannot be told costs this class only.
    json.dumps(_told(entry))
    Loaded.entries.append(entry)


def _line_of(cls):
    return getattr(cls, "__firstlineno__", None)


def _fields(cls):
    names = ["description", "severity", "confidence", "weight", "alert", "minimum", "maximum", "order"]
    fields = {name: getattr(cls, name) for name in names if hasattr(cls, name)}
    fields = {name: value for name, value in fields.items() if isinstance(value, (str, int, float, bool))}
    for name in ("categories", "families", "authors", "references", "mbcs"):
        fields[name] = _text_list(getattr(cls, name, []))
    fields["ttps"] = _text_list(getattr(cls, "ttps" if cls.dialect == "cape" else "ttp", []))
    fields["enabled"] = bool(cls.enabled)
    return fields


def _text_list(value):
    return [item for item in value if isinstance(item, str)] if isinstance(value, (list, tuple, set)) else []


def _callbacks(cls):
    base = BASES[cls.dialect]
    names = ["init", "run", "on_call", "on_process", "on_yara", "on_extract", "on_signature", "on_complete"]
    found = [name for name in names if getattr(cls, name, None) is not getattr(base, name, None)]
    if cls.dialect == "cape" and not cls.evented:
        found = [name for name in found if name == "run"]
    return found + sorted(name for name in dir(cls) if name.startswith("on_call_") and cls.dialect == "cuckoo2")


def _watch(cls):
    watch = {}
    for field, name in (
        ("processes", "filter_processnames"),
        ("apis", "filter_apinames"),
        ("categories", "filter_categories"),
    ):
        value = getattr(cls, name, None)
        value = [value] if isinstance(value, str) else value
        if value:
            watch[field] = sorted(item for item in value if isinstance(item, str))
    return watch


def _platform(cls, path):
    """The platform that the folder names, or the class; None for all."""
    if cls.dialect == "cuckoo2":
        return cls.platform
    for part in path.split("/")[:-1]:
        if part in ("windows", "linux", "android", "darwin"):
            return part
    return None


def _unusable(cls):
    dialect = cls.dialect
    if dialect == "cuckoo2":
        if hasattr(cls, "run"):
            return "it has run(), which Cuckoo 2 does not call"
        # enable() is a hook in Cuckoo 2.
        enable = getattr(cls, "enable", None)
        if callable(enable):
            try:
                if not enable():
                    return "its enable() says no"
            except Exception:
                pass
    elif not _can_match(cls):
        return "it has no callback that would ever be called"
    version = VERSIONS[dialect]
    for bound in ("minimum", "maximum"):
        text = getattr(cls, bound)
        wanted = _version(text)
        if wanted is None and text:
            return "its %s version is %s" % (bound, str(text)[:50])
        if wanted and (wanted > _version(version) if bound == "minimum" else wanted < _version(version)):
            return "its %s version is %s, and this runs signatures of %s" % (bound, text, version)
    return None


def _can_match(cls):
    if cape.is_evented(cls):
        return True
    return cls.run is not CapeSignature.run


def _version(text):
    found = re.match(r"(\d+)\.(\d+)(?:\.(\d+))?(?:[ab]\d+)?(?:-.*)?$", text) if isinstance(text, str) else None
    return tuple(int(part or 0) for part in found.groups()) if found else None


def _python2_names():
    """Names that Cuckoo 2's signatures still use from Python 2."""
    builtins.basestring = str
    builtins.unicode = str
    builtins.long = int
    builtins.unichr = chr
    builtins.xrange = range


def told():
    """What the other side is told of what was loaded."""
    entries = [_told(entry) for entry in Loaded.entries]
    return json.dumps({"signatures": entries, "failures": Loaded.failures})


def _told(entry):
    return {key: value for key, value in entry.items() if key != "class"}
