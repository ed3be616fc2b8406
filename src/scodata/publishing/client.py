"""Zenodo's deposit API, request by request (https://developers.zenodo.org/#rest-api); the only module that knows requests.

Requests that change nothing when they are made twice are repeated a few times where there was no connection, or the answer was one that
passes. Those that make something are never repeated: their answer may be what got lost.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO, Self
from urllib.parse import quote, urlsplit

import requests
from requests.adapters import HTTPAdapter
from requests.auth import AuthBase
from urllib3.exceptions import MaxRetryError
from urllib3.util import Retry

from scodata.problems import ScodataError
from scodata.publishing.service import SANDBOX, SCOPES, Service

Json = dict[str, Any]
TRIES = 3
"""Repetitions of a request."""
PASSING = (429, 500, 502, 503, 504)
"""Answers that may be others a moment later."""
LONGEST = 60
"""Seconds that an answer may ask to wait (`Retry-After`); who asks for more is left alone."""
TIMES = (15.0, 120.0)
"""Seconds for a connection, and for an answer: publishing takes Zenodo a minute at times."""
PAGE = 100
"""Deposits on one page of a listing, the most that Zenodo gives (https://developers.zenodo.org/#list)."""
PAGES = 50


@dataclass(frozen=True)
class File:
    """A file of a deposit, as Zenodo has it: `md5` in hex, `bytes` its size."""

    id: str
    name: str
    bytes: int
    md5: str


@dataclass(frozen=True)
class Deposit:
    """A deposit. `doi` is the one that it has or will have; `concept`: the number that all its versions share, empty where none is said."""

    number: int
    title: str
    version: str
    is_published: bool
    doi: str
    concept: str
    concept_doi: str
    bucket: str
    files: tuple[File, ...]


class RefusedError(ScodataError):
    """Zenodo said no, so that nothing was done."""


class _Token(AuthBase):
    """Puts the token into the header of a request, as Zenodo advises; it shows itself to nobody. That it is given keeps a .netrc out of it."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        request.headers["Authorization"] = f"Bearer {self._token}"
        return request

    def hidden(self, text: str) -> str:
        """A text without the token, in case a server repeats it."""
        return text.replace(self._token, "…")


class _Patience(Retry):
    """Doesn't wait for who asks for too much."""

    def increment(
        self, method: str | None = None, url: str | None = None, response: Any = None, error: Any = None, _pool: Any = None, _stacktrace: Any = None
    ) -> Self:
        if response is not None and (self.get_retry_after(response) or 0) > LONGEST:
            raise MaxRetryError(_pool, url or "")
        return super().increment(method, url, response, error, _pool, _stacktrace)


class Zenodo:
    """An account on Zenodo. Every method raises `ScodataError`, one sentence with what to do, where the request fails or the answer can't be read.

    `pause` and `times`: how long to wait between repetitions, and for an answer, in seconds.
    """

    def __init__(self, service: Service, token: str, *, pause: float = 1.0, times: tuple[float, float] = TIMES) -> None:
        self.service = service
        self.pause = pause
        self._times = times
        self._token = _Token(token)
        self._session = requests.Session()
        self._session.trust_env = service.address.startswith("https://")  # no proxy stands before this machine itself
        again = frozenset({"GET", "PUT", "DELETE"})
        retries = _Patience(TRIES, status_forcelist=PASSING, allowed_methods=again, backoff_factor=pause, redirect=False, raise_on_status=False)
        for scheme in ("https://", "http://"):
            self._session.mount(scheme, HTTPAdapter(max_retries=retries))

    def deposit(self, number: int) -> Deposit:
        """A deposit, published or not (https://developers.zenodo.org/#retrieve)."""
        return self._deposit(self._ask("GET", self._url(number), f"looking at the deposit {number}"))

    def deposits(self) -> Iterator[Deposit]:
        """All deposits of the account, the latest first (https://developers.zenodo.org/#list); they may be listed a moment late."""
        what = "listing the deposits of the account"
        for page in range(1, PAGES + 1):
            answer = self._ask("GET", self._url(), what, params={"all_versions": "true", "sort": "mostrecent", "size": PAGE, "page": page})
            if not isinstance(answer, list):
                raise self._unreadable(what)
            yield from map(self._deposit, answer)
            if len(answer) < PAGE:
                return
        raise ScodataError(f"{self.service.host} lists more than {PAGE * PAGES:,} deposits of the account, so nobody can tell whether this one is among them")

    def create(self, metadata: Json) -> Deposit:
        """A new deposit, whose DOI is reserved with it (https://developers.zenodo.org/#create)."""
        return self._deposit(self._ask("POST", self._url(), "making a deposit", json={"metadata": {**metadata, "prereserve_doi": True}}))

    def new_version(self, number: int) -> Deposit:
        """The draft of a version that follows a published one, with the files of that (https://developers.zenodo.org/#new-version).

        The page says that the answer is the published deposit, with a link to the draft; today it is the draft, whose link leads to itself.
        """
        what = f"making a new version of the deposit {number}"
        answer = self._ask("POST", self._url(number, "actions/newversion"), what)
        links = answer.get("links") if isinstance(answer, dict) else None
        draft = str(links.get("latest_draft", "") if isinstance(links, dict) else "").rpartition("/")[2]
        if not (draft.isascii() and draft.isdigit()):
            raise self._unreadable(what)
        return self.deposit(int(draft))

    def describe(self, number: int, metadata: Json) -> Deposit:
        """Puts the metadata of a deposit in the place of what they were (https://developers.zenodo.org/#update)."""
        return self._deposit(self._ask("PUT", self._url(number), f"describing the deposit {number}", json={"metadata": metadata}))

    def upload(self, deposit: Deposit, name: str, path: Path) -> str:
        """Puts a file into the bucket of a deposit (https://developers.zenodo.org/#quickstart-upload); gives its MD5, in hex, as Zenodo counted it."""
        bucket, here = urlsplit(deposit.bucket), urlsplit(self.service.address)
        if (bucket.scheme, bucket.netloc) != (here.scheme, here.netloc):
            raise ScodataError(f"{self.service.host} names another host for its files, {bucket.netloc}, to which the token doesn't go")
        what = f"uploading {name}"
        with open(path, "rb") as file:
            answer = self._ask("PUT", f"{deposit.bucket}/{quote(name, safe='')}", what, data=file)
        return _md5(answer) if isinstance(answer, dict) else ""

    def delete(self, deposit: Deposit, file: File) -> None:
        """Takes a file out of a draft (https://developers.zenodo.org/#delete-2); one that is gone already is no mistake."""
        self._ask("DELETE", self._url(deposit.number, f"files/{quote(file.id, safe='')}"), f"deleting {file.name}", gone=True)

    def publish(self, number: int) -> Deposit:
        """Publishes a draft, for good (https://developers.zenodo.org/#publish)."""
        return self._deposit(self._ask("POST", self._url(number, "actions/publish"), f"publishing the deposit {number}"))

    def _url(self, number: int | None = None, rest: str = "") -> str:
        parts = (f"{self.service.address}/api/deposit/depositions", str(number or ""), rest)
        return "/".join(part for part in parts if part)

    def _ask(
        self,
        method: str,
        url: str,
        what: str,
        *,
        params: Mapping[str, str | int] | None = None,
        json: Json | None = None,
        data: BinaryIO | None = None,
        gone: bool = False,
    ) -> Any:
        """The answer, from JSON; None for an empty one. No redirection is followed, so that the token goes to one host alone."""
        more = {"Content-Type": "application/octet-stream"} if data else {}
        try:
            answer = self._session.request(
                method, url, params=params, json=json, data=data, headers=more, auth=self._token, timeout=self._times, allow_redirects=False
            )
        except requests.RequestException as error:
            reason = self._reason(error)
            raise ScodataError(f"no answer from {self.service.host} while {what}: {reason}; run the command again, it goes on from here") from None
        if not 200 <= answer.status_code < 300:
            if gone and answer.status_code == 404:
                return None
            raise self._refused(answer, what)
        if not answer.content:
            return None
        try:
            return answer.json()
        except (ValueError, RecursionError):
            raise self._unreadable(what) from None

    def _reason(self, error: requests.RequestException) -> str:
        kinds = {
            requests.exceptions.SSLError: "its certificate can't be trusted",
            requests.exceptions.ProxyError: "the proxy doesn't let it through",
            requests.Timeout: "it took too long",
            requests.exceptions.ChunkedEncodingError: "the answer broke off",
            requests.ConnectionError: "there was no connection, or it broke off",
        }
        return next((text for kind, text in kinds.items() if isinstance(error, kind)), "the answer isn't one of HTTP")

    def _refused(self, answer: requests.Response, what: str) -> ScodataError:
        service, status = self.service, answer.status_code
        advice = {
            401: f"it doesn't know the token in {service.variable}; make one with the scopes {SCOPES} at {service.address}/account/settings/applications/",
            403: f"the token in {service.variable} may not do this; it needs the scopes {SCOPES}, and the account that the deposit belongs to",
            404: "there is no such deposit; if it was deleted there, take it out of releases/zenodo.json",
            429: "it is asked too often; run the command again in an hour, it goes on from here",
        }
        if status < 400:
            text = "it sends elsewhere, where the token doesn't go; is the address right?"
        else:
            text = advice.get(status) or ("it has a fault of its own; run the command again later, it goes on from here" if status >= 500 else "it refuses")
        kind = RefusedError if 400 <= status < 500 else ScodataError
        return kind(f"{service.host} answered {status} while {what}: {text}{self._said(answer)}")

    def _said(self, answer: requests.Response) -> str:
        """What a refusal says, in brackets, in short, and without the token: a message, and one for each field (https://developers.zenodo.org/#errors)."""
        try:
            body = answer.json()
        except (ValueError, RecursionError):
            return ""
        if not isinstance(body, dict):
            return ""
        fields = [one for one in body.get("errors") or () if isinstance(one, dict)] if isinstance(body.get("errors"), list) else []
        parts = [str(body.get("message") or ""), *(f"{one.get('field', '')}: {one.get('messages') or one.get('message') or ''}" for one in fields)]
        text = self._token.hidden("; ".join(part for part in parts if part))
        return f" ({text[:500]})" if text else ""

    def _unreadable(self, what: str) -> ScodataError:
        return ScodataError(f"the answer of {self.service.host} while {what} can't be read; run the command again, it goes on from here")

    def _deposit(self, answer: Any) -> Deposit:
        try:
            metadata, links = answer["metadata"], answer["links"]
            reserved = metadata.get("prereserve_doi")
            return Deposit(
                int(answer["id"]),
                str(metadata.get("title", "")),
                str(metadata.get("version", "")),
                bool(answer.get("submitted", answer.get("state") == "done")),
                self._doi(str(answer.get("doi") or (reserved.get("doi", "") if isinstance(reserved, dict) else ""))),
                str(answer.get("conceptrecid", "")),
                self._doi(str(answer.get("conceptdoi", ""))),
                str(links.get("bucket", "")),
                tuple(File(str(one["id"]), str(one["filename"]), int(one.get("filesize", -1)), _md5(one)) for one in answer.get("files") or ()),
            )
        except (KeyError, TypeError, ValueError, AttributeError):
            raise self._unreadable("speaking of a deposit") from None

    def _doi(self, doi: str) -> str:
        """The sandbox reserves DOIs that begin as the real ones do, and gives others, as its page says (https://developers.zenodo.org/#testing)."""
        return f"{SANDBOX.prefix}{doi.partition('/')[2]}" if doi and self.service.archive == SANDBOX.archive else doi


def _md5(answer: Mapping[str, Any]) -> str:
    """The checksum of a file, with its kind before it or without."""
    return str(answer.get("checksum", "")).removeprefix("md5:").lower()
