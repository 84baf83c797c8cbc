"""E"""


def run() -> None:
    pass
