"""Carbon accounts: a firm keeps its own, year by year; its county sees what firms emit together."""
