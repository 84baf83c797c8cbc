"""Floor 7: the demonstration's generator; everything it makes is marked 演示数据."""
