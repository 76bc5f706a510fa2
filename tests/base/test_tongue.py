"""Which language a customer writes in: told from few words, and left open when they tell little."""

from __future__ import annotations

import pytest

from makegood.base.tongue import tongue_of

SAID = {
    "en": "Hello, the lamp that I bought in May still flickers. Could you please send me a new one?",
    "de": "Guten Tag, meine Lampe flackert immer noch. Wann kommt der Techniker? Mit freundlichen Grüßen",
    "fr": "Bonjour, ma lampe clignote encore. Quand est-ce que le technicien passera ? Merci d'avance.",
    "es": "Buenos días, la lámpara todavía parpadea. ¿Cuándo pueden venir? Muchas gracias y saludos.",
    "it": "Buongiorno, la lampada sfarfalla ancora. Quando arriva il tecnico? Grazie e cordiali saluti.",
    "pt": "Bom dia, a minha lâmpada ainda pisca. Quando é que o técnico vem? Obrigado.",
    "nl": "Goedemorgen, mijn lamp knippert nog steeds. Wanneer komt de monteur? Met vriendelijke groet",
    "sv": "Hej, min lampa blinkar fortfarande. När kommer ni? Vänliga hälsningar",
    "da": "Hej, min lampe blinker stadig. Hvornår kommer I? Venlig hilsen",
    "fi": "Hei, lamppuni vilkkuu vielä. Milloin voitte tulla? Ystävällisin terveisin",
    "pl": "Dzień dobry, moja lampa nadal miga. Kiedy przyjdzie technik? Pozdrawiam",
    "cs": "Dobrý den, moje lampa stále bliká. Kdy přijde technik? S pozdravem",
    "tr": "Merhaba, lambam hala titriyor. Ne zaman gelebilirsiniz? Teşekkürler",
    "hu": "Jó napot, a lámpám még mindig villog. Mikor jön a szerelő? Köszönettel",
    "ro": "Bună ziua, lampa mea încă pâlpâie. Când poate veni tehnicianul? Mulțumesc",
    "ru": "Здравствуйте, моя лампа всё ещё мигает. Когда вы сможете прийти? Спасибо",
    "uk": "Добрий день, моя лампа ще блимає. Коли ви зможете прийти? Дякую",
    "el": "Καλημέρα, το φωτιστικό μου τρεμοπαίζει ακόμα. Πότε θα έρθετε;",
    "ja": "こんにちは。ランプがまだ点滅しています。いつ来ていただけますか。",
    "zh": "您好，我的灯还在闪。师傅什么时候来？谢谢。",
    "ko": "안녕하세요, 램프가 아직 깜박입니다. 언제 오시나요?",
}


@pytest.mark.parametrize(("tongue", "words"), SAID.items())
def test_it_is_told_from_a_few_sentences(tongue: str, words: str) -> None:
    assert tongue_of(words) == tongue
    assert tongue_of(f"{words}\n\nEva Stern, https://www.lamps.example/the/and/is, the.and@lamps.example") == tongue


@pytest.mark.parametrize(
    "words", ["", "ok", "12345", "Eva Stern", "RE: 4711", "👍", "eva@post.example", "La De Los Die", "..."]
)
def test_few_words_tell_nothing(words: str) -> None:
    assert tongue_of(words) == ""


SHORT = [
    ("Vielen Dank!", "de"),
    ("Merci beaucoup, bonne journée à vous", "fr"),
    ("Muchas gracias", "es"),
    ("Grazie mille, a lei", "it"),
]


@pytest.mark.parametrize(("words", "tongue"), SHORT)
def test_a_thank_you_tells_it_or_is_left_open(words: str, tongue: str) -> None:
    assert tongue_of(words) in (tongue, "")


NEIGHBOURS = {
    "ca": "Bon dia, el meu llum encara fa pampallugues. Quan vindrà el tècnic? Gràcies i salutacions",
    "sk": "Dobrý deň, moja lampa ešte stále bliká. Kedy príde technik? Ďakujem, s pozdravom",
    "hr": "Dobar dan, moja lampa još uvijek treperi. Kada dolazi majstor? Hvala i lijep pozdrav",
    "bg": "Здравейте, лампата ми още мига. Кога ще дойде техникът? Благодаря",
}


@pytest.mark.parametrize(("tongue", "words"), NEIGHBOURS.items())
def test_a_language_like_another_does_not_pass_for_it(tongue: str, words: str) -> None:
    assert tongue_of(words) in (tongue, "")
