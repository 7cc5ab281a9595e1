Attribute VB_Name = "PmoRibbon"
Option Explicit
' What the ribbon calls: customUI.xml names these.

Public Sub OnRefresh(control As IRibbonControl)
    PmoRefresh
End Sub

Public Sub OnCheck(control As IRibbonControl)
    PmoCheck
End Sub

Public Sub OnUndo(control As IRibbonControl)
    PmoUndo
End Sub

Public Sub OnWhy(control As IRibbonControl)
    PmoWhy
End Sub

Public Sub OnSnapshot(control As IRibbonControl)
    PmoSnapshot
End Sub

Public Sub OnWhatIf(control As IRibbonControl)
    PmoWhatIf
End Sub

Public Sub OnReport(control As IRibbonControl)
    PmoReport
End Sub

Public Sub OnPublish(control As IRibbonControl)
    PmoPublish
End Sub
