from lib.cuckoo.common.abstracts import Signature


class Wrong(Signature)
    name = "wrong"
