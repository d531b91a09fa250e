import os

from lib.cuckoo.common.abstracts import Signature

os.abort()


class Never(Signature):
    name = "never"
