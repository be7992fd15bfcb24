"""An owner and two of the office talk in three browsers at once: live both ways, through a cut network and a reload,
and nothing is lost or there twice."""

from collections.abc import Callable

from playwright.sync_api import Page, Route, expect

from estate.access import accounts
from estate.access.me import Me
from estate.access.permissions import permissions_of
from estate.chat import actions_desk, records
from estate.data import read
from tests.appliance import Appliance
from tests.browser.conftest import overflows, serious_findings, sign_in
from tests.conftest import Community

ABOVE_THE_BAR = """() => document.querySelector('#composer').getBoundingClientRect().bottom
  <= document.querySelector('.bottombar').getBoundingClientRect().top + 1"""


def clear_the_owners_chat(community: Community) -> None:
    """The demo's own conversation has ended: a new one begins."""
    with read() as db:
        clerk, owner = accounts.of_login(db, "clerk"), accounts.of_login(db, community.logins["owner"].name)
        assert clerk and owner and owner.person_id
        found = [one.id for one in records.of_person(db, owner.person_id) if one.is_open]
    roles = frozenset({"clerk"})
    for conversation_id in found:
        actions_desk.end(conversation_id, Me(clerk.id, clerk.name, roles, permissions_of(roles), "zh_CN"))


def bubbles(page: Page) -> list[str]:
    """What was said, in order."""
    return [
        text.strip()
        for text in page.locator(".chat-line.mine, .chat-line.theirs").locator(".lines").all_inner_texts()
    ]


def say(page: Page, text: str) -> None:
    """Write and send."""
    page.locator("#composer-text").fill(text)
    page.locator("#composer button.primary").click()


def test_three_browsers_talk(
    office: Appliance, community: Community, open_browser: Callable[..., Page]
) -> None:
    clear_the_owners_chat(community)
    owner, clerk, manager = open_browser(width=390, cut=True), open_browser(), open_browser()
    for page, role in ((owner, "owner"), (clerk, "clerk"), (manager, "manager")):
        sign_in(page, office.url, community.logins[role].name, community.logins[role].password)
    large = {"form": {"large_text": "1"}, "headers": {"Sec-Fetch-Site": "same-origin"}}
    owner.request.post(f"{office.url}/preferences", **large)

    # The first message appears in the open queue by itself, and in the corner of every page.
    clerk.goto(f"{office.url}/chat?view=queue")
    manager.goto(f"{office.url}/today")
    waiting = int(manager.locator("#chat-count .waiting-count [aria-hidden]").inner_text())
    owner.goto(f"{office.url}/my/chat")
    say(owner, "电梯停了，请尽快来人")
    owner.wait_for_url("**/my/chat/*")
    expect(clerk.locator(".chat-item", has_text="电梯停了")).to_be_visible()
    expect(manager.locator("#chat-count .waiting-count [aria-hidden]")).to_have_text(str(waiting + 1))
    clerk.locator(".chat-item", has_text="电梯停了").locator("a").first.click()
    clerk.wait_for_url("**/chat/*")
    manager.goto(clerk.url)

    # One takes it; the other sees at once that it is taken.
    clerk.locator("form[action$='/taking'] button").click()
    expect(clerk.locator("#composer-text")).to_be_visible()
    expect(manager.locator("form[action$='/taking']")).to_have_count(0)
    expect(owner.locator(".chat-line.said-mark")).to_contain_text(["为您服务"])

    # Typing and seen; what the owner has begun to type stays where it is, with the focus.
    clerk.locator("#composer-text").press_sequentially("您好")
    expect(owner.locator("#chat-typing")).to_have_text("物业正在输入")
    owner.locator("#composer-text").fill("还有一件")
    expect(clerk.locator("#chat-typing")).to_contain_text("正在输入")
    say(clerk, "您好，师傅马上到")
    expect(owner.locator(".chat-line.theirs")).to_have_count(1)
    expect(clerk.locator("#chat-state")).to_contain_text("已读")
    expect(owner.locator("#composer-text")).to_have_value("还有一件")
    expect(owner.locator("#composer-text")).to_be_focused()

    # The network is cut while sending: the text waits in the form, and goes out by itself, once.
    owner.context.set_offline(True)
    say(owner, "二楼按钮也坏了")
    expect(owner.locator("[data-failed]")).to_be_visible()
    expect(owner.locator("#composer-text")).to_have_value("二楼按钮也坏了")
    assert owner.evaluate(ABOVE_THE_BAR), "what is not sent lies under the bar of pages"
    say(clerk, "收到，一并处理")
    expect(clerk.locator(".chat-line.mine")).to_have_count(2)
    owner.context.set_offline(False)
    expect(owner.locator(".chat-line.mine")).to_have_count(2)
    expect(owner.locator(".chat-line.theirs")).to_have_count(2)
    expect(owner.locator("#composer-text")).to_have_value("")
    expect(owner.locator("[data-failed]")).to_be_hidden()
    expect(owner.locator("[data-toast]")).to_have_count(
        0
    )  # what pages look up by themselves fails in silence

    # The message arrives, its answer is lost, the page is reloaded: it is not sent again.
    def swallow(route: Route) -> None:
        route.fetch()
        route.abort()

    owner.route("**/my/chat/messages", swallow)
    say(owner, "谢谢")
    expect(clerk.locator(".chat-line.theirs", has_text="谢谢")).to_have_count(1)
    owner.unroute("**/my/chat/messages")
    expect(owner.locator("#composer-text")).to_have_value("")
    expect(owner.locator("[data-failed]")).to_be_hidden()
    owner.locator("#composer-text").fill("没写完")
    owner.reload()
    expect(owner.locator("#composer-text")).to_have_value("没写完")
    expect(owner.locator(".chat-line.mine", has_text="谢谢")).to_have_count(1)

    # Taken over while its clerk has a refused form half filled in: the owner reads who goes on, the note stays in the
    # office, and so does what the clerk has typed.
    clerk.locator("summary", has_text="登记投诉").click()
    clerk.locator("#grievance-title").fill("")
    clerk.locator("#grievance-form button.primary").click()
    expect(clerk.locator("#grievance-form .error-summary")).to_be_visible()
    clerk.locator("#grievance-title").fill("电梯常停")
    manager.locator("summary", has_text="转给同事").click()
    manager.locator("#hand-form select").select_option(label=community_name(community, "manager"))
    manager.locator("#hand-note").fill("老人在家，说话慢些")
    manager.locator("#hand-form button.primary").click()
    expect(clerk.locator("#composer-text")).to_have_count(0)
    expect(clerk.locator("#grievance-title")).to_have_value("电梯常停")
    expect(manager.locator("#composer-text")).to_be_visible()
    expect(manager.locator(".chat-line.said-note")).to_contain_text(["老人在家"])
    expect(owner.locator(".chat-line.said-mark").last).to_contain_text("已接手")
    expect(owner.locator(".chat-line.said-note")).to_have_count(0)
    say(manager, "我来跟进")
    expect(owner.locator(".chat-line.theirs")).to_have_count(3)
    say(owner, "好的")
    expect(manager.locator(".chat-line.theirs", has_text="好的")).to_have_count(1)

    said = [
        "电梯停了，请尽快来人",
        "您好，师傅马上到",
        "收到，一并处理",
        "二楼按钮也坏了",
        "谢谢",
        "我来跟进",
        "好的",
    ]
    expect(owner.locator(".chat-line.mine")).to_have_count(4)
    for page in (owner, manager, clerk):
        expect(page.locator(".chat-line", has_text="好的")).to_have_count(1)
        assert sorted(bubbles(page)) == sorted(said)
        assert not overflows(page) and serious_findings(page) == []

    # Its end is the owner's to rate, in the open page.
    manager.locator("form[action$='/ending'] button").click()
    expect(owner.locator("#rating-form")).to_be_visible()
    owner.get_by_label("很满意", exact=True).check()
    owner.locator("#rating-form button").click()
    expect(owner.locator("#chat-rating")).to_contain_text("很满意")

    # A session that is over takes no message: it is still there after signing in.
    owner.context.clear_cookies()
    say(owner, "忘了说一句")
    owner.wait_for_url("**/sign-in")
    sign_in(owner, office.url, community.logins["owner"].name, community.logins["owner"].password)
    owner.goto(f"{office.url}/my/chat")
    expect(owner.locator("#composer-text")).to_have_value("忘了说一句")


def test_a_page_behind_others_takes_no_line_until_it_is_looked_at(
    office: Appliance, community: Community, open_browser: Callable[..., Page]
) -> None:
    """A browser has six lines to a server: conversations opened behind this one must leave some for the next page. A
    stream that could not be opened is tried again, and says nothing of it."""
    clerk, streams = open_browser(cut=True), list[str]()
    sign_in(clerk, office.url, community.logins["clerk"].name, community.logins["clerk"].password)
    clerk.add_init_script("Object.defineProperty(document, 'hidden', {configurable: true, get: () => true})")
    clerk.on("request", lambda sent: streams.append(sent.url) if "/live?" in sent.url else None)
    clerk.goto(f"{office.url}/chat", wait_until="networkidle")
    assert streams == []
    clerk.route("**/live?*", lambda route: route.abort(), times=1)
    look = "Object.defineProperty(document, 'hidden', {value: false}); document.dispatchEvent(new Event('visibilitychange'))"
    with clerk.expect_response("**/live?*", timeout=20_000) as answer:
        clerk.evaluate(look)
    assert answer.value.status == 200 and len(streams) == 2
    expect(clerk.locator("[data-toast]")).to_have_count(0)


def community_name(community: Community, role: str) -> str:
    """The name of who signs in for a role."""
    with read() as db:
        found = accounts.of_login(db, community.logins[role].name)
    assert found
    return found.name
