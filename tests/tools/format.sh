#!/bin/bash
# Is every C file laid out as .clang-format says? As TAP.
set -u
cd "$(dirname "$0")/../.." || exit 1
clang=$(command -v clang-format-14)
if [ -z "$clang" ]; then
	echo "ok 1 - layout # SKIP clang-format-14 is not here"
	echo 1..1
	exit 0
fi
count=0 failed=0
while read -r file; do
	count=$((count + 1))
	if words=$("$clang" "$file" | diff -u "$file" -); then
		echo "ok $count - $file"
	else
		failed=1
		echo "not ok $count - $file"
		echo "$words" | head -20 | sed 's/^/# /'
	fi
done < <(find gen tests -name node_modules -prune -o -name '*.[ch]' -print |
	sort)
echo "1..$count"
exit $failed
