"""The agenda: compiled from rows, checked, frozen as a release, and rendered from there."""
