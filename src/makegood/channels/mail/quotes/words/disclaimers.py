"""How lawyers begin what companies put under every mail. Whatever follows belongs to it."""

from __future__ import annotations

BEGINNINGS = (
    r"confidentiality (?:notice|note|statement|disclaimer)", r"disclaimer\s*[:.-]", r"legal disclaimer\b", r"important notice\s*:",
    r"this (?:e-?mail|message|communication|transmission|electronic (?:message|mail))(?: message| transmission)?(?:,? (?:and|including|together with) any .{1,60})?,? (?:is|are|may|contains?|may contain|is intended|was sent) .{0,60}(?:confidential|privileged|intended (?:only |solely )?for)",
    r"the (?:information|contents?) (?:contained )?(?:in|of) this .{1,80}(?:confidential|privileged|intended (?:only |solely )?for)",
    r"if you (?:are not|have received this (?:e-?mail|message) (?:in error|by mistake)).{0,60}(?:intended recipient|error|mistake)",
    r"please consider the environment", r"think before you print", r"please don.t print this",
    r"diese (?:e-?mail|nachricht) (?:enthält|und|ist|kann|samt).{0,80}(?:vertraulich|rechtlich geschützt)", r"der inhalt dieser (?:e-?mail|nachricht) ist (?:vertraulich|ausschlie)", r"vertraulichkeitshinweis", r"bitte denken sie an die umwelt", r"bevor sie diese (?:e-?)?mail ausdrucken",
    r"ce (?:message|courriel|mail|courrier)(?: électronique)?(?:,? (?:et|ainsi que) .{1,60})? .{0,40}(?:confidentiel|destiné)", r"avis de confidentialité", r"pensez à l.environnement",
    r"este (?:mensaje|correo|e-?mail)(?: electrónico)?(?:,? y .{1,60})? .{0,60}(?:confidencial|dirigid)", r"aviso (?:legal|de confidencialidad)", r"antes de imprimir", r"piense en el medio",
    r"questo (?:messaggio|e-?mail)(?:,? e .{1,60})? .{0,60}(?:riservat|confidenzial|destinat)", r"il presente (?:messaggio|e-?mail) .{0,80}(?:riservat|confidenzial|destinat)", r"le informazioni contenute (?:in|nel) (?:questo|presente).{0,60}(?:riservat|confidenzial)", r"prima di stampare",
    r"esta (?:mensagem|e-?mail)(?:,? (?:e|incluindo) .{1,60})? .{0,60}(?:confidencia)", r"aviso de confidencialidade", r"antes de imprimir",
    r"dit (?:bericht|e-?mail(?:bericht)?)(?: en .{1,60})? .{0,60}(?:vertrouwelijk|bestemd)", r"de informatie (?:verzonden|in) (?:met )?dit (?:e-?mail)?bericht",
    r"detta (?:meddelande|e-?post).{0,60}(?:konfidentiel|avsett)", r"denne (?:e-?post|e-?mail|mail|meddelelse).{0,60}(?:fortroli|beregnet)",
    r"niniejsza (?:wiadomość|korespondencja).{0,80}(?:poufn|przeznaczon)", r"tato zpráva.{0,80}(?:důvěrn|určen)", r"tento e-?mail.{0,80}(?:důvěrn|určen)",
    r"данное (?:сообщение|письмо).{0,80}(?:конфиденциальн|предназначен)",
    r"this (?:e-?mail|message) has been (?:scanned|checked) (?:for|by) ", r"virus-free\. ", r"diese e-?mail wurde von avast", r"l.absence de virus dans ce courrier",
)  # fmt: skip
