# Functions that try, check and package share: they install the packages that these need, and print messages.
# shellcheck shell=bash disable=SC2034

# To build and to run. libc6-dev is only recommended by gcc; tzdata has the rules of the time zones.
build_packages=(gcc libc6-dev meson ninja-build pkg-config tzdata
  libglib2.0-dev libsqlite3-dev nettle-dev libical-dev libnotify-dev libcurl4-openssl-dev libxml2-dev libsecret-1-dev)

# For the tests of the quick check: SQLite's own shell, a calendar server and libraries that read calendars, a bus and a screen with
# a notification server (dunstctl asks dunst with the busctl of systemd), the shells for which there are completions, a compiler of
# translations, the locales for them, and a validator of JSON schemas.
test_packages=(sqlite3 gettext python3-icalendar python3-tz python3-dateutil python3-fastjsonschema python3-gi python3-dbus
  radicale openssl apache2-utils dbus dbus-x11 xvfb xauth xdotool imagemagick dunst systemd
  zsh fish mandoc desktop-file-utils appstream locales-all)

# The whole check also needs a second compiler with its sanitizers, and linters.
lint_packages=(clang libclang-rt-dev clang-tidy clang-format cppcheck valgrind shellcheck libc6-dbg)

# To make a Debian package and to check it.
package_packages=(build-essential debhelper lintian)

# Other calendars, lists of tasks and their servers, other notification servers with their desktops and programs that press their
# buttons, a keyring, a browser, a spreadsheet, and a program that makes a bare Debian system. If a release does not have one of
# these, its tests are skipped.
peer_packages=(mmdebstrap chromium libreoffice-calc-nogui calcurse khal vdirsyncer taskwarrior remind curl xandikos python3-vobject php-cli php-sabre-vobject
  evolution-data-server gir1.2-ecal-2.0 gir1.2-edataserver-1.2 gnome-keyring
  xfce4-notifyd notification-daemon mate-notification-daemon lxqt-notificationd gnome-shell gjs libglib2.0-bin sway mako-notifier grim jq
  at-spi2-core gir1.2-atspi-2.0)

say() {
  printf '%s\n' "$*"
}

die() {
  printf '%s: %s\n' "${0##*/}" "$*" >&2
  exit 1
}

# not_installed PACKAGE...: prints those of the packages that are not installed.
not_installed() {
  local package
  for package; do
    case $(dpkg-query -W -f '${db:Status-Status}' "$package" 2>/dev/null) in
      installed) ;;
      *) echo "$package" ;;
    esac
  done
}

# Prints the words to write before a command that has to run as root; fails if no command can.
as_root() {
  if [ "$(id -u)" = 0 ]; then
    echo env
  elif command -v sudo >/dev/null && { [ -t 0 ] || sudo -n true 2>/dev/null; }; then
    echo sudo env
  else
    return 1
  fi
}

# apt ARGUMENT...: runs apt-get as root, asking nothing.
apt() {
  local words
  read -ra words < <(as_root)
  "${words[@]}" DEBIAN_FRONTEND=noninteractive apt-get -qq "$@" </dev/null
}

# install LOG PACKAGE...: brings the package lists up to date, then installs the packages. The output goes to LOG.
install() {
  local log=$1
  shift
  { apt update && apt install -y --no-install-recommends "$@"; } >"$log" 2>&1
}

# need PURPOSE PACKAGE...: installs what is missing, or says what is missing and how to get it.
need() {
  local purpose=$1 missing log tool
  shift
  if ! command -v apt-get >/dev/null || ! command -v dpkg-query >/dev/null; then
    say "This system has no apt-get, so nothing can be installed here. $purpose needs what Debian calls"
    say "    $*"
    for tool in meson ninja pkg-config; do
      command -v $tool >/dev/null || die "not even $tool is here"
    done
    say "Going on with what is here."
    return
  fi
  mapfile -t missing < <(not_installed "$@")
  if [ ${#missing[@]} = 0 ]; then
    say "$purpose: everything needed is installed."
    return
  fi
  local command="apt-get install --no-install-recommends ${missing[*]}"
  as_root >/dev/null ||
    die "$purpose needs packages that are missing, and only root can install them:
    sudo $command"
  say "$purpose: installing ${#missing[@]} packages, this takes a minute or two …"
  log=$(mktemp)
  if ! install "$log" "${missing[@]}"; then
    tail -n 4 "$log" >&2
    rm -f "$log"
    die "the packages could not be installed (is there a network?). By hand, as root:
    apt-get update && $command"
  fi
  rm -f "$log"
}

# need_peers PURPOSE PACKAGE...: does the same as need, but leaves out packages that this release does not have.
need_peers() {
  local purpose=$1 missing package offered=() absent=()
  shift
  mapfile -t missing < <(not_installed "$@")
  if [ ${#missing[@]} != 0 ] && command -v apt-cache >/dev/null && as_root >/dev/null; then
    apt update >/dev/null 2>&1
    for package in "${missing[@]}"; do
      if apt-cache show "$package" >/dev/null 2>&1; then offered+=("$package"); else absent+=("$package"); fi
    done
    missing=("${offered[@]}")
    [ ${#absent[@]} = 0 ] || say "This release does not have ${absent[*]}: what needs that is skipped."
  fi
  [ ${#missing[@]} = 0 ] || need "$purpose" "${missing[@]}"
}

# need_validators FOLDER: installs the validators that contrib/fhir-validators names into FOLDER, for the test of FHIR bundles. npm is
# the only registry that has them. If they cannot be installed, the test says that it skips them.
need_validators() {
  local folder=$1 names=contrib/fhir-validators log
  # Debian 12 has only Node.js 18, which is too old, so its 350 packages are not installed.
  if ! command -v npm >/dev/null && [ "$(apt-cache policy nodejs 2>/dev/null | sed -n 's/^ *Candidate: \([0-9]*\)[.].*/\1/p')0" -ge 200 ]; then
    need_peers "The validators of FHIR" nodejs npm
  fi
  cmp -s "$names/package-lock.json" "$folder/installed.json" && return
  if ! command -v npm >/dev/null || [ "$(node --version | sed 's/^v//; s/[.].*//')" -lt 20 ]; then
    say "There is no npm with Node.js 20 or later: bundles of FHIR are not held against the validators of others."
    return
  fi
  say "The validators of FHIR: installing them with npm …"
  log=$(mktemp)
  rm -rf "$folder"
  mkdir -p "$folder"
  cp "$names"/*.json "$folder"
  if npm ci --prefix "$folder" --ignore-scripts --no-audit --no-fund >"$log" 2>&1 </dev/null; then
    cp "$names/package-lock.json" "$folder/installed.json"
  else
    tail -n 4 "$log" >&2
    say "They could not be installed: bundles of FHIR are not held against them."
  fi
  rm -f "$log"
}

# configure FOLDER OPTION...: sets up a build folder of meson, unless it is there already.
configure() {
  local folder=$1
  shift
  [ -e "$folder/build.ninja" ] || meson setup "$folder" "$@"
}
