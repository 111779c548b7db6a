#!/usr/bin/python3
"""newest.py OUTPUT.sql MIGRATION.sql…: the tables to which the migrations lead.

A new record is made from these in one step. Each migration that alters a table lets SQLite read the whole schema again, so
all of them would take three times as long, and a first command makes the tables twice.
"""
import sqlite3
import sys

output, *paths = sys.argv[1:]
record = sqlite3.connect(":memory:", isolation_level=None)
for path in paths:
    with open(path, encoding="utf-8") as file:
        record.executescript(file.read())
application = record.execute("PRAGMA application_id").fetchone()[0]
made = [sql for sql, in record.execute("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY rowid")]
rows = [line.rstrip(";") for line in record.iterdump() if line.startswith("INSERT INTO")]
with open(output, "w", encoding="utf-8") as out:
    out.write(f"PRAGMA application_id = {application};\nPRAGMA user_version = {len(paths)};\n")
    out.writelines(f"{statement};\n" for statement in made + rows)
