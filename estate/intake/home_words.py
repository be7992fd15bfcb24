"""The words that offices use for what a home is used as and for who is in it, most telling first."""

USAGES = (
    ("shop", r"商|店铺|门面|门市|底商|铺|shop|retail"),
    ("office", r"办公|写字|office"),
    ("garage", r"车库|车位|garage|parking"),
    ("storage", r"储藏|储物|地下室|storage|杂物"),
    (
        "residential",
        r"住宅|住房|公寓|别墅|洋房|普通|高层|多层|居住|民用|排屋|叠|联排|安置"
        r"|residential|apartment|flat|villa|house|home",
    ),
)
STATES = (
    ("unsold", r"未售|待售|未卖|库存|unsold"),
    ("sold", r"未交|未收|未领|已售|待交|sold"),
    ("let", r"出租|租|let|rent"),
    ("renovating", r"装修中|在装|正在装修|施工|renovat"),
    ("vacant", r"空置|空关|空房|未入住|未住|闲置|空|毛坯|vacant|empty"),
    ("occupied", r"自住|入住|常住|居住|在住|已住|occupied|owner"),
    ("delivered", r"已交|已收|交付|已领|已装|delivered"),
)
