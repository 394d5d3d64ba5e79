"""The set-up workbook: read safely, cleaned cell by cell, planned as a whole, written all or nothing."""
