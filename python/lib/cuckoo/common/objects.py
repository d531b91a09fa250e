from lib.cuckoo.common.integrations.parse_pe import IsPEImage

__all__ = ["IsPEImage"]
