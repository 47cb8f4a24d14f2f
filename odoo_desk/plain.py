"""Texts of others, made fit to be kept and shown: without anybody's secrets, without characters that hide or turn round what stands beside
them, and no longer than a person reads."""

from __future__ import annotations

import re

LONGEST_SENTENCE = 2_000
LONGEST_DETAILS = 20_000

_SECRETS = re.compile(
    r"""(?isx)
    ( bearer\s+ ) \S+
    | ( \bauthorization\W{1,6} (?:\w{1,20}\s+)? ) [^\s"',;}]+
    | ( \bcookie["']?\s*: ) [^\r\n]+
    | ( ://[^\s/:@"']{0,100}: ) [^\s/@"']{1,200} (?=@)
    | ( \bhash= ) [^\s"'&<]+
    | ( (?: pass(?:word|wd|phrase) | pwd | api[_-]?key | private_?key | secret | token | session_id ) \w{0,30}
        (?: \\*["']?\s* (?: [=:] | %3[ad] ) \s* | \\*["']\s*,\s* | </name>\s*<value>\s*(?:<\w{1,20}>)? )
        [\[(]?b? (?:\\*["'])? )
      (?: (?<=\\["']) (?:(?!\\["']).)* | (?<=") (?:[^"\\]|\\.)* | (?<=') (?:[^'\\]|\\.)* | (?<=>) [^<]* | [^\s"'&,;<>})\]]+ )
    | () \b[0-9a-f]{40}\b
    """
)

# What is not seen, and makes what is seen another text: controls, line ends that are none, overrides and isolates of the direction, tags.
_UNSEEN = dict.fromkeys(
    [
        *(each for each in range(0x20) if each not in (0x09, 0x0A)),
        *range(0x7F, 0xA0),
        *(0x2028, 0x2029),
        *range(0x202A, 0x202F),
        *range(0x2066, 0x206A),
        *range(0xD800, 0xE000),
        *range(0xFFF9, 0xFFFC),
        *range(0xE0000, 0xE0080),
    ],
    "\ufffd",
)
# These stand in honest texts, pasted from elsewhere, and say nothing.
_UNSEEN |= dict.fromkeys((0x200B, 0x2060, 0xFEFF), "")


def masked(text: str) -> str:
    """Without what could be a secret."""
    return _SECRETS.sub(lambda found: f"{found[found.lastindex or 0]}***", text)


def legible(text: str) -> str:
    """As it can be shown: every character is seen, and stands where it is. Line ends stay."""
    if text.isprintable():
        return text
    return text.replace("\r\n", "\n").translate(_UNSEEN)


def sentence(text: str) -> str:
    """For a person who asked for something else."""
    return legible(masked(shortened(text, LONGEST_SENTENCE)))


def details(text: str) -> str:
    """For whoever repairs it."""
    return masked(shortened(text, LONGEST_DETAILS))


def shortened(text: str, longest: int) -> str:
    """The beginning and the end; where something broke is said at the end."""
    return text if len(text) <= longest else f"{text[: longest // 2]}\n…\n{text[-longest // 2 :]}"
