"""Statistics: columns of a query in, a frozen result with a table out; nothing is read or drawn here."""
