"""Who wrote what, on pages of the forms that people copy from."""

from __future__ import annotations

import pytest

from makegood.mentions.reading import read
from makegood.mentions.reading.html_text import text_of
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
    "side by side": f"Marta   ★☆☆☆☆   3 days ago\n{KETTLE}\n\nOmar Karim   5/5   3 May 2019\n{HEEL}",
    "members": f"Marta   Messages : 14   Inscrit le 02/05/2015\n{KETTLE}\nHaut\n\nOmar   Messages : 1 208\n{HEEL}",
    "in front, with a dash": f"Marta Lund — {KETTLE}\nReply\n\nOmar Karim — {HEEL}\nReply",
    "in front, by handle": f"@Marta: {KETTLE}\n@Omar: {HEEL}",
    "names above": f"**Marta Lund**\n{KETTLE}\n\n**Omar Karim**\n{HEEL}",
    "names and trades above": f"Marta Lund, retired nurse\n{KETTLE}\n\nOmar Karim, plumber\n{HEEL}",
    "names below": f"{KETTLE}\nMarta Lund\n\n{HEEL}\nOmar Karim",
    "by points": f"Marta 14 points 3 hours ago\n{KETTLE}\npermalink\nOmar 4 points 2 hours ago\n{HEEL}\npermalink",
    "dated lists": f"On 3 May 2016, Marta Lund wrote:\n{KETTLE}\n\nOn 4 May 2016, Omar Karim wrote:\n{HEEL}",
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


@pytest.mark.parametrize(
    "page",
    [
        f"A kettle\n\n{KETTLE}\n\nMarta Lund is a writer who lives in Hexham.",
        f"Marta Lund · 3 May 2021 · 4 min read\n\nA kettle\n\n{KETTLE}",
        f"A kettle | by Marta Lund | The Hearth\n\n{KETTLE}",
        f"Marta Lund, 43, nurse\n\n{KETTLE}",
        f"Marta's Kitchen Table\n\nA kettle\n3 May 2021\n\n{KETTLE}",
        f"Hi, I'm Marta and this is my page.\n\n{KETTLE}",
        f"{KETTLE}\n\nUntil next week,\nMarta Lund (Mrs)\n\nP.S. The cat is well.",
        f"{KETTLE}\n\nMarta x",
        f"{KETTLE}\nEingestellt von Marta um 10:12",
        f"{KETTLE}\n\nMarta Lund. Lauda (Baden)",
    ],
)
def test_one_who_writes_is_known_by(page: str) -> None:
    assert sections_of(page)[0].author.startswith("Marta")


@pytest.mark.parametrize(
    "block",
    [
        "<div class=rev><span class=name>{who}</span><p>{said}</p></div>",
        "<li><b>{who}</b> {said}</li>",
        "<blockquote><p>{said}</p><footer>{who}, Leeds</footer></blockquote>",
        "<article><a>{who}</a> <span>@someone</span> <time>3h</time><p>{said}</p></article>",
    ],
)
def test_blocks_that_repeat_are_of_several(block: str) -> None:
    inside = block.format(who="Marta Lund", said=KETTLE) + block.format(who="Omar Karim", said=HEEL)
    found = sections_of(text_of(f"<html><body><h1>Reviews</h1><div>{inside}</div></body></html>")[0])
    assert [one.author.split()[0] for one in found] == ["Marta", "Omar"]


def test_an_open_letter_tells_of_whom_it_is_written_to() -> None:
    letter = (
        "An open letter to Lumen Optics\n\nDear Lumen,\n\nOn 3 March you sold me glasses for £412. "
        "You said that I would adapt. You have remade them twice, and I still walk into doors.\n\nYours,\nKeith Pascoe"
    )
    (found,) = read(letter)
    assert (found.about, found.teller, found.valence) == ("Lumen Optics", "Keith Pascoe", "negative")


def test_a_sentence_a_line_is_one_account() -> None:
    told = (
        "Our kitchen flooded at seven.|I called three firms.|Two never picked up.|The third was Daly & Sons.|A man "
        "answered.|He did not ask for my card.|He stayed on the line until I found the tap.|"
        "He was there in forty minutes.|He charged me £60."
    ).split("|")
    (found,) = read("\n\n".join(told))
    assert found.about == "Daly & Sons" and found.passage.endswith("£60.")


def test_a_voucher_that_was_sent_back_is_no_remedy() -> None:
    told = "I waited five months for my chair from Ashby Beds. They sent me a voucher for £50. I sent it back."
    assert [one.remedy for one in read(told)] == [None]
