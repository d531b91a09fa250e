/** First match counts. */
const RULES: readonly (readonly [api: RegExp, category: string])[] = [
  [
    /^(?:Internet|Http|WinHttp|URLDownload|Dns|WSA|Ssl[ED]|ObtainUserAgent|DeleteUrlCache|WNet|TransmitFile)/,
    'network',
  ],
  [
    /^(?:get(?:addr|host|sock)|GetAddr|GetAdapters|connect|ConnectEx|socket|send|recv|bind|listen|accept|closesocket)/,
    'network',
  ],
  [/^(?:Reg[A-Z]|Nt\w*Key)/, 'registry'],
  [/Service|SCManager/, 'services'],
  [/Crypt|^Cert|^PRF$|^Ssl3/, 'crypto'],
  [/^(?:Co[A-Z]|Ole)/, 'ole'],
  [/Mutant|Event|Semaphore|NamedPipe|NtDelayExecution|SystemTime|TickCount/, 'synchronisation'],
  [
    /^GetModuleFileName|Process|Thread|VirtualMemory|^Virtual|Section|Toolhelp|ShellExecute|Module32|^system$/,
    'process',
  ],
  [/File|Directory|Volume|DeviceIoControl/, 'file'],
  [/WindowsHook|^Ldr|^NtClose$|Debug|Privilege|Driver|KeyState|SystemInfo|^ExitWindows/, 'system'],
  [/Window|MessageBox|DrawText|LoadString/, 'ui'],
  [/^vbe6_/, 'office'],
  [/^__/, '__notification__'],
];

/** The category that Cuckoo 2 gives an API, by its name; `misc` where the name doesn't tell. */
export function categoryOf(api: string): string {
  return RULES.find(([pattern]) => pattern.test(api))?.[1] ?? 'misc';
}
