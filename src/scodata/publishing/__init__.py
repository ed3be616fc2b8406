"""A release goes to an archive: a DOI is reserved before it is made, and its files are published under that DOI after it."""

from scodata.publishing.client import Zenodo
from scodata.publishing.publish import Published, due, publish
from scodata.publishing.reserve import Reservation, refuse, reserve
from scodata.publishing.service import Service, service, token_of
from scodata.publishing.shipment import Shipment, shipment

__all__ = ["Published", "Reservation", "Service", "Shipment", "Zenodo", "due", "publish", "refuse", "reserve", "service", "shipment", "token_of"]
