"""Every study of a folder through PyYAML's libyaml loader, and nothing else: parse.py FOLDER"""

import glob
import sys

import yaml

for name in glob.glob(sys.argv[1] + "/*/study.yaml"):
    with open(name, encoding="utf-8") as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
