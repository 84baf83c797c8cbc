"""The API's page, made from its own schema, so that it cannot be behind it."""

from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

SAMPLE_QUERIES = {
    "/api/v1/figures": {"level": "sector", "id": "rd_intensity"},
    "/api/v1/clusters": {"q": "hd", "size": "5"},
    "/api/v1/regions": {"level": "county", "province": "330000", "size": "5"},
    "/api/v1/indicators": {"dimension": "innovation", "size": "3"},
    "/api/v1/policies": {"jurisdiction": "000000"},
}
"""A telling query for the lists; an address not named here is shown without one."""


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of an address."""

    name: str
    where: str
    required: bool
    description: str
    choices: tuple[str, ...]
    default: str


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API with an example that runs."""

    path: str
    summary: str
    description: str
    parameters: tuple[Parameter, ...]
    example: str


def operations(schema: dict[str, Any]) -> list[Operation]:
    """Return every address the schema describes."""
    found = []
    for path, methods in schema["paths"].items():
        said = methods["get"]
        parameters = tuple(_parameter(parameter) for parameter in said.get("parameters", ()))
        description = said.get("description", "")
        found.append(
            Operation(path, said["summary"], description, parameters, _example(path, said))
        )
    return found


def _parameter(said: dict[str, Any]) -> Parameter:
    shape = said["schema"]
    kinds = [shape, *shape.get("anyOf", ())]
    choices = tuple(str(choice) for kind in kinds for choice in kind.get("enum", ()))
    default = shape.get("default")
    description = said.get("description") or shape.get("description") or ""
    return Parameter(
        said["name"],
        said["in"],
        bool(said.get("required")),
        description,
        choices,
        "" if default in (None, "") else str(default),
    )


def _example(path: str, said: dict[str, Any]) -> str:
    address = path
    for parameter in said.get("parameters", ()):
        samples = parameter["schema"].get("examples") or parameter.get("examples") or [""]
        address = address.replace("{" + parameter["name"] + "}", str(samples[0]))
    query = SAMPLE_QUERIES.get(path)
    return f"{address}?{urlencode(query)}" if query else address
