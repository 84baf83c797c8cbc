"""Who does what next, as pure tables: states, verbs, offices, deadlines and working days.

A workflow is a file of ``catalog/workflows``. Nothing here knows Django, a clock or a database:
functions take a case and return the next one.
"""
