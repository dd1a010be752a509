#!/bin/bash
# Each header compiles alone, as TAP: headers.sh CC FLAGS… -- HEADERS…
set -u
cd "$(dirname "$0")/../.." || exit 1
compile=()
while [ "$1" != -- ]; do
	compile+=("$1")
	shift
done
shift

count=0 failed=0
for header; do
	count=$((count + 1))
	# An empty line of code behind it: a header may declare nothing.
	if words=$(printf '#include "%s"\nextern int end_of_header;\n' \
		"${header#gen/}" |
		"${compile[@]}" -fsyntax-only -x c - 2>&1) &&
		[ -z "$words" ]; then
		echo "ok $count - $header"
	else
		failed=1
		echo "not ok $count - $header"
		echo "$words" | sed 's/^/# /'
	fi
done
echo "1..$count"
exit $failed
