"""The advertisement that a phone or a program puts under a mail: "Sent from my iPhone"."""

from __future__ import annotations

# Each matches from the beginning of the line; what follows on the line belongs to it.
LINES = (
    r"sent (?:from|via|using|with|by) (?:my|a|an|the|our) (?:\S+ ?){1,4}$",
    r"sent (?:from|via|using|with) (?:my|a|an) (?:iphone|ipad|ipod|android|samsung|galaxy|htc|windows|mobile|phone|cell|blackberry|verizon|nexus|pixel|xiaomi|huawei|oneplus|sony|nokia|motorola|moto|tablet|t-mobile|sprint|at&t|palm|alcatel|smartphone)\b", r"sent from (?:mobile|outlook|yahoo|mail|gmail|windows|iphone|ipad|samsung|android|proton|mailbird|spark|newton|blue|nine|aqua|inbox|workspace|front|superhuman|mailbox|boxer|email|tutanota|tuta|bluemail|myMail|hey|zoho|aol|hotmail|fastmail|edison|typeapp|postbox|polymail|canary|k-9|fairemail|thunderbird)\b",
    r"sent (?:via|with|using|through) (?:mobile|the |airmail|blackberry|yahoo|outlook|proton|shift|spark|mailspring|superhuman|polymail|k-9|fairemail|bluemail|blue|tutanota|tuta|missive|mixmax|vivaldi|canary|newton|mailtrack|unibox|mail\.ru|samsung|sparrow|gmail|mailbutton|mailbird|hey)\b",
    r"sent by (?:galaxy|samsung|iphone|android|outlook|blackberry)", r"from my (?:iphone|ipad|ipod|android|samsung|blackberry|mobile|phone|htc|galaxy|windows phone)\b",
    r"get (?:outlook|bluemail|typeapp|boxer|spark|newton|mymail) for (?:ios|android|mac|windows|mobile|iphone|ipad)", r"download outlook for ",
    r"secured by protonmail", r"secured with protonmail", r"secure by protonmail", r"sent securely (?:with|from|via)\b", r"email sent securely (?:with|from|via)\b", r"composed (?:with|on|in) (?:mobile|the |my )",
    r"typed (?:on|with) (?:my|a) (?:phone|mobile|iphone|tiny|small)", r"please excuse (?:my )?(?:brevity|any typos|typos)", r"this (?:message|e-?mail) was sent from my ",
    r"yahoo mail: search, organi[sz]e, conquer", r"sent from .{1,40} (?:for|on|auf|pour) (?:ios|iphone|ipad|android|mobile|windows(?: phone)?(?: \d+)?|mac)\b",
    r"someone from mobile",
    r"von (?:mein|der|dem|unterwegs|mobil|outlook|yahoo|gmx|web\.de|mail|proton|samsung|iphone|ipad) ?.{0,60} ?(?:gesendet|versandt|verschickt|geschickt)\.?\s*$", r"mit .{1,60} (?:gesendet|versandt|verschickt)\.?\s*$", r"aus .{1,40} (?:app|mail) gesendet\.?\s*$", r"über .{1,40} gesendet\.?\s*$", r"diese (?:nachricht|e-?mail|mail) wurde (?:von|mit|über|aus) .{1,80} (?:gesendet|versandt|verschickt)\.?\s*$", r"gesendet (?:von|mit|aus|über|via|per) (?:mein|der|dem|outlook|yahoo|gmx|web\.de|mail|proton|samsung|iphone|ipad|k-9|spark|blackberry|mobil|android|windows|t-online|tutanota|thunderbird)", r"holen sie sich outlook für ", r"outlook für (?:ios|android) (?:beziehen|herunterladen)",
    r"diese nachricht wurde von meinem ",
    r"envoyé (?:de|depuis|à partir|avec|via|par) ", r"obtenez outlook pour ", r"téléchargez outlook pour ", r"télécharger outlook pour ", r"provenance : courrier",
    r"enviado (?:desde|con|a través de|vía) (?:mi|el|la|yahoo|outlook|correo|gmail|samsung|un|proton|spark|android|iphone)", r"obtener outlook para ", r"obtén outlook para ", r"consigue outlook ",
    r"inviato (?:da|dal|dall|con|tramite|via) ?(?:mio|il|l['’]|yahoo|outlook|posta|gmail|samsung|iphone|ipad|proton|libero|tim|android|spark|smartphone|mobile|dispositivo|cellulare)", r"scarica outlook per ", r"ottieni outlook per ",
    r"enviada (?:do|da|a partir d|pelo|através d|via|com) ?(?:meu|minha|o|a|outlook|correio|iphone|ipad|android)", r"enviado (?:do|da|a partir d|pelo|através d|via|com) ?(?:meu|o|a|yahoo|outlook|correio|e-?mail|gmail|samsung|iphone|ipad|proton|android)", r"obter o outlook para ", r"obtenha o outlook para ", r"baixe o outlook ",
    r"verzonden (?:vanaf|van|via|met|vanuit) ", r"verstuurd (?:vanaf|van|via|met|vanuit) ", r"outlook voor (?:ios|android) (?:downloaden|ophalen)", r"download outlook voor ",
    r"skickat från ", r"skickades från ", r"skickat med ", r"hämta outlook för ", r"ladda ned outlook ", r"skickat via ",
    r"sendt (?:fra|via|med) ", r"hent outlook (?:til|for) ", r"få outlook (?:til|for) ",
    r"lähetetty .{1,60}(?:sta|stä|lta|ltä|lla|llä)\b", r"hanki outlook ", r"lähetetty (?:iphone|ipad|samsung|android|yahoo|outlook)", r"hae outlook ",
    r"wysłane (?:z|przy użyciu|za pomocą|przez) ", r"wysłano (?:z|przy użyciu|za pomocą|przez) ", r"wysłana (?:z|przy użyciu|za pomocą|przez) ", r"wysłany (?:z|przy użyciu|za pomocą|przez) ", r"pobierz (?:aplikację )?outlook dla ", r"uzyskaj outlook ",
    r"odesláno (?:z|ze|pomocí) ", r"odoslané (?:z|zo) ", r"získat (?:aplikaci )?outlook pro ", r"stáhnout outlook ",
    r"отправлено (?:с|из|от|при помощи) ", r"отправлено .{0,20}iphone", r"скачать outlook ", r"получить outlook ", r"надіслано (?:з|із|від) ", r"отримати outlook ", r"відправлено (?:з|із) ", r"пошлите с моего ",
    r".{1,40}(?:'?dan|'?den|'?tan|'?ten|mdan|mden) gönderildi", r"(?:ios|android) için outlook['’]?", r"gönderildi ", r"outlook for (?:ios|android) edinin",
    r"(?:elküldve|küldve) .{1,40}", r".{1,40}(?:ról|ről|mról|mről|ből|ból) küldve", r"(?:az )?(?:ios|android)es outlook ", r"az outlook beszerzése ",
    r"trimis (?:de pe|din|cu|prin) ", r"descărcați outlook ", r"obțineți outlook ",
    r"στάλθηκε από ", r"εστάλη από ", r"απεστάλη από ", r"λήψη του outlook ",
    r"(?:私の)?(?:iphone|ipad|android|スマートフォン|モバイル).{0,10}から送信", r".{0,30}から送信", r"(?:ios|android)\s*版?\s*outlook\s*を", r"outlook for (?:ios|android) (?:を|获取|取得|다운로드)", r"iphoneから",
    r"(?:从|從|來自|来自|发自|發自|寄自|由).{1,30}(?:发送|發送|傳送|发出)?\s*$", r"发自我的", r"發自我的", r"從我的 .{1,20} 傳送", r"(?:获取|取得|下载) ?(?:适用于 ?)?.{0,10}outlook", r"获取 outlook for ",
    r"(?:나의|내) .{1,20}에서 (?:보냄|보낸)", r".{1,30}에서 (?:보냄|보냈습니다|전송됨)", r"(?:ios|android)용 outlook",
    r"נשלח מ", r"הורד את outlook", r"أرسلت من ", r"أُرسلت من ", r"تم الإرسال من ", r"مرسل من ", r"الحصول على outlook",
    r"dikirim dari ", r"đã gửi từ ", r"được gửi từ ", r"nosūtīts no ", r"išsiųsta iš ", r"saadetud minu ", r"poslano (?:z|sa|s|iz) ", r"enviat (?:des de|des del) ",
)  # fmt: skip

# A person may well begin a sentence so; the line of a device is short, but for the address in it. Characters.
LONGEST = 90
