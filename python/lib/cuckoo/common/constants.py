import sys

# The folder that holds `data` and `extra` of the signature set, as far as its files are named by signatures.
CUCKOO_ROOT = next((path for path in sys.path if path.startswith("/signatures/")), "/signatures/0")
CUCKOO_VERSION = "2.5-CAPE"
ANALYSIS_BASE_PATH = "/analyses"
