"""The lines that mail programs draw above what they quote or forward."""

from __future__ import annotations

# Between two runs of dashes: "-----Original Message-----".
BETWEEN_DASHES = (
    "Original Message", "Original message", "Original E-?mail", "Original Appointment", "Forwarded Message",
    "Forwarded message", "Forwarded by .{1,80}", "Reply Message", "Reply Above This Line", "Original-Nachricht",
    "Originalnachricht", "Original Nachricht", "Ursprüngliche Nachricht", "Ursprüngliche Mail", "Originalmail",
    "Ursprünglicher Termin", "Weitergeleitete Nachricht", "Weitergeleitet von .{1,80}", "Ende der weitergeleiteten .{1,20}",
    "Message d'origine", "Message d’origine", "Message original", "Message transféré", "Message Original",
    "Courriel original", "Mensaje original", "Mensaje reenviado", "Mensaje Original", "Messaggio originale",
    "Messaggio inoltrato", "Messaggio Originale", "Messaggio originario", "Mensagem original", "Mensagem encaminhada",
    "Mensagem Original", "Oorspronkelijk bericht", "Oorspronkelijk Bericht", "Originele bericht", "Doorgestuurd bericht",
    "Origineel bericht", "Ursprungligt meddelande", "Ursprungligt Meddelande", "Originalmeddelande",
    "Vidarebefordrat meddelande", "Opprinnelig melding", "Videresendt melding", "Oprindelig meddelelse",
    "Original meddelelse", "Oprindelig besked", "Videresendt meddelelse", "Videresendt besked", "Alkuperäinen viesti",
    "Välitetty viesti", "Edelleenlähetetty viesti", "Wiadomość oryginalna", "Oryginalna wiadomość",
    "Treść oryginalnej wiadomości", "Wiadomość przekazana dalej", "Przekazana wiadomość", "Původní zpráva",
    "Původní e-mail", "Přeposlaná zpráva", "Pôvodná správa", "Исходное сообщение", "Исходное письмо",
    "Пересылаемое сообщение", "Пересланное сообщение", "Перенаправленное сообщение", "Оригинальное сообщение",
    "Початкове повідомлення", "Вихідне повідомлення", "Переслане повідомлення", "Özgün İleti", "Orijinal İleti",
    "Orijinal Mesaj", "Yönlendirilen İleti", "Yönlendirilen mesaj", "Eredeti üzenet", "Eredeti levél",
    "Továbbított üzenet", "Mesaj original", "Mesajul original", "Mesaj redirecționat", "Αρχικό μήνυμα",
    "Προωθημένο μήνυμα", "元のメッセージ", "元のメール", "転送メッセージ", "転送されたメッセージ", "Original Message", "原始邮件",
    "原始郵件", "转发的邮件", "转发邮件信息", "转发邮件", "轉寄郵件", "回复的原邮件", "邮件原件", "원본 메일", "원본 메시지", "전달된 메시지",
    "원본메세지", "הודעה מקורית", "הודעה שהועברה", "الرسالة الأصلية", "الرسالة المعاد توجيهها", "رسالة محوّلة",
    "Pesan Asli", "Thư gốc", "Originalna poruka", "Izvorna poruka", "Izvirno sporočilo",
)  # fmt: skip

# On a line of their own, without dashes.
ALONE = (
    "Begin forwarded message", "Anfang der weitergeleiteten (?:Nachricht|E-?Mail)", "Début du message transféré",
    "Début du message réexpédié", "Inicio del mensaje reenviado", "Comienzo del mensaje reenviado",
    "Inizio messaggio inoltrato", "Início da mensagem (?:encaminhada|reencaminhada)", "Begin doorgestuurd bericht",
    "Vidarebefordrat brev", "Vidarebefordrat mejl", "Videresendt melding", "Start på videresendt (?:besked|melding)",
    "Välitetty viesti alkaa", "Początek przekazywanej wiadomości", "Začátek přeposílané zprávy", "Začiatok preposlanej správy",
    "Начало переадресованного сообщения", "Початок листа, що пересилається", "İletilen mesajın başlangıcı",
    "Továbbított levél kezdete", "Începutul mesajului redirecționat", "Αρχή προωθημένου μηνύματος", "転送されたメール",
    "以下是转发的邮件", "开始转发的邮件", "전달된 메시지 시작", "下面是被转发的邮件",
)  # fmt: skip
