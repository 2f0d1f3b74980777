"""Looking at several recordings in step."""
