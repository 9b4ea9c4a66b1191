#!/bin/sh
# Cuts the four files of Twintown Serif from the npm package
# @fontsource-variable/source-serif-4, unpacked in the folder $1. README.md says why.
set -eu
source="$1/files"
here=$(cd "$(dirname "$0")" && pwd)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
python=/usr/bin/python3

pin() { # subset: the optical size and the one weight of headings
	$python -m fontTools.varLib.instancer -q -o "$work/$1.ttf" \
		"$source/source-serif-4-$1-opsz-normal.woff2" wght=500 opsz=36
}

cut() { # subset, file, unicodes
	$python -m fontTools.subset "$work/$1.ttf" --unicodes="$3" \
		--layout-features='kern,liga,lnum,onum,tnum,pnum,locl,mark,ccmp' \
		--flavor=woff2 --output-file="$here/$2.woff2"
	$python - "$here/$2.woff2" <<'PY'
import sys
from fontTools.ttLib import TTFont

path = sys.argv[1]
font = TTFont(path)
for record in list(font["name"].names):
    if record.nameID in (1, 3, 4, 6, 16, 25):
        text = str(record)
        for old, new in (("Source Serif 4 Variable", "Twintown Serif"), ("Source Serif 4", "Twintown Serif"),
                         ("SourceSerif4Variable", "TwintownSerif"), ("SourceSerif4", "TwintownSerif")):
            text = text.replace(old, new)
        font["name"].setName(text, record.nameID, record.platformID, record.platEncID, record.langID)
font["head"].modified = font["head"].created
font.flavor = "woff2"
font.save(path)
PY
}

pin latin
pin latin-ext
pin cyrillic
cut latin latin "U+0020-007E,U+00A0-00FF,U+0131,U+0152-0153,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+202F,U+2032-2033,U+2039-203A,U+20AC,U+2190-2193,U+2212"
cut latin-ext latin-central "U+0100-017F,U+0218-021B"
cut latin-ext latin-rest "U+0180-0217,U+021C-02BA,U+02BD-02C5,U+02C7-02CC,U+02CE-02D7,U+02DD-02FF,U+0304,U+0308,U+0329,U+1E00-1E9F,U+1EF2-1EFF"
cut cyrillic cyrillic "U+0301,U+0400-045F,U+0490-0491,U+2116"
