"""Thin hosts: each turns its program's values into ours, calls, and turns the answer back."""
