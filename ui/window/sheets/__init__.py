"""Printed sheets: what goes on paper or into a file of papers, as PDF."""
