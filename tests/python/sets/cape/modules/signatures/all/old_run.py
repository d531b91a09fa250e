from lib.cuckoo.common.abstracts import Signature


class Documented(Signature):
    name = "documented_form"
    description = "run() is given the container, as in Cuckoo 0.4"
    severity = 2

    def run(self, results):
        for file_name in results["behavior"]["summary"]["files"]:
            if file_name.endswith(".exe"):
                self.data.append({"file_name": file_name})
                return True
        return False
