"""The digital ladder: a firm assesses itself, again and again, and sees what comes next."""
