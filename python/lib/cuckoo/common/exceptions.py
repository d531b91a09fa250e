class CuckooCriticalError(Exception):
    pass


class CuckooOperationalError(Exception):
    pass


class CuckooProcessingError(Exception):
    pass


class CuckooReportError(Exception):
    pass


class CuckooDependencyError(Exception):
    pass


class CuckooDisableModule(Exception):
    pass
