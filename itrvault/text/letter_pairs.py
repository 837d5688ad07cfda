"""What letters stand beside each other in real words, by script: how prose is told from gibberish.

Pairs were counted over treaty texts; of the letter pairs inside words of a European language about
85 in 100 are among these, of random letters 22 (Latin) or 13 (Cyrillic). The Chinese signs are the
commonest of newspapers in both forms: about half of any text, one in a hundred of random signs.
"""

from __future__ import annotations


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


COMMON_PAIRS: dict[str, frozenset[str]] = {
    "latin": _words(
        "aa ac ad ag ai al am an ar as at au be bl ca ce ch ci ck cl co ct cu da de di do dr du ea "
        "ec ed ee eg ei el em en er es et ev fe fi fo fr ga ge gh gi gr ha he hi ho ht ia ib ic id "
        "ie ig ij il im in io ir is it iv ka ke ki ko la le li ll lo lu ma me mi mo mp na nc nd ne "
        "nf ng ni no ns nt ny oc od of oi ol om on oo op or os ot ou ow pa pe pi pl po pr qu ra rd "
        "re ri rm ro rs rt ru ry rz sa sc se sh si so sp ss st su sz ta te th ti to tr ts tt tu ty "
        "tz ua ue ui ul um un ur us ut va ve vi vo we wi za ze zi"
    ),
    "cyrillic": _words(
        "ав аж аз ак ал ам ан ар ас ат ац бе бо бы ва ве ви вл вн во вы ги го да де ди до ду ды ег "
        "ед ее ей ек ел ем ен ер ес ет жд же за ив ие из ии ий ил им ин ио ис ит их ич ию ия ка ки "
        "ко ла ле ли ло ль ля ма ме ми мо мо на не ни нн но ны об ов ог од ое ой ол ом он ор ос от "
        "пе по пр ра ре ри ро рс ру св се ск сл со сп ст су ся та тв те ти то тр тс ту ть уд уч ую "
        "ци ча че ше ще щи ый ым ых ьн ющ аш ук їх ії ія ів ід ът ја је ље ня ля са га ць дз"
    ),
    "arabic": _words(
        "أس أم أن أو أي إل إن اء ات اج اد ار اس اع ال ام ان اي با تر تع تم ته جت جم حر حق خص دة دو "
        "دي ذا را رد ري سا ست سي شخ عا عل عن عي فر في قا قد قو قي كا كل لأ لإ لا لت لج لح لد لع لق "
        "لك لل لم له لى لي ما مة مت مع مل من مي نا نس نو ها هذ هم وا وق ول ون وي يا ية ير يع ين يه "
        "بي بر ية رو تو فا به دا یا ها نی این می را که از در است ور کر کی کا"
    ),
}

COMMON_HAN = frozenset(
    "的一是不了在人有我他这个们中来上大为和国地到以说时要就出会可也你对生能而子那得于着下自之年过发后作里用道行所然家种事成方多经么"
    "去法学如都同现当没动面起看定天分还进好小部其些主样理心她本前开但因只从想实日军者意无力它与长把机十民第公此已工使情明性知全三"
    "又关点正业外将两高间由问很最重并物手应战向头文体政美相见被利什二等产或新己制身果加西斯月话合回特代内信表化老给世位次度门任常"
    "先海通教儿原东声提立及比员解水名真论处走义各入几口认条平系气题活更别打女变四神总何电数安少报才结反受目太量再感建务做接必场件"
    "计管期市直德资命山金指克许统区保至队形社便空决治展马科司五基眼书非则听白却界达光放强即像难且权思王象完设式色路记南品住告类求"
    "据程北边死张该交规万取拉格望觉术领共确传师观清今切院让识候带导争运约组织缔联议权款项条际域际"
    "這個們來為國說時會對過發後裡經麼學現當沒動還進樣從實軍與長無關點業將兩間問並應戰頭體見產給話處員聲門兒東論義幾認條氣題變總電數"
    "報結務場計資許統區隊決馬書聽則達強難權設記類據邊張該規萬術領確傳師觀識帶導爭運聯約組織締議項際於著"
    "日本語月年第時分"
)

ARABIC_WORDS = _words(
    "من في على إلى الى أن ان إن أو او لا ما كل هذا هذه ذلك تلك التي الذي الذين عن مع بين بعد قبل "
    "عند غير قد كان كانت يكون تكون لم لن ثم حيث إذا أي أية كما لكل ولا وفي ومن وعلى وأن فيها فيه "
    "منها لها له بها به عليها عليه دون خلال حق الدول الدولة المادة الأمم المتحدة الاتفاقية يجب "
    "يجوز وفقا بموجب حقوق الإنسان الدولية الدولي الاتصالات"
)
"""Small words of Arabic; a third of the words of any text begin with the article besides."""

HAN_PAIRS = _words(
    "締約 約國 任何 公約 條約 本公 其他 自由 權利 人人 國家 規定 不得 聯合 "
    "合國 包括 國際 兒童 法律 理事 人有 有權 社會 享受 二十 安全 委員 本條 "
    "教育 所有 必要 機關 第二 平等 定之 和平 措施 約之 各締 約締 員會 第十 "
    "適當 秘書 書長 國應 基本 生效 政府 進行 採取 活動 加入 犯罪 何人 之任 "
    "約所 同意 合作 請求 批准 宣言 確認 三十 或其 關係 限制 此種 第三 接受 "
    "提出 通知 十二 以及 組織 國秘 及其 尊重 宗教 一切 保護 促進 目的 行為 "
    "義務 的任 適用 工作 人權 程序 發展 利用 十五 十一 之國 情況 充分 享有 "
    "可能 經濟 原則 之權 交存 確保 十三 十八 權享 提供 報告 十六 修正 第一 "
    "保障 簽署 人民 四十 十七 該國 十九 下列 生活 代表 所定 之規 有關 通過 "
    "在其 機構 人員 制度 普遍 之情 十四 要求 實現 世界 各國 條第 行使 情形 "
    "國之 之人 家庭 均應 家法 刑事 文化 方面 利益 父母 實施 有效 特別 會議 "
    "本人 其國 發生 加以 各種 投票 履行 國均 表示 不受 准書 予以 五十 其本 "
    "本國 方式 权利 联合 合国 会员 员国 社会 国际 大会 国家 领土 组织 此项 "
    "人权 行为 三条 关系 一个 一条 二条 七条 五条 原则 发展 促进 六条 各会 "
    "义务 十条 四条 九条 政治 实现 每一 八条 各国 参加 宗旨 所载 应以 选举 "
    "人类 保证 和国 应有 福利 并应 种族 条件 本国 各种 法或 男女 界人 本自 "
    "遵行 于各 不分 何国 违背 为维 独立 进步 应促 具有 此种 缔约 约国 公约 "
    "条约 规定 际法 事会 秘书 书长 宪章 协定 争端 保护 经济 申请 签署 提案 "
    "电信 业务 规则 网络 管理 部门 主管 成员 建议 文件 会议 研究 报告 问题 "
    "信息 技术 服务 可以 应当 或者 但是 根据 关于 通过 进行 采取 适当 "
)
"""Neighbours in the Chinese of treaties and declarations, in both forms: 6 to 30 in 100 of theirs,
one of other prose, hardly any of what strokes are taken for."""
