"""Forms of a word that no stemmer brings together, in the vocabulary of treaties.

Snowball cuts endings. It knows neither the broken plurals of Arabic nor the verbs and plurals that
change inside, and some of its rules leave the commonest words of this field apart ("loi", "lois").
"""

from __future__ import annotations

import re

GROUPS: dict[str, tuple[str, ...]] = {
    "ar": (
        "حق حقوق", "قانون قوانين", "مادة مواد", "لائحة لوائح", "عضو أعضاء", "طرف أطراف",
        "شخص أشخاص", "فرد أفراد", "رسم رسوم", "مبدأ مبادئ", "مشروع مشاريع", "نص نصوص",
        "بلد بلدان", "حكم أحكام", "بند بنود", "وثيقة وثائق", "نظام أنظمة نظم", "تدبير تدابير",
        "سعر أسعار", "خطر أخطار مخاطر", "غرض أغراض", "هدف أهداف", "طفل أطفال", "امرأة نساء",
        "شبكة شبكات", "طريق طرق", "شرط شروط", "قيد قيود", "ضرر أضرار", "فصل فصول", "ملحق ملاحق",
        "مرفق مرافق", "محكمة محاكم", "شعب شعوب", "فعل أفعال", "عمل أعمال", "وفد وفود",
        "طارئ طوارئ", "معيار معايير", "حد حدود", "نوع أنواع", "سبب أسباب", "مورد موارد",
        "دليل أدلة", "خبير خبراء", "رئيس رؤساء", "سوق أسواق", "تقرير تقارير", "رسالة رسائل",
        "مصلحة مصالح", "قناة قنوات", "جهاز أجهزة", "خط خطوط", "مرسوم مراسيم", "إقليم أقاليم",
        "سلطة سلطات", "مسألة مسائل",
    ),
    "en": (
        "child children", "criterion criteria", "basis bases", "analysis analyses",
        "crisis crises", "man men", "woman women", "appendix appendices", "index indices",
        "bind bound", "seek sought", "choose chose chosen", "write wrote written",
        "give gave given", "take took taken", "make made", "hold held",
        "undertake undertook undertaken", "draw drew drawn", "pay paid",
        "withdraw withdrew withdrawn", "send sent", "meet met", "speak spoke spoken",
        "know knew known", "arise arose arisen", "bring brought", "begin began begun",
        "become became", "lead led", "build built", "deal dealt", "forbid forbade forbidden",
        "oversee oversaw overseen", "hear heard", "lose lost", "sell sold", "strike struck",
        "steal stole stolen", "keep kept", "bear bore borne", "fall fell fallen",
        "foresee foresaw foreseen", "understand understood",
    ),
    "fr": (
        "devoir doit doivent devra devront devrait devraient",
        "pouvoir peut peuvent pourra pourront pourrait pourraient",
        "prendre prend prennent pris prise prises prendra prendront",
        "public publics publique publiques", "nouveau nouveaux nouvelle nouvelles nouvel",
        "œil yeux", "tenir tient tiennent tenu", "venir vient viennent venu",
        "convenir convient conviennent convenu", "suivre suit suivent suivi",
        "recevoir reçoit reçoivent reçu", "mettre met mettent mis mise",
        "faire fait font fera feront",
        "suspendre suspend suspendent suspendu suspendue suspendus",
        "restreindre restreint restreignent restreinte", "étendre étend étendent étendu",
        "rendre rend rendent rendu", "entendre entend entendent entendu", "loi lois",
        "délai délais", "permettre permet permettent permis",
        "transmettre transmet transmettent transmis transmise",
        "émettre émet émettent émis émise", "soumettre soumet soumettent soumis soumise",
        "admettre admet admettent admis admise", "conduire conduit conduisent",
        "produire produit produisent", "réduire réduit réduisent",
        "introduire introduit introduisent", "interdire interdit interdisent interdite",
        "exclure exclut excluent exclu exclue", "inclure inclut incluent inclus incluse",
        "conclure conclut concluent conclu conclue", "répondre répond répondent répondu",
        "atteindre atteint atteignent", "contraindre contraint contraignent contraignant",
        "joindre joint joignent", "poursuivre poursuit poursuivent poursuivi",
    ),
    "es": (
        "juez jueces", "proponer propone proponen propuesto propuestos", "tener tiene tienen",
        "poner pone ponen puesto", "poder puede pueden podrá podrán podría",
        "hacer hace hacen hecho", "disponer dispone disponen dispuesto",
        "mantener mantiene mantienen", "obtener obtiene obtienen",
        "convenir conviene convienen", "libertad libertades", "impedir impide impiden",
        "seguir sigue siguen", "requerir requiere requieren", "pedir pide piden",
        "decir dice dicen dicho", "restringir restringe restringen",
        "proteger protege protegen",
    ),
    "ru": (
        "должен должна должно должны", "мочь может могут",
        "человек люди людей людям людьми людях", "ребенок дети детей детям детьми",
        "день дня дней", "орган органы", "вести ведет ведут", "передавать передает передают",
        "признавать признает признают", "создавать создает создают", "предлагать предложить",
        "принять примет примут принят приняты",
    ),
}  # fmt: skip
"""By language: each string is one word in its forms."""

_NO_PLURALS = frozenset(
    {"mais", "puis", "plus", "sous", "nous", "vous", "tous", "trois", "mois", "fois", "bois"}
    | {"jamais", "depuis", "dessus", "dessous"}
)
_ER_THEY = re.compile(r"([^\W\d_]{3,}(?<!m))ent\Z")
_U_VERB = re.compile(r"([^\W\d_]{3,})(?:у[её]т|уют|у[её]тся|уются|уем|ующ[^\W\d_]{2,3})\Z")


PLAINER_ENDINGS = {
    "fr": ("as", "is", "os", "us", "ent"),
    "es": ("ades", "ces"),
}
"""By language: how words in ASCII letters end that have a `plainer` form."""


def plainer(language: str, word: str) -> str:
    """Another form of a word in lower case that has the stem of its relatives, "" when none does.

    French: "lois" as "loi" (Snowball keeps an s behind i, o, u), "appliquent" as "applique".
    Spanish: "libertades" as "libertad", "voces" as "voz". Russian: "использует" as
    "использовать". Arabic: "she" of a verb as "he".
    """
    if language == "fr":
        if len(word) > 3 and word[-1] == "s" and word[-2] in "aiou" and word not in _NO_PLURALS:
            return word[:-1]
        match = _ER_THEY.match(word)
        return match[1] + "e" if match else ""
    if language == "es" and len(word) > 4:
        if word.endswith("ades"):
            return word[:-2]
        return word[:-3] + "z" if word.endswith("ces") else ""
    if language == "ar" and word[:1] == "ت" and len(word) > 3:
        return "ي" + word[1:]
    if language == "ru" and (match := _U_VERB.match(word)):
        return match[1] + "овать"
    return ""
