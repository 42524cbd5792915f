"""A tool as an Excel workbook, and workbooks read as tools."""
