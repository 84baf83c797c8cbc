"""Light digital solutions (小快轻准): what they are for, and which fit the gaps of a firm."""
