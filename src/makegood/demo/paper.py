"""A receipt that nobody printed: what the oil and the felt for a table cost."""

from __future__ import annotations

RECEIPT = """#set page(width: 80mm, height: auto, margin: 8mm)
#set text(font: "Libertinus Serif", size: 10pt)
#set document(title: "Receipt 4471")
#align(center)[*Fenwick & Daughter* \\ Paints, oils, brushes \\ Mill Road 12]
#line(length: 100%, stroke: 0.5pt)
#grid(columns: (1fr, auto), row-gutter: 6pt, [Hard oil, 0.75 l], [19.80], [Felt, self-adhesive, 2 sheets], [3.70],
  [*Paid by card, EUR*], [*23.50*])
#line(length: 100%, stroke: 0.5pt)
#align(center)[Receipt 4471. Thank you!]
"""


def receipt() -> bytes:
    """A PDF of one small page."""
    import typst  # 40 MB once it is there, and most processes never make one

    made: bytes = typst.compile(RECEIPT.encode(), format="pdf")
    return made
