"""By which classes and ids mail programs mark quotes and signatures in HTML."""

from __future__ import annotations

# All that stands in one of these is quoted.
QUOTES = frozenset(
    """
    yahoo_quoted protonmail_quote zmail_extra tutanota_quote mail-editor-reference-message-container
    isforwardcontent isreplycontent lotus_quote gwt-quote qt moz-forward-container hmmessage-quote ydpquote
    front-blockquote sh-quoted-content history_container cafe24_quote replyforwardmessage mailcontentquote
    """.split()
)  # fmt: skip

# From here on everything is quoted.
CUTS = frozenset("divrplyfwdmsg appendonsend outlookmessageheader replymessageheader mail-quote-collapse".split())

# These introduce the quote that follows.
INTRODUCTIONS = frozenset("gmail_attr moz-cite-prefix front-quote-header moz-email-headers-table".split())

SIGNATURES = frozenset(
    """
    gmail_signature gmail_signature_prefix moz-signature signature protonmail_signature_block ms-outlook-mobile-signature
    ms-outlook-android-signature applemailsignature zmail_signature tutanota_signature spark_signature bloop_sign
    mail-signature yahoo_signature divtagdefaultwrapper_signature mobile_signature x_signature outlooksignature
    """.split()
)  # fmt: skip
