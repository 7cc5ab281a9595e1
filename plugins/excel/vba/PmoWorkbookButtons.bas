Attribute VB_Name = "PmoWorkbookButtons"
Option Explicit
' The buttons on Start call the add-in; all that they do is there. The workbook works without macros as well.

Public Sub PmoRefresh()
    CallAddin "PmoRefresh"
End Sub

Public Sub PmoCheck()
    CallAddin "PmoCheck"
End Sub

Public Sub PmoSnapshot()
    CallAddin "PmoSnapshot"
End Sub

Public Sub PmoWhatIf()
    CallAddin "PmoWhatIf"
End Sub

Public Sub PmoReport()
    CallAddin "PmoReport"
End Sub

Public Sub PmoPublish()
    CallAddin "PmoPublish"
End Sub

Private Sub CallAddin(ByVal macro As String)
    On Error GoTo Missing
    Application.Run "'pmo.xlam'!" & macro
    Exit Sub
Missing:
    MsgBox "The PMO add-in did not answer (" & Err.Description & ")." & vbLf & _
        "To install it, in a terminal: pip install pmo-excel, then: pmo plugin install excel; and restart Excel.", _
        vbExclamation, "PMO"
End Sub
