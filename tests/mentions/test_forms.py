"""Who wrote what, on pages of the forms that people copy from."""

from __future__ import annotations

import pytest

from makegood.mentions.reading.sections import sections_of

KETTLE = "I bought a kettle there in May and it leaked within the week. They refused to take it back."
HEEL = "The heel came off my boot on the second day. The man behind the counter gave me a new pair at once."
FORMS = {
    "reviews with counts": (
        "Kettles & Co Reviews 214\n\nMarta Lund\n3 reviews\nGB\n2 days ago\n"
        f"Rated 1 out of 5 stars\nNo\n{KETTLE}\n"
        "Date of experience: May 03, 2021\nUseful\nShare\nOmar K\n1 review\nIE\n"
        f"May 3, 2021\nRated 5 out of 5 stars\nLovely\n{HEEL}"
    ),
    "a guide": (
        f"Marta Lund\nLocal Guide · 32 reviews · 5 photos\n3 months ago\n{KETTLE}\n\n"
        f"Omar\n2 reviews\na year ago\n{HEEL}"
    ),
    "a traveller": (
        "Marta L wrote a review Jun 2019\n"
        f"Leeds, United Kingdom14 contributions3 helpful votes\n{KETTLE}\nHelpful\n"
        f"OmarK wrote a review Apr 2019\nCork, Ireland2 contributions\n{HEEL}"
    ),
    "friends": (
        f"Marta Lund doesn't recommend Kettles & Co.\n3 May 2021 ·\n{KETTLE}\n"
        f"Like · Share\n\nOmar recommends Boots.\n1 May ·\n{HEEL}"
    ),
    "numbered": (
        f"1. Marta says:\nMay 3, 2019 at 6:14 pm\n{KETTLE}\nReply\n2. Omar says:\nMay 4, 2019 at 6:14 pm\n{HEEL}\nReply"
    ),
    "with towns": f"Marta Lund | Leeds\nMarch 3\n{KETTLE}\nReply\nOmar | Cork\nMarch 3\n{HEEL}\nReply",
    "news": (
        f"From: marta@lund.example (Marta Lund)\nSubject: Kettles\n\n{KETTLE}\n\n"
        f"From: Omar <omar@cork.example>\nSubject: Re: Kettles\n\n{HEEL}"
    ),
    "a group": f"[03/05/2021, 20:14:10] Marta: {KETTLE}\n[03/05/2021, 20:16:10] Omar: {HEEL}",
    "calls": (
        f"HOST: Let us hear from Leeds.\n\nMARTA: {KETTLE}\n\n"
        f"HOST: And now Omar in Cork.\n\nOMAR: {HEEL}\n\nHOST: Thank you both."
    ),
    "signed in brackets": f"{KETTLE}\n(Marta Lund, Leeds)\n\n{HEEL}\n(Omar Karim, Cork)",
    "letters": (
        f"SIR - {KETTLE}\n\nMarta Lund\nMill Lane, Leeds\n\nNot all bad\n\nSIR - {HEEL}\n\nOmar Karim\nQuay Row, Cork"
    ),
    "a short one between": (
        f"Marta\n3 hours ago\n{KETTLE}\nLike 3   Reply\n\nBen\n3 hours ago\nNo.\n"
        f"Like 341   Reply\n\nOmar\n2 hours ago\n{HEEL}"
    ),
}


@pytest.mark.parametrize("form", FORMS)
def test_two_who_write_are_told_apart(form: str) -> None:
    found = [
        (one.author.split()[0], " ".join(line.text for line in one.lines))
        for one in sections_of(FORMS[form])
        if "kettle" in one.lines[0].text or "heel" in one.lines[0].text
    ]
    assert [name[:4] for name, _ in found] == ["Mart", "Omar"]
    assert KETTLE in found[0][1] and HEEL in found[1][1] and HEEL not in found[0][1]


def test_a_chat_with_a_company_is_one_account() -> None:
    chat = (
        "I kept the chat.\n\n09:02 Me: Please cancel.\n"
        "09:03 BROOKE: What if I gave you three months?\n09:04 Me: Cancel."
    )
    assert len(sections_of(chat)) == 1


def test_what_the_company_answers_in_one_line_does_not_hush_the_next() -> None:
    page = (
        f"★☆☆☆☆ Marta, 3 May 2021\n{KETTLE}\n"
        "Answer of the owner: Dear Marta, we regret what happened to you.\n\n"
        f"★★★★★ Omar, 2 May 2021\n{HEEL}"
    )
    assert [one.author for one in sections_of(page) if not one.is_owner][-1] == "Omar"
