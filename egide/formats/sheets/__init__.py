"""Writing spreadsheets, ODS and XLSX, from one description of sheets; never a formula."""
