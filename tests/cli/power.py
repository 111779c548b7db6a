"""Images of what a disk may hold if the power goes while a program writes files: from what power-log.c writes down.

What was synced is there. Of what was written since, each sector is there or not, one may be there in half, and the size may be there
before the content. Of names that were given or taken since their folder was synced, each may be as it was before, but what two of them
have in common is done in its order.
"""
import os

SECTOR = 512


class Folder(dict):
    """The number of each name in it."""


class Call:
    def __init__(self, what, file, at, content, start, end):
        self.what, self.file, self.at, self.content, self.start, self.end = what, file, at, content, start, end


def read_log(path):
    calls = []
    with open(path, "rb") as file:
        while line := file.readline():
            what, number, _, at, length, start, end = line.decode().rstrip("\n").split("\t")
            calls.append(Call(what, int(number), int(at), file.read(int(length)), start, end))
    return calls


class Disk:
    def __init__(self, root, ignores=()):
        """Takes what is below @root as synced. @ignores: "sync" or "folder": the disk says that it is done, and does nothing."""
        self.root, self.ignores = root, ignores
        self.files = {}      # number: what is synced of it, as a bytearray or a Folder
        self.unsynced = {}   # number: calls
        self.names = []      # what became of names since: (folders, what it is about, {(folder, name): number or None})
        self.now = {}        # number of a folder: a Folder, as the programs see it
        self.top = self.take(root)

    def take(self, path):
        number = os.lstat(path).st_ino
        if os.path.isdir(path):
            self.files[number] = Folder({name: self.take(os.path.join(path, name)) for name in os.listdir(path)})
            self.now[number] = Folder(self.files[number])
        else:
            with open(path, "rb") as file:
                self.files[number] = bytearray(file.read())
        return number

    def place(self, path):
        """The folder, as a number, and the name in it."""
        parts = os.path.relpath(os.path.normpath(path), self.root).split(os.sep)
        folder = self.top
        for part in parts[:-1]:
            folder = self.now[folder][part]
        return folder, parts[-1]

    def name(self, entries):
        about = set(entries) | {number for number in entries.values() if number is not None}
        about |= {self.now[folder].get(name) for folder, name in entries} - {None}
        self.names.append(({folder for folder, _ in entries}, about, entries))
        set_names(self.now, entries)

    def play(self, call):
        getattr(self, "play_" + call.what.replace("-", "_"))(call)

    def play_make(self, call):
        self.files[call.file], self.unsynced[call.file] = bytearray(), []
        self.name({self.place(call.start): call.file})

    def play_make_folder(self, call):
        self.files[call.file], self.now[call.file] = Folder(), Folder()
        self.name({self.place(call.start): call.file})

    def play_write(self, call):
        self.unsynced.setdefault(call.file, []).append(call)

    play_cut = play_write

    def play_sync(self, call):
        """What was written without being seen, with a FILE, was written before."""
        if self.whole(call.file) != call.content:
            self.unsynced.setdefault(call.file, []).append(Call("cut", call.file, 0, b"", "", ""))
            self.unsynced[call.file].append(Call("write", call.file, 0, call.content, "", ""))
        if "sync" not in self.ignores:
            self.files[call.file] = self.whole(call.file)
            self.unsynced[call.file] = []

    def whole(self, number):
        content = bytearray(self.files[number])
        for call in self.unsynced.get(number, []):
            do(content, call)
        return content

    def play_folder(self, call):
        """What one of its names has in common with an earlier one is synced with it."""
        if "folder" in self.ignores:
            return
        wanted = [call.file in folders for folders, _, _ in self.names]
        for i in reversed(range(len(self.names))):
            wanted[i] = wanted[i] or any(wanted[j] and self.names[i][1] & self.names[j][1] for j in range(i + 1, len(self.names)))
        for (_, _, entries), is_wanted in zip(self.names, wanted):
            if is_wanted:
                set_names(self.files, entries)
        self.names = [name for name, is_wanted in zip(self.names, wanted) if not is_wanted]

    def play_rename(self, call):
        start, end = self.place(call.start), self.place(call.end)
        self.name({start: None, end: self.now[start[0]][start[1]]})

    def play_exchange(self, call):
        start, end = self.place(call.start), self.place(call.end)
        self.name({start: self.now[end[0]][end[1]], end: self.now[start[0]][start[1]]})

    def play_link(self, call):
        start = self.place(call.start)
        self.name({self.place(call.end): self.now[start[0]][start[1]]})

    def play_remove(self, call):
        self.name({self.place(call.start): None})

    def image(self, random):
        """Writes one of the images of this moment in the place of what is below the root."""
        folders = {number: Folder(content) for number, content in self.files.items() if isinstance(content, Folder)}
        share, dropped = random.choice((0, 1, 0.5, 0.5, 0.1, 0.9)), set()
        for _, about, entries in self.names:
            if random.random() >= share or about & dropped:
                dropped |= about
            else:
                set_names(folders, entries)
        empty(self.root)
        self.write(self.top, self.root, folders, random)

    def write(self, number, path, folders, random):
        if number not in folders:
            with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
                file.write(self.part(number, random))
            return
        os.makedirs(path, 0o700, exist_ok=True)
        for name, entry in folders[number].items():
            self.write(entry, os.path.join(path, name), folders, random)

    def part(self, number, random):
        """What a file may hold."""
        content, calls = bytearray(self.files[number]), self.unsynced.get(number, [])
        ordered, share = random.random() < 0.25, random.choice((0, 1, 0.5, 0.5, 0.1, 0.9))
        end, size = random.randrange(len(calls) + 1) if ordered else len(calls), 0
        for i, call in enumerate(calls[:end]):
            of_this = share if not ordered else 0.5 if i + 1 == end else 1
            if call.what == "cut":
                if random.random() < of_this:
                    do(content, call)
                continue
            size = max(size, call.at + len(call.content))
            torn = random.random() < (0.5 if i + 1 == end else 0.05)
            for start, stop in sectors(call, torn):
                if random.random() < of_this:
                    do(content, Call("write", 0, call.at + start, call.content[start:stop], "", ""), random)
        if random.random() < 0.25:
            grow(content, size, random)
        return content


def set_names(folders, entries):
    for (folder, name), number in entries.items():
        if number is None:
            folders[folder].pop(name, None)
        else:
            folders[folder][name] = number


def sectors(call, torn):
    start, length = 0, len(call.content)
    while start < length:
        stop = min(length, start + SECTOR - (call.at + start) % SECTOR)
        if torn and stop == length:
            stop = start + (stop - start + 1) // 2
            length = stop
        yield start, stop
        start = stop


def grow(content, size, random):
    if size > len(content):
        content += random.randbytes(size - len(content)) if random is not None and random.random() < 0.5 else bytes(size - len(content))


def do(content, call, random=None):
    if call.what == "cut":
        grow(content, call.at, random)
        del content[call.at:]
    else:
        grow(content, call.at, random)
        content[call.at:call.at + len(call.content)] = call.content


def empty(folder):
    for entry in os.scandir(folder):
        if entry.is_dir(follow_symlinks=False):
            empty(entry.path)
            os.rmdir(entry.path)
        else:
            os.unlink(entry.path)
