"""Whoever asks for the keys is told of each."""

from __future__ import annotations

import re
from pathlib import Path

from django.test import Client

import makegood.desk

TEMPLATES = Path(makegood.desk.__file__).parent / "templates"
OWN = set("jko/dzu?")  # static/js/hotkeys.js: those that press nothing on the page


def test_the_page_names_every_key(ana: Client) -> None:
    page = ana.get("/keys").content.decode()
    told = {key for keys in re.findall(r"<kbd>(.*?)</kbd></dt>", page) for key in keys.split()}
    pressed = {key for one in TEMPLATES.rglob("*.html") for key in re.findall(r'data-key="(\w)"', one.read_text())}
    assert not {key.upper() for key in pressed | OWN} - told
