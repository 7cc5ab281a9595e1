"""Lists, columns and views: names, rules, errors."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sharepoint.local.model.names import encoded, internal_name

from .conftest import Rest

MERGE = {"X_HTTP_Method": "MERGE", "IF_MATCH": "*"}
UNIQUE = '<Field Type="Text" DisplayName="PMO Key" Name="PMOKey" Indexed="TRUE" EnforceUniqueValues="TRUE"/>'


def add_xml(rest: Rest, place: str, xml: str, options: int = 0) -> dict[str, object]:
    body = {"parameters": {"SchemaXml": xml, "Options": options}}
    return dict(rest.post(f"{place}/fields/createFieldAsXml", body))


def test_a_list_takes_its_type_name_from_its_first_title(rest: Rest) -> None:
    made = rest.post("Web/lists", {"Title": "PMO Tasks", "BaseTemplate": 100})
    assert made["ListItemEntityTypeFullName"] == "SP.Data.PMO_x0020_TasksListItem"
    rest.post("Web/lists/getByTitle('PMO Tasks')", {"Title": "Work"}, **MERGE)
    renamed = rest.get("Web/lists/getByTitle('Work')")
    assert renamed["ListItemEntityTypeFullName"] == "SP.Data.PMO_x0020_TasksListItem"
    assert rest.get(f"Web/lists(guid'{made['Id']}')/RootFolder")["ServerRelativeUrl"] == "/sites/pmo/Lists/PMO Tasks"


def test_a_second_list_of_the_same_title_is_refused_whatever_its_case(rest: Rest) -> None:
    rest.make_list("PMO Tasks")
    assert rest.error("POST", "Web/lists", {"Title": "pmo tasks", "BaseTemplate": 100}) == (500, -2130575342)


def test_a_missing_list_and_an_unknown_address_are_told(rest: Rest) -> None:
    assert rest.error("GET", "Web/lists/getByTitle('Nope')") == (404, -1)
    assert rest.error("GET", "Web/nope") == (404, -1)
    assert rest.error("GET", "Web/lists('Nope")[0] == 400


def test_a_list_setting_of_the_wrong_type_or_name_is_refused(rest: Rest) -> None:
    place = rest.make_list()
    assert rest.error("POST", place, {"EnableVersioning": "yes"}, **MERGE) == (400, -1)
    assert rest.error("POST", place, {"Nope": True}, **MERGE) == (400, -1)


def test_lists_are_filtered_and_selected(rest: Rest) -> None:
    rest.make_list()
    found = rest.get("Web/lists?$select=Title,ItemCount&$filter=BaseTemplate eq 100 and Hidden eq false")["results"]
    assert [(each["Title"], each["ItemCount"]) for each in found] == [("PMO Tasks", 0)]


def test_a_column_keeps_its_internal_name_when_its_title_changes(rest: Rest) -> None:
    place = rest.make_list()
    rest.post(f"{place}/fields/addField", {"parameters": {"Title": "Start date", "FieldTypeKind": 4}})
    rest.post(f"{place}/fields/getByTitle('Start date')", {"Title": "Begins"}, **MERGE)
    assert rest.get(f"{place}/fields/getByTitle('Begins')")["InternalName"] == "Start_x0020_date"


def test_the_name_in_a_schema_counts_only_when_the_hint_is_given(rest: Rest) -> None:
    place = rest.make_list()
    assert add_xml(rest, place, UNIQUE)["InternalName"] == "PMO_x0020_Key"
    hinted = '<Field Type="Text" DisplayName="Run id" Name="PMORun"/>'
    assert add_xml(rest, place, hinted, options=8)["InternalName"] == "PMORun"


def test_a_missing_column_has_the_code_clients_look_for(rest: Rest) -> None:
    assert rest.error("GET", f"{rest.make_list()}/fields/getByTitle('Nope')") == (400, -2147024809)


def test_a_schema_says_all_about_a_column(rest: Rest) -> None:
    place = rest.make_list()
    xml = (
        '<Field Type="Choice" DisplayName="RAG" Required="TRUE"><Default>G</Default>'
        "<CHOICES><CHOICE>R</CHOICE><CHOICE>A &amp; B</CHOICE><CHOICE>G</CHOICE></CHOICES></Field>"
    )
    field = rest.post(f"{place}/fields/createFieldAsXml", {"parameters": {"SchemaXml": xml}})
    assert field["Choices"]["results"] == ["R", "A & B", "G"]
    assert (field["Required"], field["DefaultValue"], field["TypeAsString"]) == (True, "G", "Choice")
    assert "<CHOICE>A &amp; B</CHOICE>" in field["SchemaXml"]
    assert rest.post(f"{place}/items", {"Title": "a"})["RAG"] == "G"


def test_a_schema_cannot_reach_outside_itself(rest: Rest) -> None:
    xml = '<!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><Field Type="Text" DisplayName="&e;a"/>'
    body = {"parameters": {"SchemaXml": xml}}
    answer = rest("POST", f"{rest.make_list()}/fields/createFieldAsXml", body)
    assert "root:" not in answer.text


@pytest.mark.parametrize(
    "changed",
    [{"EnforceUniqueValues": True}, {"Nope": 1}],
)
def test_a_rule_of_columns_is_enforced(rest: Rest, changed: dict[str, object]) -> None:
    place = rest.make_list()
    assert rest.error("POST", f"{place}/fields/getByTitle('Title')", changed, **MERGE)[0] == 400


def test_a_list_takes_at_most_twenty_indexes(rest: Rest) -> None:
    place = rest.make_list()
    for number in range(20):
        add_xml(rest, place, f'<Field Type="Text" DisplayName="F{number}" Indexed="TRUE"/>')
    body = {"parameters": {"SchemaXml": '<Field Type="Text" DisplayName="F20" Indexed="TRUE"/>'}}
    assert rest.error("POST", f"{place}/fields/createFieldAsXml", body) == (400, -2147024809)


def test_unique_values_cannot_be_enforced_over_duplicates(rest: Rest) -> None:
    place = rest.make_list()
    rest.post(f"{place}/items", {"Title": "a"})
    rest.post(f"{place}/items", {"Title": "A"})
    field = f"{place}/fields/getByTitle('Title')"
    both = {"Indexed": True, "EnforceUniqueValues": True}
    assert rest.error("POST", field, both, **MERGE) == (500, -2130575169)
    assert rest.get(field)["EnforceUniqueValues"] is False


def test_a_new_view_may_become_the_default(rest: Rest) -> None:
    place = rest.make_list()
    view = {"Title": "Short", "ViewFields": ["ID", "Title"], "SetAsDefaultView": True, "RowLimit": 10}
    rest.post(f"{place}/views/add", {"parameters": view})
    assert rest.get(f"{place}/defaultView")["Title"] == "Short"
    assert rest.get(f"{place}/defaultView/viewFields")["Items"]["results"] == ["ID", "Title"]
    rest.post(f"{place}/defaultView/viewFields/removeViewField('ID')")
    assert rest.get(f"{place}/defaultView/viewFields")["Items"]["results"] == ["Title"]


@pytest.mark.parametrize(
    ("title", "name"),
    [
        ("Start date", "Start_x0020_date"),
        ("% complete", "_x0025__x0020_complete"),
        ("Größe", "Gr_x00f6__x00df_e"),
        ("3D", "_x0033_D"),
        ("A very long title of a column in a list", "A_x0020_very_x0020_long_x0020_ti"),
    ],
)
def test_an_internal_name_encodes_the_title(title: str, name: str) -> None:
    """``_xHHHH_`` per UTF-16 unit, 32 signs at most (FACTS, section 4)."""
    assert internal_name(title, set()) == name


def test_an_internal_name_that_is_taken_gets_a_number() -> None:
    assert internal_name("Status", {"status"}) == "Status0"


@given(st.text(max_size=40))
def test_an_encoded_name_holds_only_letters_digits_and_underscores(title: str) -> None:
    try:
        title.encode()
    except UnicodeEncodeError:
        return
    assert all(sign.isascii() and (sign.isalnum() or sign == "_") for sign in encoded(title))


def test_a_column_is_shown_in_the_default_view_where_its_option_says_so(rest: Rest) -> None:
    """SP.AddFieldOptions: 8 takes the internal name from the schema, 16 adds the column to the default view."""
    place = rest.make_list()
    for name, options in (("PMOHidden", 8), ("PMOShown", 24)):
        parameters = {"SchemaXml": f"<Field Type='Text' DisplayName='{name}' Name='{name}'/>", "Options": options}
        rest.post(f"{place}/fields/createFieldAsXml", {"parameters": parameters})
    shown = rest.get(f"{place}/defaultView/viewFields")["Items"]["results"]
    assert ("PMOShown" in shown, "PMOHidden" in shown) == (True, False)
