raise RuntimeError("deprecated signatures are not imported")
# from lib.cuckoo.common.abstracts import Signature
