"""The core of Recorder Desk: what happens.

Commands go in, facts come out, queries look. Nothing here knows Qt or SQL.
"""

__version__ = "0.1.0"
