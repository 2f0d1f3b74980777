"""A case-file review in the window: the list of criteria, what the desk proposes, what the reviewer decides."""
