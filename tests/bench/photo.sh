#!/bin/sh
# Draws photos of 12 megapixels and measures what they take; see photo.c.
# Run from the repository's root after `make`.
set -eu

mode=${MODE:-release}
out=${O:-build/$mode}
make -s MODE="$mode" O="$out" "$out/tests/bench/photo" \
	"$out/tests/tools/draw_photo"

photos=$(mktemp -d)
trap 'rm -r "$photos"' EXIT
for seed in 1 2 3; do
	"$out/tests/tools/draw_photo" $seed 4000 3000 90 >"$photos/$seed.jpg"
	"$out/tests/tools/draw_photo" 1$seed 3000 4000 90 >"$photos/1$seed.jpg"
done
"$out/tests/bench/photo" "$photos"/*.jpg
