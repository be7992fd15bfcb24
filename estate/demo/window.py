"""The office's service window: its hours with a day that differs, numbers to call, what services cost."""

from datetime import date, time, timedelta

from estate.data import Actor, read
from estate.materials import queries as materials
from estate.window import actions
from estate.window.actions import Number, Priced
from estate.window.rules_hours import Span

DAY = (Span(time(8, 30), time(12)), Span(time(13, 30), time(18)))
SATURDAY = (Span(time(9), time(16)),)
PHONES = (
    Number("emergency", "夜间值班", "0571-88880000", "18:00 以后和节假日"),
    Number("lift", "电梯困人救援", "96333", "困人时先按轿厢内警铃"),
    Number("police", "翠苑派出所", "0571-88880110"),
    Number("water", "自来水公司", "0571-87826789"),
    Number("gas", "燃气抢修", "0571-967266"),
    Number("community", "桂花园社区居委会", "0571-88880216"),
)
SERVICES = (
    Priced("门禁卡补办", "张", 2000, "2025 年业委会备案价"),
    Priced("空调室外机位清洗", "台", 12000, "双方约定，上门前报价", "含高空作业安全绳"),
    Priced("公共区域保洁", "月", 0, "物业服务合同第三章"),
)


def open_window(today: date, by: Actor) -> None:
    """Six days a week, closed for a training in ten days."""
    actions.set_week({**dict.fromkeys(range(5), DAY), 5: SATURDAY}, by)
    actions.set_days([today + timedelta(days=10)], (), "全员消防培训", by)
    for number in PHONES:
        actions.save_phone(number, by)
    for service in SERVICES:
        actions.save_service(service, by)
    with read() as db:
        listed = next((one for one in materials.items(db) if one.kind == "labour"), None)
    if listed:
        actions.save_service(Priced(listed.name, "", None, "维修价目表", "", listed.id), by)
