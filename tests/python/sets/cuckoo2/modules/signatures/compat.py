def note():
    return "from a helper of the set"
