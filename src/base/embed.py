#!/usr/bin/python3
"""embed.py OUTPUT.c SYMBOL FILE…: the files as a table "const RgmEmbedded SYMBOL[]".

Its type is in base/embedded.h. A GResource does the same, but to load GIO, and what it needs, takes
longer than everything else that a command does.
"""
import os
import sys

output, symbol, *paths = sys.argv[1:]
with open(output, "w", encoding="ascii") as out:
    out.write('#include "base/embedded.h"\n\n')
    for number, path in enumerate(paths):
        with open(path, "rb") as source:
            content = source.read()
        if b"\0" in content:
            sys.exit(f"{path}: holds a zero byte")
        out.write(f"static const char file_{number}[] = {{\n")
        for at in range(0, len(content), 24):
            line = content[at:at + 24]
            out.write(",".join(str(byte if byte < 128 else byte - 256) for byte in line) + ",\n")
        out.write("0 };\n\n")
    out.write(f"const RgmEmbedded {symbol}[] = {{\n")
    for number, path in enumerate(paths):
        out.write(f'  {{ "{os.path.basename(path)}", file_{number} }},\n')
    out.write("  { NULL, NULL }\n};\n")
