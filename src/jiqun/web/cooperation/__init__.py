"""Joint projects (协同创新): proposed, agreed by all to one text, recorded, confirmed, finished."""
