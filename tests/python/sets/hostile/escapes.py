"""Every way out that is known; each tells what it reached."""

from lib.cuckoo.common.abstracts import Signature


def attempt(way):
    """What a way out gave, or the name of what it was stopped by."""
    try:
        return way()
    except BaseException as error:
        return type(error).__name__


def import_all(names):
    import importlib

    found = []
    for name in names:
        try:
            importlib.import_module(name)
            found.append(name)
        except ImportError:
            pass
    return found


class Bridge(Signature):
    name = "escape_bridge"
    description = "Looks for the bridge to JavaScript"
    minimum = "1.2"

    def run(self):
        names = ["js", "pyodide_js", "pyodide", "pyodide.code", "pyodide.ffi", "pyodide.http", "_pyodide_core"]
        self.data.append({"imported": import_all(names)})
        self.data.append({"core": import_all(["_pyodide_core", "_ctypes", "_socket", "_posixsubprocess", "_testcapi"])})
        self.data.append({"built_again": attempt(self.built_again)})
        self.data.append({"objects": attempt(self.objects)})
        self.data.append({"finders": attempt(self.finders)})
        return True

    def built_again(self):
        import _imp
        import importlib.machinery
        import sys

        found = []
        for name in ("_pyodide_core", "_ctypes", "_socket", "_testinternalcapi", ""):
            spec = importlib.machinery.ModuleSpec(name, importlib.machinery.BuiltinImporter, origin="built-in")
            try:
                module = _imp.create_builtin(spec)
                _imp.exec_builtin(module)
                found += [entry for entry in dir(module) if not entry.startswith("__")]
            except (ImportError, SystemError, TypeError, ValueError):
                pass
        return found

    def objects(self):
        import gc

        kinds = {type(thing).__name__ for thing in gc.get_objects()}
        return sorted(kind for kind in kinds if "Js" in kind or "Proxy" in kind and "Mapping" not in kind)

    def finders(self):
        import sys

        return [type(finder).__name__ for finder in sys.meta_path if not isinstance(finder, type)]


class Programs(Signature):
    name = "escape_programs"
    description = "Tries to run programs"
    minimum = "1.2"

    def run(self):
        import os

        self.data.append({"system": attempt(lambda: os.system("touch /tmp/escaped") == 0)})
        self.data.append({"popen": attempt(lambda: os.popen("id").read())})
        self.data.append({"fork": attempt(lambda: os.fork())})
        self.data.append({"exec": attempt(lambda: os.execv("/bin/sh", ["sh"]))})
        self.data.append({"spawn": attempt(lambda: os.posix_spawn("/bin/sh", ["sh"], {}))})
        self.data.append({"subprocess": attempt(self.subprocess)})
        self.data.append({"kill": attempt(lambda: os.kill(os.getppid(), 0))})
        return True

    def subprocess(self):
        import subprocess

        return subprocess.run(["id"], capture_output=True).stdout.decode()


class Files(Signature):
    name = "escape_files"
    description = "Tries to read and write files of the host"
    minimum = "1.2"

    def run(self):
        import os

        self.data.append({"top": sorted(os.listdir("/"))})
        self.data.append({"passwd": attempt(lambda: open("/etc/passwd").read())})
        self.data.append({"environ": attempt(lambda: open("/proc/self/environ").read())})
        self.data.append({"variables": sorted(os.environ)})
        self.data.append({"write": [attempt(lambda: open(path, "w").close()) for path in self.places()]})
        self.data.append({"remove": attempt(lambda: os.remove("/ovoscope/ovoscope_runner/main.py"))})
        self.data.append({"rename": attempt(lambda: os.rename("/signatures", "/tmp/x"))})
        self.data.append({"mount": attempt(lambda: os.mkdir("/host"))})
        self.data.append({"dotdot": attempt(lambda: open("/tmp/../signatures/x", "w").close())})
        self.data.append({"large": attempt(self.large)})
        self.data.append({"kept": os.path.exists("/tmp/kept")})
        with open("/tmp/kept", "w") as file:
            file.write("for the next analysis")
        return True

    def places(self):
        return ["/x", "/home/x", "/signatures/0/x.py", "/ovoscope/ovoscope_runner/main.py", "/lib/python314.zip", "/run/x"]

    def large(self):
        with open("/tmp/large", "wb") as file:
            for _ in range(200):
                file.write(b"\0" * (1 << 20))


class Sockets(Signature):
    name = "escape_network"
    description = "Tries to talk to others"
    minimum = "1.2"

    def run(self):
        import socket

        self.data.append({"socket": attempt(lambda: socket.socket().connect(("127.0.0.1", 80)))})
        self.data.append({"name": attempt(lambda: socket.gethostbyname("localhost"))})
        self.data.append({"url": attempt(self.url)})
        return True

    def url(self):
        import urllib.request

        return urllib.request.urlopen("http://127.0.0.1/", timeout=1).read()


class Native(Signature):
    name = "escape_native"
    description = "Tries to load code of its own beneath Python"
    minimum = "1.2"

    def run(self):
        self.data.append({"library": attempt(self.library)})
        self.data.append({"ctypes": attempt(self.ctypes)})
        return True

    def library(self):
        import _imp
        import importlib.machinery

        with open("/tmp/evil.so", "wb") as file:
            file.write(b"\0asm\1\0\0\0\0\x0b\x08dylink.0\1\4\0\0\0\0")
        spec = importlib.machinery.ModuleSpec("evil", None, origin="/tmp/evil.so")
        return repr(_imp.create_dynamic(spec))

    def ctypes(self):
        import ctypes

        return ctypes.string_at(0, 4)
