"""The parts of the cases page, and the dialogs that concern cases."""
