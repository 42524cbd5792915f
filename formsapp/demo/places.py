"""Wexbridge: an invented borough. None of its wards, schools, trusts, streets or postcodes exists.

Its local authority number (999), its postcode area (ZX), its telephone numbers (01632 960, kept free for drama) and
its websites (.example) belong to nobody.
"""

BOROUGH = "Wexbridge"
LOCAL_AUTHORITY_CODE = "999"
POSTCODE_AREA = "ZX"

WARDS = (
    "Hallowmere",
    "Tarn Cross",
    "Ottersedge",
    "Quillbrook",
    "Brindlefold",
    "Wrenscar",
    "Pellowgate",
    "Kestrowe",
    "Dunmarrow",
    "Larkenholt",
    "Sallowbeck",
    "Yewscar Rise",
    "Lindermoss",
    "Carrowgate",
    "Thistlemarch",
    "Copperwell Moor",
)

#: Names for schools, each used once; a ward's own name is used too.
SCHOOL_PLACES = (
    "Adderfold", "Alderquay", "Ambermoss", "Applestile", "Barleymarch", "Beaconstye", "Bellwhistle", "Birchwater Edge",
    "Bobbinhurst", "Bracklestone", "Bramblestile", "Brockenmoss", "Butterstile", "Cindermoss", "Cloverscar",
    "Cobblestow", "Coldquill", "Crakemarrow", "Crowstile", "Curlewstow", "Damsonfold", "Dapplemere", "Dovermarrow",
    "Elderstow", "Emberfold", "Fallowmarch", "Featherscar", "Fennelstow", "Ferrymarrow", "Finchwater", "Flaxmarrow",
    "Foxglove Rise", "Furzewater", "Ganderstile", "Goldenmarch", "Gorsewhistle", "Greystile", "Hareswater",
    "Harrowquill", "Hazelmarrow", "Heronstile", "Hollinmarch", "Honeystow", "Ironquay", "Ivystile", "Junipermoss",
    "Kilnwater", "Kingfisher Quay", "Lampstile", "Lanternfold", "Lavendermoss", "Linnetstow", "Loomwater",
    "Mallowstile", "Marigold Fold", "Medlarstow", "Millquill", "Mossbobbin", "Nettlemarch", "Nightjar Lane",
    "Oatmarrow", "Orchardquay", "Osierstow", "Owlwater", "Pearstile", "Peatmarch", "Pippinstow", "Plovermoss",
    "Quincefold", "Ravenstile Fold", "Reedmarrow", "Ropewater", "Rowanquill", "Rushmarrow", "Saffronstow",
    "Sandpiper Fold", "Sedgewhistle", "Shuttlemoss", "Skylark Quay", "Sloestile", "Snipewater", "Sorrelmarch",
    "Sparrowstow", "Spindlewater", "Starlingfold", "Stoatmarrow", "Swiftstile", "Tanglewater", "Teaselfold",
    "Thimblemoss", "Thornquill", "Tollwater", "Turnstile Cross", "Velvetmoss", "Vetchstow", "Weaverquill",
    "Whinmarrow", "Willowquay", "Windlestile", "Woadwater", "Yarrowmarch",
)  # fmt: skip

TRUSTS = (
    "Quillmarrow Learning Trust",
    "The Copperwell Partnership Trust",
    "Lanternmoss Multi Academy Trust",
    "Saint Wexa’s Catholic Academies Trust of Wexbridge",
)

STREETS = (
    "Bobbin Lane", "Quillmaker Street", "Tarn Cross Road", "Saltwhistle Way", "Ropery Stile", "Old Loom Row",
    "Kestrowe Rise", "Lanternhill Road", "Damsonfold Lane", "Marrowgate", "Ferrystile Road", "Hallowmere Drive",
)  # fmt: skip


def postcode(number: int) -> str:
    """An address code in an area that England does not have."""
    letters = "ABDEFGHJLNPQRSTUWXYZ"
    return f"{POSTCODE_AREA}{1 + number % 16} {number % 9 + 1}{letters[number % 20]}{letters[number // 3 % 20]}"


def telephone(number: int) -> str:
    """A number of the range kept free for drama; with more than a thousand of them they repeat."""
    return f"01632 960{number % 1000:03}"
