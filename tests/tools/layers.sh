#!/bin/bash
# The law of gen/, as TAP: layers.sh base content media …
#
# 1. A folder includes itself and folders before it in that order.
# 2. Each foreign library is included in exactly one .c file and in no header.
# A header in <> is the system's or a library's; both lists are here, so that a
# new dependency has to be entered before it can be used.
set -u
cd "$(dirname "$0")/../.." || exit 1
layers=("$@")
owners='
yaml\.h            gen/content/yamldoc.c
cmark\.h           gen/content/markdown.c
jpeglib\.h         gen/media/jpegfile.c
jerror\.h          gen/media/jpegfile.c
png\.h             gen/media/pngfile.c
zlib\.h            gen/media/pngstrips.c
ft2build\.h        gen/media/lettering.c
fontconfig/.*      gen/media/fontfind.c
webp/.*            gen/media/webpfile.c
libheif/.*         gen/media/heiffile.c
lcms2\.h           gen/media/colour.c
qrencode\.h        gen/media/qr.c
libical/.*         gen/model/recurrence.c
sqlite3\.h         gen/publish/state.c
openssl/.*         gen/base/crypto.c
seccomp\.h         gen/media/jail.c
curl/.*            gen/publish/s3.c
microhttpd\.h      gen/run/serve.c
inotifytools/.*    gen/run/watch.c
'
ours='assert|ctype|dirent|endian|errno|fcntl|float|getopt|iconv|inttypes|langinfo|libintl|'
ours+='limits|locale|math|netdb|poll|pthread|sched|setjmp|signal|spawn|'
ours+='stdalign|stdarg|stdatomic|stdbool|stddef|stdint|stdio|stdlib|'
ours+='stdnoreturn|string|strings|syscall|termios|threads|time|unistd|wchar|'
ours+='arpa/.*|linux/.*|net/.*|netinet/.*|sys/.*|emmintrin|immintrin|arm_neon|'
ours+='sanitizer/.*'

rank() {
	local i
	for i in "${!layers[@]}"; do
		[ "${layers[$i]}" = "$1" ] && echo "$i" && return
	done
	echo -1
}

includes() { # file:line:include of all of gen/, without brackets
	grep -rnoE "^[[:space:]]*#[[:space:]]*include[[:space:]]*$1" \
		--include='*.[ch]' gen | sed -E 's/#[^"<]*["<]([^">]*)[">]$/\1/' |
		sort
}

count=0 failed=0
report() { # what, its faults
	count=$((count + 1))
	if [ -z "$2" ]; then
		echo "ok $count - $1"
		return
	fi
	failed=1
	echo "not ok $count - $1"
	printf '%s' "$2" | sed 's/^/# /'
}

faults=
while IFS=: read -r file line header; do
	from=${file#gen/} from=${from%%/*} to=${header%%/*}
	[ -e "gen/$header" ] || {
		faults+="$file:$line: \"$header\" is no file of gen/"$'\n'
		continue
	}
	[ "$(rank "$to")" -ge 0 ] && [ "$(rank "$to")" -le "$(rank "$from")" ] ||
		faults+="$file:$line: $from/ may not include $to/"$'\n'
done < <(includes '"[^"]*"')
report "folders include only themselves and those before them" "$faults"

faults=
while IFS=: read -r file line header; do
	owner=
	while read -r pattern path; do
		[ -n "$pattern" ] && [[ $header =~ ^$pattern$ ]] &&
			owner=$path && break
	done <<<"$owners"
	if [ -n "$owner" ]; then
		[ "$file" = "$owner" ] ||
			faults+="$file:$line: <$header> belongs to $owner"$'\n'
	elif ! [[ ${header%.h} =~ ^($ours)$ ]]; then
		faults+="$file:$line: <$header> is not known to $0"$'\n'
	fi
done < <(includes '<[^>]*>')
report "each library is in its one file" "$faults"

faults=$(find gen -name '*.[ch]' | while read -r file; do
	folder=${file#gen/}
	[ "$(rank "${folder%%/*}")" -ge 0 ] || echo "$file is in no layer"
done)
report "each file is in a layer" "${faults:+$faults
}"
echo "1..$count"
exit $failed
