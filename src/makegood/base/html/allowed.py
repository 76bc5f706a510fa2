"""What may stand in a customer's HTML: tags, attributes, addresses, CSS. Tables only; the deciding is beside them."""

from __future__ import annotations

import re

TAGS = frozenset(
    """
    a abbr acronym address article aside b bdi bdo big blockquote br caption center cite code col colgroup dd del
    dfn dir div dl dt em figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol
    p pre q rp rt ruby s samp section small span strike strong sub sup table tbody td tfoot th thead time tr tt u
    ul var wbr
    """.split()
)

# Dropped with all that they hold: what they hold is code, or is not shown to the reader of a mail.
DROPPED_WITH_CONTENT = frozenset(
    """
    script style title noscript template iframe object applet svg math xml select datalist audio video canvas
    frameset noembed noframes xmp
    """.split()
)

_ANYWHERE = frozenset({"style", "dir", "lang", "title", "align", "valign", "width", "height", "bgcolor"})

ATTRIBUTES: dict[str, frozenset[str]] = {
    "*": _ANYWHERE,
    "a": frozenset({"href"}),
    "img": frozenset({"src", "alt", "border", "hspace", "vspace"}),
    "table": frozenset({"border", "cellpadding", "cellspacing", "rules", "frame"}),
    "td": frozenset({"colspan", "rowspan", "nowrap"}),
    "th": frozenset({"colspan", "rowspan", "nowrap"}),
    "col": frozenset({"span"}),
    "colgroup": frozenset({"span"}),
    "font": frozenset({"color", "face", "size"}),
    "ol": frozenset({"start", "type"}),
    "ul": frozenset({"type"}),
    "li": frozenset({"value", "type"}),
    "hr": frozenset({"size", "noshade", "color"}),
    "br": frozenset({"clear"}),
    "time": frozenset({"datetime"}),
}

LINK = re.compile(r"(?:https?://|mailto:|tel:)[^\x00-\x20<>]+", re.I)
PICTURE = re.compile(
    r"(?:https?://|cid:)[^\x00-\x20<>]+|data:image/(?:png|gif|jpe?g|webp);base64,[\w+/=%\s]+", re.I | re.A
)

SCHEMES = frozenset({"http", "https", "mailto", "tel", "cid", "data"})

# No position, no z-index, no content, no filter, no behavior, nothing that fetches.
CSS_PROPERTIES = frozenset(
    """
    background background-color border border-collapse border-color border-radius border-spacing border-style
    border-width border-bottom border-bottom-color border-bottom-style border-bottom-width border-left
    border-left-color border-left-style border-left-width border-right border-right-color border-right-style
    border-right-width border-top border-top-color border-top-style border-top-width box-sizing caption-side clear
    color direction display empty-cells float font font-family font-size font-stretch font-style font-variant
    font-weight height letter-spacing line-break line-height list-style list-style-type margin margin-bottom
    margin-left margin-right margin-top max-height max-width min-height min-width opacity overflow overflow-wrap
    padding padding-bottom padding-left padding-right padding-top page-break-after page-break-before
    page-break-inside table-layout text-align text-decoration text-decoration-color text-decoration-line
    text-decoration-style text-indent text-overflow text-transform unicode-bidi vertical-align visibility
    white-space width word-break word-spacing word-wrap
    """.split()
)

# Plain words, numbers, colours and quoted font names; the only functions are colours and sums.
CSS_VALUE = re.compile(
    r"""(?:\b(?:rgba?|hsla?|calc)\([\w\s.,%/+*-]*+\)|[\w\s.,#%!/+*-]|"[\w\s.,-]*+"|'[\w\s.,-]*+')++""", re.I
)
