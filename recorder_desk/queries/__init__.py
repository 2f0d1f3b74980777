"""What can be seen: frozen values, each naming the type of its answer, one module per area."""
