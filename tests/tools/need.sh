#!/bin/bash
# Installs what is missing of tests/packages.txt: need.sh build [check]
#
# Nothing is asked and nothing is done where all is there. Without apt-get, or
# without the right to install, it says what is missing and goes on: whoever
# runs it may have it from elsewhere.
set -u
cd "$(dirname "$0")/../.." || exit 1

is_installed() {
	local status
	status=$(dpkg-query -W -f='${db:Status-Status}' "$1" 2>/dev/null)
	[ "$status" = installed ]
}

is_there() {
	case ${2-} in
	'') is_installed "${1%|*}" || is_installed "${1#*|}" ;;
	/*) [ -e "$2" ] ;;
	*) command -v "$2" >/dev/null ;;
	esac
}

missing=()
for group; do
	while read -r for_what package proof; do
		[ "$for_what" = "$group" ] || continue
		is_there "$package" "$proof" || missing+=("${package%|*}")
	done <tests/packages.txt
done
[ ${#missing[@]} -eq 0 ] && exit 0

echo "missing: ${missing[*]}"
if ! command -v apt-get >/dev/null; then
	echo "there is no apt-get here; please install them your own way" >&2
	exit 0
fi
as_root=()
if [ "$(id -u)" -ne 0 ]; then
	if ! command -v sudo >/dev/null; then
		echo "only root can install them, and there is no sudo here" >&2
		exit 1
	fi
	as_root=(sudo)
fi
export DEBIAN_FRONTEND=noninteractive
"${as_root[@]}" apt-get -qq update &&
	"${as_root[@]}" apt-get -qq -y --no-install-recommends install \
		"${missing[@]}" >/dev/null
