"""Stills and clips: ordering them in the window, and the letters drawn into them."""
