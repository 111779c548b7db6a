# _regimen_values KIND [--db FILE] [--patient NAME]: prints the values of that kind, one on each line: the handles, people, contacts,
# needs and laboratory tests on record, the treatments and classes of the catalog, the words that "regimen signs" knows, or the time
# zones of this machine. Without --patient, handles, contacts and needs are those of all people.
_regimen_values () {
  case $1 in
    handles)
      shift
      case " $* " in
        *" --patient "*) regimen "$@" list --json 2>/dev/null ;;
        *) _regimen_values patients "$@" | while IFS= read -r name; do
             regimen "$@" --patient "$name" list --json 2>/dev/null </dev/null
           done ;;
      esac | sed -n 's/^ *"handle": "\(.*\)",$/\1/p' | sort -u ;;
    patients)
      shift
      regimen "$@" patient list --json 2>/dev/null | sed -n 's/^ *"name": "\(.*\)",$/\1/p' ;;
    contacts|needs)
      local kind=$1
      shift
      case " $* " in
        *" --patient "*) regimen "$@" "${kind%s}" --json 2>/dev/null ;;
        *) _regimen_values patients "$@" | while IFS= read -r name; do
             regimen "$@" --patient "$name" "${kind%s}" --json 2>/dev/null </dev/null
           done ;;
      esac | sed -n 's/^ *"name": "\(.*\)",$/\1/p' | sort -u ;;
    treatments) regimen catalog --json 2>/dev/null | sed -n 's/^ *"key": "\(.*\)",$/\1/p' ;;
    symptoms) regimen signs --json 2>/dev/null | sed -n '/"words": \[/,/\]/ s/^ *"\(.*[^\[]\)",\{0,1\}$/\1/p' ;;
    measures)
      shift
      regimen "$@" lab --json 2>/dev/null | sed -n 's/^ *"name": "\(.*\)",$/\1/p' | sort -u ;;
    classes) regimen catalog --json 2>/dev/null | sed -n 's/^ *"class": "\(.*\)",$/\1/p' | sort -u ;;
    zones) echo UTC; grep -v '^#' "${TZDIR:-/usr/share/zoneinfo}/zone.tab" 2>/dev/null | cut -f 3 ;;
  esac
}
