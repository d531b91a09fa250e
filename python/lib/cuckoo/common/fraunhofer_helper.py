def get_dga_lookup_dict():
    """The lookup table is fetched from the network by others; here there is none."""
    return {}
