"""Charts as geometry first (shapes at positions, each with its meaning), then drawn by each format."""
