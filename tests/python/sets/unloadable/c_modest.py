from lib.cuckoo.common.abstracts import Signature


class Modest(Signature):
    name = "modest"

    def run(self):
        return True
