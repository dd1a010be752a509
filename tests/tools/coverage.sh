#!/bin/bash
# How many lines of each file of gen/ were run: coverage.sh build/coverage
set -u
cd "$(dirname "$0")/../.." || exit 1
find "$1/gen" -name '*.gcno' | sort | while read -r notes; do
	source=${notes#"$1/"} source=${source%.gcno}.c
	gcov -n -o "$(dirname "$notes")" "$notes" 2>/dev/null |
		awk -v source="$source" '
		/^File/ { is_ours = index($0, "\047" source "\047") }
		is_ours && /^Lines executed/ {
			split($0, part, /[:% ]+/)
			printf "%6.1f %6d %s\n", part[3], part[5], source
			is_ours = 0
		}'
done | sort -n | awk '
{ print $1 " %  " $3; run += $1 * $2 / 100; all += $2 }
END { if (all) printf "%.1f %% of %d lines\n", 100 * run / all, all }'
