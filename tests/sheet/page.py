"""A sheet as a program reads it: its elements, its headings, and its tables as rows of text."""
from html.parser import HTMLParser

VOID = {"meta", "br", "hr", "img", "link", "input", "path", "rect", "circle"}


class Element:
    def __init__(self, name, attributes, parent):
        self.name, self.attributes, self.parent = name, dict(attributes), parent
        self.children = []

    def text(self):
        return " ".join("".join(child if isinstance(child, str) else child.text() for child in self.children).split())

    def all(self, *names):
        """Those of its descendants, in the order of the page."""
        for child in self.children:
            if isinstance(child, Element):
                if not names or child.name in names:
                    yield child
                yield from child.all(*names)

    def inside(self, name):
        element = self.parent
        while element is not None and element.name != name:
            element = element.parent
        return element is not None


class Page(HTMLParser):
    """Fails if an element is closed that is not the innermost open one."""

    def __init__(self, text):
        super().__init__(convert_charrefs=True)
        self.root = self.open = Element("", (), None)
        self.feed(text)
        self.close()
        assert self.open is self.root, f"{self.open.name} is not closed"

    def handle_starttag(self, tag, attrs):
        element = Element(tag, attrs, self.open)
        self.open.children.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag, attrs):
        self.open.children.append(Element(tag, attrs, self.open))

    def handle_endtag(self, tag):
        assert self.open.name == tag, f"</{tag}> closes {self.open.name}"
        self.open = self.open.parent

    def handle_data(self, data):
        self.open.children.append(data)

    def all(self, *names):
        return list(self.root.all(*names))

    def by_id(self, id):
        found = [element for element in self.all() if element.attributes.get("id") == id]
        assert len(found) == 1, (id, len(found))
        return found[0]

    def table(self, title):
        """The rows of the table that has @title as its name, without its headings."""
        for table in self.all("table"):
            if self.by_id(table.attributes["aria-labelledby"]).text() == title:
                return [[cell.text() for cell in row.all("th", "td")] for row in table.all("tr") if row.parent.name != "thead"]
        raise AssertionError(f"no table is called {title}")

    def section(self, title):
        """The text below the heading @title of the second level."""
        for section in self.all("section"):
            if next(section.all("h2")).text() == title:
                return section.text()
        return None
