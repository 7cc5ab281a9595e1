Attribute VB_Name = "PmoButtons"
Option Explicit
' The buttons, for the ribbon and for workbooks: Application.Run "'pmo.xlam'!PmoRefresh".
' Each calls the function of its name in pmo_excel.hosts.excel.buttons, which works on the active workbook.

Private Const TITLE As String = "PMO"

Public Sub PmoRefresh()
    RunButton "refresh", ""
End Sub

Public Sub PmoCheck()
    RunButton "check", ""
End Sub

Public Sub PmoUndo()
    RunButton "undo", ""
End Sub

Public Sub PmoSnapshot()
    RunButton "snapshot", ""
End Sub

Public Sub PmoReport()
    RunButton "report", ""
End Sub

Public Sub PmoWhatIf()
    Dim days As Variant
    days = Application.InputBox("How many working days earlier should the project finish?", TITLE & " - What-if", 5, Type:=1)
    If VarType(days) = vbBoolean Then Exit Sub
    RunButton "what_if", Trim$(Str$(days)) ' Str$ writes a period in every language
End Sub

Public Sub PmoPublish()
    Dim site As Variant
    site = GetSetting("pmo-excel", "publish", "site", "")
    site = Application.InputBox("Address of the SharePoint site. The plan is shown before anything is sent.", _
        TITLE & " - Publish", site, Type:=2)
    If VarType(site) = vbBoolean Then Exit Sub
    site = Trim$(site)
    If Not IsPlainAddress(site) Then
        MsgBox "That is not the address of a site, such as https://contoso.sharepoint.com/sites/pmo.", vbExclamation, TITLE
        Exit Sub
    End If
    SaveSetting "pmo-excel", "publish", "site", site
    RunButton "publish", "'" & site & "'"
End Sub

Public Sub PmoWhy()
    Dim reason As String
    If ActiveCell Is Nothing Then Exit Sub
    reason = PmoReason(ActiveCell)
    If reason = "" Then reason = "Nothing is to be said of " & ActiveCell.Address(False, False) & _
        ". Why it is empty or an error is known of cells with PMO functions, since they were last computed."
    MsgBox reason, vbInformation, TITLE & " - Why"
End Sub

Public Sub CleanUp()
    ' xlwings calls this on a Mac when Python is done
    xlwings.CleanUp
End Sub

Private Sub RunButton(ByVal action As String, ByVal argument As String)
    Dim missing As String
    If ActiveWorkbook Is Nothing Then
        MsgBox "Open a project workbook first.", vbExclamation, TITLE
        Exit Sub
    End If
    missing = PmoMissing()
    If missing <> "" Then
        MsgBox missing, vbExclamation, TITLE
        Exit Sub
    End If
#If Mac Then
    If Not IsPlainName(ActiveWorkbook.FullName) Then ' it becomes part of a shell command
        MsgBox "The name of this workbook or its folder holds a sign that cannot be passed on ("" ' ` $ \ ; |). Rename it.", _
            vbExclamation, TITLE
        Exit Sub
    End If
#End If
    RunPython "from pmo_excel.hosts.excel import buttons; buttons." & action & "(" & argument & ")"
End Sub

Private Function IsPlainAddress(ByVal text As String) As Boolean
    ' It becomes part of a Python command: letters, digits and the signs of addresses only
    Dim at As Long
    If Not (text Like "https://?*" Or text Like "http://localhost*" Or text Like "http://127.0.0.1*") Then Exit Function
    For at = 1 To Len(text)
        If Not Mid$(text, at, 1) Like "[A-Za-z0-9:/._~%-]" Then Exit Function
    Next at
    IsPlainAddress = True
End Function

Private Function IsPlainName(ByVal text As String) As Boolean
    Dim at As Long
    For at = 1 To Len(text)
        If InStr("""'`$\;|", Mid$(text, at, 1)) > 0 Then Exit Function
    Next at
    IsPlainName = True
End Function
