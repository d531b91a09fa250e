"""Domains of operating systems and certificate authorities, which signatures pass over.

A set that has such a list of its own in data/safelist brings it along; this one is for sets that come without.
"""

import re

domain_passlist = [
    "digicert.com",
    "globalsign.com",
    "identrust.com",
    "lencr.org",
    "microsoft.com",
    "msedge.net",
    "msftconnecttest.com",
    "msftncsi.com",
    "sectigo.com",
    "usertrust.com",
    "verisign.com",
    "windows.com",
    "windowsupdate.com",
]
domain_passlist_re = [r"(?:^|\.)" + re.escape(domain) + "$" for domain in domain_passlist]
