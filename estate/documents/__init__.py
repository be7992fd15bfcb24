"""Papers in PDF: payment notices, statements of account, annual certificates; one or a whole building at once."""
