"""Floor 9: the command line."""


def main() -> None:
    """Run the ``jiqun`` command."""
    import gc

    from jiqun.cli.app import run

    # A long CSV becomes millions of cells, none of them garbage: look for it less often.
    gc.set_threshold(200_000, 50, 100)
    run()
