"""What the words around a name say: that it is a place, which of several, or one abroad."""

import itertools
import re

from hotline.places.folding import BREAK, fold, word_set
from hotline.places.names import Cue, is_well_known
from hotline.places.spans import Line, Span

# After a name.
_IN = word_set("me mein main mai men mae m میں مے")
_FROM = word_set("se sy سے tak تک")
_OF = word_set("k ke ka ki kay کے کا کی")
_OF_OR_TO = _OF | word_set("ko ku wala wale wali walay waly walo walon کو والا والے والی")
_AFTER_A_PLACE = _IN | _FROM | _OF
_DOING = ("ne", "nay", fold("نے"))  # `bunne ka kaam`: a verb
_GONE_THERE = word_set(
    "le lay lekar leke ja jana jaa bhej bheja bheji bhejne pohancha pahuncha pohanch gaya gaye gayi gai aya aaya aaye"
    " لے بھیج بھیجا بھیجی پہنچا پہنچایا گیا گئے گئی جا آیا آئے"
)
_STANDS_THERE = word_set(
    "road mela university college hospital jail bypass barrage bazar bazaar adda mandi kachehri katchery court police"
    " bus kiln brick farm factory mill mills hotel bhatta bhatte bhattay bhatti gaon village mines mine coal port"
    " cantt industrial estate station bridge pul coal"
    " پل روڈ یونیورسٹی کالج ہسپتال جیل بازار اڈہ منڈی کچہری پولیس بھٹہ بھٹے فیکٹری ہوٹل بیراج کچے کچہ کوئلہ کوئلے"
)
# `karachi biryani`, `peshawar wali chappal`: where a thing comes from says nothing of a person.
_GOODS = word_set(
    "biryani biriyani briyani pulao pulav polao broast karahi karhai tikka tikke kabab kebab nihari halwa halva naan"
    " chargha sajji chai sweets chappal chapal cosmetics banaspati ghee khubani shehad"
    " lassi namkeen rosh foods apricots cherries kheer falooda qehwa pickle achar palang"
    " بریانی پلاو بروسٹ کڑاہی تکہ کباب نہاری حلوہ نان چائے چپل گھی"
)
_KIND_OF_GOODS = word_set("beef chicken mutton special asli dry fried wali wala wale والی والا والے") | _OF
_SHOP = word_set(
    "dukan dukaan shop stall hotel house factory karkhana karkhane wala wale wali"
    " دکان ہوٹل فیکٹری کارخانہ کارخانے والا والے"
)
_NAME = word_set("naam nam نام")
_SO_CALLED = word_set("ka ki ke se کا کی کے سے")
# `mardan shah`, `skardu bhai ne`: somebody who bears the name. `skardu bhai` is the end of an answer.
_PERSON = word_set("shah ali begum bibi gul شاہ علی بیگم")
_ADDRESSED = word_set("baji sahib sahab saab sahiba باجی صاحب صاحبہ")
_BROTHER = word_set("bhai bhae bhayi بھائی")
_DOES = word_set("ne nay نے")
_TITLES = word_set("mr mister mrs miss ms")
_RELATIVES = word_set("uncle aunt aunty auntie cousin owner boss friend named")
# After somebody's name in English: `uncle mardan takes`, `owner kurram slaps`.
_VERB = re.compile(r"[a-z]{3,}(?:s|ed)")
# Of one word these are places only; people are `hafiz abad ali`.
_NAMED_AS_PLACES = ("abad", "pur", fold("آباد"), fold("پور"))
_TRIBE = word_set("tribe caste biradari baradari qabila qabeela برادری قبیلہ")
# `nasir abad karne ka keh kar`: to settle somebody.
_SETTLED = word_set("abad aabad آباد")
_SETTLING = word_set("karo karna karne karny kia kiya karein karen کرو کرنا کرنے کیا کریں")
_FOR_ALL = word_set(
    "coal university college hospital hotel bypass bazar bazaar adda mandi kachehri katchery court jail station police"
    " یونیورسٹی کالج ہسپتال ہوٹل بازار اڈہ اڈے منڈی کچہری جیل پولیس"
)
_NEAR = word_set("qareeb kareeb qarib karib qreeb paas pas nazdeek nazdik قریب پاس نزدیک")
_FROM_THERE = word_set("rehne rahne rehny rehnay rehaishi rihaishi rahaishi رہنے رہائشی")
# Before a name.
_PREPOSITIONS = {"in": Cue.IN, "near": Cue.IN, "at": Cue.IN, "from": Cue.IN}
_KINDS = word_set("district distt zila zilla zilah tehsil tahsil thana ضلع تحصیل تھانہ")
_KINDS_BEFORE = _KINDS | word_set("gaon goth basti village qasba mauza گاؤں گوٹھ بستی قصبہ موضع")
# Before or after.
_KINDS_AFTER = _KINDS | word_set(
    "city shehar sheher shahar shahr shehr border airport station chowki choki agency division"
    " شہر بارڈر سرحد ایئرپورٹ سٹیشن اسٹیشن چوکی ایجنسی ڈویژن"
)
_NOTHING_MORE = _KINDS_AFTER | word_set("pakistan پاکستان") | {BREAK}
_LONGEST_ANSWER = 12
_ABROAD = word_set(
    "india indian bharat hindustan deccan bangladesh dhaka بھارت انڈیا ہندوستان دکن بنگلہ بنگلادیش"
)


def cue(line: Line, at: int) -> Cue:
    """The strongest cue for the name `line.spans[at]`, as far as that name needs one."""
    span = line.spans[at]
    if span.needs is Cue.NONE and not span.name.unless_near:
        return Cue.NONE
    if _beside_its_own(line, at):
        return Cue.ALONE
    if _alone(line):
        # One word that is all of a message may be any word: what it must sound like is no less for that.
        return Cue.IN if span.misspelt else Cue.ALONE
    before, after, next_after = _word(line, span.start - 1), _word(line, span.end), _word(line, span.end + 1)
    if before in _KINDS or after in _KINDS_AFTER or (after in _OF and next_after in _FROM_THERE):
        return Cue.NAMED
    if _contradicted(line, span):
        return Cue.AGAINST
    if after in _IN or (after in _OF and next_after in _NEAR):
        return Cue.IN
    it_has = after in _STANDS_THERE or (after in _OF and next_after in _FOR_ALL)
    from_there = Cue.FROM if it_has or after in _FROM else Cue.NONE
    return max(
        _PREPOSITIONS.get(before, Cue.NONE), from_there, span.beside, _of_misspelt(line, span, before, after)
    )


def _of_misspelt(line: Line, span: Span, before: str, after: str) -> Cue:
    """`ko lahroe le gaye`, `sargda ka`: no cue for an ordinary word, but an unknown word is then likely a place."""
    if not span.misspelt:
        return Cue.NONE
    if after in _GONE_THERE:
        return Cue.IN
    of_it = after in _OF_OR_TO and not line.words[span.end - 1].endswith(_DOING)
    return Cue.FROM if of_it or before == "to" else Cue.NONE


def lends_its_name(line: Line, span: Span) -> bool:
    """`karachi biryani`, `karachi wala bhai naam ka admi`: the words are about something or somebody else."""
    after, next_after = _word(line, span.end), _word(line, span.end + 1)
    if (
        after in _GOODS
        or _is_a_person(line, span)
        or (after not in _AFTER_A_PLACE and _is_called(line, span))
    ):
        return True
    if after not in _KIND_OF_GOODS or next_after not in _GOODS:
        return False
    # `lahore ki chai ki dukan` stands in Lahore; `lahore ki chai` is drunk anywhere.
    return after not in _OF or _SHOP.isdisjoint(line.words[span.end + 2 : span.end + 4])


def _is_a_person(line: Line, span: Span) -> bool:
    after, next_after = _word(line, span.end), _word(line, span.end + 1)
    if _word(line, span.start - 1) in _TITLES and after not in _IN:
        return True
    if after in _TRIBE or (after in _SETTLING and line.words[span.end - 1] in _SETTLED):
        return True
    if is_well_known(span.name) or next_after in _NOTHING_MORE or _only_a_place(line, span):
        return False  # `lahore bhai ko dhoondne aya`, `mardan shah pakistan`, `hafizabad shah sahib`
    if _word(line, span.start - 1) in _RELATIVES and _VERB.fullmatch(after):
        return True
    if after in _ADDRESSED:
        return next_after in _DOES or next_after in _OF  # `sahiwal sahib jaldi bhejo` speaks to somebody
    return after in _PERSON or (after in _BROTHER and next_after in _DOES)


def _only_a_place(line: Line, span: Span) -> bool:
    return span.end - span.start == 1 and line.words[span.start].endswith(_NAMED_AS_PLACES)


def _is_called(line: Line, span: Span) -> bool:
    near = line.words[span.end : span.end + 4]
    return BREAK not in near and any(
        word in _NAME and of_it in _SO_CALLED for word, of_it in itertools.pairwise(near)
    )


def is_abroad(line: Line, span: Span) -> bool:
    """`Hyderabad India`, `India ke Hyderabad`: only for names that are also well known abroad."""
    if not span.name.abroad:
        return False
    after = _word(line, span.end)
    if after == BREAK:
        after = _word(line, span.end + 1)
    before = _word(line, span.start - 1)
    if before in _OF:
        before = _word(line, span.start - 2)
    return before in _ABROAD or after in _ABROAD


def neighbours(line: Line, at: int) -> list[Span]:
    """The names directly before and after, a comma between them or not."""
    found = []
    for other in (at - 1, at + 1):
        if 0 <= other < len(line.spans):
            first, second = sorted((line.spans[at], line.spans[other]), key=lambda span: span.start)
            if set(line.words[first.end : second.start]) <= {BREAK}:
                found.append(line.spans[other])
    return found


def stands_as_a_place(line: Line, start: int, end: int) -> bool:
    """`zila X`, `X mein`, `in X`, `X ke qareeb`; not `X se`, which is said of people as well."""
    before, after, next_after = _word(line, start - 1), _word(line, end), _word(line, end + 1)
    if before in _KINDS_BEFORE or after in _KINDS_AFTER or after in _IN:
        return True
    return before in _PREPOSITIONS or (after in _OF and (next_after in _NEAR or next_after in _FROM_THERE))


def _alone(line: Line) -> bool:
    """Nothing in the line but names of places: the answer to "Which city or district?"."""
    if len(line.words) > _LONGEST_ANSWER:
        return False
    named = sum(span.end - span.start for span in line.spans if span.needs < Cue.NAMED or not span.misspelt)
    return named + sum(word in _NOTHING_MORE for word in line.words) >= len(line.words)


def _beside_its_own(line: Line, at: int) -> bool:
    """`Hub, Balochistan`, `mingora swat`: two names that fit are no chance."""
    mine = line.spans[at].name.places
    for other in neighbours(line, at):
        if any(place.province == other.name.province for place in mine):
            return True
        units = {place.unit for place in other.name.places if other.name.needs is Cue.NONE}
        if any(place.unit in units for place in mine):
            return True
    return False


def _contradicted(line: Line, span: Span) -> bool:
    """Words near by that make it the ordinary word: `tank me pani`."""
    near = line.words[max(span.start - 3, 0) : span.end + 3]
    return not span.name.unless_near.isdisjoint(near)


def _word(line: Line, at: int) -> str:
    return line.words[at] if 0 <= at < len(line.words) else ""
