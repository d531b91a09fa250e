from lib.cuckoo.common.abstracts import Signature


class Linux(Signature):
    name = "for_linux_only"
    description = "Lies among those for Linux"
    minimum = "1.2"

    def run(self):
        return True
