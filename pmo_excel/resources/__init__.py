"""Resources: who works on what, capacity and over-allocation."""
