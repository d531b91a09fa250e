"""What the base classes of both kinds have in common."""

from . import container


class SignatureBase:
    """Marks classes as signatures; `cape.CapeSignature` and `cuckoo2.Cuckoo2Signature` extend it."""

    name = ""
    description = ""
    severity = 1
    order = 0
    categories = []
    families = []
    authors = []
    references = []
    alert = False
    enabled = True
    minimum = None
    maximum = None
    dialect = None

    # The present call; set before each callback that has one.
    pid = None
    cid = None
    call = None


class CallArguments:
    """Arguments of the call that was asked about last, by name: nine signatures on average ask about each call."""

    call = None
    values = {}


def argument_values(call):
    if call is not CallArguments.call:
        values = {}
        for argument in call["arguments"]:
            values[argument["name"]] = argument["value"]
        CallArguments.call = call
        CallArguments.values = values
    return CallArguments.values


def argument_value(call, name):
    """The value of an argument; of several with the name, the last one."""
    return argument_values(call).get(name)


def processes_of(results, shape):
    """The processes of the container, whether or not its behavior was looked at."""
    if "behavior" not in results:
        return []
    return container.load_processes(shape)
