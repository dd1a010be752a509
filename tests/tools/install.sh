#!/bin/bash
# Installs a built program beneath a folder: install.sh PROGRAM FOLDER
set -eu
cd "$(dirname "$0")/../.."
program=$1 to=$2

put() { # mode, file, folder
	install -d "$to/$3"
	install -m "$1" "$2" "$to/$3/"
}

put 755 "$program" bin
rm -rf "$to/share/careplan/themes/default"
find themes/default -type f | while read -r file; do
	put 644 "$file" "share/careplan/$(dirname "$file")"
done
for catalogue in build/locale/*/LC_MESSAGES/careplan.mo; do
	[ -e "$catalogue" ] || continue
	folder=${catalogue#build/}
	put 644 "$catalogue" "share/$(dirname "$folder")"
done
for page in docs/*.1; do
	[ -e "$page" ] && put 644 "$page" share/man/man1
done
complete=docs/completion
[ -e $complete/careplan.bash ] && install -Dm 644 $complete/careplan.bash \
	"$to/share/bash-completion/completions/careplan"
[ -e $complete/_careplan ] &&
	put 644 $complete/_careplan share/zsh/site-functions
[ -e $complete/careplan.fish ] &&
	put 644 $complete/careplan.fish share/fish/vendor_completions.d
echo "installed into $to"
