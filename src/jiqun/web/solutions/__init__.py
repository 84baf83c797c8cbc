"""The market of light digital solutions: offered, looked at, asked for, agreed, finished."""
