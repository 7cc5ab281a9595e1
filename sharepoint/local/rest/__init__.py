"""The site's REST face: addresses, verbose JSON, batches; a class per type of the protocol, a method per operation."""
