"""Units and periods, and words that make a number no amount at all."""

DAY = 86_400.0
SECONDS = {
    "ms": 0.001, "msec": 0.001, "millis": 0.001, "millisecond": 0.001, "milliseconds": 0.001,
    "s": 1, "sec": 1, "secs": 1, "second": 1, "seconds": 1, "segundos": 1, "segundo": 1,
    "min": 60, "mins": 60, "minute": 60, "minutes": 60, "minutos": 60,
    "h": 3600, "hr": 3600, "hrs": 3600, "hour": 3600, "hours": 3600, "horas": 3600,
    "day": DAY, "days": DAY, "dia": DAY, "dias": DAY, "night": DAY, "nights": DAY, "d": DAY,
    "workday": DAY, "week": 7 * DAY, "weeks": 7 * DAY, "wk": 7 * DAY, "wks": 7 * DAY,
    "semana": 7 * DAY, "semanas": 7 * DAY, "sprint": 14 * DAY, "sprints": 14 * DAY,
    "fortnight": 14 * DAY, "fortnights": 14 * DAY,
    "month": 30 * DAY, "months": 30 * DAY, "mo": 30 * DAY, "mth": 30 * DAY,
    "mes": 30 * DAY, "meses": 30 * DAY, "quarter": 91 * DAY, "quarters": 91 * DAY, "qtr": 91 * DAY,
    "trimestre": 91 * DAY, "semester": 182 * DAY, "year": 365 * DAY, "years": 365 * DAY,
    "yr": 365 * DAY, "yrs": 365 * DAY, "ano": 365 * DAY, "anos": 365 * DAY, "annum": 365 * DAY,
    "decade": 3650 * DAY,
}  # fmt: skip
ADVERBS = {
    "hourly": 3600.0, "daily": DAY, "nightly": DAY, "weekly": 7 * DAY, "biweekly": 14 * DAY,
    "fortnightly": 14 * DAY, "monthly": 30 * DAY, "bimonthly": 60 * DAY, "quarterly": 91 * DAY,
    "biannually": 182 * DAY, "semiannually": 182 * DAY, "yearly": 365 * DAY, "annually": 365 * DAY,
    "annual": 365 * DAY, "everyday": DAY, "diario": DAY, "diariamente": DAY,
}  # fmt: skip
MONTHS = {91 * DAY: 90 * DAY, 182 * DAY: 180 * DAY, 365 * DAY: 360 * DAY}
WORKING = frozenset(["working", "business", "work"])
WORKDAYS = 22
OF_PERIOD = WORKING | frozenset(
    [
        "single",
        "fiscal",
        "calendar",
        "financial",
        "normal",
        "typical",
        "ordinary",
        "average",
        "given",
    ]
)
WHOLE = frozenset(["whole", "full", "entire", "good", "single"])
RATES = {"rps": 1.0, "qps": 1.0, "tps": 1.0, "rpm": 60.0, "qpm": 60.0}
_MONEY_WORDS = """
$ € £ usd eur dollars dollar euros euro bucks gbp pounds
"""
MONEY = frozenset(_MONEY_WORDS.split())
TOKENS = frozenset(["token", "tokens", "tok", "toks"])
_MODEL_SIZE_WORDS = """
b gb mb tb bit vram gpu gpus epochs epoch params parameters o
"""
MODEL_SIZE = frozenset(_MODEL_SIZE_WORDS.split())
_NOT_AMOUNTS_WORDS = """
gpt llama llama2 llama3 claude gemini gemma sonnet opus haiku qwen phi mistral version v python
soc iso chapter step section article page act rule part level tier type rtx bert roberta t
zephyr deepseek turbo flan falcon grok o iphone layer covid since in_year hl phase
"""
NOT_AMOUNTS = frozenset(_NOT_AMOUNTS_WORDS.split())
PER = frozenset(["per", "a", "an", "each", "every", "/", "por", "al", "every_"])
RIGHT = frozenset(["right", "correct", "correctly", "accurate"])
NO_RATE = frozenset(
    ["once", "twice", "thrice", "and", "it", "is", "are", "that", "which", "with", "using"]
)
PERCENT = frozenset(["%", "percent", "pct", "percentage"])
NOUN_WINDOW = 5
