"""Official documents in the layout of GB/T 9704-2012: what recognition issues, as DOCX and PDF."""
