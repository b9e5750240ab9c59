"""The document tree: what a printed document says, free of Django, rows and engines."""
