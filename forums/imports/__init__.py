"""An agenda that comes as a file: read, compared with what is on file, and applied whole or not at all.

files (bytes -> Reading), by way of sheets, workbook, columns and frab; times, people and text read a single cell
matching, plan (Reading + rows -> Plan: what each entry would do)
services (the acts: look at a file, apply it)
"""
