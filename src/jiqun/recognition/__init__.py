"""Floor 5: recognition without Django: selection, what if, the self-check, the life after.

Tables of who does what stand in ``workflow``, programmes in ``rules``, titles of firms in
``clusters``; what is here puts them together for a call. Everything is a pure function.
"""
