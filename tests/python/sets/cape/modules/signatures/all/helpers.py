"""Each class tells in its evidence what the helper methods gave."""

from lib.cuckoo.common.abstracts import Signature


def listed(value):
    return sorted(value) if isinstance(value, set) else value


class Files(Signature):
    name = "helpers_files"
    description = "Asks for files, keys and the rest of the summary"
    severity = 1
    categories = ["test"]
    authors = ["Ovoscope"]
    minimum = "1.2"
    references = ["https://example.test/files"]

    def run(self):
        self.data.append({"equal": self.check_file("C:\\USERS\\a\\One.exe")})
        self.data.append({"regex": self.check_file(r".*\\two\.(?:exe|dll)$", regex=True)})
        self.data.append({"anchored": self.check_file(r"two", regex=True)})
        self.data.append({"all": listed(self.check_file(r"c:\\users\\.*", regex=True, all=True))})
        self.data.append({"none": self.check_file(r".*\\three\.exe", regex=True, all=True)})
        self.data.append({"read": self.check_read_file(r".*two.*", regex=True)})
        self.data.append({"write": self.check_write_file(r".*\\One\.exe", regex=True)})
        self.data.append({"delete": self.check_delete_file("c:\\gone.txt")})
        self.data.append({"key": self.check_key(r".*\\Run$", regex=True)})
        self.data.append({"read_key": self.check_read_key(r".*\\Policies\\.*", regex=True)})
        self.data.append({"write_key": self.check_write_key(r"HKEY_.*\\RUN\\evil", regex=True)})
        self.data.append({"delete_key": self.check_delete_key(r".*", regex=True)})
        self.data.append({"mutex": self.check_mutex("Global\\One")})
        self.data.append({"mutex_case": self.check_mutex("global\\one")})
        self.data.append({"mutex_regex": self.check_mutex("global\\\\one", regex=True)})
        self.data.append({"started": self.check_started_service("SVC")})
        self.data.append({"created": self.check_created_service("sv.*", regex=True)})
        self.data.append({"command": self.check_executed_command(r".*vssadmin.*delete.*", regex=True)})
        self.data.append({"command_case": self.check_executed_command("CMD /C DIR", ignorecase=False)})
        self.data.append({"odd": self.check_file("c:\\ünï\\ſix.exe", regex=False)})
        self.data.append({"fold": self.check_file(r".*\\SIX\.EXE", regex=True)})
        return True


class Network(Signature):
    name = "helpers_network"
    description = "Asks for hosts, domains, URLs and alerts"
    severity = 2
    minimum = "1.2"
    families = ["Example"]
    banned_suricata_sids = (7,)

    def run(self):
        self.data.append({"ip": self.check_ip("10.0.0.2")})
        self.data.append({"ip_regex": listed(self.check_ip(r"10\.0\..*", regex=True, all=True))})
        self.data.append({"domain": self.check_domain("EVIL.test")})
        self.data.append({"url": self.check_url(r"http://evil\.test/.*\.php", regex=True)})
        self.data.append({"alert": self.check_suricata_alerts("trojan")})
        self.data.append({"banned": self.check_suricata_alerts("policy")})
        self.data.append({"blacklist": self.check_suricata_alerts("trojan", blacklist=[8])})
        self.data.append({"by_host": self._get_ip_by_host("evil.test")})
        self.data.append({"is_ip": [self._is_ip("::1"), self._is_ip("evil.test")]})
        self.data.append({"no_network": [self.check_threatfox("x"), list(self.check_dnsbbl("evil.test"))]})
        return True


class Processes(Signature):
    name = "helpers_processes"
    description = "Asks for processes and their calls"
    severity = 3
    minimum = "1.2"
    ttps = ["T1055"]
    mbcs = ["E1055"]

    def run(self):
        first = self.get_initial_process()
        self.data.append({"first": first["process_name"]})
        self.data.append({"environ": self.get_environ_entry(first, "UserName")})
        self.data.append({"environ_missing": self.get_environ_entry(first, "Nothing")})
        self.data.append({"names": [self.get_name_from_pid("8"), self.get_name_from_pid(99), self.get_name_from_pid(None)]})
        self.data.append({"pids": sorted(self.get_pids())})
        self.data.append({"process": self.check_process_name("B\\.exe")})
        self.data.append({"process_all": self.check_process_name("b.exe", all=True)["process_id"]})
        self.data.append({"api": self.check_api("NtOpenKey")})
        self.data.append({"api_process": self.check_api("NtOpenKey", process="b.exe")})
        self.data.append({"api_all": listed(self.check_api("Nt.*", regex=True, all=True))})
        self.data.append({"argument": self.check_argument("secret", name="Buffer")})
        self.data.append({"argument_api": self.check_argument(".*ret", api="NtWriteFile", regex=True)})
        self.data.append({"argument_category": self.check_argument("secret", category="registry")})
        self.data.append({"yara": [[label, path, hit["name"]] for label, path, hit, _ in self.yara_detected("exam")]})
        calls = first["calls"]
        self.data.append({"lengths": [len(calls), len([c for c in calls]), len(list(calls))]})
        self.data.append({"positions": [calls[0]["api"], calls[-1]["id"], [c["id"] for c in calls[1:3]]]})
        self.data.append({"tree": self.results["behavior"]["processtree"][0]["children"][0]["name"]})
        return True


class Paths(Signature):
    name = "helpers_paths"
    description = "Tells the paths of the analysis, and reads data of the set"
    minimum = "1.2"

    def run(self):
        import os

        from data.wordlist import WORDS
        from lib.cuckoo.common.constants import CUCKOO_ROOT
        from lib.cuckoo.common.utils import add_family_detection, convert_to_printable

        with open(os.path.join(CUCKOO_ROOT, "data", "words.txt")) as file:
            self.data.append({"words": file.read().split() + WORDS})
        self.data.append({"unnamed": os.path.exists(os.path.join(CUCKOO_ROOT, "data", "un" + "named.txt"))})
        self.data.append({"pcap": self.pcap_path, "conf": self.conf_path})
        self.data.append({"printable": convert_to_printable("a\x01\x80b")})
        add_family_detection(self.results, "Fam", "Behavior", "x")
        add_family_detection(self.results, "Fam", "Behavior", "x")
        self.data.append({"detections": self.results["detections"]})
        return True


class Needs(Signature):
    name = "needs_sections"
    description = "Reads a part of the container that there is not"
    minimum = "1.2"

    def run(self):
        return self.results["nothing_like_it"]["x"] is not None


class Silent(Signature):
    name = "stays_silent"
    description = "Finds nothing"
    minimum = "1.2"

    def run(self):
        return self.check_file("c:\\nowhere") is not None
