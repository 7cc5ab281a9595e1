"""The site as SharePoint keeps it: lists, columns, items, documents, people, versions, changes, recycle bin."""
