"""The words in which mail servers say that a mail came back. Tables only; `bounces` decides with them."""

from __future__ import annotations

import re

from makegood.channels.mail.reading.signs import any_of

BOUNCE_SUBJECT = any_of(
    r"""
    undeliver(?:able|ed)|undelivery|failure notice|returned mail|mail (?:could not be|not) delivered
    deliver?y (?:status )?(?:notification|report|failure|failed|problem|error|has failed|delay)
    delivery has been delayed|mail (?:delivery )?(?:system )?(?:error|failure|failed|delivery)
    mail delivery (?:failed|error|failure|warning|subsystem)
    (?:could not|cannot|unable to|not able to|can't) (?:be )?(?:deliver|send)
    message (?:delivery )?(?:not delivered|delayed|failure|undeliverable)|non[- ]?delivery|nondeliverable
    user unknown|unknown user|returning message to sender|returned to sender|returned (?:message|email)
    warning: (?:message|could not send|e?-?mail)|rejected mail|mail rejected|message rejected|recipient rejected
    address rejected|bounced? (?:mail|message)|unzustellbar|nicht zugestellt|zustell(?:ung|fehler|bericht)
    unzustellbarkeit|benachrichtung zum übermittlungsstatus|échec|non remis|non distribu|n'a pas pu être
    no se (?:pudo|puede|ha podido) entregar|no entregad|error de entrega|mancato recapito|non recapitabile
    impossibile recapitare|onbestelbaar|niet bezorgd|não entregue|falha na entrega|devolvid|ikke leveres
    kan ikke leveres|uleverbar|kunde inte levereras|oleverbar|nie(?:dostarczon| można dostarczyć)|niedoręczaln
    nelze doručit|nedoruč|kézbesíthetetlen|не доставлен|недоставлен|сообщение не доставлено|не удается доставить
    teslim edilem|退信|无法投递|退回|系统退信|未送达|配信できません|配信不能|送信できません|エラー通知|配信エラー
    반송|배달되지|전송 실패
    """
)

BOUNCE_WORDS = any_of(
    r"""
    could not be delivered|couldn'?t be delivered|cannot be delivered|can ?not deliver|unable to deliver
    undeliver(?:able|ed)|was not delivered|were? not (?:able|delivered)|not be delivered
    delivery (?:to the following|failed|has failed|failure|attempts? |of this|error)|permanent (?:fatal )?error
    fatal errors?|transient non-fatal|could not be (?:sent|reached|found)|wasn'?t able to deliver
    not able to deliver|returned (?:mail|to sender|below|message)|user (?:is )?unknown
    unknown (?:user|recipient|address|host|local)|no such (?:user|recipient|person|address|mailbox|local)
    mailbox (?:is )?(?:full|unavailable|not found|unknown|disabled)
    recipient (?:rejected|unknown|address rejected|not found)
    address(?:es)? (?:had|failed|rejected|unknown|not found|couldn)|over quota|quota exceeded|exceeded .{0,20}quota
    host (?:unknown|not found)|domain not found|name service error|transcript of session|original message follows
    failed recipients?|your message .{0,60}(?:rejected|blocked|bounced|delayed)
    \b(?:550|551|552|553|554|450|451|452|421)[ -]+(?:#?[45]\.|[a-z<\"'])|did not reach the following
    message (?:not delivered|delayed|is being returned)|not delivered to|nicht (?:zugestellt|ausgeliefert)
    konnte nicht .{0,40}(?:zugestellt|ausgeliefert|übermittelt)|n'a pas pu être|n'ont pas pu être|non remis
    no (?:se )?pudo (?:ser )?entreg|non (?:è stato|può essere) (?:possibile )?(?:recapit|consegn)|配信できません
    送信できませんでした
    宛先|届きません|あて先|无法(?:投递|送达)|退信|не (?:может быть|был[оа]? |удалось) ?достав|kon niet worden bezorgd
    (?:has|have) been (?:rejected|blocked)
    """
)

DELAYED = any_of(
    r"""
    delivery .{0,20}delayed|delayed|warning: (?:message|could not send)
    still (?:being )?(?:trying|retried|be retried|undelivered)|will (?:continue|keep) (?:to )?(?:try|retry|be)
    will be (?:retried|attempted)|not yet been delivered|do not need to (?:resend|re-send)|don't need to resend
    no action is required|temporary (?:failure|problem|error)|transient non-fatal|temporär|vorübergehend|verzögert
    """
)

GIVEN_UP = any_of(
    r"""
    permanent (?:fatal )?error|permanent(?:ly)? (?:fail|error)|given up|giving up|gave up
    could not be delivered (?:to one|for)|undeliverable|returned (?:to sender|mail)|failed permanently|fatal error
    delivery (?:has )?failed|queue too long|maximum time|\b55[0-4]\b|no longer
    """
)

# How a mail server's own words begin, and a person's would not: by these it is known that signs like a person.
SERVER_OPENING = any_of(
    r"""
    ^\W*this message was created automatically by mail delivery|^\W*failed recipients?\b|^\W*non-?delivery report\b
    ^\W*message from (?:interscan|the mail (?:server|system))|^this is (?:an automatically generated|a) delivery status
    ^\W*(?:could not|cannot|unable to) deliver (?:your |the )?(?:e-?mail |mail )?message to
    ^\W*(?:a|your|this|the) (?:e?-?mail )?(?:message|e-?mail)(?: that you sent| to \S+)? (?:could|can) ?not be delivered
    """
)

# Where the copy of the returned mail begins.
RETURNED_MAIL = any_of(
    r"""
    (?m:^-{2,}.{0,80}(?:original|returned|copy|unsent|undelivered|below|message|mail).{0,60}$)|(?m:^return-path:)
    (?m:^received: )|original message (?:follows|headers)|a copy of (?:your|the) (?:message|original)
    """
)

# What the words of a failure mean; the first row that fits counts.
MEANINGS: tuple[tuple[str, re.Pattern[str]], ...] = (
    (
        "5.2.2",
        any_of(
            r"""
            mailbox (?:is |has )?(?:full|over|exceeded)|over (?:the )?quota|quota (?:exceeded|exceed|violation|full)
            exceeded .{0,30}quota|exceeds? .{0,30}(?:quota|storage)
            (?:inbox|mailbox|mail ?box|box|disk) (?:is )?full|not enough (?:storage|space)
            insufficient (?:disk|storage|system storage)|postfach (?:ist )?voll|speicherplatz|disk quota|diskquota
            out of storage
            """
        ),
    ),
    (
        "5.3.4",
        any_of(
            r"""
            (?:message|mail|size).{0,20}(?:too (?:large|big)|exceeds? .{0,30}(?:size|limit|max))|size limit
            exceed.{0,20}maximum.{0,20}size
            """
        ),
    ),
    (
        "5.2.1",
        any_of(
            r"""
            (?:mailbox|account|user|address).{0,20}(?:disabled|inactive|suspended|deactivated|closed)
            (?:mailbox|account|user|address).{0,20}(?:expired|discontinued|not active)
            inactive (?:user|account|mailbox)
            """
        ),
    ),
    (
        "5.1.2",
        any_of(
            r"""
            (?:host|domain)(?: name)?.{0,12}(?:unknown|not found|lookup failed|does not exist|doesn'?t exist)
            (?:unknown|no such) (?:host|domain)|(?:couldn'?t|could not|cannot) find any host
            name or service not known|name service error|host not found|no mx|unrouteable mail domain
            all relevant mx records|domain .{0,40}not (?:exist|found|valid)|illegal host
            """
        ),
    ),
    (
        "5.7.1",
        any_of(
            r"""
            relay(?:ing)?.{0,20}(?:denied|not (?:permitted|allowed)|prohibited|access)
            (?:unable|not permitted|refused) to relay|we do not relay|isn't in my list of allowed rcpthosts
            """
        ),
    ),
    (
        "5.1.1",
        any_of(
            r"""
            user (?:is )?(?:unknown|not found|does(?:n'?t| not) exist|doesn't have)
            unknown (?:user|recipient|local|address|mailbox|account|login|delivery userid)
            no such (?:user|recipient|person|address|mailbox|account|local|email)
            recipient (?:unknown|not found|does not exist|address rejected|is not)
            (?:mailbox|address|account|recipient|user|e-?mail).{0,40}(?:not found|does(?:n'?t| not) exist)
            (?:mailbox|address|account|recipient|user|e-?mail).{0,40}(?:unavailable|no longer)
            (?:mailbox|address|account|recipient|user|e-?mail).{0,40}not (?:exist|known|valid|listed|recogni[sz]ed)
            (?:mailbox|address|account|recipient|user|e-?mail).{0,40}(?:unknown|is invalid)
            invalid (?:recipient|mailbox|user|address|final)|no mailbox here|not our customer
            not a (?:valid|known) (?:user|mailbox|address)|unrouteable address|no (?:such|valid) recipient
            bad destination|addressee unknown|no account|nosuchuser|existiert nicht|unbekannt|inconnu|desconocid
            sconosciut|あて先|宛先|ユーザ|user not listed|not listed in|rejected by the recipient
            does not like recipient
            undeliverable address|unknown$
            """
        ),
    ),
    (
        "4.4.1",
        any_of(
            r"""
            timed? ?out|connection (?:refused|lost|dropped|closed|reset)|no route|unreachable
            not (?:responding|answering)|could ?n[o']t connect|cannot connect|connect(?:ion)? (?:failed|to)
            """
        ),
    ),
    (
        "5.7.1",
        any_of(
            r"""
            spam|blacklist|blocklist|block list|black list|blocked|denylist|spamhaus|dnsbl|rbl\b|reputation
            content (?:rejected|filter)|virus|policy|dmarc|not accept|access denied|rejected|refused
            not authori[sz]ed|permission|denied|prohibited|restrict
            """
        ),
    ),
    (
        "4.4.7",
        any_of(
            r"""
            too (?:long|many hours)|retry timeout exceeded|given up|queue|expired|max(?:imum)? (?:time|retr)|delayed
            retried|try again|tried
            """
        ),
    ),
    (
        "5.4.6",
        any_of(
            r"""
            too many hops|mail loop|loop(?:s|ing)? (?:back|detected)|hop count
            """
        ),
    ),
    (
        "5.1.3",
        any_of(
            r"""
            syntax|bad address|malformed|illegal (?:address|user)|invalid (?:format|syntax)
            """
        ),
    ),
)
