"""The paper as LaTeX for XeLaTeX: the same text with contents, running head, bold, tables and an index with pages."""

from collections import defaultdict
from pathlib import Path
from typing import Any

Tree = dict[str, Any]

_SPECIAL = {
    "\\": r"\textbackslash{}", "{": r"\{", "}": r"\}", "#": r"\#", "$": r"\$", "%": r"\%", "&": r"\&", "_": r"\_",
    "^": r"\textasciicircum{}", "~": r"\textasciitilde{}", "[": "{[}", "]": "{]}",
}  # fmt: skip
_LEVELS = ("section", "subsection", "subsubsection", "paragraph")


def paper_latex(paper: Tree, fonts: Path) -> str:
    """One file with all that it needs; the pages of contents and index are right from the second run on."""
    return _Source().write(paper, fonts)


def escape(text: str) -> str:
    """Text that is printed as it is."""
    return "".join(_SPECIAL.get(character, character) for character in text)


class _Source:
    """Writes the source and remembers where each speaker is named, for the index."""

    def __init__(self) -> None:
        self.places: dict[str, list[str]] = defaultdict(list)

    def write(self, paper: Tree, fonts: Path) -> str:
        meta = paper["meta"]
        body = "".join(self.section(chapter, 0) for chapter in paper["chapters"])
        index = "".join(self.entry(entry) for entry in paper["index"])
        return rf"""\documentclass[11pt,a4paper]{{article}}
\usepackage[margin=35mm]{{geometry}}\usepackage{{fontspec}}\usepackage{{longtable}}\usepackage{{multicol}}
\usepackage{{fancyhdr}}\usepackage[hidelinks]{{hyperref}}
\XeTeXlinebreaklocale "zh"\XeTeXinterchartokenstate=1
\newfontfamily\song[Path={fonts}/]{{NotoSerifCJKsc-Regular.ttf}}
\newXeTeXintercharclass\han\newcount\letter\letter="4E00
\loop\XeTeXcharclass\letter=\han\advance\letter by 1\ifnum\letter<"9FFF\repeat
\XeTeXinterchartoks 0 \han={{\bgroup\song}}\XeTeXinterchartoks \han 0={{\egroup}}
\XeTeXinterchartoks 4095 \han={{\bgroup\song}}\XeTeXinterchartoks \han 4095={{\egroup}}
\pagestyle{{fancy}}\fancyhead{{}}\fancyfoot{{}}\fancyhead[R]{{\footnotesize {escape(meta["running_head"])} \thepage}}
\setcounter{{secnumdepth}}{{0}}\setlength{{\emergencystretch}}{{3em}}
\begin{{document}}
\title{{{escape(meta["title"])}}}\author{{{escape(meta["theme"])}}}\date{{{escape(meta["dates"])}}}\maketitle
\renewcommand{{\contentsname}}{{{escape(paper["words"]["contents"])}}}\tableofcontents
{body}
\section{{{escape(paper["words"]["index"])}}}\begin{{multicols}}{{2}}\raggedright
{index}
\end{{multicols}}
\end{{document}}
"""

    def section(self, section: Tree, level: int) -> str:
        name = _LEVELS[min(level, 3)]
        start = "\\clearpage\n" if level == 0 else ""
        title = escape(f"{section['number']} {section['title']}".strip())
        blocks = "".join(self.block(block) for block in section["blocks"])
        parts = "".join(self.section(child, level + 1) for child in section["sections"])
        return f"{start}\\{name}{{{title}}}\n{blocks}{parts}"

    def block(self, block: Tree) -> str:
        match block["type"]:
            case "paragraph":
                return self.runs(block["runs"]) + "\n\n"
            case "list":
                return self.items(block["items"])
            case "table":
                share = 0.9 / max(1, len(block["header"]))
                rows = (" & ".join(escape(cell) for cell in row) for row in (block["header"], *block["rows"]))
                columns = f"p{{{share:.3f}\\textwidth}}" * max(1, len(block["header"]))
                return (
                    f"\\begin{{longtable}}{{{columns}}}\n"
                    + "".join(f"{row}\\\\\n" for row in rows)
                    + "\\end{longtable}\n"
                )
            case _:
                return escape(f"{block['caption']}: {block['alt']}") + "\n\n"

    def items(self, items: list[Tree]) -> str:
        if not items:
            return ""
        lines = (
            f"\\item[{{{escape(item['label'])}}}] {self.runs(item['runs'])}\n{self.items(item['items'])}"
            for item in items
        )
        return "\\begin{itemize}\n" + "".join(lines) + "\\end{itemize}\n"

    def runs(self, runs: list[Tree]) -> str:
        result = ""
        for run in runs:
            text = escape(run["text"])
            text = f"\\textbf{{{text}}}" if run["strong"] else text
            text = f"\\emph{{{text}}}" if run["emph"] else text
            if run["index"]:
                places = self.places[run["index"]]
                places.append(f"{run['index']}-{len(places)}")
                text = f"\\phantomsection\\label{{{places[-1]}}}{text}"
            result += text
        return result

    def entry(self, entry: Tree) -> str:
        pages = " ".join(f"\\pageref{{{place}}}" for place in self.places[entry["key"]])
        name = f"\\textbf{{{escape(entry['name'])}}} {escape(entry['native'])} {pages}"
        return f"{name}\\newline {{\\small {escape(entry['detail'])}}}\n\n"
