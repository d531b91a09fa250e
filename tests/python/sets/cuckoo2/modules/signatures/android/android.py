from lib.cuckoo.common.abstracts import Signature


class Android(Signature):
    name = "for_android_only"
    description = "Says that it is for Android"
    platform = "android"
    minimum = "2.0"

    def on_complete(self):
        self.mark_ioc("a", "b")
        return True
