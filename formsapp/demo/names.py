"""Names for invented people, of the many origins that an English borough has."""

from collections.abc import Iterator

from formsapp.demo.chance import chance, shuffled

GIVEN_NAMES = (
    "Adaeze", "Agnieszka", "Aisling", "Alasdair", "Amara", "Ambrose", "Anjali", "Anwen", "Arjun", "Asha", "Ayodele",
    "Beatriz", "Bethan", "Bilal", "Bridget", "Callum", "Carys", "Chidi", "Clara", "Dagmar", "Damilola", "Deepa",
    "Delroy", "Dilys", "Dorota", "Edwin", "Efua", "Elif", "Emeka", "Esme", "Farida", "Femi", "Fergus", "Fiona",
    "Gareth", "Gurpreet", "Hamza", "Hanna", "Harriet", "Helena", "Ibrahim", "Imelda", "Imran", "Ingrid", "Isla",
    "Jamila", "Jarek", "Joanna", "Joyce", "Kamala", "Karolina", "Keiko", "Kwame", "Leah", "Lena", "Linh", "Lucia",
    "Maeve", "Malik", "Marcia", "Marek", "Maryam", "Mei", "Mirela", "Nadia", "Naomi", "Neha", "Nikolai", "Noor",
    "Olwen", "Omar", "Oona", "Padraig", "Patience", "Petra", "Priya", "Rashida", "Rhona", "Ronke", "Rosalind",
    "Sadia", "Samir", "Sanjay", "Shanice", "Shirin", "Sibusiso", "Simran", "Stefan", "Sunita", "Tamsin", "Tariq",
    "Teresa", "Thandiwe", "Tomasz", "Una", "Verity", "Wendeline", "Winston", "Xanthe", "Yasmin", "Yusuf", "Zainab",
    "Zofia",
)  # fmt: skip

FAMILY_NAMES = (
    "Abara", "Achterberg", "Adeyinka-Cole", "Ahmadzai", "Amankwah", "Anstruther", "Ardizzone", "Bajwa", "Balcombe",
    "Banerjee", "Bellweather", "Bhatti", "Birtwhistle", "Blazek", "Boateng-Hart", "Bogdan", "Brackenbury", "Brightwell",
    "Cattermole", "Chaudhry", "Chukwu", "Clutterbuck", "Crabtree-Obi", "Dabrowa", "Dalrymple", "Darzi", "Delacourt",
    "Dhaliwal", "Duckworth", "Ekwueme", "Eastlake", "Fairweather", "Farooqi", "Featherstone", "Fernandes", "Gallimore",
    "Georgiou", "Ghorbani", "Greenhalgh", "Grzyb", "Hailwood", "Haddadin", "Hanrahan", "Haworth", "Hosseini", "Ijaz",
    "Ingleby", "Iwu", "Jablonski", "Jeyaratnam", "Kapoor", "Karimi", "Kinsella", "Kowalczyk", "Lachance", "Larkin",
    "Lightbody", "Lindqvist", "Mahmoudi", "Malinowska", "Marchbanks", "McAvoy", "Mistry", "Mukherjee", "Nankivell",
    "Ndiaye", "Netherwood", "Nowicki", "Nwosu", "Oduya", "O'Rafferty", "Okonjo", "Osei-Bonsu", "Pargeter", "Patterson",
    "Pembury", "Petrescu", "Pilkington", "Quayle", "Quartey", "Rahmani", "Ramgoolam", "Ravenscroft", "Rozario",
    "Saltmarsh", "Sandhu", "Sarpong", "Shackleford", "Siddique", "Skarbek", "Sorensen", "Stirling-Rao", "Sundaram",
    "Tamakloe", "Tattersall", "Thistlewood", "Thorogood", "Trevanion", "Uddin", "Underhay", "Vasquez", "Venkatesan",
    "Wadsworth", "Wainwright", "Waqar", "Whitelock", "Wojcik", "Yankson", "Yeboah", "Zablocki", "Zielinski",
)  # fmt: skip


def people_names(seed: int) -> Iterator[str]:
    """Names without end, none of them twice while there are any left."""
    luck = chance(seed, "names")
    given, family = shuffled(GIVEN_NAMES, luck), shuffled(FAMILY_NAMES, luck)
    for turn in range(len(family)):
        for place, first in enumerate(given):
            yield f"{first} {family[(place + turn * 7) % len(family)]}"


def email_of(name: str) -> str:
    """An address at the borough's invented domain."""
    return name.lower().replace(" ", ".").replace("'", "") + "@wexbridge.example"
