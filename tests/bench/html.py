"""The paper as HTML for WeasyPrint: the same text with contents, running head, bold, tables and an index with pages."""

from collections import defaultdict
from html import escape
from pathlib import Path
from typing import Any

Tree = dict[str, Any]


def paper_html(paper: Tree, fonts: Path) -> str:
    """One page of HTML with its style sheet."""
    return _Page().write(paper, fonts)


class _Page:
    """Writes the page and remembers where each speaker is named, for the index."""

    def __init__(self) -> None:
        self.places: dict[str, list[str]] = defaultdict(list)

    def write(self, paper: Tree, fonts: Path) -> str:
        meta = paper["meta"]
        contents = "".join(self.contents(chapter) for chapter in paper["chapters"])
        body = "".join(self.section(chapter, 1) for chapter in paper["chapters"])
        index = "".join(self.entry(entry) for entry in paper["index"])
        return f"""<!doctype html><html lang="{paper["lang"]}"><head><meta charset="utf-8">
<title>{escape(meta["title"])}</title><style>
@font-face {{ font-family: Song; src: url("file://{fonts}/NotoSerifCJKsc-Regular.otf") }}
@page {{ size: A4; margin: 35mm 34mm; @top-right {{ content: "{escape(meta["running_head"])} \\\\ " counter(page);
  font-size: 8pt }} }}
body {{ font: 11.5pt/1.5 "Libertinus Serif", "DejaVu Serif", Song, serif; text-align: justify; hyphens: auto }}
h1 {{ break-before: page }} nav p {{ margin: 0 }}
nav a::after {{ content: leader(".") target-counter(attr(href), page) }} table {{ width: 100% }}
.index {{ columns: 2 }} .index a::after {{ content: target-counter(attr(href), page) " " }}</style></head><body>
<h1>{escape(meta["title"])}</h1><p>{escape(meta["theme"])}</p><p>{escape(meta["dates"])}</p>
<nav>{contents}</nav>{body}<h1>{escape(paper["words"]["index"])}</h1><div class="index">{index}</div></body></html>"""

    def contents(self, section: Tree) -> str:
        line = f'<p><a href="#{escape(section["id"])}">{escape(section["number"])} {escape(section["title"])}</a></p>'
        return line + "".join(self.contents(child) for child in section["sections"])

    def section(self, section: Tree, level: int) -> str:
        tag = f"h{min(level, 6)}"
        heading = f'<{tag} id="{escape(section["id"])}">{escape(section["number"])} {escape(section["title"])}</{tag}>'
        blocks = "".join(self.block(block) for block in section["blocks"])
        return heading + blocks + "".join(self.section(child, level + 1) for child in section["sections"])

    def block(self, block: Tree) -> str:
        match block["type"]:
            case "paragraph":
                return f"<p>{self.runs(block['runs'])}</p>"
            case "list":
                return self.items(block["items"])
            case "table":
                head = "".join(f"<th>{escape(cell)}</th>" for cell in block["header"])
                rows = ("".join(f"<td>{escape(cell)}</td>" for cell in row) for row in block["rows"])
                body = "".join(f"<tr>{row}</tr>" for row in rows)
                return f"<table><thead><tr>{head}</tr></thead><tbody>{body}</tbody></table>"
            case _:
                return f"<p>{escape(block['caption'])}: {escape(block['alt'])}</p>"

    def items(self, items: list[Tree]) -> str:
        lines = (f"<li>{self.runs(item['runs'])}{self.items(item['items'])}</li>" for item in items)
        return f"<ul>{''.join(lines)}</ul>" if items else ""

    def runs(self, runs: list[Tree]) -> str:
        result = ""
        for run in runs:
            text = escape(run["text"])
            text = f"<strong>{text}</strong>" if run["strong"] else text
            text = f"<em>{text}</em>" if run["emph"] else text
            if run["index"]:
                places = self.places[run["index"]]
                places.append(f"{run['index']}-{len(places)}")
                text = f'<span id="{places[-1]}">{text}</span>'
            result += text
        return result

    def entry(self, entry: Tree) -> str:
        pages = "".join(f'<a href="#{place}"></a>' for place in self.places[entry["key"]])
        name = f"<b>{escape(entry['name'])}</b> {escape(entry['native'])} {pages}"
        return f"<p>{name}<br><small>{escape(entry['detail'])}</small></p>"
