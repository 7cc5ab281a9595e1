"""What a file is when it is not a workbook we can open, told from its first bytes and its name."""

from __future__ import annotations

import os
from pathlib import PurePath

from pmo_excel.core.problems import Code
from pmo_excel.workbook.refused import Refused, damaged, refused

_COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"  # [MS-CFB] 2.2: .xls, and encrypted .xlsx, are compound files
_ONLINE_WINDOWS = 0x1000 | 0x400000  # FILE_ATTRIBUTE_OFFLINE, FILE_ATTRIBUTE_RECALL_ON_DATA_ACCESS
_ONLINE_MAC = 0x40000000  # SF_DATALESS
_ZIP = b"PK\3\4"


def lock_file(name: str) -> Refused | None:
    """A refusal when the name is that of a lock file another program keeps beside an open workbook."""
    if name.startswith("~$"):
        owner = name[2:]
    elif name.startswith(".~lock.") and name.endswith("#"):
        owner = name[7:-1]
    else:
        return None
    return refused(f"{name} only says that {owner} is open somewhere; it is no workbook", f"Use {owner}.")


def online_only(status: os.stat_result, name: str) -> Refused | None:
    """A refusal for a file that could not be read because only OneDrive or iCloud holds its content."""
    windows, mac = getattr(status, "st_file_attributes", 0), getattr(status, "st_flags", 0)
    if not (windows & _ONLINE_WINDOWS or mac & _ONLINE_MAC):
        return None
    return refused(
        f"{name} is online only (OneDrive, SharePoint, iCloud), and could not be fetched",
        "Start OneDrive and go online, or choose Always keep on this device; wait, and try again.",
        code=Code.FILE,
    )


def not_a_zip(data: bytes, label: str) -> Refused | None:
    """A refusal when the bytes are not those of a zip archive, which every .xlsx and .xlsm is."""
    if data.startswith(_ZIP):
        return None
    if data.startswith(_COMPOUND):
        return _compound(data, label)
    start = data[:2000].lstrip(b"\xef\xbb\xbf \t\r\n").lower()
    if not data:
        return refused(
            f"{label} is empty (0 bytes)",
            "If it lies in OneDrive or SharePoint, choose Always keep on this device, wait, and try again.",
            code=Code.FILE,
        )
    if start.startswith(b"<"):
        return refused(f"{label} is a web page or XML named like a workbook", _save_as("Open it in Excel"))
    suffix = PurePath(label).suffix.lower()
    if suffix in {".csv", ".tsv", ".txt"}:
        return refused(f"{label} is a text file, not a workbook", _save_as("Open it in Excel"))
    return damaged(label, "it does not begin like an .xlsx or .xlsm file")


def not_a_workbook(names: list[str], label: str) -> Refused | None:
    """A refusal when the archive's members are not those of an Open XML workbook."""
    present = {name.lower() for name in names}
    if "xl/workbook.bin" in present:
        return refused(f"{label} is an Excel Binary Workbook (.xlsb)", _save_as("Open it in Excel"))
    if "mimetype" in present and "content.xml" in present:
        return refused(f"{label} is an OpenDocument file", _save_as("Open it in LibreOffice or Excel"))
    if any(name.startswith(("word/", "ppt/")) for name in present):
        return refused(f"{label} is a Word or PowerPoint file", "Choose an Excel workbook.")
    if "[content_types].xml" not in present or "_rels/.rels" not in present:
        return refused(f"{label} is a zip archive, but no workbook", "Unpack it and choose the workbook inside.")
    return None


def _compound(data: bytes, label: str) -> Refused:
    if "EncryptedPackage".encode("utf-16-le") in data:
        if "DRMEncrypted".encode("utf-16-le") in data:
            return refused(
                f"{label} is encrypted by a sensitivity label or rights management",
                "Ask its owner for a label without encryption, or work on it in Excel through the add-in.",
            )
        return refused(
            f"{label} is protected with a password to open",
            "In Excel choose File, Info, Protect Workbook, Encrypt with Password, empty the password, and save.",
        )
    if any(stream.encode("utf-16-le") in data for stream in ("Workbook", "Book")):
        return refused(f"{label} is an Excel 97-2003 workbook (.xls)", _save_as("Open it in Excel"))
    return damaged(label, "it is an old Office or damaged file without a workbook in it")


def _save_as(opening: str) -> str:
    return f"{opening} and save it as Excel Workbook (*.xlsx)."
