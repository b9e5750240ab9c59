"""The addresses of documents, and what is said about them to those who read the API's description."""

from forums.api import parameters
from forums.api.operations import Act, Place, bring

from .documents import DocumentsView, DocumentView
from .shapes import shapes

_TAG = "Documents"

bring(
    tags={_TAG: "The documents that are published: by symbol, in every language, with the SHA-256 of each file."},
    shapes=shapes(),
    places={
        "editions/{edition}/documents": Place(
            tag=_TAG,
            view=DocumentsView,
            names={"edition": ("The edition, by its slug.", "bridges-2022")},
            query=parameters.PAGES,
            acts={
                "get": Act(
                    name="listDocuments",
                    summary="An edition's documents",
                    description="Each with what became of it: what stands first, what was superseded last.",
                    answers={200: ("Documents.", "DocumentList")},
                    problems={404: "There is no such edition, or no such page."},
                )
            },
        ),
        "documents/{symbol}": Place(
            tag=_TAG,
            view=DocumentView,
            names={"symbol": ("The symbol, its slashes among it.", "BRIDGES/2022/1")},
            wide=frozenset({"symbol"}),
            acts={
                "get": Act(
                    name="getDocument",
                    summary="One document",
                    description="What was issued under a symbol, in every language that it is published in.",
                    answers={200: ("The document.", "Document")},
                    problems={404: "No such document is published."},
                )
            },
        ),
    },
)
