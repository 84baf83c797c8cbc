"""Experts and what they judge: conflicts, assignment, scores, and what each may see before others.

Pure: who is asked, what they gave, and which rules hold come as arguments.
"""
