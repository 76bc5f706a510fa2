"""The names that mail programs give the head of a mail when they quote it: "From:", "Sent:", "To:", "Subject:"."""

from __future__ import annotations

FROM = (
    "From", "Sender", "Von", "De", "Da", "Van", "Från", "Fra", "Lähettäjä", "Od", "Odesílatel", "Odosielateľ", "От",
    "Отправитель", "Від", "Від кого", "От кого", "Kimden", "Gönderen", "Feladó", "Από", "差出人", "送信者", "From",
    "发件人", "寄件者", "寄件人", "發件人", "보낸 사람", "보낸사람", "발신", "מאת", "من", "Expéditeur", "Remitente", "Mittente",
    "Remetente", "Absender", "Afzender", "Avsändare", "Avsender", "Afsender", "Expeditor", "De la", "Dari", "Từ",
    "No", "Nuo", "Saatja", "Šalje", "Od koga", "Ut-De",
)  # fmt: skip

SENT = (
    "Sent", "Date", "Sent at", "Sent on", "Gesendet", "Gesendet am", "Datum", "Gesendet um", "Envoyé", "Envoyé le",
    "Date d'envoi", "Date", "Enviado", "Enviado el", "Enviada em", "Enviado em", "Fecha", "Data", "Inviato", "Data invio",
    "Verzonden", "Verzonden op", "Skickat", "Sendt", "Dato", "Lähetetty", "Päivämäärä", "Päiväys", "Wysłano", "Wysłane",
    "Odesláno", "Odoslané", "Дата", "Отправлено", "Отправлен", "Надіслано", "Gönderildi", "Gönderme Tarihi", "Tarih",
    "Elküldve", "Küldve", "Dátum", "Trimis", "Dată", "Στάλθηκε", "Ημερομηνία", "Εστάλη", "送信日時", "日時", "日付", "送信",
    "发送时间", "發送時間", "寄件日期", "日期", "时间", "傳送時間", "보낸 날짜", "날짜", "보냄", "נשלח", "תאריך", "التاريخ", "تاريخ",
    "أرسلت", "تم الإرسال", "Tanggal", "Terkirim", "Ngày", "Poslano", "Saadetud",
)  # fmt: skip

TO = (
    "To", "An", "À", "A", "Pour", "Para", "Aan", "Till", "Til", "Vastaanottaja", "Do", "Komu", "Pro", "Кому", "Kime",
    "Alıcı", "Címzett", "Către", "La", "Προς", "宛先", "收件人", "收件者", "받는 사람", "받는사람", "수신", "אל", "إلى", "Destinataire",
    "Destinatario", "Destinatário", "Empfänger", "Ontvanger", "Mottagare", "Mottaker", "Modtager", "Kepada", "Kam", "Za",
    "Đến", "Tới", "A Cc",
)  # fmt: skip

SUBJECT = (
    "Subject", "Betreff", "Objet", "Sujet", "Asunto", "Oggetto", "Assunto", "Onderwerp", "Betreft", "Ämne", "Emne",
    "Aihe", "Temat", "Předmět", "Predmet", "Тема", "Konu", "Tárgy", "Subiect", "Θέμα", "件名", "主题", "主旨", "主題", "제목",
    "נושא", "الموضوع", "Re", "Perihal", "Subjek", "Chủ đề", "Teema", "Naslov", "Zadeva", "Assumpte", "RE",
)  # fmt: skip

# Seen in such a head, but proof of nothing by themselves.
OTHERS = (
    "Cc", "CC", "Bcc", "Kopie", "Copie", "Copia", "Kopia", "Kopi", "Kopio", "Копия", "Копія", "Bilgi", "Másolat",
    "Κοιν", "Κοινοποίηση", "抄送", "副本", "참조", "עותק", "نسخة", "Reply-To", "Reply to", "Antwort an", "Répondre à",
    "Responder a", "Rispondi a", "Svar till", "Svar til", "Importance", "Wichtigkeit", "Importancia", "Priorità",
    "Priority", "Attachments", "Anlagen", "Pièces jointes", "Adjuntos", "Allegati", "Bijlagen", "Organization",
    "Organisation", "Newsgroups", "Message-ID", "Resent-From", "Mailed-By", "Signed-By", "Cc:",
)  # fmt: skip
