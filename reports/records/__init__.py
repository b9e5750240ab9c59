"""Records as files: a folder of YAML turned into rows. The format is told in reports/sample/README.md."""
