"""Pages: fetch, render; what a page says is made in the modules beside this folder."""
