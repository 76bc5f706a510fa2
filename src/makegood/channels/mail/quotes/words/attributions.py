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

# The line ends with one of these and perhaps a colon, a bracket or dashes, which do not count.
ENDS = (
    "wrote", "writes", "said", "says", "has written",
    "schrieb", "schrieben sie", "geschrieben",
    "a écrit", "a ecrit", "écrivait", "nous a dit",
    "escribió", "escribio", "ha escrito", "va escriure",
    "ha scritto", "scrive",
    "escreveu", "escreveram",
    "het volgende geschreven", "geschreven", "schreef",
    "skrev", "skrev følgende", "skrev följande", "skrev detta",
    "kirjoitti", "kirjoittaa",
    "napisał(a", "napisał", "napisała", "pisze",
    "napsal(a", "napsal", "napsala", "napísal(a", "napísal", "napísala",
    "написал(а", "написал", "написала", "пишет", "написав", "написала", "написав(ла", "пише", "написа",
    "yazdı", "yazmış", "yazdi",
    "írta", "ezt írta",
    "a scris", "scria",
    "έγραψε", "έγραψαν",
    "のメール", "書きました", "写道", "寫道", "写到", "님이 작성", "작성", "썼습니다",
    "כתב", "כתבה", "כתב/ה", "كتب", "كتبت",
    "đã viết", "menulis", "je napisao/la", "je napisao", "je napisala", "rakstīja", "rašė", "kirjutas",
)  # fmt: skip

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
