"""The page Bureau: registers, the record item list, working days, settings. In: hands. Out: commands."""
