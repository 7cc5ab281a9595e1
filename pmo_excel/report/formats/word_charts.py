"""Charts in Word: a native chart with its workbook, or a drawing as a group of shapes, each with its words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any, Final
from xml.sax.saxutils import quoteattr

from docx.opc.constants import RELATIONSHIP_TYPE
from docx.opc.packuri import PackURI
from docx.opc.part import Part
from docx.oxml.parser import parse_xml
from lxml import etree
from pptx import Presentation

from pmo_excel.report.charts.chart import Chart, Numbers
from pmo_excel.report.charts.drawing import Drawing, Ink, Rect
from pmo_excel.report.facts import Fact
from pmo_excel.report.formats.slide_charts import chart as slide_chart
from pmo_excel.report.formats.slide_drawings import draw
from pmo_excel.report.formats.slide_frame import EMU, Box, Canvas

_CHART: Final = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
_WORKBOOK: Final = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_SPACES: Final = {
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "mc": "http://schemas.openxmlformats.org/markup-compatibility/2006",
    "p": "http://schemas.openxmlformats.org/presentationml/2006/main",
    "r": "http://schemas.openxmlformats.org/officeDocument/2006/relationships",
    "w": "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "wp": "http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing",
    "wpg": "http://schemas.microsoft.com/office/word/2010/wordprocessingGroup",
    "wps": "http://schemas.microsoft.com/office/word/2010/wordprocessingShape",
}
_DECLARED: Final = " ".join(f'xmlns:{name}="{space}"' for name, space in _SPACES.items())


def picture(document: Any, given: Chart, width: float) -> list[Fact]:
    """Append a chart as wide as this [px]; the figures in it with their cells."""
    number = sum(1 for _ in document.element.body.iter(_tag("wp", "docPr"))) + 1
    if given.numbers is not None:
        height = max(200.0, given.drawing.height * width / given.drawing.width)
        graphic, cited = _native(document, given, given.numbers, Box(0, 0, width, height), number)
    else:
        width = min(width, given.drawing.width * 1.25)
        height = given.drawing.height * width / given.drawing.width
        graphic, cited = _shapes(given.drawing, Box(0, 0, width, height))
    run = document.add_paragraph().add_run()
    run._element.append(parse_xml(_inline(graphic, given.drawing, width, height, number, given.numbers is None)))
    return cited


def _canvas() -> Canvas:
    """A slide on which PowerPoint's library draws what Word takes over: both keep charts and shapes in DrawingML."""
    deck = Presentation()
    return Canvas(deck.slides.add_slide(deck.slide_layouts[6]).shapes, 1.0, [])


def _native(document: Any, given: Chart, numbers: Numbers, box: Box, number: int) -> tuple[str, list[Fact]]:
    canvas = _canvas()
    slide_chart(canvas, given, numbers, box)
    made = canvas.shapes[-1].chart.part
    package, name = document.part.package, f"/word/charts/chart{number}.xml"
    book = Part(PackURI(f"/word/embeddings/chart{number}.xlsx"), _WORKBOOK, made.chart_workbook.xlsx_part.blob, package)
    part = Part(PackURI(name), _CHART, b"", package)
    identity = part.relate_to(book, RELATIONSHIP_TYPE.PACKAGE)
    tree = etree.fromstring(made.blob)
    for data in tree.iter(_tag("c", "externalData")):
        data.set(_tag("r", "id"), identity)
    part._blob = etree.tostring(tree, xml_declaration=True, encoding="UTF-8", standalone=True)
    link = document.part.relate_to(part, RELATIONSHIP_TYPE.CHART)
    return f'<a:graphicData uri="{_SPACES["c"]}"><c:chart r:id="{link}"/></a:graphicData>', canvas.cited


def _shapes(drawing: Drawing, box: Box) -> tuple[str, list[Fact]]:
    canvas = _canvas()
    whole = Rect(0.0, 0.0, drawing.width, drawing.height, Ink())
    draw(canvas, replace(drawing, marks=(whole, *drawing.marks)), box)
    drawn = canvas.shapes[-1]._element
    size = f'<a:ext cx="{round(box.width * EMU)}" cy="{round(box.height * EMU)}"/>'
    inner = f'<a:chOff x="0" y="0"/>{size.replace("a:ext", "a:chExt")}'
    # the first shape spans the whole drawing: programs take a group to be as large as what is in it
    parts = [_shape(one) for one in drawn if one.tag in (_tag("p", "sp"), _tag("p", "cxnSp"))]
    frame = f'<wpg:cNvGrpSpPr/><wpg:grpSpPr><a:xfrm><a:off x="0" y="0"/>{size}{inner}</a:xfrm></wpg:grpSpPr>'
    return (
        f'<a:graphicData uri="{_SPACES["wpg"]}"><wpg:wgp>{frame}{"".join(parts)}</wpg:wgp></a:graphicData>',
        canvas.cited,
    )


def _shape(given: Any) -> str:
    """A shape of a slide as one of Word's: the same geometry; its text as a paragraph of Word's own."""
    properties = etree.tostring(given.find(_tag("p", "spPr"))).decode()
    properties = properties.replace("<p:spPr", "<wps:spPr", 1).replace("</p:spPr>", "</wps:spPr>")
    text = given.find(_tag("p", "txBody"))
    runs = [] if text is None else list(text.iter(_tag("a", "r")))
    kind = "<wps:cNvCnPr/>" if given.tag == _tag("p", "cxnSp") else "<wps:cNvSpPr/>"
    box = f"<wps:txbx><w:txbxContent>{_paragraph(text, runs)}</w:txbxContent></wps:txbx>" if runs else ""
    body = '<wps:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/>' if runs else "<wps:bodyPr/>"
    return f"<wps:wsp>{kind}{properties}{box}{body}</wps:wsp>"


def _paragraph(text: Any, runs: list[Any]) -> str:
    aligned = {"ctr": "center", "r": "right"}
    first = text.find(f"{_tag('a', 'p')}/{_tag('a', 'pPr')}")
    where = aligned.get("" if first is None else first.get("algn", ""), "left")
    spacing = '<w:spacing w:before="0" w:after="0" w:line="240" w:lineRule="auto"/>'
    return f'<w:p><w:pPr>{spacing}<w:jc w:val="{where}"/></w:pPr>{"".join(_run(run) for run in runs)}</w:p>'


def _run(run: Any) -> str:
    properties = run.find(_tag("a", "rPr"))
    colour = properties.find(f".//{_tag('a', 'srgbClr')}")
    bold = "<w:b/>" if properties.get("b") == "1" else ""
    tint = "" if colour is None else f'<w:color w:val="{colour.get("val")}"/>'
    size = max(8, round(int(properties.get("sz", "900")) / 50))
    said = etree.Element("t")
    said.text = run.find(_tag("a", "t")).text
    escaped = etree.tostring(said).decode().removeprefix("<t>").removesuffix("</t>").replace("<t/>", "")
    return f'<w:r><w:rPr>{bold}{tint}<w:sz w:val="{size}"/></w:rPr><w:t xml:space="preserve">{escaped}</w:t></w:r>'


def _inline(graphic: str, drawing: Drawing, width: float, height: float, number: int, grouped: bool) -> str:
    """What stands in a run; shapes are a choice for programs that know them, with their words for those that do not."""
    words = quoteattr(f"{drawing.title}. {drawing.description}")
    inline = (
        f'<wp:inline distT="0" distB="0" distL="0" distR="0">'
        f'<wp:extent cx="{round(width * EMU)}" cy="{round(height * EMU)}"/>'
        f'<wp:docPr id="{number}" name="Chart {number}" descr={words}/><wp:cNvGraphicFramePr/>'
        f"<a:graphic>{graphic}</a:graphic></wp:inline>"
    )
    if not grouped:
        return f"<w:drawing {_DECLARED}>{inline}</w:drawing>"
    choice = f'<mc:Choice Requires="wpg"><w:drawing>{inline}</w:drawing></mc:Choice>'
    return f"<mc:AlternateContent {_DECLARED}>{choice}<mc:Fallback/></mc:AlternateContent>"


def _tag(prefix: str, name: str) -> str:
    return f"{{{_SPACES[prefix]}}}{name}"
