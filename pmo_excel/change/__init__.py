"""Change control: what is asked for, what it would do, who decides."""
