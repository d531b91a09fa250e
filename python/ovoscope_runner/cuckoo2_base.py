"""The base class that signature files of Cuckoo 2 extend.

Written from the documented behaviour of Cuckoo's class: the same names, the same results. What differs on purpose is
in docs/python-signatures.md.
"""

import base64
import re

from . import matching
from .signature_base import SignatureBase

FILE_ACTIONS = ["file_opened", "file_written", "file_read", "file_deleted", "file_exists", "file_failed"]
KEY_ACTIONS = ["regkey_opened", "regkey_written", "regkey_read", "regkey_deleted"]


class CuckooCriticalError(Exception):
    pass


class Cuckoo2Signature(SignatureBase):
    dialect = "cuckoo2"

    order = 1
    platform = None
    ttp = []
    markcount = 50
    filter_apinames = []
    filter_categories = []

    def __init__(self, caller):
        self.marks = []
        self.matched = False
        self._caller = caller
        self.pid = None
        self.cid = None
        self.call = None

    @classmethod
    def init_once(cls):
        pass

    # Callbacks.

    def init(self):
        pass

    def on_call(self, call, process):
        pass

    def on_signature(self, signature):
        pass

    def on_process(self, process):
        pass

    def on_yara(self, category, filepath, match):
        pass

    def on_extract(self, match):
        pass

    def on_complete(self):
        pass

    # Marks.

    def mark_call(self, *args, **kwargs):
        self.marks.append({"type": "call", "pid": self.pid, "cid": self.cid, "call": self.call})

    def mark_ioc(self, category, ioc, description=None):
        mark = {"type": "ioc", "category": category, "ioc": ioc, "description": description}
        if mark not in self.marks:
            self.marks.append(mark)

    def mark_vol(self, plugin, **kwargs):
        self.marks.append({"type": "volatility", "plugin": plugin, **kwargs})

    def mark_config(self, config):
        if not isinstance(config, dict) or "family" not in config:
            raise CuckooCriticalError("mark_config() needs an object with a family")
        self.marks.append({"type": "config", "config": config})

    def mark(self, **kwargs):
        self.marks.append({"type": "generic", **kwargs})

    def has_marks(self, count=None):
        return bool(self.marks) if count is None else len(self.marks) >= count

    def extend_ttp(self):
        return {technique: self._caller.ttp_descriptions.get(technique) for technique in self.ttp}

    @property
    def cfgextr(self):
        return self._caller.c

    def results(self):
        return {
            "name": self.name,
            "ttp": self.extend_ttp(),
            "description": self.description,
            "severity": self.severity,
            "families": self.families,
            "references": self.references,
            "marks": self.marks[: self.markcount],
            "markcount": len(self.marks),
        }

    # The container.

    def get_results(self, key=None, default=None):
        return self._caller.results.get(key, default) if key else self._caller.results

    def get_processes(self, name=None):
        for process in self.get_results("behavior", {}).get("processes", []):
            if name is None or process["process_name"] == name:
                yield process

    def get_process_by_pid(self, pid=None):
        for process in self.get_processes():
            if process["pid"] == pid:
                return process
        return None

    def get_summary(self, key=None, default=[]):
        summary = self.get_results("behavior", {}).get("summary", {})
        return summary.get(key, default) if key else summary

    def get_summary_generic(self, pid, actions):
        return self._caller.summary_generic(pid, tuple(actions))

    def get_files(self, pid=None, actions=None):
        return self.get_summary_generic(pid, FILE_ACTIONS if actions is None else actions)

    def get_keys(self, pid=None, actions=None):
        return self.get_summary_generic(pid, KEY_ACTIONS if actions is None else actions)

    def get_dll_loaded(self, pid=None):
        return self.get_summary_generic(pid, ["dll_loaded"])

    def get_mutexes(self, pid=None):
        return self.get_summary_generic(pid, ["mutex"])

    def get_command_lines(self):
        return self.get_summary("command_line")

    def get_wmi_queries(self):
        return self.get_summary("wmi_query")

    def get_net_generic(self, subtype):
        return self.get_results("network", {}).get(subtype, [])

    def get_net_hosts(self):
        return self.get_net_generic("hosts")

    def get_net_domains(self):
        return self.get_net_generic("domains")

    def get_net_http(self):
        return self.get_net_generic("http")

    def get_net_http_ex(self):
        return self.get_net_generic("http_ex") + self.get_net_generic("https_ex")

    def get_net_udp(self):
        return self.get_net_generic("udp")

    def get_net_icmp(self):
        return self.get_net_generic("icmp")

    def get_net_irc(self):
        return self.get_net_generic("irc")

    def get_net_smtp(self):
        return self.get_net_generic("smtp")

    def get_net_smtp_ex(self):
        return self.get_net_generic("smtp_ex")

    def get_virustotal(self):
        return self.get_results("virustotal", {})

    def get_volatility(self, module=None):
        memory = self.get_results("memory", {})
        return memory if module is None else memory.get(module, {})

    def get_apkinfo(self, section=None, default={}):
        return self._section("apkinfo", section, default)

    def get_droidmon(self, section=None, default={}):
        return self._section("droidmon", section, default)

    def get_googleplay(self, section=None, default={}):
        return self._section("googleplay", section, default)

    def _section(self, key, section, default):
        value = self.get_results(key, {})
        return value if section is None else value.get(section, default)

    # Comparing.

    def _check_value(self, pattern, subject, regex=False, all=False):
        if regex and isinstance(subject, list):
            found = matching.matches_in(subject, pattern)
        elif regex:
            found = [subject] if matching.compile_pattern(pattern)[0].match(subject) else []
        elif isinstance(subject, list):
            if not all:
                return matching.prepare(subject).equal_lower(pattern)
            found = [item for item in subject if item.lower() == pattern.lower()]
        else:
            found = [subject] if subject == pattern else []
        if all:
            return list(dict.fromkeys(found))
        return next(iter(found), None)

    def check_file(self, pattern, regex=False, actions=None, pid=None, all=False):
        return self._check_value(pattern, self.get_files(pid, actions), regex, all)

    def check_key(self, pattern, regex=False, actions=None, pid=None, all=False):
        return self._check_value(pattern, self.get_keys(pid, actions), regex, all)

    def check_dll_loaded(self, pattern, regex=False, actions=None, pid=None, all=False):
        return self._check_value(pattern, self.get_dll_loaded(pid), regex, all)

    def check_command_line(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self.get_command_lines(), regex, all)

    def check_mutex(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self.get_mutexes(), regex, all)

    def check_ip(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self.get_net_hosts(), regex, all)

    def check_domain(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._caller.texts_of("domains", "domain"), regex, all)

    def check_url(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._caller.texts_of("http", "uri"), regex, all)

    def check_suricata_alerts(self, pattern):
        for alert in self.get_results("suricata", {}).get("alerts", []):
            if re.findall(pattern, alert.get("signature", ""), re.IGNORECASE):
                return True
        return False


class YaraMatch:
    """A hit of a rule. Matched bytes are text with one character per byte, as they were in Python 2."""

    def __init__(self, match, category=None):
        self.name = match["name"]
        self.meta = match.get("meta", {})
        self.offsets = match.get("offsets", {})
        self.category = category
        self._strings = [_bytes_text(item) for item in match.get("strings", [])]

    def string(self, identifier, index=0):
        return self._strings[self.offsets[identifier][index][1]]

    def strings(self, identifier):
        return [self._strings[number] for _, number in self.offsets[identifier]]


class ExtractedMatch:
    """A piece that was extracted from the sample, a process or the traffic."""

    def __init__(self, match):
        self.category = match["category"]
        self.program = match.get("program")
        self.first_seen = match.get("first_seen")
        self.pid = match.get("pid")
        self.yara = [YaraMatch(item) for item in match.get("yara", [])]
        self.raw = match.get("raw")
        self.info = match["info"]


def _bytes_text(text):
    try:
        return base64.b64decode(text, validate=True).decode("latin-1")
    except ValueError:
        return text
