class LnkShortcut:
    """Extractors name it; they can be imported but are not run."""
