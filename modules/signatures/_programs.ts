/** Programs by what they can be used for, in lower case. */
export const OFFICE = [
  'winword.exe',
  'excel.exe',
  'powerpnt.exe',
  'outlook.exe',
  'msaccess.exe',
  'mspub.exe',
  'onenote.exe',
  'visio.exe',
  'eqnedt32.exe',
  'wordpad.exe',
];

export const DOCUMENT_READERS = [...OFFICE, 'acrord32.exe', 'acrobat.exe', 'foxitreader.exe', 'foxitpdfreader.exe'];

export const SCRIPT_HOSTS = ['wscript.exe', 'cscript.exe', 'mshta.exe'];

/** Can run code that is given on their command line or in a file. */
export const INTERPRETERS = [
  ...SCRIPT_HOSTS,
  'cmd.exe',
  'powershell.exe',
  'pwsh.exe',
  'regsvr32.exe',
  'rundll32.exe',
  'msiexec.exe',
  'certutil.exe',
  'bitsadmin.exe',
  'forfiles.exe',
  'installutil.exe',
  'msbuild.exe',
  'regasm.exe',
  'regsvcs.exe',
  'wmic.exe',
  'schtasks.exe',
];

export const BROWSERS = [
  'chrome.exe',
  'msedge.exe',
  'firefox.exe',
  'opera.exe',
  'brave.exe',
  'vivaldi.exe',
  'iexplore.exe',
  'chromium.exe',
];

/** Names that belong to Windows itself and to one folder of it. */
export const SYSTEM_PROGRAMS = [
  'svchost.exe',
  'lsass.exe',
  'csrss.exe',
  'smss.exe',
  'wininit.exe',
  'winlogon.exe',
  'services.exe',
  'spoolsv.exe',
  'taskhost.exe',
  'taskhostw.exe',
  'conhost.exe',
  'dllhost.exe',
  'explorer.exe',
];

/** What Windows and its updaters run by themselves while a sample is watched. */
export const BACKGROUND = [
  'backgroundtaskhost.exe',
  'compattelrunner.exe',
  'csrss.exe',
  'dwm.exe',
  'googleupdate.exe',
  'lsass.exe',
  'microsoftedgeupdate.exe',
  'mousocoreworker.exe',
  'msmpeng.exe',
  'onedrive.exe',
  'searchindexer.exe',
  'securityhealthhost.exe',
  'services.exe',
  'sihclient.exe',
  'sppsvc.exe',
  'svchost.exe',
  'taskhostw.exe',
  'tiworker.exe',
  'trustedinstaller.exe',
  'usoclient.exe',
  'wmiprvse.exe',
];

/** Folders that every user may write to, where programs are not installed as a rule. */
export const USER_WRITABLE =
  /\\(?:appdata|application data|temp|tmp|local settings|programdata|users\\public|documents and settings\\all users|downloads|recycler|\$recycle\.bin)\\/i;

/** Endings of files that Windows runs as programs or scripts. */
export const RUNNABLE = /\.(?:exe|scr|com|pif|cpl|dll|bat|cmd|ps1|vbs|vbe|js|jse|wsf|wsh|hta|lnk|msi)$/i;
