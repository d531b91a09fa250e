class Extractor:
    """Base class of Cuckoo 2's extractors, which can be imported but are not run."""

    yara_rules = ()
    minimum = None
    maximum = None

    def __init__(self, parent=None):
        self.parent = parent

    def handle_yara(self, filepath, match):
        raise NotImplementedError
