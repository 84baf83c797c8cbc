"""The page of the exchange: which markets there are, what comes of them, what waits."""
