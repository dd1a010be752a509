#!/bin/bash
# How long functions and files are, as TAP: length.sh FILES…
#
# A function of over 100 lines is an error, without exceptions; one of over 60,
# and a file of over 600, wants a reason and is only told. A function's body
# starts and ends with a brace in the first column, which .clang-format sees to.
set -u
awk -v most=100 -v many=60 -v file_many=600 '
FNR == 1 {
	if (file && lines > file_many)
		notes = notes "# " file " has " lines " lines\n"
	file = FILENAME
	body = 0
}
{ lines = FNR }
/^[a-z_]/ { head = $0; head_line = FNR }
/^\{/ { body = head_line }
/^\}/ && body {
	len = FNR - body + 1
	functions++
	where = "# " FILENAME ":" body ": " len " lines: " head "\n"
	if (len > most)
		faults = faults where
	else if (len > many)
		notes = notes where
	if (len > longest)
		longest = len
	body = 0
}
END {
	if (lines > file_many)
		notes = notes "# " file " has " lines " lines\n"
	printf "%s%sok 1 - no function has over %d lines\n%s", notes,
		faults ? "not " : "", most, faults
	printf "# %d functions, the longest has %d lines\n1..1\n", functions,
		longest
	exit faults ? 1 : 0
}' "$@"
