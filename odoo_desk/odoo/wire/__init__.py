"""Four formats, bytes in and meaning out, no I/O: json2, jsonrpc, xmlrpc, rest."""
