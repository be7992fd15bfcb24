"""Papers: photos and PDF files that prove something, kept beside what they prove; one room for every feature."""
