"""`aimed preview`: the paper as a page that is drawn again at each save, with what check finds beside it.

`command` watches the files and publishes; `draft` binds, renders and checks them in a temporary folder;
`sentences` leads from a place in a document to the end of its sentence on the page; `pages` lays findings
out; `server` hands the pages to browsers of this machine, with `page.js` and `page.css`.
"""
