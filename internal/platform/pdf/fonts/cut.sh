#!/bin/sh
# Cuts the four faces of printed papers from the npm packages @expo-google-fonts/source-serif-4
# and @expo-google-fonts/source-sans-3, unpacked in the folders $1 and $2. README.md says why.
set -eu
here=$(cd "$(dirname "$0")" && pwd)
python=${PYTHON:-/usr/bin/python3}

cut() { # font, file, family, weight
	$python -m fontTools.subset "$1" --output-file="$here/$2.ttf" --no-hinting --layout-features='kern' \
		--unicodes="U+0020-007E,U+00A0-017F,U+0186,U+018F,U+0192,U+0218-021B,U+0259,U+02BC,U+02BB,U+0386-03CE,U+0400-045F,U+0490-0493,U+049A-049B,U+04A2-04A3,U+04AE-04B1,U+04BA-04BB,U+04D8-04D9,U+04E8-04E9,U+1E9E,U+2010-2015,U+2018-201E,U+2020-2022,U+2026,U+2030,U+202F,U+2032-2033,U+2039-203A,U+20AC,U+20B4,U+2116,U+2190-2193,U+2212,U+2610-2611,U+2264-2265,U+2713,U+2717,U+00D7"
	$python - "$here/$2.ttf" "$3" "$4" <<'PY'
import sys
from fontTools.ttLib import TTFont

path, family, weight = sys.argv[1:]
font = TTFont(path)
new = {1: family, 2: "Regular", 3: family + " " + weight, 4: family + " " + weight, 6: family.replace(" ", "") + "-" + weight, 16: family, 17: weight}
for record in list(font["name"].names):
    if record.nameID in new:
        font["name"].setName(new[record.nameID], record.nameID, record.platformID, record.platEncID, record.langID)
    elif record.nameID not in (0, 5, 7, 8, 13, 14):
        font["name"].removeNames(record.nameID, record.platformID, record.platEncID, record.langID)
font["head"].modified = font["head"].created
font.save(path, reorderTables=True)
PY
}

cut "$1/400Regular/SourceSerif4_400Regular.ttf" serif "Twintown Serif" Regular
cut "$1/600SemiBold/SourceSerif4_600SemiBold.ttf" serif-strong "Twintown Serif" SemiBold
cut "$2/400Regular/SourceSans3_400Regular.ttf" sans "Twintown Sans" Regular
cut "$2/600SemiBold/SourceSans3_600SemiBold.ttf" sans-strong "Twintown Sans" SemiBold
