"""Versions as servers tell them, and the row each reads like."""

import pytest

from odoo_desk.odoo.dialect import dialect_for, notice_for, parse_version


@pytest.mark.parametrize(
    ("info", "text", "major", "minor", "online"),
    [
        ([19, 0, 0, "final", 0, ""], "19.0", 19, 0, False),
        ([17, 0, 0, "final", 0, ""], "17.0-20250106", 17, 0, False),
        (["saas~18", 3, 0, "final", 0, ""], "saas~18.3+e", 18, 3, True),
        (["saas~19.3", 0, 0, "final", 0, ""], "saas~19.3", 19, 3, True),
        ([], "16.0-20250626", 16, 0, False),
    ],
)
def test_versions_are_read(info, text, major, minor, online):
    version = parse_version(info, text)
    assert (version.major, version.minor, version.online) == (major, minor, online)


def test_nonsense_is_no_version():
    with pytest.raises(ValueError, match="not a version"):
        parse_version([], "Apache")


def test_newer_versions_read_like_the_newest_known_and_say_so():
    newer = parse_version([23, 0], "23.0")
    assert dialect_for(newer).major == 20
    assert "23.0" in notice_for(newer)
    assert notice_for(parse_version([19, 0], "19.0")) == ""


def test_json2_is_preferred_from_19_on():
    assert dialect_for(parse_version([19, 0], "")).protocols[0] == "json2"
    assert dialect_for(parse_version([18, 0], "")).protocols[0] == "jsonrpc"
