"""The web: one Flask server, one Dash app per side behind one gate, login and downloads."""
