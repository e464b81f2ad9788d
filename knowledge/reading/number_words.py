"""The words numbers are made of, and those that bound them. Spanish ones too: people mix."""

_UNITS = """
zero one|un|uno|una two|dos three|tres four|cuatro five|cinco six|seis seven|siete eight|ocho
nine|nueve ten|diez eleven twelve|doce thirteen|trece fourteen|catorce fifteen|quince sixteen
seventeen eighteen nineteen
"""
_TENS = """
twenty|veinte thirty|treinta forty|fourty|cuarenta fifty|cincuenta sixty|sesenta seventy|setenta
eighty|ochenta ninety|noventa
"""
ONES = {word: value for value, same in enumerate(_UNITS.split()) for word in same.split("|")}
TENS = {word: 10 * value for value, same in enumerate(_TENS.split(), 2) for word in same.split("|")}
SCALES = {
    "hundred": 100.0, "cien": 100.0, "gross": 144.0, "dozen": 12.0, "dozens": 12.0, "score": 20.0,
    "thousand": 1e3, "k": 1e3, "grand": 1e3, "mil": 1e3, "tausend": 1e3, "thou": 1e3,
    "lakh": 1e5, "lac": 1e5, "lakhs": 1e5, "crore": 1e7, "million": 1e6, "mn": 1e6, "mio": 1e6,
    "mln": 1e6,
    "millones": 1e6, "bn": 1e9, "billion": 1e9,
}  # fmt: skip
PLURALS = {
    "tens": (10, 90), "dozens": (24, 96), "hundreds": (100, 900), "thousands": (1_000, 9_000),
    "lakhs": (2e5, 9e5), "millions": (1e6, 9e6), "billions": (1e9, 9e9), "miles": (1_000, 9_000),
}  # fmt: skip
ROUGH = {"couple": (1.5, 2.5), "few": (2.0, 5.0), "several": (3.0, 9.0), "handful": (3.0, 9.0)}
ROUGH_ALONE = {"couple": (2, 2), "few": (3, 5), "several": (3, 9), "handful": (3, 9)}
DECADES = {
    "thirties": 30, "forties": 40, "fifties": 50, "sixties": 60, "seventies": 70, "eighties": 80,
    "nineties": 90,
}  # fmt: skip
NOTHING = frozenset(["zilch", "nil", "bupkis", "diddly"])
PART_WORDS = """
half=2 halves=2 third=3 thirds=3 quarter=4 quarters=4 fourth=4 fourths=4 fifth=5 fifths=5 sixth=6
sixths=6 seventh=7 sevenths=7 eighth=8 eighths=8 ninth=9 ninths=9 tenth=10 tenths=10 twelfth=12
fifteenth=15 twentieth=20 twentieths=20 thirtieth=30 fortieth=40 fiftieth=50 hundredth=100
hundredths=100 thousandth=1000
"""
PARTS = {word: int(size) for word, size in (part.split("=") for part in PART_WORDS.split())}
NUMERALS = frozenset({*ONES, *TENS, *SCALES, *PLURALS, *DECADES})
FINE = frozenset([
    "%", "percent", "pct", "s", "ms", "sec", "secs", "second", "seconds", "min", "minutes", "h",
    "hours", "k", "m", "thousand", "million", "mio", "mln", "bn", "billion", "x", "times",
    "points", "usd", "$", "cents",
])  # fmt: skip
SMALLEST_SCALE = 100

ABOUT = (
    "about|around|roughly|approximately|approx|circa|ca|~|maybe|perhaps|like|some|say|probably|"
    "something like|in the region of|in the ballpark of|ballpark|more or less|somewhere around|"
    "unos|unas|ungefahr|environ|order of"
)
NEARLY = (
    "just shy of|shy of|nearly|almost|just under|just below|not quite|a bit under|slightly under|"
    "a little under|close to|a shade under|a touch under|a hair under|coming up on|bit less than|"
    "slightly less than|just short of|barely|scarcely|hardly"
)
UNDER = (
    "less than|fewer than|under|below|no more than|at most|up to|max|maximum|not more than|<|"
    "less then|"
    "not even|well under|far below|within|in under|lower than|menos de|≤|upwards to|tops|as many as"
)
OVER = (
    "more then|"
    "more than|over|above|at least|north of|upwards of|greater than|no less than|no fewer than|>|"
    "minimum|min|exceeding|past|beyond|well over|not less than|mas de|≥|in excess of|"
    "bigger than|higher than|better than"
)
SLIGHTLY_OVER = (
    "just over|a bit over|slightly over|slightly more than|a little over|a bit more than"
)
AFTER_OVER = "+|plus|or more|and up|and counting|at least|minimum|or better|or higher|or above"
AFTER_UNDER = "or less|or fewer|at most|max|tops|maximum|or under|or below|or lower"
AFTER_ABOUT = "ish|or so|give or take|odd|or thereabouts|more or less|mas o menos|approximately"
