import { type Results, Signature } from 'ovoscope';
import { apis, firstUses, keys } from 'ovoscope/query';
import { strangersAt } from './_stores.ts';

/** Where programs for mail, file transfer, remote login and chat keep what they log in with. */
const FILES = [
  /\\FileZilla\\(?:sitemanager|recentservers|filezilla)\.xml$/i,
  /\\(?:GHISLER\\)?wcx_ftp\.ini$/i,
  /\\(?:CoreFTP\\sites\.idx|SmartFTP\\.{1,80}\\Favorites\.dat|FlashFXP\\.{1,80}(?:Sites|quick)\.dat|Ipswitch\\WS_FTP\\Sites\\ws_ftp\.ini|FTP Navigator\\Ftplist\.txt|FTPGetter\\servers\.xml|cftp\\Ftplist\.txt)$/i,
  /\\(?:Thunderbird|Postbox|Icedove)\\(?:profiles\.ini|Profiles\\[^\\]+\\(?:logins\.json|key[34]\.db))$/i,
  /\\(?:Foxmail.{0,40}\\Accounts?\\Account\.rec0|The Bat!\\.{1,60}\.cfn|Pocomail\\accounts\.ini|Opera Mail\\.{0,60}wand\.dat|eM Client\\accounts\.dat)$/i,
  /\\\.purple\\accounts\.xml$/i,
  /\\(?:discord|discordcanary|discordptb)\\Local Storage\\leveldb(?:\\|$)/i,
  /\\Telegram Desktop\\tdata(?:\\|$)/i,
  /\\OpenVPN\\config(?:\\|$)|\\NordVPN\\.{1,80}\\user\.config$/i,
];
const KEYS = [
  /\\Martin Prikryl\\WinSCP 2\\Sessions/i,
  /\\SimonTatham\\PuTTY\\Sessions/i,
  /\\(?:Windows Messaging Subsystem|Outlook)\\Profiles\\/i,
  /\\IncrediMail\\Identities|\\RimArts\\B2\\Settings|\\Qualcomm\\Eudora\\CommandLine/i,
  /\\FTPWare\\COREFTP\\Sites|\\Far2?\\(?:Plugins\\FTP|SavedDialogHistory\\FTPHost)/i,
  /\\(?:RealVNC|TightVNC|ORL|TigerVNC)\\(?:WinVNC[34]?|vncserver|Server)/i,
  /\\Internet Explorer\\IntelliForms\\Storage2/i,
];
const OWNERS = [
  'outlook.exe',
  'thunderbird.exe',
  'filezilla.exe',
  'winscp.exe',
  'putty.exe',
  'discord.exe',
  'telegram.exe',
  'iexplore.exe',
];

/** The programs themselves are left out, as far as their names are known. */
export default class CredentialsPrograms extends Signature {
  name = 'credentials_programs';
  description = 'Looks for passwords that programs for mail, file transfer, remote login or chat keep';
  severity = 4;
  confidence = 80;
  categories = ['credentials'];
  ttps = ['T1552.001', 'T1552.002', 'T1555'];
  references = [
    'https://attack.mitre.org/techniques/T1552/001/',
    'https://attack.mitre.org/techniques/T1552/002/',
    'https://attack.mitre.org/techniques/T1555/',
  ];

  run(results: Results) {
    this.data.push(...strangersAt(results, FILES, OWNERS));
    const touched = firstUses(results, keys(results, KEYS), [...apis.opensKey, ...apis.readsValue], 'regkey');
    this.data.push(...touched.filter(({ process }) => !OWNERS.includes(String(process).toLowerCase())));
    return this.data.length > 0;
  }
}
