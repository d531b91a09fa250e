"""Names of the dnspython package. There is no network here, so nothing is ever resolved."""


class NXDOMAIN(Exception):
    pass


class NoAnswer(Exception):
    pass


class Timeout(Exception):
    pass


class Resolver:
    def __init__(self, *args, **kwargs):
        self.timeout = self.lifetime = 0
        self.nameservers = []

    def query(self, *args, **kwargs):
        raise NoAnswer("there is no network here")

    resolve = query


def query(*args, **kwargs):
    raise NoAnswer("there is no network here")


resolve = query
