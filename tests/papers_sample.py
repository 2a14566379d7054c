# SPDX-License-Identifier: Apache-2.0
"""Papers of the fictional city of Chengzhou and of a fictional harbour: one of each kind."""

from datetime import date

from huiyin.core.values import letters

SVG = """<svg xmlns="http://www.w3.org/2000/svg" width="420" height="120" viewBox="0 0 420 120"><rect width="420" height="120" fill="white"/>
<rect x="90" y="14" width="246" height="24" fill="#2f6f73"/><rect x="90" y="48" width="150" height="24" fill="#c58b2a"/><rect x="90" y="82" width="42" height="24" fill="#8a8f98"/>
<g font-family="sans-serif" font-size="14"><text x="82" y="31" text-anchor="end">已解决</text><text x="344" y="31">41</text><text x="82" y="65" text-anchor="end">列入计划</text><text x="248" y="65">25</text><text x="82" y="99" text-anchor="end">留作参考</text><text x="140" y="99">7</text></g></svg>""".encode()

LETTER = letters.Letter(
    issuer="澄州市交通运输局",
    number="澄交函〔2026〕12号",
    class_mark="B",
    disclosure="主动公开",
    title="关于政协澄州市第七届委员会第一次会议第0087号提案的答复",
    salutations=("林晓岚委员", "农工党澄州市委会"),
    opening=(
        "您（们）提出的《关于改善梧桐里片区老年人出行条件的提案》收悉。我局会同市城市管理局到梧桐里现场查看，并于4月20日当面听取了您的意见。现逐条答复如下：",
    ),
    items=(
        letters.LetterItem(
            number=1,
            suggestion="在梧桐里北口增设公交站点，并将19路末班车延至21时30分。",
            answer=(
                "经客流调查，梧桐里北口日均上下客约640人次。“梧桐里北口”站已于5月28日建成，19路、37路停靠。",
                "19路末班车自6月1日起由20时30分延至21时30分，运行平稳，将长期保留。",
            ),
            disposition="已解决",
        ),
        letters.LetterItem(
            number=2,
            suggestion="对片区内三处人行天桥加装电梯或坡道，方便轮椅和婴儿车通行。",
            answer=(
                "三处天桥中，文汇路天桥、书院街天桥具备加装条件，已列入2026年无障碍改造计划，概算286万元。",
                "渔浦路天桥桥墩距燃气次高压管线不足1.5米，不能加装电梯，改为在桥下增设有提示音的过街斑马线。",
            ),
            disposition="正在解决",
            promised_on=date(2026, 12, 31),
            owner="周启明",
        ),
        letters.LetterItem(
            number=3,
            suggestion="发放“银龄出行券”，每位70岁以上老人每年200元，用于网约车和出租车。",
            answer=(
                "增发出行券每年需新增财政支出约1,900万元，今年市级预算已批复，本年度不能安排。",
            ),
            disposition="留作参考，理由如上",
        ),
    ),
    closing=("感谢您对我市交通运输工作的关心和支持。",),
    contact="何静",
    telephone="0800-5550132",
    day=date(2026, 6, 12),
    copies=("政协澄州市委员会提案委员会", "市政府督查室"),
)

RESPONSE = letters.ResponseTable(
    issuer="Department for Harbours and Coasts",
    number="HC 214",
    title="Government response to the Harbour Assembly’s report on ferry safety",
    introduction=(
        "The Assembly published its report on 4 March 2026 with six recommendations. This table gives the Government’s position on each, what will be done, by whom and by when.",
    ),
    day=date(2026, 5, 1),
    rows=(
        letters.ResponseRow(
            number="1",
            recommendation="Every ferry licensed to carry more than 50 passengers should hold a muster drill each month and publish the time it took.",
            position="Accepted",
            response="The licence conditions will require a monthly drill from 1 July 2026. Times will be published each quarter with the name of the vessel.",
            owner="Maritime Safety Branch",
            due="1 July 2026",
        ),
        letters.ResponseRow(
            number="2",
            recommendation="Life-jackets for infants should be carried for one in ten passengers.",
            position="Accepted in part",
            response="One in twenty on crossings under 30 minutes, one in ten on all others: the Branch’s survey of 312 crossings found 4 per cent of passengers to be infants at the busiest.",
            owner="Maritime Safety Branch",
            due="30 September 2026",
        ),
        letters.ResponseRow(
            number="3",
            recommendation="The Department should fund a second rescue boat at North Quay.",
            position="Rejected",
            response="Two volunteer boats already reach North Quay within 12 minutes. The Department will instead pay for their fuel and training, at £85,000 a year.",
            owner="Coastal Services",
            due="In the 2027 budget",
        ),
        letters.ResponseRow(
            number="4",
            recommendation="Timetables should leave eight minutes for boarding passengers with wheelchairs.",
            position="Accepted",
            response="New timetables were agreed with the three operators on 20 April 2026.",
            owner="Passenger Services",
            due="Done",
        ),
        letters.ResponseRow(
            number="5",
            recommendation="A single telephone number should be given for reporting near misses.",
            position="Under consideration",
            response="A trial with two operators ends in October. The Department will tell the Assembly its decision in writing.",
            owner="Chief Inspector",
            due="15 December 2026",
        ),
        letters.ResponseRow(
            number="6",
            recommendation="Results of inspections should be posted at the gangway.",
            position="Accepted",
            response="The form of the notice will be consulted on with passengers’ groups.",
            owner="Chief Inspector",
            due="1 March 2027",
        ),
    ),
)

RECORD = letters.ReplyRecord(
    issuer="澄州市交通运输局",
    title="提案当面答复记录",
    number="第0087号",
    subject="关于改善梧桐里片区老年人出行条件的提案",
    held_on=date(2026, 4, 20),
    place="梧桐里社区会议室",
    answerers=("周启明", "何静"),
    proposers=("林晓岚",),
    said=(
        ("周启明", "通报现场查看情况：北口具备设站条件，三处天桥中两处可以加装电梯。"),
        ("林晓岚", "渔浦路不能加装电梯，请说明桥下过街何时可用，晚间有没有照明。"),
        ("何静", "斑马线和照明同步施工，年底前完成。"),
    ),
    outcome="提案者认可第一、二条的办理安排，第三条要求书面说明理由。",
)

PAPER = letters.Paper(
    issuer="政协澄州市委员会提案委员会",
    title="澄州市政协七届一次会议提案办理情况简报",
    subtitle="2026年第3期",
    day=date(2026, 7, 1),
    blocks=(
        letters.Heading("一、总体情况"),
        letters.Paragraph(
            (
                letters.Sentence(
                    "截至6月30日，本次会议立案提案48件，含建议173条。",
                    "提案台账，2026年6月30日导出，第1—48号。",
                ),
                letters.Sentence(
                    "已答复建议73条，其中已解决41条，列入计划25条，留作参考7条。",
                    "答复函第12号至第31号；口径：以建议条数为分母，不以提案件数为分母。",
                ),
                letters.Sentence("其余100条尚在法定期限之内。"),
            )
        ),
        letters.Picture(
            SVG,
            alt="已解决41条，列入计划25条，留作参考7条",
            caption="图1　已答复建议的办理结果（条，共73条）",
        ),
        letters.Heading("（一）各单位进度", 2),
        letters.Grid(
            columns=("承办单位", "应答复", "已答复", "按期率"),
            rows=(
                ("市交通运输局", "31", "18", "100%（18/18）"),
                ("市城市管理局", "27", "15", "93.3%（14/15）"),
                ("市教育局", "22", "9", "100%（9/9）"),
            ),
            caption="表1　部分承办单位答复进度",
            widths=(3, 1, 1, 2),
        ),
        letters.Paragraph.of("按期率的分母是已到期的建议条数，未到期的不计入。"),
    ),
)
