"""Measures whether the main thread of regimend ever waits for something: see turns.c."""
import os

MODULE = os.environ.get("REGIMEN_TURNS_MODULE")
LONGEST = 100  # milliseconds


class Turns:
    def __init__(self, desktop):
        self.desktop = desktop
        self.path = desktop.folder / "turns"

    def environment(self):
        """The environment of a process that is measured. With a sanitizer, which has to be loaded
        first itself, nothing is measured."""
        if MODULE is None:
            return self.desktop.environment
        return dict(self.desktop.environment, LD_PRELOAD=MODULE, REGIMEN_TURNS=str(self.path))

    def read(self):
        """Returns: for how many milliseconds the main thread stood still at most, and how many
        calls waited for the bus."""
        if not self.path.exists():
            return 0, 0
        return tuple(int(word) for word in self.path.read_text().split())
