"""Looking at one recording: its motion, its picture, its controls."""
