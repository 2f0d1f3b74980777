"""The archivist's inbox: recordings without a place, one after the other, by keyboard alone."""
