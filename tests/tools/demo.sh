#!/bin/bash
# Builds the sample clinic's site and says how to look at it.
set -u
cd "$(dirname "$0")/../.." || exit 1
./careplan build
status=$?
# 1: something is wrong in content/, and was told; the site is built.
[ $status -le 1 ] || exit $status

echo
echo "The pages are in out/. Open them with a browser, no server is needed:"
echo "  $PWD/out/index.html"
first=
while read -r link; do
	page=${link##*/}
	[ -z "$first" ] && [ -e "out/p/$page" ] || continue
	first=$page
	echo "a patient's plan, as on a phone:"
	echo "  $PWD/out/p/$page"
done < <(./careplan links --format json 2>/dev/null |
	grep -oE '"plan":"[^"]*"' | cut -d'"' -f4)
echo "the shops:"
for page in out/c/*.html; do
	echo "  $PWD/$page"
done
echo "All links to hand out: ./careplan links"
