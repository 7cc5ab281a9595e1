"""Rehearsal: the whole list of requests that publishing would send, made without network from a recorded site."""
