"""Words for the kind of a parking space."""

import re

from estate.intake.text import plain


def kind_of(words: str) -> str | None:
    """owned, rented or public, by the words for it; None when they say neither."""
    text = plain(words).lower()
    if re.search(r"公共|公用|公摊|访客|临时|临停|共用|共享|public|visitor|shared", text):
        return "public"
    if re.search(r"租|月|包年|年卡|季|长包|rent|lease|month", text):
        return "rented"
    if re.search(r"产权|自有|私[有家人]|购|买|已?售|业主|own|sold|private|freehold", text):
        return "owned"
    return None
