"""The article and the rulebook from ``data/``, loaded strictly; nothing is read on import."""

from pathlib import Path

from knowledge.article import Article
from knowledge.loading import passages
from knowledge.loading.criteria import load_costs, load_criteria
from knowledge.loading.facts import load_facts
from knowledge.loading.thresholds import load_thresholds
from knowledge.loading.topics import load_topics
from knowledge.loading.verdicts import load_verdicts
from knowledge.rulebook import Rulebook
from knowledge.strict import Table

DATA = Path(__file__).parents[1] / "data"


def load_article(folder: Path | None = None) -> Article:
    """The article of ``folder`` (the bundled one when None) with its passages.

    Raises:
        RulebookError: naming file, key and remedy.
    """
    return passages.load_article(folder or DATA)


def load_rulebook(
    folder: Path | None = None,
    *,
    long_prompt_tokens: int | None = None,
    high_volume: int | None = None,
) -> Rulebook:
    """The rulebook of ``folder`` (the bundled one when None).

    ``long_prompt_tokens`` and ``high_volume`` (calls a month) replace the thresholds of
    ``facts.toml``, in the cells and in every wording.

    Raises:
        RulebookError: naming file, key and remedy.
    """
    folder = folder or DATA
    article = load_article(folder)
    facts_file = Table.read(folder / "facts.toml")
    thresholds = load_thresholds(facts_file, long_prompt_tokens, high_volume)
    words = {name: f"{value:,}" for name, value in thresholds.items()}

    def read(name: str) -> Table:
        return Table.read(folder / name).worded(words)

    facts = load_facts(facts_file.worded(words), thresholds)
    verdicts = load_verdicts(read("verdicts.toml"), facts, article)
    return Rulebook(
        version=verdicts.version,
        article=article,
        facts=facts,
        topics=load_topics(read("topics.toml"), facts, article),
        criteria=load_criteria(read("criteria.toml"), facts, article),
        blockers=verdicts.blockers,
        rules=verdicts.rules,
        verdicts=verdicts.verdicts,
        tensions=verdicts.tensions,
        costs=load_costs(read("costs.toml"), article),
        outside=verdicts.outside,
    )
