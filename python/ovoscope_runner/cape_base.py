"""The base class that signature files of CAPE extend.

Written from the documented behaviour of CAPE's class: the same names, the same results. What differs on purpose is in
docs/python-signatures.md.
"""

import ipaddress
import re
from urllib.parse import urlsplit

from . import matching
from .raw_values import raw_value
from .signature_base import SignatureBase, argument_value


class CapeSignature(SignatureBase):
    dialect = "cape"

    confidence = 100
    weight = 1
    ttps = []
    mbcs = []
    evented = False
    filter_processnames = set()
    filter_apinames = set()
    filter_categories = set()
    filter_analysistypes = set()
    banned_suricata_sids = ()

    def __init__(self, results=None):
        self.data = []
        self.new_data = []
        self.results = results
        self.matched = False
        self.hostname2ips = {}
        self.machinery_conf = {}

    def set_path(self, analysis_path):
        self.analysis_path = analysis_path
        self.conf_path = analysis_path + "/analysis.conf"
        self.file_path = analysis_path + "/binary"
        self.dropped_path = analysis_path + "/files"
        self.procdump_path = analysis_path + "/procdump"
        self.CAPE_path = analysis_path + "/CAPE"
        self.reports_path = analysis_path + "/reports"
        self.shots_path = analysis_path + "/shots"
        self.pcap_path = analysis_path + "/dump.pcap"
        self.pmemory_path = analysis_path + "/memory"
        self.memory_path = analysis_path + "/memory.dmp"
        self.self_extracted = analysis_path + "/selfextracted"
        self.files_metadata = analysis_path + "/files.json"

    # Callbacks.

    def on_call(self, call, process):
        raise NotImplementedError

    def on_complete(self):
        raise NotImplementedError

    def run(self):
        raise NotImplementedError

    # Results.

    def mark_call(self, *args, **kwargs):
        self.data.append({"type": "call", "pid": self.pid, "cid": self.cid})

    def add_match(self, process, type, match):
        signs = match if isinstance(match, list) else [match]
        signs = [{"type": type, "value": sign} for sign in signs]
        where = None
        if process:
            where = {"process_name": process["process_name"], "process_id": process["process_id"]}
        self.new_data.append({"process": where, "signs": signs})

    def has_matches(self):
        return bool(self.data) or bool(self.new_data)

    def as_result(self):
        return {
            "name": self.name,
            "description": self.description,
            "categories": self.categories,
            "severity": self.severity,
            "weight": self.weight,
            "confidence": self.confidence,
            "references": self.references,
            "data": self.data,
            "new_data": self.new_data,
            "alert": self.alert,
            "families": self.families,
        }

    # Comparing.

    def _check_value(self, pattern, subject, regex=False, all=False, ignorecase=True):
        if regex:
            if isinstance(subject, (list, tuple, set)):
                # Expressions ignore case whatever the caller says, as in the original.
                found = matching.matches_in(subject, pattern)
                if all:
                    return set(found) or None
                return next(found, None)
            expression, _ = matching.compile_pattern(pattern)
            if isinstance(subject, (str, bytes)) and expression.match(subject):
                return {subject} if all else subject
            return None
        if isinstance(subject, (list, tuple, set)):
            if ignorecase and isinstance(subject, list) and isinstance(pattern, str):
                return matching.prepare(subject).equal_lower(pattern)
            for item in subject:
                if item == pattern:
                    return item
            return None
        if isinstance(subject, str) and isinstance(pattern, str):
            same = subject.lower() == pattern.lower() if ignorecase else subject == pattern
            return subject if same else None
        return subject if subject == pattern else None

    def _summary(self, name):
        behavior = self.results.get("behavior") or {}
        return (behavior.get("summary") or {}).get(name) or []

    def check_file(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("files"), regex, all)

    def check_read_file(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("read_files"), regex, all)

    def check_write_file(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("write_files"), regex, all)

    def check_delete_file(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("delete_files"), regex, all)

    def check_key(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("keys"), regex, all)

    def check_read_key(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("read_keys"), regex, all)

    def check_write_key(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("write_keys"), regex, all)

    def check_delete_key(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("delete_keys"), regex, all)

    def check_mutex(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("mutexes"), regex, all, ignorecase=False)

    def check_started_service(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("started_services"), regex, all)

    def check_created_service(self, pattern, regex=False, all=False):
        return self._check_value(pattern, self._summary("created_services"), regex, all)

    def check_executed_command(self, pattern, regex=False, all=False, ignorecase=True):
        return self._check_value(pattern, self._summary("executed_commands"), regex, all, ignorecase)

    def check_api(self, pattern, process=None, regex=False, all=False):
        found = set()
        for item in self._processes(process):
            for call in item["calls"]:
                value = self._check_value(pattern, call["api"], regex, all, ignorecase=False)
                if value and not all:
                    return value
                if value:
                    found.update(value if isinstance(value, set) else {value})
        return found or None

    def check_argument_call(
        self, call, pattern, name=None, api=None, category=None, regex=False, all=False, ignorecase=False
    ):
        if (api and call["api"] != api) or (category and call["category"] != category):
            return False
        found = set()
        for argument in call["arguments"]:
            if name and argument["name"] != name:
                continue
            value = self._check_value(pattern, argument["value"], regex, all, ignorecase)
            if value and not all:
                return value
            if value:
                found.update(value if isinstance(value, set) else {value})
        return found or False

    def check_argument(
        self, pattern, name=None, api=None, category=None, process=None, regex=False, all=False, ignorecase=False
    ):
        found = set()
        for item in self._processes(process):
            for call in item["calls"]:
                value = self.check_argument_call(call, pattern, name, api, category, regex, all, ignorecase)
                if value and not all:
                    return value
                if value:
                    found.update(value)
        return found or None

    def check_process_name(self, pattern, all=False):
        for process in self._processes():
            if re.findall(pattern, process["process_name"], re.IGNORECASE):
                return process if all else True
        return False

    def check_ip(self, pattern, regex=False, all=False):
        hosts = [host["ip"] for host in self._network("hosts")]
        return self._check_value(pattern, hosts, regex, all, ignorecase=False)

    def check_domain(self, pattern, regex=False, all=False):
        return self._check_value(pattern, [item["domain"] for item in self._network("domains")], regex, all)

    def check_url(self, pattern, regex=False, all=False):
        return self._check_value(pattern, [item["uri"] for item in self._network("http")], regex, all)

    def check_suricata_alerts(self, pattern, blacklist=None):
        banned = set(self.banned_suricata_sids) | set(blacklist or ())
        for alert in (self.results.get("suricata") or {}).get("alerts") or []:
            if alert.get("sid", 0) in banned:
                continue
            if re.findall(pattern, alert.get("signature", ""), re.IGNORECASE):
                return True
        return False

    def yara_detected(self, name):
        """Yields what a rule was found in, its path, the hit, and the record it belongs to."""
        expression = re.compile(name, re.IGNORECASE)
        results = self.results

        def hits(record, path, label=None):
            for key in ("cape_yara", "yara") if isinstance(record, dict) else ():
                for hit in record.get(key) or []:
                    if expression.search(hit.get("name", "")):
                        yield label or key, path, hit, record

        def extracted(record):
            for tool in (record.get("selfextract") or {}).values():
                for item in tool.get("extracted_files") or []:
                    yield from hits(item, item.get("path"), "sample")

        target = results.get("target") or {}
        if target.get("category") in ("file", "static") and target.get("file"):
            yield from hits(target["file"], target["file"].get("path"), "sample")
            yield from extracted(target["file"])
        for record in (results.get("CAPE") or {}).get("payloads") or []:
            yield from hits(record, record.get("path"))
            yield from extracted(record)
        for key in ("procdump", "procmemory", "extracted", "dropped"):
            for record in results.get(key) or []:
                if not isinstance(record, dict):
                    continue
                yield from hits(record, record.get("path", ""), key)
                for pe in record.get("extracted_pe") or []:
                    yield from hits(pe, pe.get("path"), "extracted_pe")
                yield from extracted(record)
        office = (results.get("static") or {}).get("office") or {}
        macros = (office.get("Macro") or {}).get("info") or {}
        named = macros.items() if isinstance(macros, dict) else ((item.get("name", "macro"), item) for item in macros)
        for macro, item in named:
            yield from hits(item, "/analysis/macros/" + macro, "macro")
        sheet = (office.get("XLMMacroDeobfuscator") or {}).get("info") or {}
        for hit in sheet.get("yara_macro") or []:
            if expression.search(hit.get("name", "")):
                yield "macro", "/analysis/macros/xlm_macro", hit, sheet

    # Asking about calls and processes.

    def get_argument(self, call, name):
        return argument_value(call, name)

    def get_raw_argument(self, call, name):
        """The bytes of a buffer in hexadecimal, or an integer."""
        found = None
        for argument in call["arguments"]:
            if argument["name"] == name:
                found = raw_value(argument)
        return found

    def get_initial_process(self):
        processes = self._processes()
        return processes[0] if processes else None

    def get_environ_entry(self, proc, env_name):
        return (proc.get("environ") or {}).get(env_name) if proc else None

    def get_name_from_pid(self, pid):
        if isinstance(pid, str) and pid.isdigit():
            pid = int(pid)
        for process in self._processes() if pid else ():
            if process["process_id"] == pid:
                return process["process_name"]
        return None

    def get_pids(self):
        pids = []
        open_nodes = list((self.results.get("behavior") or {}).get("processtree") or [])
        while open_nodes:
            node = open_nodes.pop(0)
            pids.append(node["pid"])
            open_nodes.extend(node.get("children") or [])
        pids.extend(process["process_id"] for process in self._processes())
        for key in ("procmemory", "procdump"):
            pids.extend(record["pid"] for record in self.results.get(key) or [] if record.get("pid"))
        return list(dict.fromkeys(int(pid) for pid in pids))

    def signature_matched(self, signame):
        return any(match["name"] == signame for match in self.results.get("signatures") or [])

    def get_signature_data(self, signame):
        for match in self.results.get("signatures") or []:
            if match["name"] == signame:
                return match["data"] + match["new_data"]
        return []

    # What would need the network has no answer here.

    def check_threatfox(self, searchterm):
        return None

    def check_dnsbbl(self, domain):
        return False, None

    def _get_ip_by_host(self, hostname):
        for item in self._network("hosts"):
            if item.get("hostname") == hostname:
                return [item["ip"]]
        return []

    def _get_ip_by_host_dns(self, hostname):
        return []

    def _is_ip(self, ip):
        try:
            ipaddress.ip_address(ip)
            return True
        except ValueError:
            return False

    def _check_valid_url(self, url, all_checks=False):
        parts = urlsplit(url if "://" in url else "http://" + url)
        return url if parts.hostname and "." in parts.hostname else None

    def advanced_url_parse(self, url):
        parts = urlsplit(url if "://" in url else "http://" + url)
        return parts if parts.hostname else None

    def add_statistic(self, name, field, value):
        pass

    def statistics_custom(self, pretime, extracted=False):
        pass

    # Used above.

    def _network(self, name):
        return (self.results.get("network") or {}).get(name) or []

    def _processes(self, name=None):
        behavior = self.results.get("behavior") or {}
        processes = behavior.get("processes") or []
        if name is None:
            return processes
        return [process for process in processes if process["process_name"] == name]
