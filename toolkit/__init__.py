"""The generator, a room a stage. Imports go one way: problems, records, gather, check, join, pages, stage, publish."""
