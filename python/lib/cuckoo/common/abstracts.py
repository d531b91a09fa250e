"""The name by which signature files of both generations import their base class."""

from ovoscope_runner import loading
from ovoscope_runner.extractor import Extractor


def __getattr__(name):
    if name == "Signature":
        return loading.BASES[loading.Present.dialect]
    raise AttributeError(name)


__all__ = ["Extractor", "Signature"]
