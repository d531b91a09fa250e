from lib.cuckoo.common.abstracts import Signature


class Filtered(Signature):
    name = "filters_all_hold"
    description = "Is shown only calls that all its filters let through"
    evented = True
    minimum = "1.2"
    filter_processnames = set(["a.exe"])
    filter_apinames = set(["NtOpenKey", "NtWriteFile"])
    filter_categories = set(["registry"])

    def on_call(self, call, process):
        self.data.append({"api": call["api"], "cid": self.cid, "pid": self.pid, "process": process["process_name"]})
        return None

    def on_complete(self):
        return self.has_matches()


class Always(Signature):
    name = "filters_none"
    description = "Is shown every call"
    evented = True
    minimum = "1.2"

    def __init__(self, *args, **kwargs):
        Signature.__init__(self, *args, **kwargs)
        self.seen = 0

    def on_call(self, call, process):
        self.seen += 1
        # False does not end it.
        return False

    def on_complete(self):
        self.data.append({"seen": self.seen})
        return True


class First(Signature):
    name = "matches_at_a_call"
    description = "Matches"
    severity = 3
    evented = True
    minimum = "1.2"
    filter_apinames = set(["NtOpenKey"])
    families = []
    ttps = ["T1112"]

    def on_call(self, call, process):
        self.description += " once"
        self.ttps += ["T1112.9"]
        self.families.append("Leaky")
        self.mark_call()
        return True

    def on_complete(self):
        self.data.append({"never": True})
        return True


class Arguments(Signature):
    name = "arguments"
    description = "Reads arguments"
    evented = True
    minimum = "1.2"
    filter_apinames = set(["NtWriteFile"])

    def on_call(self, call, process):
        self.data.append(
            {
                "buffer": self.get_argument(call, "Buffer"),
                "missing": self.get_argument(call, "Nothing"),
                "twice": self.get_argument(call, "Twice"),
                "raw": self.get_raw_argument(call, "Buffer"),
                "raw_number": self.get_raw_argument(call, "Length"),
                "raw_handle": self.get_raw_argument(call, "FileHandle"),
                "check": self.check_argument_call(call, "SECRET", name="Buffer", ignorecase=True),
                "check_case": self.check_argument_call(call, "SECRET", name="Buffer"),
                "check_api": self.check_argument_call(call, "secret", api="NtOpenKey"),
                "status": call["status"],
                "thread": call["thread_id"],
            }
        )
        self.add_match(process, "api", ["one", "two"])
        self.add_match(None, "file", "three")
        return True


class Throws(Signature):
    name = "throws_at_calls"
    description = "Throws at two calls, and matches in spite of it"
    evented = True
    minimum = "1.2"
    filter_categories = set(["registry"])

    def on_call(self, call, process):
        return {}["missing"]

    def on_complete(self):
        return True


class ThrowsAtTheEnd(Signature):
    name = "throws_in_run"
    description = "Throws"
    minimum = "1.2"

    def run(self):
        return 1 / len(self.data)


class EventedRun(Signature):
    name = "evented_without_on_call"
    description = "Runs like one that is not evented"
    evented = True
    minimum = "1.2"

    def run(self):
        return True


class CompleteOnly(Signature):
    name = "evented_with_on_complete_only"
    description = "Is never called, as in the original"
    evented = True
    minimum = "1.2"

    def on_complete(self):
        return True


class UrlOnly(Signature):
    name = "for_urls_only"
    description = "Is for analyses of URLs"
    minimum = "1.2"
    filter_analysistypes = set(["url"])

    def run(self):
        return True


class Last(Signature):
    name = "builds_on_others"
    description = "Looks at what matched before"
    order = 5
    minimum = "1.2"

    def run(self):
        self.data.append({"first": self.signature_matched("matches_at_a_call")})
        self.data.append({"run": self.signature_matched("evented_without_on_call")})
        self.data.append({"silent": self.signature_matched("stays_silent")})
        self.data.append({"data": self.get_signature_data("matches_at_a_call")})
        return True


class TooNew(Signature):
    name = "too_new"
    description = "Is for a later version"
    minimum = "9.0"

    def run(self):
        return True


class Disabled(Signature):
    name = "disabled_by_itself"
    description = "Is disabled"
    enabled = False
    minimum = "1.2"

    def run(self):
        return True


class Odd(Signature):
    name = "odd_evidence"
    description = "Leaves evidence that JSON does not have"
    severity = 8
    weight = 0
    minimum = "1.2"

    def run(self):
        self.data.append({"set": {"b", "a"}, "bytes": b"\xff\x00", "infinite": float("inf"), 1: ("tuple",)})
        loop = []
        loop.append(loop)
        self.data.append({"loop": loop})
        return 1


class Base(Signature):
    """Has no name: others of a set extend it."""

    def run(self):
        return self.answer


class Derived(Base):
    name = "extends_a_base_of_the_set"
    description = "Takes run() from the class that it extends"
    minimum = "1.2"
    answer = True
