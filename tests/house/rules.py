"""The house rules, as data: each says why, where it holds, how it is seen, and shows a bad and a good example."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from tests.house import look

Check = Callable[[str], list[int]]
"""Takes a file's text; answers the numbers of the lines that break the rule, counted from 1."""

DECIDES = ("*/rules.py", "*/rules/*.py")
CHANGES = ("*/acts.py", "*/acts/*.py")
READS = ("*/queries.py", "*/queries/*.py")
TURNS = ("*/due.py", "*/due/*.py")
SHAPE = ("*/models.py", "*/models/*.py")
FACES = ("*/desk/*.py", "*/api/*.py", "*/portal/*.py")
OUTSIDE = ("*/channels/*.py", "*/api/webhooks*", "*/config/*.py")
PAGES = ("*/templates/*.html", "*/library_templates/*.html")


@dataclass(frozen=True)
class Rule:
    """`where` and `but` are globs of paths below src/makegood, where * passes slashes too."""

    name: str
    why: str
    where: tuple[str, ...]
    check: Check
    bad: str
    good: str
    but: tuple[str, ...] = ()


RULES = [
    Rule(
        "faces-fetch-through-queries",
        "A face fetches through queries, so nobody forgets who may see what.",
        FACES,
        look.code(r"\.objects\b|\._default_manager\b"),
        bad="conversation = Conversation.objects.get(pk=pk)",
        good="conversation = queries.get_for(request.agent, pk)",
        but=(*SHAPE, *CHANGES, *READS, *TURNS),
    ),
    Rule(
        "save-names-its-fields",
        "save() without update_fields writes back columns that someone else has changed since.",
        (*CHANGES, *TURNS),
        look.bare_saves,
        bad="conversation.save()",
        good='conversation.save(update_fields=["owner"])',
    ),
    Rule(
        "what-is-held-is-held-alone",
        "PostgreSQL reads a held row anew, but not the rows joined to it: what moved meanwhile is not found.",
        ("*.py",),
        look.locked_joins,
        bad='Conversation.objects.select_for_update().select_related("team").get(pk=pk)',
        good='Conversation.objects.select_for_update().prefetch_related("team").get(pk=pk)',
    ),
    Rule(
        "time-is-an-argument",
        "Time is an argument below the view, so that a test can choose it and one act has one time.",
        (*DECIDES, *CHANGES, *READS, *TURNS),
        look.code(r"\bnow\(\)|\butcnow\(|\bdatetime\.now\(|\btimezone\.now\b|\bdate\.today\(|\btime\.time\("),
        bad="is_late = timezone.now() > due_at",
        good="is_late = now > due_at",
    ),
    Rule(
        "markup-is-made-in-one-place",
        "Text becomes HTML in base alone; anywhere else a stranger's text could pass for ours.",
        ("*.py",),
        look.code(r"\bMarkup\(|\bmark_safe\b|\bSafeString\(|\b__html__\b"),
        bad="return Markup(message.html)",
        good="return message.html",
        # Both show what was sanitised when it was kept, each with its reason beside the line.
        but=("*/base/*", "*/desk/body.py", "*/desk/conversation.py"),
    ),
    Rule(
        "pages-escape-everything",
        "A page never marks text as safe; sanitised mail is shown in a frame of its own.",
        ("*.html",),
        look.text(r"\|\s*safe\b|autoescape\s+(off|false)"),
        bad="<p>{{ message.html|safe }}</p>",
        good="<p>{{ message.text }}</p>",
        but=("*/base/templates/*",),
    ),
    Rule(
        "no-signals",
        "Signals hide what happens; an act says it in order.",
        ("*.py",),
        look.code(r"\b(pre|post)_(save|delete|init|migrate)\b|@receiver\b|\breceiver\(|\bm2m_changed\b"),
        bad="@receiver(post_save, sender=Message)",
        good="record(Kind.MESSAGE_RECEIVED, at=at)",
    ),
    Rule(
        "no-save-overrides",
        "A model has shape and no behaviour: what happens on a change stands in an act.",
        SHAPE,
        look.code(r"\bdef (save|delete|full_clean)\("),
        bad="    def save(self, *args, **kwargs):",
        good="    def __str__(self) -> str:",
        # An event forbids both: what happened has happened.
        but=("*/timeline/models.py",),
    ),
    Rule(
        "no-atomic-requests",
        "A page view must not queue for the write lock; each act opens its own transaction.",
        ("*.py",),
        look.text(r"ATOMIC_REQUESTS"),
        bad='DATABASES["default"]["ATOMIC_REQUESTS"] = True',
        good="with transaction.atomic():",
    ),
    Rule(
        "only-channels-speak-to-the-outside",
        "The network is spoken to in channels, webhooks and config, as a turn of the agenda, never inside an act.",
        ("*.py",),
        look.imports(
            "smtplib",
            "imaplib",
            "imapclient",
            "httpx",
            "requests",
            "urllib.request",
            "urllib3",
            "http.client",
            "socket",
        ),
        bad="import smtplib",
        good="from urllib.parse import quote",
        but=OUTSIDE,
    ),
    Rule(
        "sql-takes-parameters",
        "Values reach SQL as parameters; text that is put together is an injection one day.",
        ("*.py",),
        look.built_sql,
        bad="cursor.execute(f\"SELECT * FROM people_agent WHERE email = '{email}'\")",
        good='cursor.execute("SELECT * FROM people_agent WHERE email = %s", [email])',
        # It joins queries that Django wrote, and keeps their values as parameters.
        but=("*/conversations/queries/lists.py",),
    ),
    Rule(
        "notes-have-no-road-to-a-customer",
        "What colleagues say among themselves can never be delivered: channels do not know notes.",
        ("*/channels/*.py",),
        look.code(r"\b(Note|note_set|notes)\b"),
        bad="from makegood.conversations.models import Note",
        good="from makegood.conversations.models import Message",
    ),
    Rule(
        "every-word-goes-through-translation",
        "Who is refused reads why in their own language; placeholders are named, for words stand elsewhere there.",
        ("*.py",),
        look.untold,
        bad='raise Refused(f"{owner} has this already. Ask them.")',
        good='raise Refused(_("%(owner)s has this already. Ask them.") % {"owner": owner})',
        # The terminal speaks English. What is kept as words is kept as it was said first.
        but=(
            *("*/config/*", "*/demo/*", "*/channels/mail/reading/*", "*/agenda/*", "*/intake/*", "*/webhooks/due.py"),
            # What is wrong with a policy's file is said in the language of its form, whose words it names.
            # What a shop's program posts is read by an admin beside what it posted.
            *("*/orders/reading/*", "*/orders/acts/arriving.py"),
            *("*/authority/reading/*", "*/authority/conditions/*", "*/authority/cases.py"),
        ),
    ),
    Rule(
        "nothing-unfinished",
        "What is not finished is not there; what is wrong has an issue.",
        ("*.py", "*.html", "*.css", "*.js"),
        look.text(r"\b(TODO|FIXME|XXX|HACK)\b"),
        bad="# TODO: retry",
        good="# The server may answer twice (RFC 5321, 4.5.4.1).",
        but=("*/static/vendor/*",),
    ),
    Rule(
        "functions-fit-in-the-head",
        f"A function has at most {look.LONGEST_FUNCTION} lines: past that, a part of it wants a name.",
        ("*.py",),
        look.long_functions,
        bad="def answer():\n" + "    pass\n" * look.LONGEST_FUNCTION,
        good="def answer():\n    pass\n",
        but=("*/migrations/*",),
    ),
    Rule(
        "no-folder-of-a-machine",
        "The program knows its own folders only by MAKEGOOD_DATA and its own place.",
        ("*.py", "*.html", "*.js", "*.css"),
        look.text(r"""["'(\s](/(?:home|root|work|tmp|opt|Users|mnt|srv|usr|var|private)/|[A-Z]:\\\\)"""),
        bad='PATH = "/home/ana/makegood"',
        good='PATH = settings.DATA / "files"',
    ),
    Rule(
        "forms-carry-csrf",
        "A form that posts carries its token, so that no other site can press our buttons.",
        PAGES,
        look.forms_without_csrf,
        bad='<form method="post"><button>Close</button></form>',
        good='<form method="post">{{ csrf_input }}<button>Close</button></form>',
    ),
    Rule(
        "pages-fit-on-a-screen",
        f"A template has at most {look.LONGEST_TEMPLATE} lines: past that, a part of it wants a name.",
        PAGES,
        look.long_template,
        bad="<p>\n" * (look.LONGEST_TEMPLATE + 1),
        good="<p>\n",
    ),
    Rule(
        "no-script-in-pages",
        "Pages run under a strict CSP: scripts come from files, and nothing is inline.",
        PAGES,
        look.text(r"<script(?![^>]*(\bsrc=|application/json))|\s(hx-)?on[a-z:-]+\s*=\s*[\"']|javascript:"),
        bad='<button onclick="go()">Go</button>',
        good='<script type="module" src="{{ static("desk.js") }}"></script>',
    ),
    Rule(
        "no-style-in-pages",
        "Pages run under a strict CSP: looks come from the style sheet.",
        PAGES,
        look.text(r"\sstyle\s*=|<style\b"),
        bad='<p style="color: red">',
        good='<p class="is-late">',
        # Mail that we send, and the sandboxed frame that shows mail, under a policy of its own.
        but=("*/channels/*", "*/desk/templates/desk/body.html"),
    ),
    Rule(
        "icons-that-are-drawn",
        "An icon that icons.svg does not hold is an empty place.",
        PAGES,
        look.undrawn_icons,
        bad='{{ icon("note") }}',
        good='{{ icon("lock") }}',
    ),
]
