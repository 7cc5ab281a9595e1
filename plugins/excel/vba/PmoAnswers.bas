Attribute VB_Name = "PmoAnswers"
Option Explicit
Option Private Module
' What the functions in cells answer, and why where they do not: PmoFunctions calls PmoAnswer.

Private Const FUNCTIONS As String = "pmo_excel.hosts.excel.udfs"
Private Const INSTALL As String = "In a terminal: pip install pmo-excel, then: pmo plugin install excel"

Private Reasons As New Collection
Private Ready As Boolean

Public Function PmoAnswer(ByVal functionName As String, ByVal arguments As Variant) As Variant
#If Mac Then
    PmoAnswer = Said("#VALUE!", "Functions in cells work in Excel for Windows, and on a Mac with the Office add-in: pmo serve.")
#Else
    Dim missing As String
    missing = PmoMissing()
    If missing <> "" Then
        PmoAnswer = Said("#VALUE!", missing)
        Exit Function
    End If
    On Error GoTo Failed
    ' in brackets, for Python must not be given the variables themselves
    PmoAnswer = Shown(XLPy.CallUDF(FUNCTIONS, (functionName), (arguments), Nothing, Application.Caller))
    Exit Function
Failed:
    PmoAnswer = Said("#VALUE!", "pmo-excel could not answer: " & Left$(Err.Description, 500))
#End If
End Function

Public Function PmoDate1904() As Boolean
    ' Whether the dates of the workbook that asks count from 1904
    If TypeName(Application.Caller) = "Range" Then PmoDate1904 = Application.Caller.Worksheet.Parent.Date1904
End Function

Public Function PmoReason(ByVal cell As Range) As String
    ' Why a cell is empty or an error; empty where nothing is known
    On Error Resume Next
    PmoReason = Reasons(cell.Address(External:=True))
End Function

Public Function PmoMissing() As String
    ' What has to be installed before anything works; empty when all is there
    Dim interpreter As String
    If Ready Then Exit Function
#If Mac Then
    interpreter = GetConfig("INTERPRETER_MAC", "")
#Else
    interpreter = GetConfig("INTERPRETER_WIN", "")
#End If
    If interpreter = "" Then
        PmoMissing = "pmo-excel is not installed for you. " & INSTALL
        Exit Function
    End If
#If Not Mac Then
    If Not FileExists(interpreter) Then
        PmoMissing = "The Python that pmo-excel was installed with is gone (" & interpreter & "). " & INSTALL
        Exit Function
    End If
#End If
    Ready = True
End Function

Private Function Shown(ByVal answer As Variant) As Variant
    ' An answer with something to say about it is one text: sign, what to show, sign, reason
    Dim parts() As String
    If IsArray(answer) Then
        Shown = ShownTable(answer)
    ElseIf VarType(answer) <> vbString Then
        Shown = answer
        Remember ""
    ElseIf Left$(answer, 12) = "#N/A waiting" Then
        Shown = CVErr(xlErrNA)
    ElseIf Left$(answer, 1) = Chr$(31) Then
        parts = Split(answer, Chr$(31), 3)
        Shown = Said(parts(1), parts(2))
    Else
        Shown = answer
        Remember ""
    End If
End Function

Private Function ShownTable(ByVal answer As Variant) As Variant
    ' A table with something to say about it has one more row: sign, and the reason beside it
    Dim table() As Variant
    Dim row As Long, column As Long, top As Long, bottom As Long, left_ As Long, right_ As Long
    On Error GoTo OneRow
    top = LBound(answer, 1): bottom = UBound(answer, 1)
    left_ = LBound(answer, 2): right_ = UBound(answer, 2)
    On Error GoTo 0
    If answer(bottom, left_) <> Chr$(31) Then
        Remember ""
        ShownTable = answer
        Exit Function
    End If
    Remember CStr(answer(bottom, left_ + 1))
    ReDim table(top To bottom - 1, left_ To right_)
    For row = top To bottom - 1
        For column = left_ To right_
            table(row, column) = answer(row, column)
        Next column
    Next row
    ShownTable = table
    Exit Function
OneRow:
    ShownTable = answer
    Remember ""
End Function

Private Function Said(ByVal sign As String, ByVal reason As String) As Variant
    Remember reason
    If sign = "#VALUE!" Then Said = CVErr(xlErrValue) Else Said = sign
End Function

Private Sub Remember(ByVal reason As String)
    Dim place As String
    If TypeName(Application.Caller) <> "Range" Then Exit Sub
    place = Application.Caller.Address(External:=True)
    On Error Resume Next ' the place may not be there yet
    Reasons.Remove place
    If reason <> "" Then Reasons.Add reason, place
End Sub
