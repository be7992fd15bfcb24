"""The words that offices put over their columns, by the field they mean."""

_HOME_FIELDS = (
    "seq community zone building entrance floor room area inner_area layout usage state "
    "handover name co_owner id_no phone tenant_name tenant_phone tenant_id family "
    "family_count special note owner_ref share role contact contact_phone gender email plate "
    "parking owner_kind"
)
HOME_FIELDS = frozenset(_HOME_FIELDS.split())

# in the form of headers.title_key(): lower case, without spaces, brackets and units
_WORDS: dict[str, str] = {
    "seq": "序号 序 编号 行号 no num # id 序列 序次",
    "community": "小区 小区名称 项目 项目名称 楼盘 楼盘名称 community project",
    "zone": "区域 分区 期 期数 组团 苑区 地块 phase zone section 所属区域 分期",
    "building": (
        "楼栋 楼号 栋号 幢号 楼栋号 楼栋编号 楼栋名称 栋 幢 座 楼 楼座 座号 号楼 楼宇 "
        "楼宇名称 大楼 楼宇号 栋座 building buildingno bldg block tower buildingname house"
    ),
    "entrance": "单元 单元号 单元编号 单元名称 门 门栋 梯 梯号 门洞 单元门 entrance stair staircase",
    "floor": "楼层 层 层数 所在楼层 所在层 房屋楼层 层号 floor storey level",
    "room": (
        "房 房号 室号 房间号 房间 房屋编号 房屋号 门牌 门牌号 门牌号码 房屋 户号 室 房间编号 "
        "房源 房屋坐落 坐落 房屋地址 地址 住址 单元房号 房产 房屋名称 房产编号 房间名称 "
        "楼栋房号 房屋信息 门号 房屋房号 物业地址 物业编号 房屋全称 unitname unitno "
        "unitnumber unit room roomno roomnumber apartment apt flat flatno home 房屋位置 "
        "房间号码 铺位号 商铺号 铺号 位置"
    ),
    "area": (
        "建筑面积 面积 建面 房屋面积 产权面积 计费面积 收费面积 住房面积 套建筑面积 建筑 平米 "
        "平方 平方数 平米数 房产面积 合同面积 实测面积 产证面积 登记面积 area builtarea "
        "grossarea size 物业面积 住宅面积 使用权面积"
    ),
    "inner_area": ("套内面积 室内面积 套内 使用面积 实用面积 套内建筑面积 专有面积 套面 innerarea netarea"),
    "layout": "户型 房型 房屋户型 户型结构 房屋结构 居室 室型 layout unitlayout 格局",
    "usage": (
        "用途 房屋用途 物业类型 房屋类型 房产性质 房屋性质 业态 物业性质 使用性质 物业形态 "
        "房产类型 usage unittype propertytype 类型"
    ),
    "state": (
        "入住状态 房屋状态 状态 使用状态 居住状态 入住情况 居住情况 是否入住 房态 使用情况 "
        "住户状态 occupancy status 是否出租 房屋现状 现状 装修状态 装修情况 是否空置"
    ),
    "handover": (
        "交付日期 交房日期 收房日期 收楼日期 交楼日期 接房日期 交付时间 交房时间 收房时间 "
        "收楼时间 接房时间 交楼时间 领房日期 领钥匙日期 交钥匙日期 交接日期 验房日期 收房日 "
        "交房日 交付日 交房 收房 交付 入伙日期 入伙时间 钥匙领取日期 交匙日期 handover "
        "handoverdate deliverydate 验收日期 房屋交付日期 收房登记日期 业主收房日期"
    ),
    "name": (
        "业主 业主姓名 业主名称 户主 户主姓名 姓名 产权人 产权人姓名 所有权人 房主 房主姓名 "
        "权利人 业主名 客户名称 客户姓名 住户姓名 住户 房屋所有人 购房人 业户 业户名称 "
        "业户姓名 买受人 产权所有人 客户 名称 业主方 业主信息 买方 称呼 name owner ownername "
        "fullname resident customer 业主全称 户名 购房者 受买人"
    ),
    "co_owner": (
        "共有人 共有人姓名 共同产权人 其他产权人 共同共有人 业主2 第二业主 共有产权人 "
        "产权共有人 业主二 其他共有人 coowner"
    ),
    "id_no": (
        "身份证 身份证号 身份证号码 证件号 证件号码 证件编号 身份证件号码 身份证件号 "
        "公民身份号码 业主身份证 业主身份证号 idno idnumber idcard identity 身份证明号码 证件 "
        "身份号码 证号 统一社会信用代码"
    ),
    "phone": (
        "电话 手机 联系电话 手机号 手机号码 联系方式 电话号码 移动电话 业主电话 业主手机 "
        "业主联系电话 业主联系方式 联系号码 联络电话 联系手机 常用电话 本人电话 户主电话 "
        "通讯方式 联系方法 备用电话 备用手机 备用手机号 备用联系电话 电话2 电话1 电话二 手机2 "
        "手机1 联系电话1 联系电话2 其他电话 固定电话 固话 座机 家庭电话 住宅电话 宅电 phone "
        "phones mobile tel telephone cell contactnumber phoneno mobileno 第二电话 "
        "第二联系电话 手机一 手机二 电话一"
    ),
    "tenant_name": (
        "租户 租户姓名 租客 租客姓名 承租人 承租人姓名 使用人 使用人姓名 tenant tenantname "
        "租户名称 现住人 实际使用人"
    ),
    "tenant_phone": (
        "租户电话 租客电话 承租人电话 租户手机 租户联系电话 租客联系电话 租客手机 使用人电话 "
        "租户联系方式 租客联系方式 tenantphone"
    ),
    "tenant_id": "租户身份证 租客身份证 承租人身份证",
    "family": (
        "家庭成员 家属 家庭成员情况 同住人 同住人员 家庭人员 家庭成员及电话 亲属 家人 "
        "家庭成员信息 共同居住人 常住人员 familymembers family 家庭情况 家属信息 同住成员"
    ),
    "family_count": "家庭人数 人口 人数 常住人口 居住人数 人口数 入住人数 住户人数 家庭人口",
    "special": (
        "特殊情况 特殊人群 关爱 关怀 特殊关怀 重点人群 特殊家庭 关注人群 特殊情况说明 "
        "重点关注 关爱对象 特殊群体 帮扶 特殊需求 重点对象 关爱类型 specialcare care 关注 "
        "弱势群体 人群类别 特殊人员 重点关怀"
    ),
    "note": (
        "备注 说明 附注 备 其他 备考 备注说明 备注信息 remark remarks note notes comment "
        "comments 其它 情况说明 补充说明 其他说明 附言"
    ),
    "owner_ref": "业主编号 业主编码 客户编号 业主id 客户编码 业主代码 ownerid ownerno",
    "share": "产权份额 份额 共有份额 产权比例 所占份额 share 持有比例",
    "role": "身份 角色 人员类型 与业主关系 role 住户类型 人员类别 成员类型",
    "contact": "联系人 联系人姓名 紧急联系人 紧急联系人姓名 contact contactperson 代理人 委托人",
    "contact_phone": (
        "紧急联系电话 紧急联系人电话 联系人电话 紧急电话 代理人电话 联系人手机 emergencyphone "
        "紧急联系方式 紧急联系人手机"
    ),
    "gender": "性别 gender sex",
    "email": "邮箱 电子邮箱 email 电子邮件 mail",
    "plate": "车牌 车牌号 车牌号码 车辆 plate",
    "parking": "车位 车位号 停车位 车位编号 parking 车库号",
    "owner_kind": "业主类型 客户类型 业主性质 产权类型 产权性质",
}
EXACT: dict[str, str] = {word: field for field, words in _WORDS.items() for word in words.split()}
