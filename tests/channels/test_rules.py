"""Signatures, the push example and templates, against what their makers published."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from estate.channels import rules_gateway, rules_push, rules_receipts, rules_sms
from estate.channels.rules_signing import aliyun_headers, gateway_signature, tencent_authorization


def test_alibaba_clouds_worked_example_has_its_signature():
    """ "V3 request syntax and signature method", the example with fixed values: RunInstances."""
    headers = aliyun_headers(
        "RunInstances",
        "2014-05-26",
        "ecs.cn-shanghai.aliyuncs.com",
        {"ImageId": "win2019_1809_x64_dtc_zh-cn_40G_alibase_20230811.vhd", "RegionId": "cn-shanghai"},
        "YourAccessKeyId",
        "YourAccessKeySecret",
        "3156853299f313e23d1673dc12e1703d",
        datetime(2023, 10, 26, 10, 22, 32, tzinfo=UTC),
    )
    assert headers["authorization"].endswith(
        "Signature=06563a9e1b43f5dfe96b81484da74bceab24a1d853912eee15083a6f0f3283c0"
    )


def test_tencent_clouds_worked_example_has_its_signature():
    """ "签名方法 v3" and "Signature v3", the example DescribeInstances."""
    authorization = tencent_authorization(
        "cvm",
        "cvm.tencentcloudapi.com",
        '{"Limit": 1, "Filters": [{"Values": ["\\u672a\\u547d\\u540d"], "Name": "instance-name"}]}',
        "AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE",
        "Gu5t9xGARNpq86cd98joQYCN3EXAMPLE",
        datetime.fromtimestamp(1551113065, UTC),
    )
    assert authorization == (
        "TC3-HMAC-SHA256 Credential=AKIDz8krbsJ5yKBZQpn74WFkmLPx3EXAMPLE/2019-02-25/cvm/tc3_request, "
        "SignedHeaders=content-type;host, "
        "Signature=72e494ea809ad7a8c8f7a4507b9bddcbaa8e581f516e8da2f66e2c5a96525168"
    )


def test_a_gateways_signature_is_the_hmac_of_rfc_4231():
    expected = "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843"
    assert gateway_signature("hmac-sha256-hex", "Jefe", "what do ya want for nothing?") == expected


def test_the_example_of_rfc_8291_is_sealed_byte_for_byte():
    sealed = rules_push.sealed(
        b"When I grow up, I want to be a watermelon",
        "BCVxsr7N_eNgVRqvHtD0zTZsEc6-VV-JvLexhqUzORcxaOzi6-AYWXvTBHm4bjyPjs7Vd8pZGH6SRpkNtoIAiw4",
        "BTBZMqHH6r4Tts7J_aSIgg",
        salt=rules_push.decode("DGv6ra1nlYgDCS1FRnbzlw"),
        private="yfWPiYE-n46HLnH0KqZOF1fJJU3MYrct3AELtAQ-oRw",
    )
    assert rules_push.encode(sealed) == (
        "DGv6ra1nlYgDCS1FRnbzlwAAEABBBP4z9KsN6nGRTbVYI_c7VJSPQTBtkgcy27mlmlMoZIIgDll6e3vCYLocInmYWAmS6TlzAC8wEqKK6PBru3jl"
        "7A_yl95bQpu6cVPTpK4Mqgkf1CXztLVBSt2Ks3oZwbuwXPXLWyouBWLVWGNWQexSgSxsj_Qulcy4a-fN"
    )


@given(title=st.text(max_size=60), text=st.text(max_size=6000))
def test_a_notification_of_any_length_fits_into_what_push_services_take(title: str, text: str):
    made = rules_push.payload(title[:60], text, "/my/messages/1", "bill:1")
    assert len(made) <= rules_push.MOST


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://push.example.com/1",
        "https://192.168.1.1/1",
        "https://[::1]/1",
        "https://localhost/1",
        "https://printer.local/1",
        "https://intranet/1",
        "https://push.example.com:8443/1",
        "https://user@push.example.com/1",
        "file:///etc/passwd",
        "",
    ],
)
def test_a_browser_can_not_name_a_machine_of_the_house_as_its_push_service(endpoint: str):
    assert not rules_push.good_endpoint(endpoint)


def test_an_address_of_a_push_service_is_good():
    assert rules_push.good_endpoint("https://fcm.googleapis.com/fcm/send/abc")


@given(text=st.text(), name=st.text())
def test_what_somebody_wrote_stays_inside_its_field(text: str, name: str):
    import json

    made = json.loads(
        rules_gateway.json_body(
            '{"a": "{text}", "b": ["x {to}"], "p": "{params}", "n": 1}',
            {"text": text, "to": name},
            {"v": text},
        )
    )
    assert made == {"a": text, "b": [f"x {name}"], "p": {"v": text}, "n": 1}


def test_a_form_keeps_an_ampersand_inside_its_value():
    assert (
        rules_gateway.form_body("to={to}\ntext={text}", {"to": "1", "text": "a&to=2"}, {})
        == "to=1&text=a%26to%3D2"
    )


def test_an_address_keeps_a_slash_inside_its_place():
    assert rules_gateway.filled_url("http://x/{key}", {"key": "../a?b"}) == "http://x/..%2Fa%3Fb"


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("code", "0"),
        ("data.0.id", "7"),
        ("ok", "true"),
        ("data", None),
        ("none.here", None),
        ("data.9.id", None),
    ],
)
def test_a_path_finds_what_stands_in_an_answer(path: str, value: str | None):
    assert rules_gateway.at_path({"code": 0, "ok": True, "data": [{"id": 7}]}, path) == value


@pytest.mark.parametrize(
    ("url", "private"),
    [
        ("http://192.168.3.4/sms", True),
        ("http://10.0.0.9:8080/", True),
        ("http://127.0.0.1/", True),
        ("http://localhost:9000/", True),
        ("http://8.8.8.8/", False),
        ("http://sms.example.com/", False),
    ],
)
def test_only_a_machine_of_the_house_may_be_spoken_to_in_plain(url: str, private: bool):
    assert rules_gateway.address_of_house(url) is private


def test_an_approved_text_is_filled_and_carries_its_signature():
    names = (("name", "name"), ("sum", "amount"))
    text = "${name}您好，本期应缴${sum}元。"
    assert rules_sms.places(text) == ["name", "sum"]
    given_ = rules_sms.params(names, {"name": "王建国", "amount": "166.06"})
    assert given_ == {"name": "王建国", "sum": "166.06"}
    assert rules_sms.rendered("桂花园", text, given_) == "【桂花园】王建国您好，本期应缴166.06元。"


def test_the_places_of_tencent_go_by_their_number():
    assert rules_sms.places("{2}的{1}，共{10}元") == ["1", "2", "10"]


@pytest.mark.parametrize("value", ["", "  ", "x" * 36, "见 https://a.cn/b", "www.a.cn"])
def test_a_value_that_no_provider_takes_is_not_sent(value: str):
    assert rules_sms.params((("a", "a"),), {"a": value}) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [
        ("138 1234 5678", "13812345678"),
        ("+8613812345678", "13812345678"),
        ("0571-88886666", None),
        ("", None),
        ("23812345678", None),
    ],
)
def test_only_a_mobile_number_takes_an_sms(text: str, number: str | None):
    assert rules_sms.number(text) == number


NOW = datetime(2026, 11, 25, 12, tzinfo=UTC)


def test_alibaba_clouds_report_is_read():
    body = """[{"phone_number":"13812345678","send_time":"2026-11-25 09:00:00","report_time":"2026-11-25 09:00:04",
        "success":true,"err_code":"DELIVERED","err_msg":"用户接收成功","sms_size":"1","biz_id":"12345","out_id":"bill:1"}]"""
    assert rules_receipts.of_aliyun(body.encode(), NOW) == [
        rules_receipts.Report(
            "12345",
            "bill:1",
            "13812345678",
            "delivered",
            "2026-11-25T01:00:04.000Z",
            "DELIVERED 用户接收成功",
        )
    ]


def test_tencent_clouds_report_is_read():
    body = """[{"user_receive_time":"2026-11-25 09:00:04","nationcode":"86","mobile":"13812345678",
        "report_status":"FAIL","errmsg":"MK:0001","description":"空号","sid":"2640:1"}]"""
    (report,) = rules_receipts.of_tencent(body.encode(), NOW)
    assert (report.provider_id, report.to, report.state) == ("2640:1", "13812345678", "failed")
    assert report.empty_number


@pytest.mark.parametrize("body", [b"", b"nonsense", b"[1]", b"\xff", b"[" * 100000])
def test_what_is_no_report_is_refused(body: bytes):
    for read in (rules_receipts.of_aliyun, rules_receipts.of_tencent):
        with pytest.raises(rules_receipts.Unreadable):
            read(body, NOW)


@pytest.mark.parametrize("body", [b"null", b"1", b'"ok"', b"[null]", b"[{}, 3]", b'{"list": [1]}'])
@pytest.mark.parametrize("content_type", ["application/json", "", "text/plain"])
def test_what_is_no_report_of_a_gateway_is_refused(body: bytes, content_type: str):
    paths = {"callback_list": "list" if body[:1] == b"{" else "", "callback_state": "state"}
    with pytest.raises(rules_receipts.Unreadable):
        rules_receipts.of_gateway(body, content_type, paths, NOW)


def test_a_gateways_report_on_the_way_is_no_report():
    paths = {"callback_id": "id", "callback_state": "state", "delivered_words": "ok", "failed_words": "bad"}
    body = b'[{"id": 1, "state": "OK"}, {"id": 2, "state": "sent"}, {"id": 3, "state": "bad"}]'
    made = rules_receipts.of_gateway(body, "application/json", paths, NOW)
    assert [(one.provider_id, one.state) for one in made] == [("1", "delivered"), ("3", "failed")]


def test_a_gateway_may_report_by_a_form():
    paths = {"callback_key": "k", "callback_state": "s", "delivered_words": "1", "failed_words": "0"}
    (report,) = rules_receipts.of_gateway(b"k=bill%3A1&s=1", "application/x-www-form-urlencoded", paths, NOW)
    assert (report.key, report.state) == ("bill:1", "delivered")
