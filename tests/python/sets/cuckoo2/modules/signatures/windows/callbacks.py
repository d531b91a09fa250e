from lib.cuckoo.common.abstracts import Signature


class Union(Signature):
    name = "filters_are_alternatives"
    description = "Is shown calls of an API and calls of a category"
    severity = 2
    minimum = "2.0"
    filter_apinames = ["NtWriteFile"]
    filter_categories = "registry"
    ttp = ["T1112"]

    def on_call(self, call, process):
        self.mark(api=call["api"], category=call["category"], status=call["status"], pid=self.pid, cid=self.cid)

    def on_complete(self):
        return self.has_marks()


class Direct(Signature):
    name = "direct_methods"
    description = "A method named for an API goes before on_call"
    minimum = "2.0.4"
    filter_apinames = ["NtOpenKey", "NtWriteFile"]

    def on_call_NtWriteFile(self, call, process):
        self.mark(direct=call["arguments"]["buffer"])

    def on_call(self, call, process):
        self.mark(general=call["api"])

    def on_complete(self):
        return self.has_marks(2)


class Marks(Signature):
    name = "marks"
    description = "Makes marks of all kinds"
    minimum = "2.0"
    filter_apinames = set(["NtOpenKey"])
    markcount = 5

    def init(self):
        self.started = "init"

    def on_call(self, call, process):
        if not self.has_marks():
            self.mark_call()
            self.mark_ioc("registry", call["arguments"]["regkey"])
            self.mark_ioc("registry", call["arguments"]["regkey"])
            self.mark_vol("pslist", name="x")
            self.mark_config({"family": "fam", "url": ["http://evil.test"]})
            self.mark(started=self.started)
            self.mark_ioc("more", "than the limit", "described")

    def on_complete(self):
        return self.has_marks()


class BadConfig(Signature):
    name = "bad_config"
    description = "Marks a configuration without a family"
    minimum = "2.0"

    def on_complete(self):
        self.mark_config({"url": "x"})
        return True


class Processes(Signature):
    name = "sees_processes"
    description = "Is shown each process"
    minimum = "2.0"

    def on_process(self, process):
        self.mark(pid=process["pid"], name=process["process_name"], me=self.pid)

    def on_complete(self):
        self.mark(names=[p["process_name"] for p in self.get_processes()])
        self.mark(one=[p["pid"] for p in self.get_processes("b.exe")])
        self.mark(by_pid=self.get_process_by_pid(8)["process_name"])
        self.mark(calls=len(self.get_process_by_pid(7)["calls"]))
        return True


class Yara(Signature):
    name = "sees_yara"
    description = "Is shown hits"
    minimum = "2.0"

    def on_yara(self, category, filepath, match):
        self.mark(
            category=category,
            path=filepath,
            rule=match.name,
            author=match.meta["author"],
            first=match.string("a"),
            all=match.strings("a"),
        )

    def on_complete(self):
        return self.has_marks()


class Extracted(Signature):
    name = "sees_extracted"
    description = "Is shown what was extracted, and the configurations"
    minimum = "2.0"

    def on_extract(self, match):
        self.mark(category=match.category, program=match.program, info=match.info, raw=match.raw)

    def on_complete(self):
        self.mark(families=[config["family"] for config in self.cfgextr.families])
        return True


class Others(Signature):
    name = "sees_others"
    description = "Is told of each match"
    order = 9
    minimum = "2.0"

    def on_signature(self, signature):
        self.mark(name=signature.name, matched=signature.matched)
        # Matching here must not call itself.
        return len(self.marks) == 3


class OldStyle(Signature):
    name = "old_style"
    description = "Has run(), which Cuckoo 2 refuses"
    minimum = "2.0"

    def run(self):
        self.mark_ioc("a", "b")
        return True


class SaysNo(Signature):
    name = "says_no"
    description = "Its enable() says no"
    minimum = "2.0"

    @classmethod
    def enable(cls):
        return False

    def on_complete(self):
        self.mark_ioc("a", "b")
        return True


class Python2(Signature):
    name = "python_2"
    description = "Uses names and escapes of Python 2"
    minimum = "2.0"

    def on_complete(self):
        self.mark(text=isinstance("a", basestring), key=self.check_key(r"HKEY_.*\\\Y.Run", regex=True))
        return True
