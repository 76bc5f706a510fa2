"""What can be found, and what no more. In the caller's transaction, with the change itself."""

from __future__ import annotations

from makegood.articles.backends import Words, backend
from makegood.articles.models import Entry, GoodAnswer, Page, SavedReply, Version
from makegood.articles.words import language_of, stems


def page_found(page: Page, version: Version) -> None:
    """The page is found by what readers see of it."""
    said = [version.title, version.other_words, version.text]
    _put(Entry.objects.filter(page=page).first() or Entry(page=page), page.language[:2], said)


def reply_found(reply: SavedReply) -> None:
    """The saved reply is found by its words of now."""
    entry = Entry.objects.filter(reply=reply).first() or Entry(reply=reply)
    said = [f"{reply.name} {reply.folder}", reply.other_words, reply.text]
    _put(entry, language_of(" ".join(said)), said)


def answer_found(answer: GoodAnswer, *, subject: str, asked: str, said: str) -> None:
    """The answer is found by what was asked, and a little by what it says."""
    entry = Entry.objects.filter(answer=answer).first() or Entry(answer=answer)
    _put(entry, language_of(f"{asked} {said}"), [subject, asked, said])


def page_lost(page: Page) -> None:
    """The page is found no more."""
    _drop(Entry.objects.filter(page=page).first())


def reply_lost(reply: SavedReply) -> None:
    """The saved reply is found no more."""
    _drop(Entry.objects.filter(reply=reply).first())


def answer_lost(answer: GoodAnswer) -> None:
    """The answer is found no more."""
    _drop(Entry.objects.filter(answer=answer).first())


def _put(entry: Entry, language: str, said: list[str]) -> None:
    words = Words(*(" ".join(stems(part, language)) for part in said))
    if entry._state.adding:
        entry = Entry.objects.create(page=entry.page, reply=entry.reply, answer=entry.answer, length=words.length)
    else:
        Entry.objects.filter(pk=entry.pk).update(length=words.length)
    backend().put(entry.pk, words)


def _drop(entry: Entry | None) -> None:
    if entry is not None:
        backend().drop(entry.pk)
        entry.delete()
