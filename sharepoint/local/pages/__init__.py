"""Pages for people: what is on the site, in a browser."""
