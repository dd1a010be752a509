# Completion of careplan for bash. The commands and options are those of
# `careplan help`; patients, shops and themes are looked up in the site.

_careplan_site() {
	local i
	for ((i = 1; i < COMP_CWORD; i++)); do
		[[ ${COMP_WORDS[i]} == -C ]] && { echo "${COMP_WORDS[i + 1]}"; return; }
	done
	echo .
}

# The names of folders beneath content/stores/, as STORE or STORE/PATIENT.
_careplan_names() {
	local site at
	site=$(_careplan_site)/content/stores
	for at in "$site"/$1; do
		[[ -d $at ]] && printf '%s\n' "${at#"$site"/}"
	done
}

_careplan() {
	local word=${COMP_WORDS[COMP_CWORD]} last=${COMP_WORDS[COMP_CWORD - 1]}
	local command='' i options='-C --quiet --verbose'
	local IFS=$'\n'

	COMPREPLY=()
	for ((i = 1; i < COMP_CWORD; i++)); do
		case ${COMP_WORDS[i]} in
		-C) ((i++)) ;;
		-*) ;;
		*) command=${COMP_WORDS[i]} && break ;;
		esac
	done
	case $last in
	-C | --out)
		mapfile -t COMPREPLY < <(compgen -d -- "$word")
		return
		;;
	--language)
		mapfile -t COMPREPLY < <(compgen -W $'zh-CN\nen' -- "$word")
		return
		;;
	--format)
		[[ $command == links ]] && i=$'text\ncsv\njson' || i=$'text\njson'
		mapfile -t COMPREPLY < <(compgen -W "$i" -- "$word")
		return
		;;
	-j | --jobs | --shard | --date) return ;;
	esac
	case $command in
	'') options+=' --version --help init new build check links schema help' ;;
	init) options+=' --language' ;;
	build) options+=' -j --jobs --full --shard --date --format' ;;
	check) options+=' --format --theme' ;;
	links) options+=' --format --qr' ;;
	schema) options+=' --out --views' ;;
	esac
	if [[ -z $command || $word == -* ]]; then
		mapfile -t COMPREPLY < <(compgen -W "${options// /$'\n'}" -- "$word")
		return
	fi
	case $command in
	init) mapfile -t COMPREPLY < <(compgen -d -- "$word") ;;
	check) mapfile -t COMPREPLY < <(compgen -f -- "$word") ;;
	links) mapfile -t COMPREPLY < <(compgen -W \
		"$(_careplan_names '*/patients/*' | sed 's,/patients/,/,')" -- "$word") ;;
	new)
		if [[ $last == new ]]; then
			mapfile -t COMPREPLY < <(compgen -W $'store\ntherapist\npatient\narticle' -- "$word")
		elif [[ $last == therapist || $last == patient ]]; then
			mapfile -t COMPREPLY < <(compgen -S / -W "$(_careplan_names '*')" -- "$word")
			compopt -o nospace
		fi
		;;
	help) mapfile -t COMPREPLY < <(compgen -W \
		$'init\nnew\nbuild\ncheck\nlinks\nschema\nhelp' -- "$word") ;;
	esac
}

complete -F _careplan careplan
