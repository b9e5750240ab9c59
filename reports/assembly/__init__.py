"""Rows -> paper: one module a chapter. Nothing here writes."""
