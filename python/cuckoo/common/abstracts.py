"""The name by which signature files of Cuckoo 2 import their base classes."""

from ovoscope_runner.cuckoo2_base import Cuckoo2Signature as Signature
from ovoscope_runner.extractor import Extractor

__all__ = ["Extractor", "Signature"]
