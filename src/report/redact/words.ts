/**
 * Words that a guest's user or computer is often called, and that reports are full of: as names they are replaced in
 * paths, and where they are the whole value, but not in sentences. What names of container fields are
 * made of is here, too.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `abuse account action addr address admin administrator alert alerts analysis analyst analyzer android anomaly apis
  apistats apkinfo appdata application args arguments ascii backup band baseaddr baseline basename behavior bin
  bitness blacklisted browser buffer builder bureau caller calls cape categories category channel children classtype
  client code column com command commands computer confidence config configs confinement connects content
  controlset001 copied count counted crc32 created cuckoo currentcontrolset currentversion custom data date debug
  default delete deleted demo description desktop detect detected device dialect directory disk document documents
  domain download downloads driver droidmon dropped dumptls duration email ended enumerated environ error errors
  event events evtx execute executed exists explorer extracted failed failure false families fetches file filepath
  files filter final firefox first flags folder found free generic google guest guid hidden hint home host hosts
  http https ignored images imgsize info internal internet iocs java kernel keylog keys kind kinds lab laptop last
  ledger level lib libraries line linux load loaded local logon logs machine mail main malware manager mapped
  markcount master mbcs memory message meta microsoft misp module modules moved mutex mutexes name net network noise
  none normalized null object objects office offset offsets online opened operator options oracle org ovoscope owner
  package parent parentcaller password path paths payloads pc permalink pids platform player points port positives
  power powershell ppid pretty priority problems procdump process processes processing processtree procmemory
  procmon program programdata programs protect protocol provider public python query random read reason reboot
  record recreated redaction references reflected regions registry regkey remote removed repeated reporting resolved
  resolves result return revision roaming role root route rule rules ruleset runtime sample sandbox scan scans score
  screenshots script secret security seen self server service services settings setup severity sha1 sha256 sha512
  shell signature signatures size snort software source ssdeep stacktrace start started state static statistics
  status strings student success summary support suricata suspicious sysmon system system32 syswow64 tags target
  task temp temporary test tester testing thread threads threshold time timestamp tlsh tlsmaster tmp tools total
  track true truncated ttps type types unknown update urls user username users utf16 value verdict version victim
  virtual virus virustotal vmware web weight where win10 win11 win2k win7 win8 windir windows winnt winxp work
  workgroup workstation write written xp yara`.split(/\s+/),
);

/** Accounts and groups that every machine has; they say nothing about whose it is. */
export const EVERYONES: ReadonlySet<string> = new Set([
  '.net v2.0',
  '.net v4.5',
  'administrator',
  'administrators',
  'all users',
  'builtin',
  'default',
  'default user',
  'default.migrated',
  'defaultapppool',
  'desktop.ini',
  'guest',
  'local service',
  'localhost',
  'localservice',
  'network service',
  'networkservice',
  'none',
  'nt authority',
  'null',
  'public',
  'shared',
  'system',
  'systemprofile',
  'unknown',
  'wdagutilityaccount',
  'workgroup',
]);
