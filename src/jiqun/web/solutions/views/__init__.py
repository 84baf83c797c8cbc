"""Pages of the market of digital solutions."""
