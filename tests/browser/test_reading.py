"""A reader with a browser: searches, filters, sorts, takes data away, reads in another language, without a script, from paper, with the keyboard alone."""

from __future__ import annotations

import csv
import json
import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from conftest import KINDS, SITE, Watched


@pytest.mark.parametrize("typed", ["Tashkent", "Ташкент", "塔什干", "tashként"])
def test_a_search_finds_a_place_in_any_script(page: Page, typed: str) -> None:
    page.goto("search/")
    page.fill("#q", typed)
    first = page.locator(".found li").first
    expect(first.locator("a")).to_have_text("Tashkent")
    first.locator("a").click()
    expect(page.locator("h1")).to_contain_text("Tashkent")


def test_a_search_from_the_front_page_keeps_what_was_typed(page: Page) -> None:
    page.goto("")
    page.fill("#q", "Мирзиёев")
    page.press("#q", "Enter")
    expect(page.locator(".found a")).to_have_text(["Shavkat Mirziyoyev"])
    assert "q=" in page.url
    page.fill("#q", "no such name at all")
    expect(page.locator(".count")).to_have_text("Nothing is found.")


def rows(page: Page) -> list[str]:
    return page.locator(".rows tbody th").all_inner_texts()


def test_a_list_is_filtered_and_sorted_and_its_address_keeps_both(page: Page) -> None:
    page.goto("events/")
    page.select_option("[name=type]", "summit")
    page.select_option("[name=start_date]", "2022")
    assert len(rows(page)) == 2
    page.get_by_role("button", name="Start date").click()
    shown = rows(page)
    assert shown[0].startswith("22nd meeting")
    page.get_by_role("button", name="Start date").click()
    assert rows(page) == shown[::-1]
    page.goto(page.url)
    assert rows(page) == shown[::-1]
    expect(page.locator("th[aria-sort=descending]")).to_have_text("Start date")
    page.get_by_role("button", name="Clear").click()
    expect(page.locator(".rows tbody tr")).to_have_count(200)
    assert page.url.endswith("/events/")
    page.get_by_role("button", name="Show more").click()
    assert len(rows(page)) > 200


def test_what_is_shown_can_be_taken_away(page: Page) -> None:
    page.goto("events/?type=summit&start_date=2022")
    with page.expect_download() as taken:
        page.get_by_role("button", name="CSV").click()
    assert taken.value.suggested_filename == "events.csv"
    read = list(csv.DictReader(Path(taken.value.path()).read_text(encoding="utf-8").splitlines()))
    assert {row["id"] for row in read} == {"chs-2022", "chg-2022"}
    with page.expect_download() as taken:
        page.get_by_role("button", name="JSON").click()
    assert [row["Name"] for row in json.loads(Path(taken.value.path()).read_text(encoding="utf-8"))] == rows(page)
    with page.expect_download() as taken:
        page.locator("a[download]").click()
    assert Path(taken.value.path()).read_bytes() == (SITE / "datapackage/data/events.csv").read_bytes()


def test_the_language_is_switched_and_the_filter_stays(page: Page) -> None:
    page.goto("events/?type=summit&start_date=2022")
    page.get_by_role("link", name="Русский").click()
    assert "/ru/events/?type=summit" in page.url
    assert len(rows(page)) == 2
    expect(page.locator("html")).to_have_attribute("lang", "ru")
    page.goto("participants/shavkat-mirziyoyev/")
    page.get_by_role("link", name="中文").click()
    assert page.url.endswith("/zh/participants/shavkat-mirziyoyev/")
    page.goto("ru/places/tashkent/")
    expect(page.locator("h1")).to_have_text(re.compile("Ташкент"))


def test_any_day_can_be_asked(page: Page) -> None:
    page.goto("day/")
    page.fill("#date", "2017-06-08")
    expect(page.locator("#held h2")).to_have_text("On 8 June 2017")
    members = page.locator("#held dl div", has_text="Shanghai Cooperation Organisation, Member").locator("dd")
    expect(members).not_to_contain_text("India")
    page.fill("#date", "2017-06-09")
    expect(members).to_contain_text("India")
    members.get_by_role("link", name="India").click()
    assert page.url.endswith("/participants/india/")


def test_a_day_with_a_script_and_without_say_the_same(browser: Browser, page: Page, address: str) -> None:
    page.goto("day/?date=2010-01-01")
    with browser.new_context(java_script_enabled=False, base_url=address) as context:
        plain = context.new_page()
        plain.goto("day/2010/")
        said = [" ".join(text.split()) for text in plain.locator("#held dd").all_inner_texts()]
    assert said == [" ".join(text.split()) for text in page.locator("#held dd").all_inner_texts()]


def test_everything_is_reached_with_the_keyboard_alone(page: Page) -> None:
    page.goto("")
    page.keyboard.press("Tab")
    expect(page.locator(".skip")).to_be_focused()
    page.keyboard.press("Enter")
    page.keyboard.press("Tab")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.type("Samarkand")
    page.keyboard.press("Enter")
    page.wait_for_url("**/search/**")
    expect(page.locator("#q")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Tab")
    expect(page.locator(".found a").first).to_be_focused()
    outline = page.locator(".found a").first.evaluate("one => getComputedStyle(one).outlineStyle")
    assert outline == "solid"
    page.keyboard.press("Enter")
    page.wait_for_url("**/places/samarkand/")


def test_without_a_script_every_list_leads_to_every_record(browser: Browser, address: str) -> None:
    with browser.new_context(java_script_enabled=False, base_url=address) as context:
        watched = Watched(context, address)
        page = context.new_page()
        page.goto("events/")
        expect(page.locator("form.find")).to_be_hidden()
        expect(page.locator("noscript")).to_be_visible()
        found = rows(page)
        while page.locator(".pages [aria-current] + a").count():
            page.locator(".pages [aria-current] + a").click()
            found += rows(page)
        assert len(found) == len(list((SITE / "events").glob("*.json"))) - 1
        page.goto("search/")
        expect(page.locator("main a").first).to_be_visible()
        page.goto("pictures/network/")
        expect(page.locator("figure svg")).to_be_visible()
        assert not watched.wrong


def test_on_paper_there_is_the_record_and_no_menu(page: Page) -> None:
    page.goto("events/chs-2022/")
    page.emulate_media(media="print")
    expect(page.locator(".menu")).to_be_hidden()
    expect(page.locator("#participations")).to_be_visible()
    background = page.evaluate("getComputedStyle(document.body).backgroundColor")
    assert background == "rgb(255, 255, 255)"
    assert len(page.pdf()) > 10_000


def test_it_is_read_as_files_too(browser: Browser) -> None:
    home = SITE.as_uri()
    with browser.new_context() as context:
        watched = Watched(context, home)
        page = context.new_page()
        page.goto(f"{home}/index.html")
        page.locator(".menu a", has_text="Events").click()
        page.select_option("[name=start_date]", "2018")
        assert page.url.endswith("?start_date=2018")
        page.locator(".rows tbody a").first.click()
        expect(page.locator("h1")).to_be_visible()
        page.get_by_role("link", name="Русский").click()
        expect(page.locator("html")).to_have_attribute("lang", "ru")
        page.goto(f"{home}/index.html")
        page.fill("#q", "上海")
        page.press("#q", "Enter")
        expect(page.locator(".found a").first).to_be_visible()
        assert not watched.wrong


@pytest.mark.parametrize("path", KINDS.values(), ids=KINDS.keys())
@pytest.mark.parametrize("width", [360, 768, 1200])
def test_a_page_fits_any_screen(page: Page, path: str, width: int) -> None:
    page.set_viewport_size({"width": width, "height": 800})
    page.goto(path)
    assert page.evaluate("document.documentElement.scrollWidth") <= width


def test_a_stranger_finds_the_answers_in_few_clicks(page: Page) -> None:
    """The four questions that somebody asks who knows nothing of the project; docs/site.md says how many clicks each takes."""
    page.goto("")
    page.get_by_role("link", name="Statuses over time").click()
    india = page.locator("tbody tr", has_text="India").filter(has_text="Member")
    expect(india).to_contain_text("9 June 2017")

    page.goto("")
    page.locator(".menu a", has_text="Agreements").click()
    page.select_option("[name=place]", "samarkand")
    page.select_option("[name=signed]", "2022")
    assert any("Iran" in row for row in rows(page))

    page.goto("")
    page.fill("#q", "joint event 2018")
    page.press("#q", "Enter")
    page.locator(".found a").first.click()
    speakers = page.locator("#participations ~ .items > li, section:has(#participations) .items > li", has_text="Spoke")
    expect(speakers.first).to_contain_text("Organisation")

    page.locator("section:has(#participations) sup a").first.click()
    expect(page.locator(":target")).to_be_visible()
    expect(page.locator(".sources > li:target, .sources > li:has(:target)").get_by_role("link", name="original")).to_be_visible()
