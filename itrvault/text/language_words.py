"""The small words and special letters by which languages of one script are told apart.

Function words only: they do not depend on what a text is about. A word that several languages
share counts for each of them, but less.
"""

from __future__ import annotations

_LATIN = {
    "en": "the of and to in is that for be as with on by or are this which shall not it from an "
    "have has at any its such their may other will should these was all under been between no "
    "who they he his we you can would there were but upon must both into than only",
    "fr": "le la les de des du et en un une que qui dans pour par sur est au aux l d qu n ce cette "
    "ces sont ou ne pas il elle avec se s son sa ses leur leurs être plus comme tout toute toutes "
    "ont à été peut doit entre sans sous afin ainsi nous vous",
    "es": "el la los las de del y en un una que por para con al es se su sus lo como no más o son "
    "entre este esta estos estas ser ha han sobre cuando sin todo toda todos todas a ante cada "
    "dicho dichos será deberá pero muy también yo si",
    "pt": "o a os as de do da dos das e em um uma que por para com ao à é se seu sua seus suas não "
    "mais ou são entre este esta ser como no na nos nas pelo pela foi sobre sem todo toda todos "
    "também aos às pelos pelas",
    "it": "il lo la i gli le di del dello della dei degli delle e in un una che per con al alla ai "
    "alle è si non più sono tra questo questa questi da dal dalla nel nella sul sulla ogni anche "
    "come o dell all nell essere ha suo sua loro",
    "de": "der die das und in zu den von mit für auf ist im dem nicht ein eine einer eines des "
    "sich auch es an werden als bei oder hat aus sind nach wird durch zur zum dass sie er wir "
    "haben über kann diese dieser jede jeder unter sowie vom wenn nur",
    "nl": "de het een en van in is op te dat die voor met zijn aan door niet of bij naar als uit "
    "om ook deze dit worden wordt tot over hun kan heeft hebben der deze onder ieder zal geen moet "
    "tegen wij ik er maar haar",
    "sv": "och i att det som en på är av för med till den inte om ett har eller från skall ska kan "
    "vid de alla sin sina genom varje rätt samt denna detta efter",
    "da": "og i at det som en på er af for med til den ikke om et har eller fra skal kan ved de "
    "alle sin sine enhver ret samt denne dette efter blev",
    "nb": "og i at det som en på er av for med til den ikke om et har eller fra skal kan ved de "
    "alle sin sine enhver rett samt denne dette etter ble",
    "fi": "ja on ei se että jotka joka kuin sekä tai ovat hän ne tämä olla myös mutta kun niiden "
    "jokaisella oikeus sen hänen voi",
    "pl": "i w z na do się jest nie że o od przez oraz dla jak lub to po za który która które są "
    "przy ich jego ma być każdy prawo we ze",
    "cs": "a v na je se že s z do o k pro jako nebo by podle jsou při od po které který která jeho "
    "má být každý ve ze právo byl",
    "ro": "și în de la a cu pe nu este că din pentru sau prin care un o al ale să sunt mai fi "
    "orice lui dreptul are ca unei unui",
    "hu": "a az és hogy nem is egy ez vagy meg van mint de csak minden joga el ki kell lehet azt "
    "valamint ha volt",
    "tr": "ve bir bu için ile de da olarak her veya olan gibi daha ne kadar hakkı herkes hiçbir "
    "değil olduğu ya edilmiş",
    "id": "yang dan di dengan untuk dari pada ini tidak atau dalam setiap orang berhak adalah "
    "oleh akan ke sebagai hak",
    "ca": "el la els les de del i en un una que per amb al és no més o són entre aquest aquesta "
    "ser com dels seva seu seus tota tots té dret persona a",
    "la": "et in ad non est cum ut ex sed ac per ab quod qui quae sit ipsum dolor enim atque vel "
    "aut esse nec eius amet",
    "vi": "và của các có được là không trong cho với những một người quyền này theo về đều mọi",
    "sw": "na ya wa kwa ni za katika kila mtu haki au la kuwa yake kama cha watu",
    "so": "iyo oo ka ku waa in uu la ay waxa leh ama kasta xaq qof u",
    "af": "die en van in is het nie op wat te met dat aan vir by reg tot of elkeen word sy",
    "eo": "kaj la de en estas al por ne kun kiu ĉiu rajtas aŭ por oni havas",
}
_CYRILLIC = {
    "ru": "и в не на что с по как для это к из от при или его их так все о у но а за только также "
    "если быть может должны был была были она они между который которые которых том этого",
    "uk": "і в у не на що з по як для це до із від при або його їх так усі о але та за тільки "
    "також якщо бути може повинні був була були вона вони між який які яких й",
    "be": "і ў у не на што з па як для гэта да ад пры або яго іх так усе але а за толькі мае права "
    "быць кожны",
    "bg": "и в не на че с по като за това към от при или неговите те така всички о но да се е са "
    "също може бъде които който ще има между право всеки",
    "sr": "и у не на да с по као за је се су од при или његов они тако све али то и може бити који "
    "које има право свако из о",
    "mk": "и во не на дека со по како за е се од при или тие така сите но да може биде кој кои има "
    "право секој ќе",
    "kk": "және мен бен үшін бұл деп бар не болып әр адам құқығы",
    "mn": "ба нь бөгөөд энэ хүн эрхтэй бүр болон юм",
}
_DEVANAGARI = {
    "hi": "के में का की है और से को ने पर यह कि हैं एक भी नहीं लिए किसी या अपने",
    "mr": "आणि आहे या च्या व हा ही ते नाही किंवा त्यांच्या असे होते करण्यास",
    "ne": "को मा छ र लाई ले गर्न हुने पनि वा प्रत्येक व्यक्तिलाई हो गर्ने",
}

LATIN_LETTERS: dict[str, tuple[str, ...]] = {
    "ñ": ("es",), "¿": ("es",), "¡": ("es",), "ß": ("de",), "ä": ("de", "sv", "fi"),
    "ü": ("de", "tr", "hu"), "ö": ("de", "sv", "fi", "hu", "tr"), "ã": ("pt",), "õ": ("pt",),
    "ç": ("fr", "pt", "tr", "ca"), "œ": ("fr",), "ê": ("fr", "pt"), "î": ("fr", "ro"),
    "û": ("fr",), "ù": ("fr", "it"), "è": ("fr", "it", "ca"), "ò": ("it", "ca"), "ì": ("it",),
    "å": ("sv", "da", "nb"), "ø": ("da", "nb"), "æ": ("da", "nb"), "ł": ("pl",), "ą": ("pl",),
    "ę": ("pl",), "ś": ("pl",), "ż": ("pl",), "ź": ("pl",), "ć": ("pl",), "ř": ("cs",),
    "ě": ("cs",), "ů": ("cs",), "č": ("cs",), "š": ("cs",), "ž": ("cs",), "ă": ("ro", "vi"),
    "ș": ("ro",), "ț": ("ro",), "ş": ("tr", "ro"), "ţ": ("ro",), "ő": ("hu",), "ű": ("hu",),
    "ğ": ("tr",), "ı": ("tr",), "·": ("ca",), "đ": ("vi",), "ơ": ("vi",), "ư": ("vi",),
    "ĉ": ("eo",), "ŭ": ("eo",), "ĝ": ("eo",),
}  # fmt: skip


def _weigh(lists: dict[str, str]) -> dict[str, tuple[tuple[str, ...], float]]:
    """Word -> (languages that have it, how much it counts for each: 1 alone, less when shared)."""
    languages: dict[str, list[str]] = {}
    for language, words in lists.items():
        for word in dict.fromkeys(words.split()):
            languages.setdefault(word, []).append(language)
    return {
        # A single letter may be an initial, a list mark or half of a contraction.
        word: (tuple(found), (0.5 if len(word) == 1 else 1.0) / len(found) ** 0.5)
        for word, found in languages.items()
    }


SMALL_WORDS: dict[str, dict[str, tuple[tuple[str, ...], float]]] = {
    "latin": _weigh(_LATIN),
    "cyrillic": _weigh(_CYRILLIC),
    "devanagari": _weigh(_DEVANAGARI),
}
