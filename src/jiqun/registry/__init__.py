"""Floor 2: raw business registers become clean enterprises: code, county, industry."""

from jiqun.registry.importing import ImportResult, import_registers
from jiqun.registry.layout import read_mapping
from jiqun.registry.profile import Profile
from jiqun.registry.store import RegistryStore

__all__ = ["ImportResult", "Profile", "RegistryStore", "import_registers", "read_mapping"]
