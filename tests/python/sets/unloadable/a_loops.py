from lib.cuckoo.common.abstracts import Signature

for _ in iter(int, 1):
    pass


class Never(Signature):
    name = "never"
