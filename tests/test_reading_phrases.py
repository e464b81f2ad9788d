"""The phrase language and the strict loading of sayings."""

import tomllib
from pathlib import Path

import pytest

from knowledge.loading import load_rulebook
from knowledge.reading.heads import CHOICES, ROLES, load_heads
from knowledge.reading.phrases import LONGEST_GAP, Phrasebook, PhraseError, parse_phrase
from knowledge.reading.sayings import SAYINGS, SayingsError, load_sayings
from knowledge.reading.spelling import Speller
from knowledge.reading.tokens import tokenize


@pytest.mark.parametrize(
    ("phrase", "text", "found"),
    [
        ("strict json", "we need Strict JSON here", True),
        ("label*", "labelling is slow", True),
        ("no <labels>", "no tags at all", True),
        ("very? good", "good", True),
        ("never _2 changes", "it never really ever changes", True),
        ("never _2 changes", "it never, as far as I know, changes", False),
        ("must match", "it must. Match it", False),
        ("# labels", "300 labels", True),
    ],
)
def test_a_phrase_matches(phrase: str, text: str, found: bool) -> None:
    book = Phrasebook([("said", parse_phrase(phrase, {"labels": "label|labels|tags"}))])
    assert bool(book.find(tokenize(text).tokens)) is found


@pytest.mark.parametrize(
    "phrase", ["", "_2 word", "word _2", "a _9 b", "<unknown> word", "x* word", "maybe?"]
)
def test_a_bad_phrase_is_refused_by_name(phrase: str) -> None:
    with pytest.raises(PhraseError):
        parse_phrase(phrase, {})


def test_gaps_are_bounded_so_that_matching_is_linear() -> None:
    with pytest.raises(PhraseError, match=f"_1 to _{LONGEST_GAP}"):
        parse_phrase(f"a _{LONGEST_GAP + 1} b", {})


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("[answers.latency]", "[anwsers.latency]", "unknown sections"),
        ("[answers.latency]", "[answers.jargon]", "stand in another file too"),
        ('topic = "latency"', 'subject = "latency"', "needs topic"),
        ('stronger = ["yes", "no"]', 'stronger = ["yes"]', "must list"),
        ("always = [", "allways = [", "may only have"),
        ('skip = ["skip"', 'skip = ["_2 skip"', "begin and end with a word"),
    ],
)
def test_a_mistake_in_the_sayings_is_named(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    texts = {path.name: path.read_text(encoding="utf-8") for path in SAYINGS.glob("*.toml")}
    faulty = next(name for name in sorted(texts) if old in texts[name])
    for name, text in texts.items():
        changed = text.replace(old, new, 1) if name == faulty else text
        (tmp_path / name).write_text(changed, encoding="utf-8")
    with pytest.raises(SayingsError, match=message):
        load_sayings(tmp_path)


def test_every_saying_names_a_fact_and_a_choice_of_the_rulebook() -> None:
    facts = load_rulebook().facts
    for name, saying in load_sayings().facts.items():
        assert set(saying.stronger) <= set(facts[name].choices), name


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("thousnad", "thousand"),
        ("quartely", "quarterly"),
        ("latancyy", "latancyy"),
        ("form", "form"),
    ],
)
def test_only_single_slips_in_long_words_are_mended(typed: str, meant: str) -> None:
    assert Speller(["thousand", "quarterly", "latency", "format"]).correct(typed) == meant


def test_every_cue_steers_something() -> None:
    modules = SAYINGS.parent.parent.joinpath("reading").glob("*.py")
    code = "".join(module.read_text(encoding="utf-8") for module in modules)
    cues = tomllib.loads((SAYINGS / "shared.toml").read_text(encoding="utf-8"))["cues"]
    heads = [*load_heads(ROLES).values(), *load_heads(CHOICES).values()]
    code += " ".join(feature for head in heads for feature in head.rows)
    assert [cue for cue in cues if f'"{cue}"' not in code and f"cue:{cue}" not in code] == []
