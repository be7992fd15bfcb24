"""SMS through real local servers that speak as the providers do, and as they should not."""

import hashlib
import hmac
import json

import pytest
import time_machine

from estate.channels import actions, queries, records
from estate.channels.channel import Outgoing, SmsTemplate
from estate.channels.rules_settings import Aliyun, Tencent
from estate.channels.wire import Wire
from estate.data import clock, read
from estate.data.store import System
from tests.channels.conftest import outgoing, send, settings_of
from tests.channels.servers import Gateway, Got

BY = System("test")
TEMPLATE = SmsTemplate(
    1,
    "bill.posted",
    "zh_CN",
    "桂花园",
    "SMS_1",
    "${name}您好，应缴${sum}元",
    (("name", "name"), ("sum", "amount")),
)


@pytest.fixture(autouse=True)
def short_waits(monkeypatch: pytest.MonkeyPatch):
    """A test server that does not answer is given up soon."""
    monkeypatch.setattr(actions, "Wire", lambda: Wire(seconds=0.5))


def templated(key: str = "bill:1") -> Outgoing:
    return outgoing(key)._replace(template=TEMPLATE, params={"name": "王建国", "sum": "166.06"})


def test_a_gateway_gets_the_message_signed_and_its_number_is_kept(sms: Gateway):
    answer = send("sms", outgoing(text='您好"&{key}'))
    assert (answer.state, answer.provider_id) == ("accepted", "id-bill:1")
    (got,) = sms.requests
    assert got.json == {"to": "13812345678", "content": '您好"&{key}', "key": "bill:1"}
    signed = hmac.new(b"s3cret", str(int(clock.now().timestamp())).encode() + got.body, hashlib.sha256)
    near = [
        hmac.new(
            b"s3cret", str(int(clock.now().timestamp()) - back).encode() + got.body, hashlib.sha256
        ).hexdigest()
        for back in (1, 2, 3)
    ]
    assert got.headers["x-signature"] in [signed.hexdigest(), *near]


def test_the_same_key_is_sent_once(sms: Gateway):
    for _ in range(3):
        assert send("sms", outgoing()).provider_id == "id-bill:1"
    assert sms.taken == ["bill:1"]


@pytest.mark.parametrize("mode", ["late", "close", "broken"])
def test_a_gateway_that_took_it_and_did_not_say_so_is_asked_first(sms: Gateway, mode: str):
    sms.mode = mode
    assert send("sms", outgoing()).state == "later"
    sms.mode = "fine"
    answer = send("sms", outgoing())
    assert (answer.state, answer.provider_id) == ("accepted", "id-bill:1")
    assert sms.taken == ["bill:1"]


def test_what_a_gateway_knows_of_a_key_can_be_asked_and_is_kept(sms: Gateway):
    sms.mode = "close"
    send("sms", outgoing())
    with actions.opened("sms") as channel:
        assert channel
        found = channel.find(outgoing())
        assert found and found.provider_id == "id-bill:1"
        assert channel.find(outgoing("bill:2")) is None, "it never left the house"
    asked = len(sms.requests)
    assert send("sms", outgoing()).state == "accepted"
    assert len(sms.requests) == asked


def test_what_never_arrived_is_sent_again_once_the_gateway_has_had_time_to_know_of_it(sms: Gateway):
    sms.mode = "close"
    assert send("sms", outgoing()).state == "later"
    sms.taken.clear()  # the connection broke before the gateway had it
    sms.mode = "fine"
    assert send("sms", outgoing()).state == "later"
    assert sms.taken == []
    with time_machine.travel(clock.now().timestamp() + 180):
        assert send("sms", outgoing()).state == "accepted"
    assert sms.taken == ["bill:1"]


def test_a_gateway_that_can_not_be_asked_gets_nothing_twice(sms: Gateway):
    actions.set_up(settings_of(sms, query_url=""), {"secret": ""}, BY)
    sms.mode = "close"
    assert send("sms", outgoing()).state == "later"
    sms.mode = "fine"
    answer = send("sms", outgoing())
    assert answer.state == "failed"
    assert "not known" in answer.text
    assert sms.taken == ["bill:1"]


def test_a_gateway_that_sends_a_key_once_just_gets_it_again(sms: Gateway):
    actions.set_up(settings_of(sms, query_url="", once=True), {"secret": ""}, BY)
    sms.mode = "close"
    assert send("sms", outgoing()).state == "later"
    sms.mode = "fine"
    assert send("sms", outgoing()).state == "accepted"
    assert set(sms.taken) == {"bill:1"}


def test_an_answer_that_is_not_the_agreed_one_has_failed_word_by_word(sms: Gateway):
    sms.mode = "wrong"
    answer = send("sms", outgoing())
    assert answer.state == "failed"
    assert "<html>welcome</html>" in answer.text


def test_a_busy_gateway_means_later_without_asking(sms: Gateway):
    sms.mode = "busy"
    assert send("sms", outgoing()).state == "later"
    sms.mode = "fine"
    assert send("sms", outgoing()).state == "accepted"
    assert [got.method for got in sms.requests] == ["POST", "POST"]


def test_a_gateway_that_is_away_means_later(sms: Gateway):
    sms.close()
    answer = send("sms", outgoing())
    assert answer.state == "later"
    assert "Connect" in answer.text


def test_a_number_that_is_nobodys_three_times_is_tried_no_more(sms: Gateway):
    sms.mode = "refuse"
    for number in range(3):
        with read() as db:
            assert not queries.is_dead(db, "sms", "13812345678")
        assert send("sms", outgoing(f"bill:{number}")).to_gone
    with read() as db:
        assert queries.is_dead(db, "sms", "13812345678")
        assert queries.dead(db, "sms") == {"13812345678"}


def test_a_provider_is_not_followed_to_another_address(sms: Gateway):
    sms.answer = lambda _got: {"moved": True}
    sms.status = 302
    assert send("sms", outgoing()).state == "failed"
    assert len(sms.requests) == 1


@pytest.fixture
def aliyun(by: System, gateway: Gateway) -> Gateway:
    actions.set_up(Aliyun(key_id="LTAI1", url=gateway.url), {"secret": "s3cret"}, by)
    actions.switch("sms", True, by)
    return gateway


def test_alibaba_cloud_gets_an_approved_text_and_our_key(aliyun: Gateway):
    aliyun.answer = lambda _got: {"Code": "OK", "Message": "OK", "BizId": "123^0", "RequestId": "R"}
    answer = send("sms", templated())
    assert (answer.state, answer.provider_id) == ("accepted", "123^0")
    (got,) = aliyun.requests
    assert got.headers["x-acs-action"] == "SendSms"
    assert got.headers["x-acs-version"] == "2017-05-25"
    assert got.headers["authorization"].startswith("ACS3-HMAC-SHA256 Credential=LTAI1,SignedHeaders=host;")
    asked = got.query
    assert json.loads(asked.pop("TemplateParam")) == {"name": "王建国", "sum": "166.06"}
    assert asked == {
        "PhoneNumbers": "13812345678",
        "SignName": "桂花园",
        "TemplateCode": "SMS_1",
        "OutId": "bill:1",
    }


def test_alibaba_cloud_is_asked_before_a_text_goes_again(aliyun: Gateway):
    sent: list[str] = []

    def answer(got: Got):
        if got.headers["x-acs-action"] == "SendSms":
            sent.append(got.query["OutId"])
            return "not json: a proxy spoke"
        details = [{"OutId": key, "SendStatus": 3, "ErrCode": "DELIVERED"} for key in ("other", *sent)]
        return {"Code": "OK", "SmsSendDetailDTOs": {"SmsSendDetailDTO": details}}

    aliyun.answer = answer
    assert send("sms", templated()).state == "later"
    found = send("sms", templated())
    assert (found.state, found.delivered) == ("accepted", True)
    assert sent == ["bill:1"]


def test_alibaba_clouds_limits_mean_later_and_its_refusals_are_kept(aliyun: Gateway):
    aliyun.answer = lambda _got: {"Code": "isv.BUSINESS_LIMIT_CONTROL", "Message": "触发天级流控"}
    assert send("sms", templated()).state == "later"
    aliyun.answer = lambda _got: {"Code": "isv.SMS_TEMPLATE_ILLEGAL", "Message": "模板不合法"}
    refused = send("sms", templated())
    assert refused.state == "failed"
    assert "模板不合法" in refused.text


def test_alibaba_cloud_never_gets_free_text(aliyun: Gateway):
    assert send("sms", outgoing()).state == "failed"
    assert not aliyun.requests


@pytest.fixture
def tencent(by: System, gateway: Gateway) -> Gateway:
    actions.set_up(Tencent(secret_id="AKID1", app_id="1400006666", url=gateway.url), {"secret": "s3cret"}, by)
    actions.switch("sms", True, by)
    return gateway


def test_tencent_cloud_gets_the_parameters_in_their_order(tencent: Gateway):
    tencent.answer = lambda _got: {
        "Response": {"SendStatusSet": [{"SerialNo": "2640:1", "Code": "Ok", "Message": "send success"}]}
    }
    answer = send("sms", templated())
    assert (answer.state, answer.provider_id) == ("accepted", "2640:1")
    (got,) = tencent.requests
    assert got.json == {
        "PhoneNumberSet": ["+8613812345678"],
        "SmsSdkAppId": "1400006666",
        "SignName": "桂花园",
        "TemplateId": "SMS_1",
        "TemplateParamSet": ["王建国", "166.06"],
        "SessionContext": "bill:1",
    }
    assert got.headers["x-tc-version"] == "2021-01-11"
    assert got.headers["authorization"].startswith("TC3-HMAC-SHA256 Credential=AKID1/")


def test_tencent_cloud_is_asked_before_a_text_goes_again(tencent: Gateway):
    sent: list[str] = []

    def answer(got: Got):
        if got.headers["x-tc-action"] == "SendSms":
            sent.append(got.json["SessionContext"])
            return {"nothing": "agreed"}
        statuses = [
            {"SessionContext": key, "SerialNo": f"2640:{key}", "ReportStatus": "SUCCESS"} for key in sent
        ]
        return {"Response": {"PullSmsSendStatusSet": statuses}}

    tencent.answer = answer
    assert send("sms", templated()).state == "later"
    assert send("sms", templated()).provider_id == "2640:bill:1"
    assert sent == ["bill:1"]


def test_tencent_clouds_errors_are_kept_word_by_word(tencent: Gateway):
    tencent.answer = lambda _got: {
        "Response": {"Error": {"Code": "AuthFailure.SignatureFailure", "Message": "签名错误"}}
    }
    refused = send("sms", templated())
    assert refused.state == "failed"
    assert "AuthFailure.SignatureFailure" in refused.text


def test_only_an_approved_text_goes_and_its_values_are_checked(by: System, aliyun: Gateway):
    from estate.data import write

    values = {
        "event": "bill.posted",
        "locale": "zh_CN",
        "signature": "桂花园",
        "code": "SMS_1",
        "text": TEMPLATE.text,
        "names": json.dumps(TEMPLATE.names),
    }
    ours = {"name": "王建国", "amount": "166.06"}
    for approval in ("draft", "waiting", "refused"):
        with write(by) as tx:
            known = records.templates(tx)
            actions.save_template(tx, known[0].id if known else None, {**values, "approval": approval})
            assert queries.sms_text(tx, "bill.posted", "zh_CN", ours, "free") is None
    with write(by) as tx:
        actions.save_template(tx, records.templates(tx)[0].id, {**values, "approval": "approved"})
        text = queries.sms_text(tx, "bill.posted", "en", ours, "free")
        assert text and text.text == "【桂花园】王建国您好，应缴166.06元"
        assert text.params == {"name": "王建国", "sum": "166.06"}
        assert queries.sms_text(tx, "bill.posted", "zh_CN", {"name": "王建国"}, "free") is None
        assert queries.sms_text(tx, "receipt.posted", "zh_CN", ours, "free") is None


def test_a_gateway_may_take_texts_that_nobody_approved(sms: Gateway):
    with read() as db:
        text = queries.sms_text(db, "bill.posted", "zh_CN", {}, "您好")
    assert text and (text.template, text.text) == (None, "您好")
    actions.set_up(settings_of(sms, free_text=False), {"secret": ""}, BY)
    with read() as db:
        assert queries.sms_text(db, "bill.posted", "zh_CN", {}, "您好") is None


def test_a_secret_that_is_left_empty_stays_and_never_lies_in_the_file_readable(sms: Gateway, store):
    actions.set_up(settings_of(sms, ok_words="0, 1"), {"secret": ""}, BY)
    with read() as db:
        channel = records.set_up(db, "sms")
    assert channel and channel.secret("secret") == "s3cret"
    for path in (store.path, store.path.with_name("estate.db-wal")):
        assert b"s3cret" not in path.read_bytes()
