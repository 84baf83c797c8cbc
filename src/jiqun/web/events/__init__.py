"""One append-only log of everything done: history, audit and undo of every room with people."""
