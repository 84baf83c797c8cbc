"""Carbon accounts: what a firm burns and buys, each figure with its factor, year and doubt."""
