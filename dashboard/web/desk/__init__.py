"""The desk: plain forms over the records, apart from every side. No trial data; one permission for each address."""
