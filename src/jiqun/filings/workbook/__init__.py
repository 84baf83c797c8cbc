"""The form as a workbook: written for a cluster, read back as people return it, marked where wrong.

Nothing is imported here: openpyxl and calamine load only when a workbook is touched.
"""
