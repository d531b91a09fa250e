from cuckoo.common.abstracts import Signature

from ..compat import note


class Summary(Signature):
    name = "asks_summary"
    description = "Asks for files, keys and the rest of the summary"
    minimum = "2.0"

    def on_complete(self):
        self.mark(equal=self.check_file(pattern="C:\\one.EXE"))
        self.mark(regex=self.check_file(pattern=".*two.*", regex=True))
        self.mark(all=sorted(self.check_file(pattern=".*", regex=True, all=True)))
        self.mark(actions=self.check_file(pattern=".*", regex=True, actions=["file_deleted"], all=True))
        self.mark(pid=self.check_file(pattern=".*", regex=True, pid=8, all=True))
        self.mark(key=self.check_key(pattern=".*\\\\Run", regex=True))
        self.mark(dll=self.check_dll_loaded(pattern="KERNEL32.dll"))
        self.mark(mutex=self.check_mutex(pattern="global\\one"))
        self.mark(command=self.check_command_line(pattern=".*vssadmin.*", regex=True))
        self.mark(files=self.get_files(pid=8), keys=self.get_keys(), mutexes=self.get_mutexes())
        self.mark(dlls=self.get_dll_loaded(), wmi=self.get_wmi_queries(), lines=self.get_command_lines())
        self.mark(summary=sorted(self.get_summary()), missing=self.get_summary("nothing"))
        self.mark(generic=self.get_summary_generic(7, ["file_opened", "mutex"]))
        self.mark(helper=note())
        return True


class Network(Signature):
    name = "asks_network"
    description = "Asks for the network and other parts"
    minimum = "2.0"

    def on_complete(self):
        self.mark(ip=self.check_ip(pattern="10.0.0.2"))
        self.mark(domain=self.check_domain(pattern="EVIL.test"))
        self.mark(domains=self.check_domain(pattern=".*\\.test", regex=True, all=True))
        self.mark(url=self.check_url(pattern="http://evil\\.test/.*", regex=True))
        self.mark(alert=self.check_suricata_alerts("trojan"))
        self.mark(lists=[len(self.get_net_generic(name)) for name in ("http", "dns", "nothing")])
        self.mark(
            others=[
                len(list_)
                for list_ in (
                    self.get_net_hosts(),
                    self.get_net_domains(),
                    self.get_net_http(),
                    self.get_net_http_ex(),
                    self.get_net_udp(),
                    self.get_net_icmp(),
                    self.get_net_irc(),
                    self.get_net_smtp(),
                    self.get_net_smtp_ex(),
                )
            ]
        )
        self.mark(volatility=self.get_volatility("pslist"), virustotal=self.get_virustotal())
        self.mark(android=[self.get_apkinfo("x", 1), self.get_droidmon("raw", []), self.get_googleplay()])
        self.mark(whole=sorted(self.get_results()), default=self.get_results("nothing", 3))
        return True
