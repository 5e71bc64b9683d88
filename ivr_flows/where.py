"""Where it happens: a province by key, then a city spoken or an area code typed, else places by key; read back."""

from collections.abc import Iterator
from dataclasses import replace

from ivr_flows.area_codes import AREA_CODES
from ivr_flows.phrases import CONSENT, HEAR_AGAIN, WITHOUT_SPEAKING
from ivr_flows.regions import DISTRICTS, REGIONS, Division, Region, name_of, press, slug
from ivr_flows.steps import Flow, Menu, Option, Prompt, Record, Said

UNKNOWN = "unknown"
MOST_CHOICES = 5
OTHERS = "5"
AFTER_SPEECH = "report_tip.what"
AFTER_KEYS = "silent.about_self"

ASK_PROVINCE = Prompt("where.province", "In which province is it?")
# Several in one breath, each line within six seconds: seven prompts would take twice as long.
PROVINCES: Said = (
    Prompt("where.provinces", "For Punjab press 1, Sindh 2, Pakhtunkhwa 3, Balochistan 4."),
    Prompt("where.provinces_more", "For Azad Kashmir press 5, Islamabad 6, Gilgit-Baltistan 7."),
    HEAR_AGAIN,
)
SAY_CITY = Prompt("where.city", "After the beep, say the city or district.")
SAY_AREA = Prompt("where.area", "After the beep, say the sector or neighbourhood.")
TYPE_CODE = Prompt("where.area_code", "Or type its landline area code, then hash.")
CHANGE_PROVINCE = Prompt("where.change_province", "To choose the province again, press 1.")
ASK_DIVISION = Prompt("where.division", "In which division?")
ASK_DISTRICT = Prompt("where.district", "In which district?")
MORE = Prompt("where.more", "For another place, press 5.")
RIGHT: Said = (
    Prompt("where.right", "If that is right, press 1."),
    Prompt("where.wrong", "To change it, press 2."),
)

PROVINCE = Menu(
    name="where.province",
    ask=(ASK_PROVINCE, *PROVINCES),
    ask_again=PROVINCES,
    fact="province",
    options=tuple(
        Option(region.key, region.value, f"where.city_{region.slug}", said=(region.said,))
        for region in REGIONS
    ),
    otherwise="where.city",
    otherwise_value=UNKNOWN,
)


def _keys_alone(region: Region) -> str:
    """Where a caller who does not speak goes on from this province; Islamabad is a district and asks no more."""
    return f"where.{region.slug}_divisions" if region.divisions else AFTER_KEYS


SILENT_PROVINCE = Menu(
    name="silent.province",
    ask=(ASK_PROVINCE, *PROVINCES),
    ask_again=PROVINCES,
    fact="province",
    options=tuple(
        Option(region.key, region.value, _keys_alone(region))
        if region.divisions
        # Islamabad is a district as well, which can be taken back.
        else Option(region.key, region.said.words, "where.right", said=(region.said,), fact="district")
        for region in REGIONS
    ),
    otherwise=AFTER_KEYS,
    otherwise_value=UNKNOWN,
    tries=2,
    silences=1,
)


def _city(region: Region | None) -> Record:
    """The city, of a region or of one not known."""
    say = SAY_CITY if region is None or region.divisions else SAY_AREA
    return Record(
        name=f"where.city_{region.slug}" if region else "where.city",
        ask=(CONSENT, WITHOUT_SPEAKING, say),
        ask_again=(say, TYPE_CODE, CHANGE_PROVINCE),
        fact="city",
        to=AFTER_SPEECH,
        silent_to=_keys_alone(region) if region else AFTER_SPEECH,
        max_seconds=30,
        options=(Option("1", UNKNOWN, PROVINCE.name, fact="province"), *_area_codes(region)),
    )


def _area_codes(region: Region | None) -> Iterator[Option]:
    """Of several districts with one code, such as Rawalpindi and Islamabad, the first that lies in the region."""
    near = set(map(name_of, region.districts)) if region else set()
    for code, districts in AREA_CODES.items():
        name = next((name for name in districts if name in near), districts[0])
        yield Option(code, name, "where.right_typed", said=(DISTRICTS[name],), fact="district")


def _menus(name: str, fact: str, ask: Prompt, choices: list[tuple[Prompt, Option]]) -> Iterator[Menu]:
    """One list of places, over as many menus as it needs; keys are given by the order."""
    pages = _pages(choices)
    for number, page in enumerate(pages, start=1):
        options = [replace(option, key=str(key)) for key, (_, option) in enumerate(page, start=1)]
        lines: list[Prompt] = []
        for option, (said, _) in zip(options, page, strict=True):
            lines += [said, press(option.key)]
        if number < len(pages):
            options.append(Option(OTHERS, UNKNOWN, _page(name, number + 1)))
            lines.append(MORE)
        yield Menu(
            name=_page(name, number),
            ask=(ask, *lines) if number == 1 else tuple(lines),
            ask_again=tuple(lines),
            fact=fact,
            options=tuple(options),
            otherwise=AFTER_KEYS,
            otherwise_value=UNKNOWN,
        )


def _pages(choices: list[tuple[Prompt, Option]]) -> list[list[tuple[Prompt, Option]]]:
    if len(choices) <= MOST_CHOICES:
        return [choices]
    return [choices[: MOST_CHOICES - 1], *_pages(choices[MOST_CHOICES - 1 :])]


def _page(name: str, number: int) -> str:
    return name if number == 1 else f"{name}_{number}"


def _tree(region: Region) -> Iterator[Menu]:
    """The menus of a region's divisions, and of the districts of each."""
    divisions = [(division.said, _division(region, division)) for division in region.divisions]
    yield from _menus(f"where.{region.slug}_divisions", "division", ASK_DIVISION, divisions)
    for division in region.divisions:
        if len(division.districts) > 1:
            districts = [(said, _district(said)) for said in division.districts]
            yield from _menus(_step(region, division), "district", ASK_DISTRICT, districts)


def _division(region: Region, division: Division) -> Option:
    """The way into a division. Karachi's is one choice only, so choosing it says the district as well."""
    if len(division.districts) == 1:
        return replace(_district(division.districts[0]), fact="district")
    return Option("", name_of(division.said), _step(region, division))


def _district(said: Prompt) -> Option:
    return Option("", name_of(said), "where.right", said=(said,))


def _step(region: Region, division: Division) -> str:
    return f"where.{region.slug}_{slug(division.said.words)}"


def _right(name: str, to: str, change: str) -> Menu:
    """Silence means that the place is right. A wrong one is forgotten at once, in case no other is chosen."""
    return Menu(
        name=name,
        ask=RIGHT,
        fact="place_right",
        options=(Option("1", "yes", to), Option("2", UNKNOWN, change, fact="district")),
        otherwise=to,
        otherwise_value="yes",
        tries=2,
        silences=1,
    )


WHERE = Flow(
    name="where",
    start=PROVINCE.name,
    steps=(
        PROVINCE,
        *(_city(region) for region in (*REGIONS, None)),
        *(menu for region in REGIONS if region.divisions for menu in _tree(region)),
        _right("where.right", AFTER_KEYS, SILENT_PROVINCE.name),
        _right("where.right_typed", AFTER_SPEECH, PROVINCE.name),
    ),
)
