"""Excel on Windows, Mac and the web: the Office.js add-in, and the server that answers its functions and its pane."""
