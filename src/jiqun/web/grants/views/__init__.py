"""Pages of data sharing: grants, the data read by them, and a firm's own readings."""
