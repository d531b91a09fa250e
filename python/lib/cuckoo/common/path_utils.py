import os


def path_exists(path):
    return os.path.exists(path)


def path_get_filename(path):
    return path.replace("\\", "/").rsplit("/", 1)[-1]


def path_is_file(path):
    return os.path.isfile(path)


def path_is_dir(path):
    return os.path.isdir(path)


def path_read_file(path, mode="bytes"):
    with open(path, "rb") as file:
        data = file.read()
    return data if mode == "bytes" else data.decode("utf-8", "replace")
