"""Facets over vocabularies: the records under each value."""

import unicodedata
from collections.abc import Iterator, Mapping, Sequence

from toolkit.listing import PERIOD, Listing, facet_names
from toolkit.pages.context import PageContext
from toolkit.schema import KINDS, UNSTATED
from toolkit.schema.fields import Choice
from toolkit.schema.introspect import fields


def _scales() -> Iterator[str]:
    """The vocabularies of choices that are declared as scales."""
    for kind in KINDS.values():
        for spec in fields(kind.model).values():
            choice = spec.mark(Choice)
            if choice and choice.is_scale:
                yield choice.vocabulary


SCALES = (*dict.fromkeys(_scales()), PERIOD)
"""Vocabularies whose order means something; the others are sorted by label."""
Values = Mapping[str, Sequence[Listing]]
"""The records under each value of a facet that some record has."""


def facets(page: PageContext) -> dict[str, Values]:
    """Every facet over a vocabulary that some record of the page uses, values in the order that readers expect.

    A record is under its values only, not under the values of its agencies: where it is done is not what it is.
    """
    facets: dict[str, Values] = {}
    for name, by_id in _listings_by_value(page).items():
        if by_id:
            labels = {id: page.label(name, id) for id in page.vocabularies[name]}
            ids = [id for id in in_order(name, labels) if id in by_id]
            facets[name] = {id: by_id[id] for id in ids}
    return facets


def _listings_by_value(page: PageContext) -> dict[str, dict[str, list[Listing]]]:
    """The records under each value of each vocabulary, in the library's order."""
    values: dict[str, dict[str, list[Listing]]] = {name: {} for name in page.vocabularies}
    for listing in page.listings.values():
        for name in facet_names(KINDS[listing.kind].model):
            if name in values:
                for id in listing.facets.get(name, ()):
                    values[name].setdefault(id, []).append(listing)
    return values


def in_order(vocabulary: str, labels: Mapping[str, str]) -> list[str]:
    """The ids of choices: scales in the order of their list, the rest by label; `not-stated` last."""
    ids = list(labels)
    if vocabulary not in SCALES:
        ids.sort(key=lambda id: sort_key(labels[id]))
    return sorted(ids, key=lambda id: id == UNSTATED)


def sort_key(label: str) -> str:
    """The label without case and accents, so that `é` stands with `e`."""
    folded = unicodedata.normalize("NFKD", label.casefold())
    return "".join(character for character in folded if not unicodedata.combining(character))
