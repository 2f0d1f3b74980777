"""Pure values and rules, one module per noun, standard library only."""
