"""Star tables for Power BI and other tools: dimensions with unique keys, facts that refer to them."""
