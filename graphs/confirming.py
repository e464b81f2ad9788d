"""A yes or a no to "did I understand you right?"."""

import re

from graphs.questions import YES
from graphs.state import OpenQuestion
from knowledge.rulebook import Choice

AGREES = re.compile(
    "yes|y|yep|yeah|yup|ya|sure|ok|okay|right|correct|true|exactly|indeed|si|sí|ja|oui|"
    "that'?s right|that is right|yes please|yes that is right|spot on"
)
DENIES = re.compile(
    "no|n|nope|nah|wrong|incorrect|false|non|nein|not really|not quite|that'?s wrong|that is wrong"
)


def confirmed(question: OpenQuestion | None, text: str, choice: Choice | None) -> bool | None:
    """True or False when a confirmation was answered; None for anything else."""
    if question is None or question["form"] != "confirm":
        return None
    if choice is not None:
        return choice is YES
    said = text.strip().rstrip(".!").replace(",", "").replace("’", "'").casefold()
    if AGREES.fullmatch(said):
        return True
    return False if DENIES.fullmatch(said) else None
