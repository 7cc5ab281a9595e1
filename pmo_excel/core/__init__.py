"""What every room uses: problems and cells, tables and columns, functions, instants and working time."""
