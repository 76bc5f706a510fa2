"""Whatever language says that somebody wrote what follows: what follows is not new."""

from __future__ import annotations

import pytest

from makegood.channels.mail.quotes import newly_written

ANSWER = "Tuesday suits me.\nSee you then."
INTRODUCED = [
    "On Mon, Mar 4, 2024 at 9:15 AM Ana Kern <ana@lamps.example> wrote:",
    "On Mon, Mar 4, 2024 at 9:15 AM Ana Kern of the Lamp Repairs <\nana@lamps.example> wrote:",
    "Am Mo., 4. März 2024 um 09:15 Uhr schrieb Ana Kern <ana@lamps.example>:",
    "Le lun. 4 mars 2024 à 09:15, Ana Kern <ana@lamps.example> a écrit :",
    "El lun, 4 mar 2024 a las 9:15, Ana Kern (<ana@lamps.example>) escribió:",
    "Il giorno lun 4 mar 2024 alle ore 09:15 Ana Kern <ana@lamps.example> ha scritto:",
    "Em seg., 4 de mar. de 2024 às 09:15, Ana Kern <ana@lamps.example> escreveu:",
    "Op ma 4 mrt 2024 om 09:15 schreef Ana Kern <ana@lamps.example>:",
    "Den mån 4 mars 2024 kl 09:15 skrev Ana Kern <ana@lamps.example>:",
    "man. 4. mar. 2024 kl. 09:15 skrev Ana Kern <ana@lamps.example>:",
    "ma 4. maalisk. 2024 klo 9.15 Ana Kern (ana@lamps.example) kirjoitti:",
    "pon., 4 mar 2024 o 09:15 Ana Kern <ana@lamps.example> napisał(a):",
    "po 4. 3. 2024 v 9:15 odesílatel Ana Kern <ana@lamps.example> napsal:",
    "пн, 4 мар. 2024 г. в 09:15, Ana Kern <ana@lamps.example>:",
    "пн, 4 бер. 2024 р. о 09:15 Ana Kern <ana@lamps.example> пише:",
    "Ana Kern <ana@lamps.example>, 4 Mar 2024 Pzt, 09:15 tarihinde şunu yazdı:",
    "Ana Kern <ana@lamps.example> ezt írta (időpont: 2024. márc. 4., H, 9:15):",
    "În lun., 4 mar. 2024 la 09:15, Ana Kern <ana@lamps.example> a scris:",
    "Στις Δευ 4 Μαρ 2024 στις 9:15 π.μ., ο/η Ana Kern <ana@lamps.example> έγραψε:",
    "2024年3月4日(月) 9:15 Ana Kern <ana@lamps.example>:",
    "Ana Kern <ana@lamps.example> 于2024年3月4日周一 09:15写道：",
    "2024년 3월 4일 (월) 오전 9:15, Ana Kern <ana@lamps.example>님이 작성:",
]


@pytest.mark.parametrize("introduction", INTRODUCED)
@pytest.mark.parametrize("quote", ["> When may we come?\n> Ana", "When may we come?\nAna"])
def test_the_quote_below_is_left_out(introduction: str, quote: str) -> None:
    assert newly_written(f"{ANSWER}\n\n{introduction}\n{quote}", "").text == ANSWER
