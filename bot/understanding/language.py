"""The language of a message: English unless something else is plain to see.

English taken for a foreign language costs a person the answer; the other way round costs a muddled one. So jargon and
foreign names decide nothing, one English sentence makes a message English, and what is unsure is English too.
"""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Set

ENGLISH = "en"
LEAST_WORDS = 4  # of a message in Latin letters
LEAST = 2.0  # foreign words from which a message can be foreign
LEAST_WITHOUT_ENGLISH = 1.4  # the same where no English word stands beside them
FOR_EACH_ENGLISH = 2.0  # foreign words more for each English one beside them
SUPPORT = 0.4  # of a word, for one that is in names or in English too
MARKED = 0.5  # of a word, for a letter that English lacks
ENGLISH_SENTENCE = 3  # English words that make a sentence English, if it has fewer foreign ones

# Words that hold sentences together. Those of English count for it; those that another language has too, for neither.
_ENGLISH_WORDS = """the and of for from with what when where why how which who whom whose that this these those there
they them their we our us you your i my he she it its is are be been was were am do does did done have has had can could
should would will shall may might must need needs want wants get gets got hire hiring hired if then than not but so or
an to in on at by about into over between without within because just any some all more most much many one two someone
anyone people mean means make makes use like know think tell me no as up out too also only here his her say says called
looking go going im dont whats anybody every each other same after before really work works good better best résumé
résumés café naïve façade cliché a u w per come eu em under e co re via"""
_FOREIGN_WORDS = {
    "de": """ich du er sie wir ihr nicht und oder aber auch noch schon nur ist sind wird werden wurde haben habe hast
kann können koennen könnte soll sollen sollte muss müssen muessen möchte moechte will wollen ein eine einen einem einer
kein keine keinen der die das dem den des im am zum zur vom von mit bei nach für fuer auf aus über unter zwischen ohne
gegen wie was wer wen wem wo wann warum welche welcher wenn weil dass ob als mehr sehr hier gibt es uns unser unsere
unseren mein meine dein ihre diese dieser dieses viel brauchen brauche braucht suchen suche jemand jemanden niemand mal
bitte danke hallo so also an in hat man zu sich doch dann jetzt wieder alle seit immer verdient
kostet verdient gehalt""",
    "fr": """je il elle nous vous ils on est sont suis êtes avons avez ont été être avoir fait faire peut peux pouvez
doit devons dois faut voudrais veux veut le la les des du un une au et ou où mais donc ne pas plus que qui quoi quel
quelle quels quelles dont ce cette ces cet mon ma mes notre nos votre vos son sa ses pour par avec sans dans sur sous
entre chez comment combien quand pourquoi comme si très aussi bien besoin bonjour merci cherche chercher qu l j de à en
me personne quelqu y tous moins encore depuis entreprise équipe
coûte salaire gagne""",
    "es": """yo él ella es son está están estoy somos ser estar hay tengo tiene tenemos tienen puedo puede podemos
puedes debe debemos debería quiero quiere queremos quieren necesito necesita necesitamos busco buscamos el la los las un
una del al de en y pero porque como cómo qué que cuál cual cuáles cuando cuándo cuanto cuánto dónde donde quién quien
para por con sin entre desde muy más también ya sí si no nos me te se su mi mis tu tus nuestro nuestra nuestros este
esta eso alguien nadie algo hola gracias mejor a o trabajo empresa contratar hacer ha han todo todos año equipo
cuesta sueldo salario""",
    "pt": """eu você vocês voce ele nós é são está estão estou sou somos ser estar tem temos tenho têm há posso pode
podemos deve devemos quero quer queremos preciso precisa precisamos os as um uma do da dos das no na nos nas ao à às ou
mas porque como que qual quais quando quanto onde quem para por com sem sobre entre até desde muito mais também já sim
não nao nosso nossa nossos nossas meu minha seu sua este esta isso alguém alguem ninguém algo olá oi obrigado melhor
trabalho empresa contratar fazer faz de e o a em se me seus ainda agora cada todo todos equipe equipa salário
custa ganha""",
    "it": """io noi voi loro è sono essere avere ho hai ha abbiamo hanno posso può puoi possiamo devo deve dobbiamo
voglio vuole vogliamo vorrei cerco cerchiamo serve servono bisogno il lo la gli le un uno una del della dei delle al
alla alle nel nella sul oppure ma però perché come che chi cosa qual quale quali quando quanto quanta dove per con senza
su fra da di molto più anche già sì se ci si non mi nostro nostra nostri nostre mio mia suo sua questo questa quello
qualcuno nessuno ciao grazie meglio lavoro azienda assumere fare e o i a in dopo ogni tutti tutto quindi dell
costa stipendio""",
    "nl": """ik je hij zij wij we jullie het een de dit dat die deze is zijn was waren bent wordt worden heeft hebben
heb had kan kun kunnen moet moeten mag wil willen zouden zullen en of maar want dus als dan ook nog al niet geen wel
naar van voor met op over bij uit tot om door onder tussen zonder aan in hoe wat wie waar wanneer waarom welke hoeveel
meer veel ons onze mijn jouw iemand niemand iets nodig graag bedankt hallo zoek zoeken beter er te toch verschil
salaris verdient""",
    "pl": """ja on my jest są być mam ma mamy mają może moze możemy możesz mogę można trzeba musi musimy muszę powinien
powinniśmy chcę chce chcemy potrzebuję potrzebujemy szukam szukamy i oraz lub albo ale bo że żeby jeśli czy nie tak to
ten ta te co kto kogo komu kiedy gdzie dlaczego jak jaki jaka jakie jakiego który która które ile w ze do na od dla po
przez za o u przy bez pod między się sie go jej nas nam nasza nasze mój moja już tylko też także bardzo więcej lepiej
ktoś kogoś nikt coś cześć dziękuję proszę jedna jeden jestem by a była będzie tego gdy praca pracy zespole
kosztuje zarabia""",
    "tr": """bir ve veya ya da de ile için icin fakat çünkü mi mı mu mü ne nasıl nasil neden hangi kim kimse kaç nerede
zaman kadar gibi daha çok cok en bu şu o ben biz bizim siz benim senin onu bize var yok değil degil evet hayır olarak
olan olur oldu göre her hiç hicbiri sadece gerekli gerekiyor lazım istiyorum istiyor istiyoruz arıyoruz arıyorum
yapabilir edebilir eder misin mısın misiniz lütfen merhaba iyi iş işe nedir arasındaki gerçekten bunu yeni fark ekip
maaşı kazanıyor""",
}
# also names, titles, short forms or English words: de, la, Kim, MIT, jest, chi, door. They support and hardly decide
_WEAK_WORDS = """de la le les el los las del di da dos das der den des die von van du al en es un l y o te se si mi ma
sa ta om os na po od mit con non est son ben sur par je ha ho er ou mas una ist ja mal met dat dit tu kim dan nous tak
uns ons pas sous chez dans mes ses ces sans ont fait mag kan wil bo jest bu qual tem ser aus ob hay sin fare dove chi
fra tot bent door wat als wo hat hast nur lo por para este esta bien mon ne dus wel kun su mu pero que vos elle nie sem
noi nas nos nam jej jak io aan han dell alle tutti"""
_LETTERS = {
    "de": "äöüß", "fr": "àâçèéêëîïôùûœ", "es": "áéíóúñ", "pt": "áâãàçéêíóôõú", "it": "àèéìòù",
    "nl": "ëïé", "pl": "ąćęłńóśźż", "tr": "çğıöşüâ",
}  # fmt: skip
_WORD = re.compile(r"[^\W\d_]+")
_SENTENCE = re.compile(r"[.?!:;\n]+")
_CYRILLIC = re.compile(r"[\u0400-\u052f]{2,}")
_NO_LATIN_TWIN = re.compile("[бвгджзийклмнптфцчшщъыьэюяїєґБГДЖЗИЙЛПФЦЧШЩЪЫЬЭЮЯЇЄҐ]")
_MIXED_SCRIPT = re.compile(r"[A-Za-z][\u0400-\u052f]|[\u0400-\u052f][A-Za-z]")
_UKRAINIAN = re.compile(r"[іїєґ]|\b(?:чи|що|як|це|та|із|зі)\b")
_RUSSIAN = re.compile(r"[ыэёъ]|\b(?:или|что|как|это|и|из|с)\b")
_EAST_ASIAN = re.compile(r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff々]{2,}")
_LATIN = re.compile("[A-Za-z]")
_KANA = re.compile(r"[\u3040-\u30ff]")
_OTHER_SCRIPTS = {
    "ko": re.compile(r"[\uac00-\ud7a3]{2,}"),
    "ar": re.compile(r"[\u0620-\u065f\u066e-\u06d3]{2,}"),
    "hi": re.compile(r"[\u0900-\u0963]{2,}"),
    "el": re.compile(r"[\u0370-\u03ff\u1f00-\u1fff]{2,}"),
    "he": re.compile(r"[\u05d0-\u05ea]{2,}"),
    "th": re.compile(r"[\u0e00-\u0e4e]{4,}"),
}


def _owners(table: dict[str, Set[str]]) -> dict[str, tuple[str, ...]]:
    """Each member of the sets with the languages that have it."""
    owners: dict[str, tuple[str, ...]] = {}
    for language, members in table.items():
        for member in members:
            owners[member] = (*owners.get(member, ()), language)
    return owners


_ENGLISH = frozenset(_ENGLISH_WORDS.split())
_WEAK = frozenset(_WEAK_WORDS.split())
_OF_WORD = _owners({language: set(words.split()) for language, words in _FOREIGN_WORDS.items()})
_OF_LETTER = _owners({language: set(letters) for language, letters in _LETTERS.items()})


def language_of(text: str) -> str:
    """ISO 639-1 code of the language that a plain text is written in; `en` when unsure."""
    if text.isascii():
        return _by_words(text)
    text = unicodedata.normalize("NFKC", text)
    return _by_script(text) or _by_words(text)


def _by_script(text: str) -> str | None:
    """The language of the letters, where they are not Latin ones and outnumber the English words."""
    # Cyrillic letters that look like Latin ones may stand in English words, by chance or in jest
    cyrillic = [word for word in _CYRILLIC.findall(text) if _NO_LATIN_TWIN.search(word)]
    east_asian = "".join(_EAST_ASIAN.findall(text))
    words = {language: float(len(script.findall(text))) for language, script in _OTHER_SCRIPTS.items()}
    words["ru"] = len(cyrillic)
    words["zh"] = len(east_asian) / 2  # a word has about two characters
    language, count = max(words.items(), key=lambda item: item[1])
    english = sum(word in _ENGLISH for word in _words(text)) + len(_MIXED_SCRIPT.findall(text))
    least = LEAST if _LATIN.search(text) else 1.0
    if count < least or english >= ENGLISH_SENTENCE or count < FOR_EACH_ENGLISH * english:
        return None
    if language == "ru":
        return _slavic(text.lower())
    if language == "zh":
        return "ja" if len(_KANA.findall(east_asian)) > len(east_asian) / 10 else "zh"
    return language


def _slavic(text: str) -> str:
    """Ukrainian or Russian, by the letters and small words that the other one lacks."""
    return "uk" if len(_UKRAINIAN.findall(text)) > len(_RUSSIAN.findall(text)) else "ru"


def _by_words(text: str) -> str:
    """The language whose small words and letters a text in Latin letters has, if the English ones are too few."""
    words, marked = set(_words(text)), _marked(text)
    scores = marked.copy()
    for word in words:
        owners = _OF_WORD.get(word, ())
        for language in owners:
            scores[language] += (SUPPORT if word in _WEAK or word in _ENGLISH else 1.0) / len(owners)
    if len(words) < LEAST_WORDS or not scores:
        return ENGLISH
    language = min(scores, key=lambda name: (-scores[name], name))
    return language if _is_foreign(text, words, language, marked[language]) else ENGLISH


def _is_foreign(text: str, words: Set[str], language: str, marked: float) -> bool:
    """Whether there is enough of the language beside the English, and no sentence is English."""
    own = {word for word in words if language in _OF_WORD.get(word, ())} - _ENGLISH
    english = {word for word in words & _ENGLISH if language not in _OF_WORD.get(word, ())}
    evidence = len(own - _WEAK) + SUPPORT * len(own & _WEAK) + marked
    if evidence < (LEAST + FOR_EACH_ENGLISH * len(english) if english else LEAST_WITHOUT_ENGLISH):
        return False
    return "translate" not in words and not any(_reads_english(part, own, english) for part in _SENTENCE.split(text))


def _reads_english(sentence: str, own: Set[str], english: Set[str]) -> bool:
    words = set(_words(sentence))
    return len(words & english) >= max(ENGLISH_SENTENCE, len(words & own) + 1)


def _marked(text: str) -> defaultdict[str, float]:
    """Evidence for each language from letters that English lacks; a word with a capital may be a name."""
    found: defaultdict[str, float] = defaultdict(float)
    if text.isascii():
        return found
    for word in set(_WORD.findall(text)):
        if word.isascii() or not word[0].islower() or word in _ENGLISH:
            continue
        owners = [set(_OF_LETTER[letter]) for letter in word if letter in _OF_LETTER]
        for language in set.intersection(*owners) if owners else ():
            found[language] += MARKED
    if "¿" in text or "¡" in text:
        found["es"] += 1
    return found


def _words(text: str) -> list[str]:
    return _WORD.findall(text.replace("İ", "i").lower())
