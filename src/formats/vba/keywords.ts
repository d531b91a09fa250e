/** What a name in a macro means: words that run by themselves, and words that malware needs. */

export interface Keyword {
  /** As it is usually written. */
  word: string;
  /** What it does. */
  meaning: string;
}

const OPENED = 'runs when the document is opened';
const CLOSED = 'runs when the document is closed';
const STARTED = 'runs when the application starts or ends';
const CHANGED = 'runs when the document is saved, printed or made';
const SHEET = 'runs when a workbook or sheet is used';
const CONTROL = 'runs when a control in the document is drawn or used';

const AUTO: { readonly [meaning: string]: string } = {
  [OPENED]:
    'AutoOpen Document_Open DocumentOpen Auto_Open Workbook_Open WorkbookOpen Presentation_Open PresentationOpen ' +
    'Document_BeforeOpen Workbook_Activate Workbook_WindowActivate Slide_Show_Begin OnSlideShowPageChange',
  [CLOSED]:
    'AutoClose Document_Close DocumentBeforeClose DocumentClose Auto_Close Workbook_Close Workbook_BeforeClose ' +
    'Workbook_Deactivate Presentation_Close OnSlideShowTerminate',
  [STARTED]: 'AutoExec AutoExit Application_Startup Application_Quit App_WorkbookOpen Auto_Exec',
  [CHANGED]:
    'AutoNew Document_New NewDocument DocumentChange Document_Change DocumentBeforeSave Document_BeforeSave ' +
    'Workbook_BeforeSave Workbook_BeforePrint FileSave FileOpen FilePrint FileClose ToolsMacro',
  [SHEET]:
    'Workbook_SheetActivate Workbook_SheetCalculate Workbook_SheetChange Workbook_NewSheet Worksheet_Activate ' +
    'Worksheet_Calculate Worksheet_Change Worksheet_SelectionChange Worksheet_Deactivate Auto_Activate Auto_Deactivate',
};

/** Endings of procedures that belong to controls: `InkEdit1_GotFocus`. */
const EVENTS =
  'Layout Painted Painting GotFocus LostFocus MouseHover MouseMove MouseEnter MouseLeave Click Change Resize BeforeNavigate2 ' +
  'BeforeScriptExecute DocumentComplete DownloadBegin DownloadComplete FileDownload NavigateComplete2 NavigateError ' +
  'ProgressChange PropertyChange SetSecureLockIcon StatusTextChange TitleChange Initialize Activate Terminate Timer';

const TELLING: { readonly [meaning: string]: string } = {
  'starts a program':
    'Run Shell ShellExecute ShellExecuteA ShellExecuteW ShellExecuteEx WinExec CreateProcess CreateProcessA CreateProcessW ' +
    'vbNormalNoFocus vbHide vbMinimizedNoFocus Win32_Process Win32_ProcessStartup MacScript AppleScriptTask ShellBrowserWindow ' +
    'InvokeVerb InvokeVerbEx DoIt ControlPanelItem popen execve Win32_ScheduledJob',
  'makes an object by name': 'CreateObject GetObject New-Object CoCreateInstance',
  'runs a method by name': 'CallByName',
  'runs code that is made at run time': 'ExecuteGlobal ExecuteExcel4Macro ExecuteStatement Evaluate',
  'changes macros':
    'VBProject VBComponents CodeModule AddFromString AddFromFile InsertLines DeleteLines VBOM AccessVBOM VBAWarnings',
  'fetches from the network':
    'URLDownloadToFile URLDownloadToFileA URLDownloadToFileW URLDownloadToCacheFileA InternetOpenUrl InternetOpenUrlA ' +
    'InternetReadFile InternetOpenA HttpSendRequestA XMLHTTP ServerXMLHTTP WinHttpRequest DownloadFile DownloadString ' +
    'DownloadData OpenURL WebClient WinHttp ResponseBody ResponseText',
  'writes or changes files':
    'Kill FileCopy CopyFile CopyHere MkDir RmDir CreateTextFile SaveToFile WriteText ADODB Binary Put SetAttr SaveAs ' +
    'MoveFile DeleteFile CreateFolder',
  'reads or writes the registry':
    'RegRead RegWrite RegDelete SaveSetting GetSetting RegCreateKeyEx RegSetValueEx StdRegProv',
  'reads the environment':
    'Environ Environment ExpandEnvironmentStrings SpecialFolders GetSpecialFolder GetTempPath UserName ComputerName',
  'calls functions of libraries': 'Lib PtrSafe Declare GetProcAddress LoadLibrary LoadLibraryA GetModuleHandle',
  'puts code into memory':
    'VirtualAlloc VirtualAllocEx VirtualProtect VirtualProtectEx WriteProcessMemory RtlMoveMemory CopyMemory CreateThread ' +
    'CreateRemoteThread SetThreadContext ResumeThread QueueUserAPC HeapCreate HeapAlloc EnumSystemLocales EnumWindows ' +
    'EnumDateFormats EnumTimeFormats EnumResourceTypes CallWindowProc NtAllocateVirtualMemory NtWriteVirtualMemory ' +
    'NtUnmapViewOfSection RtlFillMemory SetTimer',
  'hides what it does':
    'ScreenUpdating DisplayAlerts AutomationSecurity EnableCancelKey ShowVisualBasicEditor Options.VirusProtection Visible ' +
    'DisplayStatusBar EnableEvents',
  'presses keys': 'SendKeys AppActivate',
  'takes text apart or together':
    'Chr ChrB ChrW Asc AscW StrReverse Xor Hex Replace Split Join Mid StrConv Fix CStr CLng CByte Execute MSXML2 Base64 nodeTypedValue',
  'looks whether it is watched':
    'IsDebuggerPresent RecentFiles Sandbox VMware VirtualBox VBOX Sleep GetTickCount Win32_BIOS WorkbookCount Timer',
  'runs scripts':
    'PowerShell pwsh wscript cscript mshta regsvr32 rundll32 certutil bitsadmin msiexec wmic cmstp schtasks InstallUtil msbuild ' +
    'ScriptControl HTMLFile WMI winmgmts ShellWindows',
};

const CONTROL_EVENTS = new Set(EVENTS.toLowerCase().split(' '));

function table(groups: { readonly [meaning: string]: string }): Map<string, Keyword> {
  const found = new Map<string, Keyword>();
  for (const [meaning, words] of Object.entries(groups)) {
    for (const word of words.split(' ')) found.set(word.toLowerCase(), { word, meaning });
  }
  return found;
}

const AUTO_WORDS = table(AUTO);
const TELLING_WORDS = table(TELLING);
/** These are in every other macro; only their number says something. */
const ORDINARY = new Set(
  'asc ascw binary chr chrb chrw cbyte clng cstr execute fix hex join mid put replace split visible xor lib timer username'.split(
    ' ',
  ),
);

export interface MacroWords {
  auto: Keyword[];
  telling: (Keyword & { count: number })[];
}

const DISTINCT_LIMIT = 500;

/** The words of some code, each once, in the order they come. Comments count: an analyst wants to see them. */
export function findKeywords(code: string): MacroWords {
  const auto = new Map<string, Keyword>();
  const telling = new Map<string, Keyword & { count: number }>();
  for (const [name] of code.matchAll(/[A-Za-z_][A-Za-z0-9_]*/g)) {
    if (name.length > 64) continue;
    const word = name.toLowerCase();
    const starts = AUTO_WORDS.get(word) ?? controlEvent(name, word);
    if (starts !== undefined && auto.size < DISTINCT_LIMIT && !auto.has(word)) auto.set(word, starts);
    const found = TELLING_WORDS.get(word);
    if (found === undefined) continue;
    const known = telling.get(word);
    if (known === undefined) telling.set(word, { ...found, count: 1 });
    else known.count++;
  }
  const many = [...telling].filter(([word, { count }]) => !ORDINARY.has(word) || count >= 10);
  return { auto: [...auto.values()], telling: many.map(([, found]) => found) };
}

function controlEvent(name: string, word: string): Keyword | undefined {
  const at = word.lastIndexOf('_');
  if (at < 1 || !CONTROL_EVENTS.has(word.slice(at + 1))) return undefined;
  return { word: name, meaning: CONTROL };
}
