"""The dimensions of a status, each judged by a module of its own, in the order in which they are shown."""
