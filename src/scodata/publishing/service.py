"""Which Zenodo is spoken to, and with which token: the real one, or its sandbox, in which one rehearses."""

from __future__ import annotations

import ipaddress
import os
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from scodata.problems import ScodataError

SCOPES = "deposit:write and deposit:actions"
"""What a token must allow (https://developers.zenodo.org/#scopes)."""


@dataclass(frozen=True)
class Service:
    """A Zenodo: its word in `releases/zenodo.json`, its address, how its DOIs begin, and the environment's variable that holds the token."""

    archive: str
    address: str
    prefix: str
    variable: str

    @property
    def host(self) -> str:
        """What a person calls it."""
        return urlsplit(self.address).netloc

    def page(self, deposit: int) -> str:
        """Where a published deposit is read."""
        return f"{self.address}/records/{deposit}"


PRODUCTION = Service("zenodo", "https://zenodo.org", "10.5281/", "ZENODO_TOKEN")
SANDBOX = Service("sandbox", "https://sandbox.zenodo.org", "10.5072/", "ZENODO_SANDBOX_TOKEN")
"""Its accounts, tokens and DOIs are others, and it may be emptied at any time (https://developers.zenodo.org/#testing)."""


def service(*, sandbox: bool, address: str = "") -> Service:
    """The Zenodo that is meant, at another address where one is given. Raises `ScodataError` for one over which a token could be read by others."""
    meant = SANDBOX if sandbox else PRODUCTION
    return replace(meant, address=_safe(address)) if address else meant


def _safe(address: str) -> str:
    try:
        parts = urlsplit(address)
        known = bool(parts.hostname) and (parts.port is None or parts.port > 0)
    except ValueError:
        known = False
    if not known or parts.scheme not in ("http", "https") or parts.username is not None or parts.query or parts.fragment:
        raise ScodataError("the address of Zenodo isn't one: it looks like https://zenodo.org, without a name, a password or a question mark in it")
    if parts.scheme == "http" and not _is_here(parts.hostname or ""):
        raise ScodataError(f"a token doesn't go over plain http to {parts.hostname}: the address begins with https://")
    return address.rstrip("/")


def _is_here(host: str) -> bool:
    """Whether a host is this machine."""
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host == "localhost"


def token_of(service: Service) -> str:
    """The token in the environment; raises `ScodataError`, which doesn't repeat it, where there is none, or it can't be one."""
    token = os.environ.get(service.variable, "").strip()
    if not token:
        raise ScodataError(
            f"there is no token in the variable {service.variable} of the environment: make one with the scopes {SCOPES} at "
            f"{service.address}/account/settings/applications/tokens/new/"
        )
    if not (token.isascii() and token.isprintable() and " " not in token):
        raise ScodataError(f"what the variable {service.variable} of the environment holds is no token: copy it again")
    return token
