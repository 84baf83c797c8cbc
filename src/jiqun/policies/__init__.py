"""Floor 2: policy documents, and what is known of each."""

from jiqun.policies.documents import (
    KINDS,
    NATION,
    STATUSES,
    Policy,
    Task,
    listed_by,
    policies,
    policies_of,
)

__all__ = [
    "KINDS",
    "NATION",
    "STATUSES",
    "Policy",
    "Task",
    "listed_by",
    "policies",
    "policies_of",
]
