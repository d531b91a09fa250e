from cuckoo.common.abstracts import Extractor

import olefile


class Ole(Extractor):
    yara_rules = "Ole"
