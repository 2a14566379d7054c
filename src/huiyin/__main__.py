# SPDX-License-Identifier: Apache-2.0
"""`python -m huiyin`: the program, where its command is not on the path."""

from huiyin.cli import app

if __name__ == "__main__":
    app.main()
