"""Provinces, divisions and districts as a caller is offered them by key: the most populous first.

The order alone comes from populations of 2023, recalled and unverified; no figure of them is used. Names are those of
`hotline/circles/data/districts.csv`, with the sources that its README names (COD-AB by UN OCHA; pakdatakit, MIT).
A place that people call by one name is one choice, however many districts it holds: Karachi, Chitral, Kohistan, South
Waziristan and the units of Gilgit-Baltistan. Upper and Lower Dir are two, as they are to the people there.
"""

import re
from dataclasses import dataclass

from ivr_flows.steps import Prompt

# Where callers use another name than the directory's: what is said, and what is noted.
_IN_THE_DIRECTORY = {"Nawabshah": "Shaheed Benazirabad"}


def place(name: str) -> Prompt:
    """What is said for a place, in menus and when it is read back. Babel finds the name by this call."""
    return Prompt(f"place.{slug(name)}", name)


def slug(name: str) -> str:
    return re.sub(r"[^a-z0-9]+", "_", name.lower())


def name_of(said: Prompt) -> str:
    """The name by which the directory knows the place that is said."""
    return _IN_THE_DIRECTORY.get(said.words, said.words)


# Said after the name of a place; one recording serves all of them.
_PRESS = {
    "1": Prompt("press.1", "press 1."),
    "2": Prompt("press.2", "press 2."),
    "3": Prompt("press.3", "press 3."),
    "4": Prompt("press.4", "press 4."),
    "5": Prompt("press.5", "press 5."),
}


def press(key: str) -> Prompt:
    return _PRESS[key]


@dataclass(frozen=True, slots=True)
class Division:
    said: Prompt
    districts: tuple[Prompt, ...]


@dataclass(frozen=True, slots=True)
class Region:
    """`value` is the province's name in the tips and the directory. Without divisions, it is one district itself."""

    key: str
    value: str
    slug: str
    said: Prompt
    divisions: tuple[Division, ...]

    @property
    def districts(self) -> tuple[Prompt, ...]:
        return tuple(said for each in self.divisions for said in each.districts) or (self.said,)


def _division(said: Prompt, *districts: Prompt) -> Division:
    return Division(said, districts)


PUNJAB = Region(
    "1",
    "Punjab",
    "punjab",
    place("Punjab"),
    (
        _division(
            place("Lahore"), place("Lahore"), place("Kasur"), place("Sheikhupura"), place("Nankana Sahib")
        ),
        _division(
            place("Faisalabad"),
            place("Faisalabad"),
            place("Jhang"),
            place("Toba Tek Singh"),
            place("Chiniot"),
        ),
        _division(place("Multan"), place("Multan"), place("Vehari"), place("Khanewal"), place("Lodhran")),
        _division(place("Bahawalpur"), place("Rahim Yar Khan"), place("Bahawalpur"), place("Bahawalnagar")),
        _division(
            place("Dera Ghazi Khan"),
            place("Muzaffargarh"),
            place("Rajanpur"),
            place("Dera Ghazi Khan"),
            place("Layyah"),
            place("Kot Addu"),
            place("Taunsa"),
        ),
        _division(place("Gujranwala"), place("Gujranwala"), place("Sialkot"), place("Narowal")),
        _division(
            place("Rawalpindi"),
            place("Rawalpindi"),
            place("Attock"),
            place("Jhelum"),
            place("Chakwal"),
            place("Talagang"),
            place("Murree"),
        ),
        _division(
            place("Sargodha"), place("Sargodha"), place("Bhakkar"), place("Mianwali"), place("Khushab")
        ),
        _division(place("Sahiwal"), place("Okara"), place("Sahiwal"), place("Pakpattan")),
        _division(
            place("Gujrat"), place("Gujrat"), place("Mandi Bahauddin"), place("Hafizabad"), place("Wazirabad")
        ),
    ),
)
SINDH = Region(
    "2",
    "Sindh",
    "sindh",
    place("Sindh"),
    (
        _division(place("Karachi"), place("Karachi")),
        _division(
            place("Hyderabad"),
            place("Hyderabad"),
            place("Dadu"),
            place("Jamshoro"),
            place("Tando Allahyar"),
            place("Matiari"),
            place("Tando Muhammad Khan"),
        ),
        _division(
            place("Larkana"),
            place("Larkana"),
            place("Qambar Shahdadkot"),
            place("Shikarpur"),
            place("Kashmore"),
            place("Jacobabad"),
        ),
        _division(place("Sukkur"), place("Khairpur"), place("Ghotki"), place("Sukkur")),
        _division(place("Nawabshah"), place("Sanghar"), place("Nawabshah"), place("Naushahro Feroze")),
        _division(place("Mirpur Khas"), place("Tharparkar"), place("Mirpur Khas"), place("Umerkot")),
        _division(place("Bhambore"), place("Badin"), place("Thatta"), place("Sujawal")),
    ),
)
KP = Region(
    "3",
    "KP",
    "kp",
    place("Khyber Pakhtunkhwa"),
    (
        _division(
            place("Peshawar"),
            place("Peshawar"),
            place("Charsadda"),
            place("Nowshera"),
            place("Khyber"),
            place("Mohmand"),
        ),
        _division(
            place("Malakand"),
            place("Swat"),
            place("Lower Dir"),
            place("Bajaur"),
            place("Upper Dir"),
            place("Buner"),
            place("Shangla"),
            place("Malakand"),
            place("Chitral"),
        ),
        _division(
            place("Hazara"),
            place("Mansehra"),
            place("Abbottabad"),
            place("Haripur"),
            place("Kohistan"),
            place("Battagram"),
            place("Torghar"),
        ),
        _division(place("Mardan"), place("Mardan"), place("Swabi")),
        _division(
            place("Kohat"), place("Kohat"), place("Karak"), place("Kurram"), place("Hangu"), place("Orakzai")
        ),
        _division(
            place("Dera Ismail Khan"), place("Dera Ismail Khan"), place("South Waziristan"), place("Tank")
        ),
        _division(place("Bannu"), place("Bannu"), place("Lakki Marwat"), place("North Waziristan")),
    ),
)
BALOCHISTAN = Region(
    "4",
    "Balochistan",
    "balochistan",
    place("Balochistan"),
    (
        _division(
            place("Quetta"), place("Quetta"), place("Pishin"), place("Chaman"), place("Killa Abdullah")
        ),
        _division(
            place("Kalat"),
            place("Khuzdar"),
            place("Hub"),
            place("Mastung"),
            place("Lasbela"),
            place("Surab"),
            place("Kalat"),
            place("Awaran"),
        ),
        _division(
            place("Nasirabad"),
            place("Nasirabad"),
            place("Kachhi"),
            place("Jafarabad"),
            place("Usta Muhammad"),
            place("Sohbatpur"),
            place("Jhal Magsi"),
        ),
        _division(place("Makran"), place("Kech"), place("Panjgur"), place("Gwadar")),
        _division(
            place("Sibi"),
            place("Dera Bugti"),
            place("Kohlu"),
            place("Sibi"),
            place("Ziarat"),
            place("Harnai"),
        ),
        _division(place("Rakhshan"), place("Washuk"), place("Chagai"), place("Kharan"), place("Nushki")),
        _division(place("Zhob"), place("Killa Saifullah"), place("Zhob"), place("Sherani")),
        _division(place("Loralai"), place("Loralai"), place("Barkhan"), place("Duki"), place("Musakhel")),
    ),
)
AJK = Region(
    "5",
    "AJK",
    "ajk",
    place("Azad Kashmir"),
    (
        _division(place("Mirpur"), place("Kotli"), place("Mirpur"), place("Bhimber")),
        _division(place("Poonch"), place("Poonch"), place("Bagh"), place("Sudhnoti"), place("Haveli")),
        _division(place("Muzaffarabad"), place("Muzaffarabad"), place("Hattian Bala"), place("Neelum")),
    ),
)
ICT = Region("6", "ICT", "ict", place("Islamabad"), ())
GB = Region(
    "7",
    "GB",
    "gb",
    place("Gilgit-Baltistan"),
    (
        _division(place("Gilgit"), place("Gilgit"), place("Ghizer"), place("Nagar"), place("Hunza")),
        _division(place("Baltistan"), place("Skardu"), place("Ghanche"), place("Shigar"), place("Kharmang")),
        _division(place("Diamer"), place("Diamer"), place("Astore")),
    ),
)

REGIONS = (PUNJAB, SINDH, KP, BALOCHISTAN, AJK, ICT, GB)
"""In the order of their keys."""

DISTRICTS: dict[str, Prompt] = {name_of(said): said for region in REGIONS for said in region.districts}
"""What is said for each district or unit, by its name in the directory."""
