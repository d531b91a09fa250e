"""The names of the select module; there is nothing to wait for."""

import errno

error = OSError


def select(rlist, wlist, xlist, timeout=None):
    raise OSError(errno.ENOSYS, "there is nothing to wait for here")
