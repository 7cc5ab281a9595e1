"""What spreadsheet programs are told about each function fits what function wizards can show."""

from __future__ import annotations

import pytest

from pmo_excel.hosts.registration import Registration, registrations

LONGEST = 255
"""Characters that Excel's function wizard shows for a function and for an argument (Application.MacroOptions)."""


@pytest.mark.parametrize("entry", registrations(), ids=lambda entry: entry.name)
def test_a_function_wizard_can_show_it(entry: Registration) -> None:
    """One line each, short enough, optional arguments last, names that VBA and IDL can hold."""
    assert 0 < len(entry.summary) <= LONGEST
    assert "\n" not in entry.summary
    optional = [a.optional for a in entry.arguments]
    assert optional == sorted(optional)
    for argument in entry.arguments:
        assert 0 < len(argument.help) <= LONGEST
        assert "\n" not in argument.help
        assert argument.name.isidentifier()
        assert argument.name.islower()
