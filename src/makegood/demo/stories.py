"""The fifteen stories of the invented company, as data. All of it is made up."""

from __future__ import annotations

from makegood.demo.steps import (
    Agrees,
    Answers,
    Asks,
    Gives,
    Hands,
    Notes,
    Offers,
    Rights,
    Says,
    Story,
    Takes,
    WantsCall,
)

HOUR, DAY = 60, 24 * 60


STORIES: tuple[Story, ...] = (
    Story(
        "Edwin Okoro",
        "edwin.okoro@post.example",
        "wharf",
        "Oak table wobbles again",
        [
            Says(
                9 * DAY,
                "Good morning,\n\nthe oak table you mended in October wobbles again, at the same leg.\n\nEdwin Okoro",
            ),
            Answers(
                9 * DAY - 50,
                "ana",
                "Dear Edwin, that should have held. Kofi looks at it with you on Saturday at ten.",
                "wait",
            ),
            Says(
                24 * HOUR + 12,
                "It is Edwin, about the table. I am at home all morning, so please ring before half past eleven.",
            ),
            Takes(23 * HOUR, "tove"),
            WantsCall(22 * HOUR, "tove", "+31 20 555 0142", 40),
        ],
        ["repair"],
    ),
    Story(
        "Lucia Ferrante",
        "lucia@ferrante.example",
        "online",
        "Wrong colour in the parcel",
        [
            Says(
                24 * HOUR - 4,
                "Hello, is someone there? The box says moss, the cup is blue. It is a present for tomorrow.",
            ),
            Takes(22 * HOUR, "ana"),
            Asks(
                4,
                "ana",
                Rights("replacement", "Moss cup, set of six", 5800, 9600, 20 * HOUR),
                "The right set by courier, so that it is there for the present tomorrow. The blue one is hers to keep.",
            ),
        ],
        ["online order"],
    ),
    Story(
        "Abel Tran",
        "abel.tran@post.example",
        "wharf",
        "Lamp flickers since the repair",
        [
            Says(3 * DAY, "The Pier lamp came back from repair on Monday and flickers when I touch the switch."),
            Answers(
                3 * DAY - 95,
                "ana",
                "Dear Mr Tran, please leave it off until we have seen it. When could you bring it in?",
            ),
            Says(23 * HOUR + 20, "I can be at Quay Lane today at noon, if somebody there can look at it while I wait."),
            Notes(
                22 * HOUR,
                "ana",
                "Mo, can Quay Lane look at it while Mr Tran waits? The repair was ours.",
            ),
            Takes(22 * HOUR, "ana"),
        ],
        ["repair"],
    ),
    Story(
        "Hanne Vos",
        "hanne.vos@mail.example",
        "online",
        "Is the Tidewater lamp coming back?",
        [
            Says(80 * DAY, "Is the Tidewater lamp coming back? I have the small one and would love its big sister."),
            Answers(80 * DAY - 60, "tove", "Dear Hanne, yes, in autumn. I write to you when it is here.", "rest"),
            Says(
                24 * HOUR - 23,
                "You wrote “in autumn”. It is late November now. Shall I go on hoping?",
            ),
            Takes(20 * HOUR, "tove"),
        ],
    ),
    Story(
        "Beatriz Amaral",
        "b.amaral@post.example",
        "wharf",
        "Gift card says it is already spent",
        [
            Says(
                2 * DAY, "The till says my gift card is empty. I have never used it, and my sister paid sixty for it."
            ),
            Answers(
                15,
                "tove",
                "Dear Beatriz, I look into the books and write to you in an hour, whatever they say.",
                "open",
                Gives("write to Beatriz what the books say", 50),
            ),
            Notes(
                2 * DAY - 90,
                "kofi",
                "It was spent at Mill Road on the second, once, in one piece. No name on the receipt.",
            ),
        ],
        ["voucher"],
    ),
    Story(
        "Maren Holt",
        "maren.holt@post.example",
        "online",
        "Casserole came with a broken lid",
        [
            Says(
                3 * DAY,
                "Hello,\n\nthe casserole came today and its lid is in two pieces. I cook for eight on Friday.\n"
                "Quay Lane says I bought it online, so they cannot help me.\n\nMaren Holt",
                picture=True,
            ),
            Notes(
                3 * DAY - 30,
                "mo",
                "Our till was wrong: any shop makes good on any order. Joris has a lid in the stockroom.",
            ),
            Answers(
                3 * DAY - 45,
                "tove",
                "Dear Maren, you should not have to ask twice. A new lid comes to Wharf Street by five on Thursday. "
                "It waits at the till under your name; you need no receipt.",
            ),
            Says(
                21 * HOUR, "That is kind, thank you. Will somebody be there until five? I leave work at half past four."
            ),
        ],
        ["online order"],
    ),
    Story(
        "Noor Haddad",
        "noor@haddad.example",
        "online",
        "Thank you, and one more thing",
        [
            Says(
                3 * HOUR,
                "The chair is perfect, and so was he who carried it up. Could I get two more of the felt pads?",
            )
        ],
    ),
    Story(
        "Owen Pryce",
        "owen.pryce@mail.example",
        "wharf",
        "Wool rug, week six",
        [
            Says(
                16 * DAY, "I ordered the wool rug on four weeks' delivery. This is week six, and I have heard nothing."
            ),
            Answers(
                16 * DAY - 30,
                "tove",
                "Dear Owen, I should have called you before you had to ask. I ring the weaver now.",
            ),
            Says(5 * DAY, "And what did the weaver say?"),
            Answers(
                5 * DAY - 20,
                "tove",
                "The dye bath failed twice. In a week I call the weaver and then you, whatever they say.",
                word=Gives("call the weaver, then Owen", 2 * DAY),
            ),
            Hands(
                5 * DAY - 25,
                "tove",
                "weaver",
                "Wool rug, two metres by three, moss",
                "When does the rug leave you? The customer was told four weeks, and this is week six.",
            ),
            Agrees(4 * DAY, "The third bath held. It leaves us on that day.", 3),
        ],
        ["late order"],
    ),
    Story(
        "Sam Whitcombe",
        "sam@whitcombe.example",
        "online",
        "Wedding list: two plates missing",
        [
            Says(4 * DAY, "Two of the twelve plates are not in the box. The wedding is in three weeks."),
            Answers(
                4 * DAY - 70,
                "kofi",
                "Dear Sam, I know which two are missing. They leave the pottery on Monday.",
            ),
            Answers(
                2 * DAY,
                "kofi",
                "Dear Sam, the two plates left the pottery this morning. You paid for one delivery and get two, "
                "so the first one is on us.",
                remedy=Rights("refund", "Delivery", 950, 950, order="HP-20865"),
            ),
        ],
        ["order"],
    ),
    Story(
        "Greta Lindqvist",
        "greta.l@post.example",
        "wharf",
        "Which bulb fits the Pier lamp?",
        [
            Says(6 * DAY, "Which bulb fits the Pier lamp? The old one has no number on it any more."),
            Answers(
                6 * DAY - 15,
                "kofi",
                "Dear Greta, there are two sockets. Measure across: 14 or 27 mm? I keep both here for you.",
            ),
            Says(1 * DAY + 90, "I measure at the weekend. Please don't remind me, I will write."),
            Answers(1 * DAY + 60, "kofi", "Gladly. Nothing from us until you do.", "rest"),
        ],
    ),
    Story(
        "Juno Park",
        "juno.park@mail.example",
        "quay",
        "Kettle: two months old and cold",
        [
            Says(2 * DAY, "My kettle stopped warming after two months. I have the receipt somewhere, I think."),
            Takes(2 * DAY - 10, "mo"),
            Answers(
                2 * DAY - 25,
                "mo",
                "Dear Juno, we see your order; no receipt needed. A new one is at the till from two.",
                "close",
                remedy=Rights("replacement", "Tidewater kettle", 2350, 4900),
            ),
        ],
        ["guarantee"],
    ),
    Story(
        "Ruben Castellanos",
        "ruben@castellanos.example",
        "online",
        "Where is my order?",
        [
            Says(30 * HOUR, "The page has said “packed” for five days. Nobody picks up the phone after six."),
            Answers(
                29 * HOUR,
                "priya",
                "Dear Ruben, it was left behind on Tuesday. It goes out today; I write when it has.",
                "wait",
                Gives("write when the order has left", 5 * HOUR, "shipped"),
            ),
        ],
        ["late order"],
    ),
    Story(
        "Ottilie Brand",
        "ottilie@brand.example",
        "wharf",
        "You were told, I was not",
        [
            Says(
                6 * HOUR,
                "I left two messages about the shoe last. Your workshop told the shop, the shop told the supplier,\n"
                "and nobody told me. Three weeks! I am not cross with anyone. I just want to know who has it now.",
            ),
            Notes(
                5 * HOUR,
                "ilse",
                "I know her: she is right, and she is patient. Whoever takes this keeps it to the end, please.",
            ),
            Takes(4 * HOUR, "kofi"),
            Offers(
                25,
                "kofi",
                "tove",
                "Wants somebody whom the supplier's manager calls back. I have the job sheet and the two messages.",
                "Nothing yet; she has waited three weeks.",
            ),
        ],
        ["repair"],
    ),
    Story(
        "Florian Weiss",
        "florian.weiss@post.example",
        "online",
        "Garden table: rain all week",
        [
            Says(
                7 * HOUR, "Is anyone coming to oil the garden table while it rains like this? I took the morning off."
            ),
            Answers(
                7 * HOUR - 12,
                "ana",
                "Dear Florian, not in this rain: oil needs two dry days. Saturday at nine, if the sky agrees?",
                "wait",
            ),
            Says(5 * HOUR, "Saturday is good. Thank you for saying so before I waited."),
            Answers(
                4 * HOUR,
                "ana",
                "Then we come with the oil, and with a tarpaulin in case.",
                word=Gives("oil the garden table at his house", 3 * DAY),
            ),
        ],
    ),
    Story(
        "Ayo Bankole",
        "ayo@bankole.example",
        "quay",
        "Could the bench be 4 cm lower?",
        [
            Says(
                26 * HOUR,
                "A wish more than a complaint: my daughter's feet do not reach the floor from the bench.",
            ),
            Takes(25 * HOUR, "mo"),
            Answers(25 * HOUR, "mo", "Dear Ayo, bring it on any morning: four saw cuts and a cup of tea.", "close"),
            Says(50, "Done, and she sits like a queen. Thank you!"),
        ],
    ),
)
