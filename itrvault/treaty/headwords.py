"""The words that document heads are made of, in six languages.

Patterns are matched without regard to case against single lines.
"""

from __future__ import annotations

import re

CONFERENCES: tuple[tuple[str, str], ...] = (
    (
        r"council\s+working\s+group.{0,60}?(?:WCIT|world conference on international telecomm)"
        r"|^CWG-?\s*WCIT-?12\b|\(CWG-?\s*WCIT-?12\)",
        "CWG-WCIT12",
    ),
    (
        r"^(?:world conference on international telecommunications"
        r"|conférence mondiale des télécommunications internationales"
        r"|conferencia mundial de telecomunicaciones internacionales"
        r"|всемирная конференция по международной электросвязи"
        r"|المؤتمر العالمي للاتصالات الدولية|国际电信世界大会)"
        r"[\s(（]*(?:WCIT|CMTI|ВКМЭ)?-?(?:20)?12?\b",
        "WCIT12",
    ),
    (r"^(?:WCIT|CMTI|ВКМЭ)-?(?:20)?12\b|^.{0,60}[(（](?:WCIT|CMTI|ВКМЭ)-12[)）]$", "WCIT12"),
    (r"^plenipotentiary conference\s*\(PP-(?P<year>\d\d)\)", "PP"),
    (r"^conférence de plénipotentiaires\s*\(PP-(?P<year>\d\d)\)", "PP"),
    (r"^conferencia de plenipotenciarios\s*\(PP-(?P<year>\d\d)\)", "PP"),
    (r"^полномочная конференция\s*\(ПК-(?P<year>\d\d)\)", "PP"),
    (r"^مؤتمر المندوبين المفوضين\s*\(PP-(?P<year>\d\d)\)", "PP"),
    (r"^全权代表大会\s*[(（]PP-(?P<year>\d\d)[)）]", "PP"),
)
"""Names of meetings as a head prints them, and what stands for them in symbols."""

PLENARY = re.compile(
    r"^(?:plenary meeting|séance plénière|sesión plenaria|пленарное заседание"
    r"|الجلسة العامة|全体会议|committee \d+|working group of the plenary"
    r"|(?:contribution|temporary document)(?=\s+document\b|$))\s*",
    re.IGNORECASE,
)

ORIGINAL = re.compile(
    r"^[\[(]?\s*(?:original|оригинал|الأصل|原文)\s*(?:\([^)]*\))?\s*[:：]\s*(?P<names>.+?)[\])]?$",
    re.IGNORECASE,
)

ONLY = re.compile(
    r"^[(]?(?P<names>english|french|spanish|russian|arabic|chinese)\s+only[)]?$", re.IGNORECASE
)

LANGUAGE_NAMES: tuple[tuple[str, str], ...] = (
    ("ar", r"\barab\w+|\bárabe|арабск\w+|ب?العربية|阿拉伯文"),
    ("zh", r"\bchin\w+|китайск\w+|ب?الصينية|中文"),
    ("en", r"\benglish|\binglés|\banglais|английск\w+|ب?الإنكليزية|ب?الإنجليزية|ب?الانكليزية|英文"),
    ("fr", r"\bfrench|\bfrancés|\bfrançais|французск\w+|ب?الفرنسية|法文"),
    ("ru", r"\brussian|\bruso|\brusse|русск\w+|ب?الروسية|俄文"),
    ("es", r"\bspanish|\bespañol|\bespagnol|испанск\w+|ب?الإسبانية|西班牙文"),
)

STOCK_TITLE = re.compile(
    r"^(?:[\w ’'-]{0,40}?\s*proposals? for the work of the conference"
    r"|propositions?(?: [\w -]{1,40})? pour les travaux de la conférence"
    r"|propuestas?(?: [\w -]{1,40})? para los trabajos de la conferencia"
    r"|(?:[\w-]+\s+){0,3}предложения(?: [\w ,-]{1,80})? для работы конференции"
    r"|مقترحات(?: [\w ]{1,40})? (?:بشأن|لأعمال|من أجل|تتعلق ب)\s*(?:أعمال\s*)?المؤتمر"
    r"|(?:.{1,12}?)?(?:关于|有关)?大会工作的(?:共同)?(?:提案|建议))",
    re.IGNORECASE,
)
"""The title nearly every proposal carries."""

OFFICE = re.compile(
    r"^(?:note by the )?(?:secretary-general|secretariat|chairman|chair|director"
    r"|editorial committee|secrétaire général|président|secretario general|presidente"
    r"|генеральный секретарь|председатель|الأمين العام|الرئيس|秘书长|主席)\b",
    re.IGNORECASE,
)
"""Sources that are neither a state nor a group."""

LABEL = re.compile(
    r"^(?:(?P<title>title|título|titre|название|العنوان|标题)"
    r"|(?P<date>date|fecha|дата|التاريخ|日期)"
    r"|(?P<source>source|origin|origen|origine|источник|المصدر|来源)"
    r"|(?P<organisation>organi[sz]ation|organisación|organización|организация|المنظمة|机构))"
    r"\s*\*?\s*[:：]\s*(?P<value>.*)$",
    re.IGNORECASE,
)

TEXT_HEAD = re.compile(r"^#\s*(?P<name>[a-z]+)\s*:\s*(?P<value>.*)$", re.IGNORECASE)
"""One line of the head of a plain text: `# title: ...`."""

ANALYSIS = re.compile(
    r"^(?:(?:policy|legal|preliminary|human rights|an|a|joint|ngo)?\s*analysis\b"
    r"|(?:policy|issue|briefing|position|background)\s+(?:brief|note|paper|memo)\b|policy\s+post\b"
    r"|(?:civil society\s+)?comments?\s+(?:by|of|from|submitted by)\b|commentary\b"
    r"|analyse\s+(?:juridique|de|des|du)\b|note d['’]analyse\b|análisis\s+(?:de|del|jurídico)\b"
    r"|(?:правовой\s+)?анализ\b|تحليل\b|分析报告|评析)",
    re.IGNORECASE,
)

STATEMENT = re.compile(
    r"^(?:an\s+)?(?:open letter|joint (?:civil society )?(?:statement|letter)"
    r"|statement\s+(?:by|of|on|to)\b|(?:civil society|public|press)\s+statement\b"
    r"|lettre ouverte|déclaration conjointe|carta abierta|declaración conjunta"
    r"|открытое письмо|совместное заявление|رسالة مفتوحة|بيان مشترك|公开信|联合声明)",
    re.IGNORECASE,
)

INSTRUMENT = re.compile(
    r"\b(?:regulations|constitution|convention|covenant|charter|treaty|protocol|agreement"
    r"|final acts|règlement|convention|pacte|charte|traité|protocole|accord|actes finals"
    r"|reglamento|constitución|convenio|convención|pacto|carta|tratado|protocolo|acuerdo"
    r"|actas finales|регламент|устав|конвенция|пакт|хартия|договор|протокол|соглашение"
    r"|заключительные акты)\b"
    r"|لوائح|دستور|اتفاقية|ميثاق|معاهدة|بروتوكول|规则|组织法|公约|盟约|宪章|條約|条约|公約|议定书|協定|协定",
    re.IGNORECASE,
)
NOT_INSTRUMENT = re.compile(
    r"\b(?:resolution|decision|recommendation|comments?|analysis|report|proposals?|draft|agenda"
    r"|annex|contribution|letter|statement|commentary|review|revising|revisions?|summary|guide"
    r"|corporate|privacy|data sharing|licen[cs]e|compilation|leaked|department|secretariat"
    r"|negotiat\w+|consolidated|proposed|chapter)\b",
    re.IGNORECASE,
)
"""A heading with one of these is about a treaty, not the treaty."""

NEGOTIATED = re.compile(
    r"\b(?:secret|confidential|negotiat\w+|leaked?|draft|proposals?|working (?:paper|document)"
    r"|projet|proyecto|проект)\b|مشروع|草案",
    re.IGNORECASE,
)
"""Among the first lines of a text: not, or not yet, a treaty."""

FIRST_ARTICLE = re.compile(
    r"\b(?:preamble|préambule|preámbulo|article\s+(?:1|I|premier)|artículo\s+(?:1|I))\b|преамбула"
    r"|статья\s+1\b|ديباجة|المادة\s+(?:1|١|الأولى)|序言|第一条|第一條|第\s*1\s*条",
    re.IGNORECASE,
)

BYLINE = re.compile(
    r"^(?:by|par|por|written by|prepared by|(?:comments?|analysis|statement|paper|report)"
    r"\s+(?:by|of|from|submitted by))\s+[A-Z]",
    re.IGNORECASE,
)
KICKER = re.compile(
    r"^(?:(?:policy|legal|issue|briefing|position|background|preliminary|joint)\s+)?"
    r"(?:brief|briefing|paper|note|memo|post|analysis|statement|report|commentary|press release)$",
    re.IGNORECASE,
)
"""Lines around a title that say who wrote it, or what kind of paper it is."""

ORGANISATION = re.compile(
    r"^(?:[Tt]he\s+)?(?:(?:Cent(?:er|re)|Institute|Association|Foundation|Coalition|Network|Society)"
    r"\s+(?:for|of|on)\s+(?:(?:and|the|of|for|&)\s+|[A-Z][\w'’-]*,?\s*){1,8}"
    r"|(?:[A-Z][\w'’&-]*\s+){1,6}(?:Initiative|Network|Foundation|Institute|Cent(?:er|re)|Project"
    r"|Society|Association|Coalition|Clinic|Alliance|Observatory|University|Forum)"
    r"(?:\s+(?:for|of|on)\s+(?:(?:and|the|of|for|&)\s+|[A-Z][\w'’-]*,?\s*){1,8})?)$"
)
"""A name that has the form of an organisation's."""

MARK = re.compile(
    r"^(?:specimen\b|confidential\b|restricted\b|not for (?:circulation|distribution)|leaked\b"
    r"|for immediate release|[-–—\s]*\d{1,4}[-–—\s]*$|page \d+|[*_=~.\-–—\s]+$"
    r"|international telecommunication union|union internationale des télécommunications"
    r"|unión internacional de telecomunicaciones|международный союз электросвязи"
    r"|الاتحاد الدولي للاتصالات|国际电信联盟|\(?ITU\)?$|\(?UIT\)?$)",
    re.IGNORECASE,
)
"""Lines of a head that name nothing: stamps, page numbers, the letterhead."""

BODY = re.compile(
    r"^(?:(?:ADD|MOD|SUP|NOC|\(MOD\)|\(ADD\)|\(SUP\)|\(NOC\))\b|\d+(?:\.\d+)*[.)]?\s+\S|[IVX]+\.?\s"
    r"|introduction\b|introducción\b|введение\b|مقدمة|引言|annex\b|background\b|reasons\b"
    r"|(?:art[ií]c(?:le|ulo)|статья|المادة)\s+\S{1,4}\b|第.{1,4}[条條]|pr[eéi]\w+mb(?:le|ulo)$)",
    re.IGNORECASE,
)
"""Where the head is over."""

UNITED_NATIONS = re.compile(
    r"^(?:united nations|nations unies|naciones unidas|организация объединенных наций"
    r"|الأمم المتحدة|联合国|international seabed authority)\b\s*",
    re.IGNORECASE,
)

UNFINISHED = re.compile(
    r"(?:[,–—-]|\b(?:of|the|and|for|on|in|to|by|with|from|a|an|its|de|la|le|les|des|du|et|à|sur|pour"
    r"|del|los|las|y|en|para|por|и|в|на|о|об|для|по|من|في|على|و))$",
    re.IGNORECASE,
)
"""The end of a line of a title that runs on."""

NOTHING = re.compile(r"^(?:n/?a|none|no|nil|unknown|see body|[-–—.?*\s]*)$", re.IGNORECASE)
"""What people write in a field they leave empty."""

NO_TITLE = re.compile(
    r"^(?:microsoft (?:word|powerpoint|excel)\b.*|(?:untitled|document|doc|title|titre|título|slide"
    r"|presentation|powerpoint presentation|report|draft|page|normal|template|no title|cover"
    r"|без названия|документ|sans titre|sin título|无标题|文档)\s*\d*)$",
    re.IGNORECASE,
)
"""What programs write where a title should stand."""
