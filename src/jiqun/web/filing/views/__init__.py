"""Pages of the filing room: fetch, call one verb, render."""
