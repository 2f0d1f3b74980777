"""Measurements of the whole program, each as a ratio to a named peer in the same run: `python -m bench`."""
