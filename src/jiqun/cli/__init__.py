"""Floor 9: the command line."""


def main() -> None:
    """Run the ``jiqun`` command."""
    from jiqun.cli.app import run

    run()
