"""How mail programs say who wrote what they quote: "On Tuesday Ana wrote:"."""

from __future__ import annotations

# The line may begin with one of these (or with a date, a weekday or the writer's name and address).
OPENERS = (
    "On",
    "At",
    "In message",
    "In article",
    "Quoting",
    "Citing",  # English
    "Am",
    "An",
    "Zitat von",
    "Von",  # German
    "Le",
    "Selon",
    "Citation de",  # French
    "El",
    "Con fecha",
    "Citando a",
    "A las",
    "Quoting",  # Spanish
    "Il giorno",
    "Il",
    "In data",
    "Alle ore",
    "Citando",  # Italian
    "Em",
    "No dia",
    "A",
    "Às",
    "Aos",  # Portuguese
    "Op",
    "Citeren",
    "Van",  # Dutch
    "Den",
    "Vid",
    "På",
    "Kl",
    "Klokken",
    "D.",
    "Citerar",
    "Fra",  # Swedish, Norwegian, Danish
    "Lainaus",  # Finnish
    "W dniu",
    "Dnia",
    "W wiadomości",
    "Użytkownik",
    "Dn.",  # Polish
    "Dne",
    "Dňa",
    "V",
    "Ve",
    "Uživatel",  # Czech, Slovak
    "Le dim",
    "В",
    "Во",
    "От",
    "Цитирую",
    "Пользователь",  # Russian
    "У",
    "О",
    "Від",
    "Цитую",  # Ukrainian
    "Tarihinde",
    "Kimden",  # Turkish
    "Ekkor",
    "Idézet",  # Hungarian
    "În",
    "La data",
    "Pe",  # Romanian
    "Στις",
    "Την",
    "Το",  # Greek
    "在",
    "於",
    "于",  # Chinese
    "ב",
    "בתאריך",
    "في",
    "Vào",
    "Pada",
    "Dana",
    "U",
    "Na",
    "Datum",  # Hebrew, Arabic, Vietnamese, Indonesian, Balkan
)

# The line ends with one of these and perhaps a colon.
ENDS = (
    r"wrote",
    r"writes",
    r"said",
    r"says",
    r"has written",
    r"schrieb",
    r"schrieben Sie",
    r"geschrieben",
    r"a\s+écrit",
    r"a\s+ecrit",
    r"écrivait",
    r"nous a dit",
    r"écrit",
    r"escribió",
    r"escribio",
    r"ha escrit[oa]?",
    r"ha\s+scritto",
    r"scrive",
    r"escreveu",
    r"escreveram",
    r"het\s+volgende\s+geschreven",
    r"geschreven",
    r"schreef",
    r"skrev",
    r"skrev\s+f[öø]lgende",
    r"skrev\s+følgende",
    r"följande",
    r"kirjoitti",
    r"kirjoittaa",
    r"napisał(?:\(a\)|a)?",
    r"pisze",
    r"naps[aá]l(?:\(a\)|a)?",
    r"napísal(?:\(a\)|a)?",
    r"написал(?:\(а\)|а)?",
    r"пишет",
    r"написав(?:\(ла\))?",
    r"написала",
    r"пише",
    r"şunu\s+yazdı",
    r"yazdı",
    r"şöyle\s+yazdı",
    r"yazmış",
    r"írta",
    r"ezt\s+írta",
    r"következőt\s+írta",
    r"a\s+scris",
    r"scria",
    r"έγραψε",
    r"έγραψαν",
    r"のメール",
    r"書きました",
    r"wrote",
    r"写道",
    r"寫道",
    r"写到",
    r"님이\s*작성",
    r"작성",
    r"썼습니다",
    r"כתב(?:ה|/ה)?",
    r"كتب(?:ت)?",
    r"đã\s+viết",
    r"menulis",
    r"je\s+napisao(?:/la)?",
    r"rakstīja",
    r"rašė",
    r"kirjutas",
    r"написа",
    r"va\s+escriure",
)

# The verb stands inside, the writer's name or the date after it: "Am 5.1. schrieb Ana Kern:".
INSIDE = (
    r"schrieb",
    r"schreef",
    r"skrev",
    r"írta",
    r"ezt\s+írta",
    r"wrote\s+on",
    r"wrote\s+at",
    r"heeft",
    r"kirjoitti",
    r"kirjutas",
    r"пользователь",
    r"користувач",
    r"odesílatel",
    r"odosielateľ",
    r"бiльше",
    r"תמت",
    r"بواسطة",
    r"كتب",
    r"מאת",
    r"a\s+écrit\s+le",
    r"escribió\s+el",
    r"ha\s+scritto\s+il",
    r"napisał\s+w\s+dniu",
)

# Somebody tells a story of their own: "Am 5.1. schrieb ich Ihnen:".
PRONOUNS = (
    "I", "we", "you", "he", "she", "they", "ich", "wir", "er", "sie", "ihr", "man", "ik", "wij", "we", "jeg", "jag",
    "vi", "hun", "han", "je", "nous", "yo", "nosotros", "io", "noi", "eu", "nós", "ja", "my", "já", "я", "мы", "ми",
)  # fmt: skip
