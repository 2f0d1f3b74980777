"""What can be done: frozen values in the imperative, one module per area."""
