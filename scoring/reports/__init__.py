"""The drafted summary with its figures as a page, a Word file, a PDF, Markdown or JSON; scores as a workbook or CSV."""
