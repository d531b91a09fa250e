import { apis } from '../../query/apis.ts';

/** APIs that monitors of Cuckoo and CAPE report, as far as analyses have shown them; there are others. */
const SEEN = `
BCryptImportKey BCryptImportKeyPair COleScript_ParseScriptText ChangeWindowMessageFilter CoCreateInstance
CoCreateInstanceEx CoGetClassObject CoInitializeEx CoInitializeSecurity CoUninitialize ConnectEx CopyFileA
CopyFileExW CopyFileW CreateActCtxW CreateDirectoryExW CreateDirectoryW CreateProcessInternalW
CreateProcessWithLogonW CreateProcessWithTokenW CreateRemoteThread CreateRemoteThreadEx CreateServiceA
CreateServiceW CreateThread CreateToolhelp32Snapshot CryptAcquireContextA CryptAcquireContextW CryptCreateHash
CryptDecodeObjectEx CryptDestroyHash CryptDestroyKey CryptGenRandom CryptHashData CryptImportKey DeleteFileA
DeleteFileW DeviceIoControl DllLoadNotification DnsQuery_A DnsQuery_UTF8 DnsQuery_W DrawTextExW EnumWindows
ExitProcess ExitThread FindFirstFileExA FindFirstFileExW FindResourceA FindResourceExA FindResourceExW
FindResourceW FindWindowA FindWindowExA FindWindowExW FindWindowW GetAdaptersAddresses GetAddrInfoW
GetCommandLineA GetCommandLineW GetComputerNameA GetComputerNameW GetCursorPos GetDiskFreeSpaceExW
GetFileAttributesExW GetFileAttributesW GetFileInformationByHandle GetFileSize GetFileType
GetFileVersionInfoSizeW GetFileVersionInfoW GetForegroundWindow GetKeyState GetKeyboardLayout GetLastInputInfo
GetLocalTime GetModuleFileNameA GetModuleHandleA GetNativeSystemInfo GetSystemDirectoryW GetSystemInfo
GetSystemMetrics GetSystemTime GetSystemTimeAsFileTime GetSystemWindowsDirectoryW GetUserNameA GetUserNameW
GetVolumeInformationByHandleW GetVolumeNameForVolumeMountPointW GlobalMemoryStatus GlobalMemoryStatusEx
HttpOpenRequestA HttpOpenRequestW HttpSendRequestA HttpSendRequestW IWbemServices_ExecQuery InternetCloseHandle
InternetConnectA InternetConnectW InternetCrackUrlA InternetCrackUrlW InternetGetConnectedState InternetOpenA
InternetOpenUrlA InternetOpenUrlW InternetOpenW InternetQueryOptionA InternetSetOptionA
InternetSetStatusCallback IsDebuggerPresent LdrGetDllHandle LdrGetProcedureAddress
LdrGetProcedureAddressForCaller LdrLoadDll LdrUnloadDll LoadResource LoadStringW LockResource LookupAccountSidW
LookupPrivilegeValueW LsaOpenPolicy Module32FirstW Module32NextW MoveFileWithProgressTransactedA
MoveFileWithProgressTransactedW MoveFileWithProgressW NetGetJoinInformation NtAddAtomEx NtAllocateVirtualMemory
NtAllocateVirtualMemoryEx NtClose NtCreateEvent NtCreateFile NtCreateKey NtCreateMutant NtCreateNamedPipeFile
NtCreateProcess NtCreateProcessEx NtCreateSection NtCreateThread NtCreateThreadEx NtCreateUserProcess
NtDelayExecution NtDeleteAtom NtDeleteFile NtDeleteKey NtDeleteValueKey NtDeviceIoControlFile NtDuplicateObject
NtEnumerateKey NtEnumerateValueKey NtFindAtom NtFreeVirtualMemory NtGetContextThread NtMapViewOfSection
NtMapViewOfSectionEx NtOpenDirectoryObject NtOpenEvent NtOpenFile NtOpenKey NtOpenKeyEx NtOpenMutant
NtOpenProcess NtOpenSection NtOpenThread NtProtectVirtualMemory NtQueryAttributesFile NtQueryDirectoryFile
NtQueryFullAttributesFile NtQueryInformationAtom NtQueryInformationFile NtQueryInformationThread NtQueryKey
NtQueryLicenseValue NtQueryMultipleValueKey NtQuerySystemInformation NtQuerySystemTime NtQueryValueKey
NtQueueApcThread NtQueueApcThreadEx NtReadFile NtReadVirtualMemory NtReleaseMutant NtResumeProcess
NtResumeThread NtSetContextThread NtSetInformationFile NtSetInformationProcess NtSetTimer NtSetTimerEx
NtSetValueKey NtSuspendThread NtTerminateProcess NtTerminateThread NtUnmapViewOfSection NtUnmapViewOfSectionEx
NtWaitForSingleObject NtWow64WriteVirtualMemory64 NtWriteFile NtWriteVirtualMemory NtYieldExecution
ObtainUserAgentString OleInitialize OpenProcess OpenSCManagerA OpenSCManagerW OpenServiceA OpenServiceW
OutputDebugStringA PostMessageA PostMessageW Process32FirstW Process32NextW RasConnectionNotificationW
ReadProcessMemory RegCloseKey RegCreateKeyExA RegCreateKeyExW RegDeleteKeyA RegDeleteKeyW RegDeleteValueA
RegDeleteValueW RegEnumKeyExA RegEnumKeyExW RegEnumKeyW RegEnumValueA RegEnumValueW RegNotifyChangeKeyValue
RegOpenKeyExA RegOpenKeyExW RegQueryInfoKeyA RegQueryInfoKeyW RegQueryValueExA RegQueryValueExW RegSetValueExA
RegSetValueExW RemoveDirectoryW RtlAddVectoredExceptionHandler RtlCreateUserProcess RtlCreateUserThread
RtlDosPathNameToNtPathName_U RtlSetCurrentTransaction SHGetFolderPathW SHGetKnownFolderPath SaferIdentifyLevel
SearchPathW SendNotifyMessageW SetErrorMode SetFileAttributesW SetFilePointer SetFileTime SetStdHandle
SetUnhandledExceptionFilter SetWindowsHookExA SetupDiGetDeviceRegistryPropertyA ShellExecuteExW SizeofResource
Ssl3GenerateKeyMaterial SslDecryptPacket SslEncryptPacket StartServiceW SystemParametersInfoW URLDownloadToFileW
UrlCanonicalizeW UuidCreate VarBstrCat VirtualAllocEx VirtualProtectEx WNetGetProviderNameW WSAConnect WSARecv
WSASend WSASocketW WSAStartup WinHttpConnect WinHttpGetIEProxyConfigForCurrentUser WinHttpGetProxyForUrl
WinHttpOpen WinHttpOpenRequest WinHttpQueryHeaders WinHttpReceiveResponse WinHttpSendRequest WinHttpSetOption
WriteConsoleA WriteConsoleW WriteProcessMemory ZwMapViewOfSection __anomaly__ __exception__ bind closesocket
connect getaddrinfo gethostbyname gethostname getsockname select send setsockopt shutdown socket system
vbe6_Shell
`;

export const KNOWN_APIS: ReadonlySet<string> = new Set([...Object.values(apis).flat(), ...SEEN.trim().split(/\s+/)]);

/** Functions that programs call and that no monitor reports under this name, with what is reported in their place. */
const REPORTED_AS: { readonly [api: string]: string } = {
  CreateDirectory: 'CreateDirectoryW',
  CreateFile: 'NtCreateFile',
  CreateMutex: 'NtCreateMutant',
  CreateProcess: 'CreateProcessInternalW',
  DeleteFile: 'DeleteFileW',
  GetProcAddress: 'LdrGetProcedureAddress',
  LoadLibrary: 'LdrLoadDll',
  LoadLibraryEx: 'LdrLoadDll',
  MapViewOfFile: 'NtMapViewOfSection',
  MoveFile: 'MoveFileWithProgressW',
  OpenMutex: 'NtOpenMutant',
  ReadFile: 'NtReadFile',
  RegCreateKey: 'RegCreateKeyExW',
  RegOpenKey: 'RegOpenKeyExW',
  RegQueryValue: 'RegQueryValueExW',
  RegSetValue: 'RegSetValueExW',
  ResumeThread: 'NtResumeThread',
  ShellExecute: 'ShellExecuteExW',
  Sleep: 'NtDelayExecution',
  SleepEx: 'NtDelayExecution',
  SuspendThread: 'NtSuspendThread',
  TerminateProcess: 'NtTerminateProcess',
  VirtualAlloc: 'NtAllocateVirtualMemory',
  VirtualProtect: 'NtProtectVirtualMemory',
  WinExec: 'CreateProcessInternalW',
  WriteFile: 'NtWriteFile',
};

/** What monitors call a function, where they call it otherwise. */
export function reportedAs(api: string): string | undefined {
  if (KNOWN_APIS.has(api)) return undefined;
  const plain = api.replace(/[AW]$/, '');
  return Object.hasOwn(REPORTED_AS, plain) ? REPORTED_AS[plain] : undefined;
}
