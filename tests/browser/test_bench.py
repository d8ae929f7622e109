"""A statistician at the bench, in a real browser."""

import re

from playwright.sync_api import Browser, Page, expect

from tests.browser.test_journeys import LogIn, drawn


def at_the_bench(log_in: LogIn, address: str, asked: str = "") -> Page:
    page = log_in("statistician")
    page.goto(f"{address}/bench/rules{asked}")
    drawn(page)
    return page


def test_what_is_typed_is_shown_and_stands_in_the_address(log_in: LogIn, address: str) -> None:
    page = at_the_bench(log_in, address)
    page.locator("#main").get_by_label("Rate to find p1, rule 1").fill("25%")
    page.locator("#main").get_by_label("Family, rule 2").select_option("pocock")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{address}/bench/rules?family_2=pocock&p1=25%25")
    drawn(page)
    expect(page.locator("#main .lead")).to_contain_text("at 25%, where following ends")
    expect(page.locator("#main .lead")).to_contain_text("Rule 2 is met")


def test_a_wrong_value_is_said_beside_its_field(log_in: LogIn, address: str) -> None:
    page = log_in("statistician")
    page.goto(f"{address}/bench/rules?alpha=2")
    field = page.locator("#main").get_by_label("Type I error alpha, rule 1")
    expect(field).to_have_value("2")
    expect(field).to_have_accessible_description(re.compile("from 0.001 to 0.999"))


def test_a_simulation_runs_to_its_end(log_in: LogIn, address: str) -> None:
    page = at_the_bench(log_in, address, "?planned=20")
    page.get_by_label("Draws at each rate").fill("1000")
    page.get_by_role("button", name="Simulate").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Simulation")
    expect(page.get_by_role("status")).to_have_text("Done.")
    expect(page.get_by_role("table")).to_contain_text("Monte Carlo standard error")


def test_a_simulation_is_cancelled(log_in: LogIn, address: str) -> None:
    page = at_the_bench(log_in, address, "?planned=400")
    page.get_by_label("Draws at each rate").fill("200000")
    page.get_by_role("button", name="Simulate").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    page.get_by_role("button", name="Cancel").click()
    expect(page.get_by_role("status")).to_contain_text("Cancelled before it was done")


def test_everything_works_without_a_script(log_in: LogIn, address: str, browser: Browser) -> None:
    state = log_in("statistician").context.storage_state()
    context = browser.new_context(java_script_enabled=False, storage_state=state)
    page = context.new_page()
    page.goto(f"{address}/bench/")
    page.get_by_label("Looks, rule 1").fill("20, 40, 80")
    page.get_by_role("button", name="Show").click()
    expect(page).to_have_url(f"{address}/bench/rules?looks=20%2C+40%2C+80")
    expect(page.get_by_label("Looks, rule 1")).to_have_value("20, 40, 80")
    page.get_by_label("Draws at each rate").fill("1000")
    page.get_by_role("button", name="Simulate").click()
    expect(page.get_by_role("status")).to_have_text("Done.")
    context.close()


def test_on_a_phone_it_fits(log_in: LogIn, address: str) -> None:
    page = log_in("statistician")
    page.set_viewport_size({"width": 390, "height": 844})
    page.goto(f"{address}/bench/rules?family_2=chen_chaloner&family_3=poisson_sprt")
    drawn(page)
    assert page.evaluate("document.documentElement.scrollWidth") == 390


def test_the_console_stays_silent(log_in: LogIn, address: str) -> None:
    said: list[str] = []
    page = log_in("statistician")
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    for path in ("rules", "rules?alpha=2", "jobs"):
        page.goto(f"{address}/bench/{path}")
        page.wait_for_load_state("networkidle")
    assert said == []
