"""Floor 2: raw business registers become clean enterprises: code, county, industry."""

from jiqun.registry.headings import HeadingMapping, read_mapping
from jiqun.registry.importing import ImportResult, import_registers
from jiqun.registry.profile import Profile
from jiqun.registry.store import RegistryStore

__all__ = [
    "HeadingMapping",
    "ImportResult",
    "Profile",
    "RegistryStore",
    "import_registers",
    "read_mapping",
]
