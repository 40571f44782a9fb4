#!/bin/sh
# Finds a Python that is new enough and hands over to setup.py. PYTHON=... names one.
set -eu

for python in ${PYTHON:-python3 python3.14 python3.13 python3.12 python3.11}; do
    if "$python" -c 'import sys; sys.exit(sys.version_info < (3, 11))' 2>/dev/null; then
        exec "$python" -I "$(dirname "$0")/setup.py" "$@"
    fi
done

version=$("${PYTHON:-python3}" --version 2>/dev/null) || version="not there"
cat >&2 <<END
Communiqué needs Python 3.11 or newer; ${PYTHON:-python3} is $version.
Install one and run make again (make PYTHON=/path/to/python3 names one that is not on the PATH):
    Debian 12, Ubuntu 24.04:  sudo apt-get update && sudo apt-get install -y python3
    macOS:                    brew install python
END
exit 1
