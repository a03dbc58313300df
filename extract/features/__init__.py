"""By what the models choose among candidates, one module a field."""

from .agency import entity_features
from .article import OF_ORGANISATIONS, organisation_features, told_features
from .date import date_features
from .finding import clause_features, join_features
from .leader import leader_features

__all__ = [
    "OF_ORGANISATIONS",
    "clause_features",
    "date_features",
    "entity_features",
    "join_features",
    "leader_features",
    "organisation_features",
    "told_features",
]
