"""The pictures in docs/screenshots: `python -m web.screenshots` takes them of the sample corpus.

Needs `pip install --editable '.[test]'` and Chromium.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
import threading
from contextlib import closing
from pathlib import Path
from typing import Any

import click

from corpus.store import Corpus
from web import browser
from web.app import address, application, listen, serve

ROOT = Path(__file__).resolve().parents[1]
FOLDER = ROOT / "docs" / "screenshots"
DESKTOP = {"viewport": {"width": 1180, "height": 920}}
PHONE = {"viewport": {"width": 390, "height": 800}, "device_scale_factor": 1.5, "has_touch": True}
#: Of the inspections that are told best the one with most to show; of its agencies the one told of most often.
SHOWN = """
SELECT i.id FROM inspections i JOIN violations v ON v.inspection_id = i.id JOIN dates d ON d.inspection_id = i.id
WHERE i.surprise GROUP BY i.id ORDER BY count(DISTINCT v.id) + count(DISTINCT d.id) DESC, i.id LIMIT 1
"""
AGENCY = "SELECT agency_id FROM inspected GROUP BY agency_id ORDER BY count(*) DESC, agency_id LIMIT 1"


@click.command()
@click.option("--corpus", "path", type=click.Path(path_type=Path, exists=True), help="Another corpus than the sample.")
def screenshots(path: Path | None) -> None:
    """Take the pictures that the documentation shows."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory() as folder:
        if path is None:
            path = Path(folder) / "corpus.db"
            command = [sys.executable, str(ROOT / "pipeline.py"), "run", "--corpus", str(path)]
            subprocess.run(command, check=True, capture_output=True)
        with closing(Corpus(path)) as corpus:
            inspection, agency = (corpus.db.execute(sql).fetchone()[0] for sql in (SHOWN, AGENCY))
        listening = listen("127.0.0.1", 0)
        threading.Thread(target=serve, args=(application(path, "loopback"), listening), daemon=True).start()
        with browser.launched() as chromium:
            site = address("127.0.0.1", listening)
            picture(chromium, site, "home", "", DESKTOP)
            picture(chromium, site, "home-dark", "?lang=en&map=2025", DESKTOP | {"color_scheme": "dark"})
            picture(chromium, site, "results", "search?q=uy+ban+nhan+dan&surprise=1", DESKTOP)
            picture(chromium, site, "inspection", f"inspection/{inspection}", DESKTOP, ".facts .f-violations a.told")
            picture(chromium, site, "agency", f"agency/{agency}", DESKTOP)
            picture(chromium, site, "phone", f"inspection/{inspection}", PHONE, ".facts .f-dates a.told")


def picture(chromium: Any, site: str, name: str, page: str, how: dict[str, Any], pointed_at: str | None = None) -> None:
    """One picture: what is seen of a page without scrolling, with the pointer on something."""
    context = chromium.new_context(**how)
    tab = context.new_page()
    tab.goto(site + page)
    if pointed_at:
        tab.locator(pointed_at).first.hover()
    file = FOLDER / f"{name}.png"
    tab.screenshot(path=file)
    context.close()
    print(f"{file.relative_to(ROOT)}: {file.stat().st_size / 1000:.0f} kB")


if __name__ == "__main__":
    screenshots()
