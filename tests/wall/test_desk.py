"""Moderators at work; what others may see; names, comments, settings."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from makegood.channels.mail.telling import rules as telling
from makegood.channels.mail.telling.news import matters, news_for, persons
from makegood.config.doctor import told as doctor
from makegood.conversations.models import Conversation
from makegood.conversations.rules import Refused
from makegood.kudos.acts.deciding import name_nowhere
from makegood.kudos.models import Kudos
from makegood.people.models import Agent
from makegood.stories import acts, queries
from makegood.stories.models import Comment, Consent, Mask, State, Story, StoryMail, Wall
from tests.wall.common import TEXT, fresh, mine, on_the_wall, press, told
from tests.world import HOUR, NOON, World

pytestmark = pytest.mark.django_db


def desk(client: Client, agent: Agent) -> Client:
    client.force_login(agent)
    return client


def page(client: Client, address: str, status: int = 200) -> str:
    answer = client.get(address)
    assert answer.status_code == status, (address, answer.status_code)
    return answer.content.decode()


def number_of(story: Story) -> int:
    return Mask.objects.get(story=story, agent__isnull=False).number


def test_a_moderator_reads_shows_and_the_teller_hears_it(shop: World, client: Client) -> None:
    story, lea = told(shop), desk(client, shop.lea)
    assert "The lamp that shines again" in page(lea, "/wall")
    html = page(lea, f"/wall/{story.pk}")
    assert "a telephone number" in html and "its digits fit" in html and "the name of one of us" in html
    lea.post(f"/wall/{story.pk}/publish", {"location": str(shop.hill.location_id)})
    shown = queries.one_shown(story.pk)
    assert shown is not None and shown.place == "Hill"
    assert list(story.mails.values_list("letter", flat=True)) == ["published"]
    assert lea.post(f"/wall/{story.pk}/publish").status_code == 409


def test_the_original_is_for_who_may_see_the_conversation_alone(shop: World, client: Client) -> None:
    story = told(shop)
    acts.change_wall(is_on=True, frames=[], moderators=[shop.lea, shop.mo], by=shop.ada, at=NOON)
    assert "030 901820" in page(desk(client, shop.lea), f"/wall/{story.pk}")
    html = page(desk(client, shop.mo), f"/wall/{story.pk}")
    assert "030 901820" not in html and "As it came" not in html and f"/c/{story.conversation_id}" not in html


def test_mo_cannot_see_that_it_exists(shop: World, client: Client) -> None:
    story, mo = told(shop), desk(client, shop.mo)
    page(mo, f"/wall/{story.pk}", 404)
    for verb in ("publish", "propose", "decline", "thank"):
        assert mo.post(f"/wall/{story.pk}/{verb}", {"words": "no", "text": TEXT}).status_code == 404
    assert "lamp" not in page(mo, "/wall") and fresh(story).state == State.WAITING
    page(mo, f"/c/{story.conversation_id}/story", 404)


def test_ana_asks_from_the_conversation_and_sees_what_became_of_it(shop: World, client: Client) -> None:
    conversation = shop.receive(text=TEXT, reply_text=TEXT)
    ana = desk(client, shop.ana)
    assert "took it apart" in page(ana, f"/c/{conversation.pk}/story")
    ana.post(f"/c/{conversation.pk}/story", {"text": TEXT, "title": "The lamp"})
    assert Story.objects.get().asked_by == shop.ana
    assert "asked whether we may publish what they told us" in page(ana, f"/c/{conversation.pk}")
    assert "With its teller" in page(ana, f"/c/{conversation.pk}/story")


def test_a_colleague_is_named_when_three_agree(shop: World, client: Client) -> None:
    story = on_the_wall(shop)
    number, where = number_of(story), f"/wall/{story.pk}/names"
    lea = desk(client, shop.lea)
    with pytest.raises(Refused, match="not agreed"):
        acts.show_name(story, number, by=shop.lea, at=NOON)
    lea.post(f"{where}/{number}/ask")
    assert lea.post(f"{where}/{number}/yes").status_code == 409  # it is not hers to say
    ben = desk(client, shop.ben)
    assert "A story names you" in page(ben, "/wall") and "As it came" in page(ben, f"/wall/{story.pk}")
    ben.post(f"{where}/{number}/yes")
    assert "Ben" not in queries.one_shown(story.pk).text  # type: ignore[union-attr]
    desk(client, shop.lea).post(f"{where}/{number}/show")
    assert "Ben at the counter" in queries.one_shown(story.pk).text  # type: ignore[union-attr]
    desk(client, shop.ben).post(f"{where}/{number}/no")
    assert "Ben" not in queries.one_shown(story.pk).text  # type: ignore[union-attr]


def test_nobody_is_named_without_the_teller_or_who_wants_to_be_named_nowhere(shop: World, client: Client) -> None:
    quiet = told(shop, names_staff=False)
    number = number_of(quiet)
    acts.ask_name(quiet, number, by=shop.lea, at=NOON)
    acts.answer_name(quiet, number, yes=True, by=shop.ben, at=NOON)
    with pytest.raises(Refused, match="did not say"):
        acts.show_name(quiet, number, by=shop.lea, at=NOON)
    name_nowhere(shop.ben, at=NOON)
    asked = desk(client, shop.lea).post(f"/wall/{quiet.pk}/names/{number}/ask")
    assert asked.status_code == 409 and "named nowhere" in asked.content.decode()


def test_who_wants_to_be_named_nowhere_is_gone_from_stories_at_once(shop: World, client: Client) -> None:
    story = on_the_wall(shop)
    number = number_of(story)
    acts.ask_name(story, number, by=shop.lea, at=NOON)
    acts.answer_name(story, number, yes=True, by=shop.ben, at=NOON)
    acts.show_name(story, number, by=shop.lea, at=NOON)
    assert "Ben" in page(Client(), f"/stories/{story.pk}")
    desk(client, shop.ben).post(reverse("kudos-naming"), {"on": "0"})
    assert "Ben" not in page(Client(), f"/stories/{story.pk}")
    assert doctor.nobody_is_named_against_their_will(NOON).violations == []


def test_a_story_becomes_thanks_only_by_a_person_and_holds_none_of_its_words(shop: World, client: Client) -> None:
    story = on_the_wall(shop)
    assert not Kudos.objects.exists()
    lea = desk(client, shop.lea)
    for _ in range(2):
        lea.post(f"/wall/{story.pk}/thank", {"agent": shop.ben.pk})
    kudos = Kudos.objects.get()
    assert (kudos.agent, kudos.words) == (shop.ben, "") and kudos.source.endswith(f"/stories/{story.pk}")
    assert lea.post(f"/wall/{story.pk}/thank", {"agent": shop.mo.pk}).status_code == 409


def test_moderators_are_told_by_mail_and_no_more_once_it_is_read(shop: World) -> None:
    story = told(shop)
    lea = next(one for one in persons(now=NOON) if one.agent == shop.lea.pk)
    news = news_for(shop.lea, lea, matters(after=0, now=NOON + 3 * HOUR))
    mail = telling.text(news, name="Lea", origin="https://desk.example")
    assert f"A story waits to be read\n  https://desk.example/wall/{story.pk}" in mail and "lamp" not in mail
    acts.publish(story, location=None, topic=None, by=shop.lea, at=NOON + 3 * HOUR)
    assert not news_for(shop.lea, lea, matters(after=0, now=NOON + 3 * HOUR)).stories


def test_a_comment_shows_once_it_is_let_in_and_its_writer_takes_it_back(
    shop: World, client: Client, eva: Client
) -> None:
    story = on_the_wall(shop)
    form = f"/stories/{story.pk}/comment"
    html = press(eva, form, words="My number is 030 901820. Lovely!", name="Max")
    assert "Keep this address" in html
    comment = Comment.objects.get()
    assert comment.words == "My number is [telephone number]. Lovely!"
    assert "Lovely" not in page(eva, f"/stories/{story.pk}")
    assert "Lovely" in page(desk(client, shop.lea), "/wall")
    client.post(f"/wall/comments/{comment.pk}/in")
    assert "Lovely" in page(eva, f"/stories/{story.pk}")
    own = f"/stories/comments/{queries.comment_token(comment)}"
    page(eva, own)
    assert Comment.objects.get().state == "shown"  # looking changes nothing
    press(eva, own)
    assert "Lovely" not in page(eva, f"/stories/{story.pk}") and Comment.objects.get().words == ""
    with pytest.raises(Refused):
        acts.let_in(comment, by=shop.lea, at=NOON)


def test_comments_carry_no_links_and_traps_catch_machines(shop: World, eva: Client) -> None:
    story = on_the_wall(shop)
    form = f"/stories/{story.pk}/comment"
    assert "carry no links" in press(eva, form, status=422, words="Buy at https://spam.example now")
    press(eva, form, words="Nice lamp", website="x")
    assert not Comment.objects.exists()
    for _ in range(2):
        acts.say(story, "", "Nice lamp", once="same", at=NOON)
    assert Comment.objects.count() == 1
    assert Client().post("/wall/comments/1/in").status_code in (302, 403)


def test_mo_lets_no_comment_in(shop: World, client: Client) -> None:
    comment = acts.say(on_the_wall(shop), "", "Nice lamp", once="1", at=NOON)
    assert desk(client, shop.mo).post(f"/wall/comments/{comment.pk}/in").status_code == 404
    assert Comment.objects.get().state == "waiting"


def test_anybody_tells_and_nobody_reads_before_the_address_said_yes(shop: World, eva: Client, client: Client) -> None:
    html = press(eva, "/stories/new", text=TEXT, address="Max@Post.example", name="Max")
    story = Story.objects.get()
    assert "look into your mail" in html and list(story.mails.values_list("letter", flat=True)) == ["confirm"]
    lea = desk(client, shop.lea)
    assert "took it apart" not in page(lea, "/wall")
    page(lea, f"/wall/{story.pk}", 404)
    press(eva, mine(story), do="yes", named="on", name="Max")
    assert queries.get_for(shop.lea, story.pk).name == "Max"
    press(eva, "/stories/new", text=TEXT, address="max@post.example", website="spam")
    assert "marked" in press(eva, "/stories/new", status=422, text=TEXT, address="nobody")
    assert Story.objects.count() == 1


def test_who_sends_too_many_waits(shop: World, eva: Client, settings: object) -> None:
    settings.ACCOUNT_RATE_LIMITS = {"story": "2/h/ip", "link": "99/m/ip"}  # type: ignore[attr-defined]
    for name in ("max", "mia"):
        press(eva, "/stories/new", text=TEXT, address=f"{name}@post.example")
    assert "Wait an hour" in press(eva, "/stories/new", status=422, text=TEXT, address="max@post.example")
    assert Story.objects.count() == 2


def test_an_admin_switches_it_on_and_nobody_else(shop: World, client: Client) -> None:
    Wall.objects.all().delete()
    ada, said = desk(client, shop.ada), {"on": "on", "moderator": str(shop.lea.pk), "frames": "https://shop.example\n"}
    assert "There is a wall of stories" in page(ada, "/settings/stories")
    ada.post("/settings/stories", said)
    ada.post("/settings/stories/topics", {"name": "Repairs"})
    assert queries.is_on() and queries.wall().frames == ["https://shop.example"]
    assert "&lt;iframe src=" in page(ada, "/settings/stories") and queries.may_moderate(shop.lea)
    wrong = ada.post("/settings/stories", said | {"frames": "javascript:alert(1)"})
    assert "is no address of a website" in wrong.content.decode()
    ada.post(f"/settings/stories/topics/{queries.topics()[0].pk}/remove")
    assert not queries.topics()
    lea = desk(client, shop.lea)
    assert lea.get("/settings/stories").status_code == 403 and lea.post("/settings/stories", {}).status_code == 403
    assert ">Stories</a>" in page(lea, "/today").replace("\n", "") or "/wall" in page(lea, "/today")


def test_a_shop_that_never_uses_it_never_meets_it(world: World, client: Client) -> None:
    conversation = world.receive()
    ana = desk(client, world.ana)
    for address in ("/today", f"/c/{conversation.pk}", f"/c/{conversation.pk}/wishes"):
        assert "/wall" not in page(ana, address) and "/story" not in page(ana, address)


def test_the_doctor_finds_what_must_never_be(shop: World, monkeypatch: pytest.MonkeyPatch) -> None:
    story = on_the_wall(shop)
    for check in doctor.CHECKS:
        assert check(NOON).violations == []
    Story.objects.filter(pk=story.pk).update(text="other words")
    Mask.objects.filter(story=story, agent=shop.ben).update(lifted_at=NOON, agreed_at=NOON)
    Consent.objects.update(names_staff=False)
    gone = on_the_wall(shop, at=NOON + 9 * HOUR)
    acts.withdraw(gone, at=NOON)
    Mask.objects.create(story=gone, number=99, kind="name", why="looks")
    Comment.objects.create(story=gone, nonce="n", once="o", words="What a shop!", at=NOON)
    StoryMail.objects.create(story=gone, letter="published", at=NOON)
    assert [len(check(NOON).violations) for check in doctor.CHECKS] == [1, 0, 3, 1]
    Consent.objects.filter(story=story).delete()
    assert "no consent" in doctor.CHECKS[0](NOON).violations[0]
    monkeypatch.setattr(doctor, "public", lambda: Story.objects.exclude(text=""))
    assert doctor.CHECKS[1](NOON).violations == [f"story {story.pk} is shown, and may not be"]


def test_on_her_own_page_eva_tells_it_and_takes_it_back(shop: World, eva: Client) -> None:
    from tests.portal.common import answered, post

    conversation, token = answered(shop)
    assert f"/t/{token}/story" in page(eva, f"/t/{token}")
    html = press(eva, f"/t/{token}/story", text=TEXT, name="Eva")
    assert "May we show this?" in html
    story = Story.objects.get(conversation=Conversation.objects.get(pk=conversation.pk))
    press(eva, mine(story), do="yes", named="on", name="Eva")
    acts.publish(fresh(story), location=None, topic=None, by=shop.lea, at=NOON)
    assert "It is on our wall" in page(eva, f"/t/{token}")
    assert "gone, from everywhere" in post(eva, token, do="untell")
    assert eva.get(f"/stories/{story.pk}").status_code == 410
