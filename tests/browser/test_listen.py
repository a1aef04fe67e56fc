"""Listening to a recording on its page, by mouse and keyboard, from disk."""

from pathlib import Path

from playwright.sync_api import Browser

AUDIO = "document.querySelector('audio')"


def test_a_recording_plays_and_its_moments_are_reached_by_keyboard(
    chromium: Browser, sample: Path
) -> None:
    page = chromium.new_page(viewport={"width": 320, "height": 640})
    page.goto((sample / "offline" / "toolkit" / "podcasts" / "sample-episode.html").as_uri())
    page.wait_for_function(f"() => {AUDIO}.duration > 11")
    assert page.evaluate("document.documentElement.scrollWidth") <= 320
    page.get_by_role("link", name="0:08").focus()
    page.keyboard.press("Enter")
    page.wait_for_function(f"() => {AUDIO}.currentTime > 8.1 && !{AUDIO}.paused")
    page.keyboard.press("Space")  # the player has the focus
    page.wait_for_function(f"() => {AUDIO}.paused")
    assert page.url.endswith("sample-episode.html")
    page.close()


def test_a_moment_of_a_recording_elsewhere_opens_there(chromium: Browser, sample: Path) -> None:
    page = chromium.new_page()
    page.goto((sample / "offline" / "toolkit" / "podcasts" / "sample-episode.html").as_uri())
    page.evaluate("document.querySelector(\"a[href*='#t=']\").href = 'index.html#t=1m30s'")
    page.get_by_role("link", name="0:08").evaluate("link => link.click()")
    page.wait_for_url("**/index.html#t=1m30s")
    page.close()


def test_without_scripts_a_moment_opens_the_recording_there(
    chromium: Browser, sample: Path
) -> None:
    context = chromium.new_context(java_script_enabled=False)
    page = context.new_page()
    page.goto((sample / "offline" / "toolkit" / "podcasts" / "sample-episode.html").as_uri())
    link = page.get_by_role("link", name="0:08").get_attribute("href") or ""
    assert link == "../files/podcast/sample-episode.mp3#t=8"
    assert (sample / "offline" / "toolkit" / "files" / "podcast" / "sample-episode.mp3").is_file()
    context.close()
