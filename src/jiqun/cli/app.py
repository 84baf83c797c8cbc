"""E."""


def run() -> None:
    """Run."""
    pass
