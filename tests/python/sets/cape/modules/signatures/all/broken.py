from lib.cuckoo.common.abstracts import Signature

import a_module_that_nobody_has


class Broken(Signature):
    name = "broken"
