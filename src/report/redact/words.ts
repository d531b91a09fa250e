/**
 * Words that a guest's user or computer is often called, and that reports are full of: as names they are replaced in
 * paths, and where they are the whole value, but not in sentences. The second part is what names of container fields
 * are made of.
 */
export const COMMON_WORDS: ReadonlySet<string> = new Set(
  `abuse account admin administrator analysis analyst analyzer android application backup browser builder bureau client
  computer cuckoo cape default delete demo desktop detect device disk domain download downloads driver email execute
  explorer final firefox free google guest hidden home http https internet java kernel lab laptop linux load local logon
  mail main malware manager microsoft network none null office online operator oracle owner password path pc player
  power powershell public python registry remote root runtime sample sandbox scan script security self server service
  setup shell start student support suspicious system task temp temporary test tester testing tools unknown update
  user username users value victim virtual virus vmware web win10 win11 win2k win7 win8 windows winxp work workgroup
  workstation write xp
  action addr alert anomaly apis apistats apkinfo args arguments ascii band baseaddr baseline basename behavior
  bitness blacklisted buffer caller calls categories category children code column command commands confidence config
  confinement connects content copied count counted crc32 created custom data debug deleted description dialect
  directory dropped droidmon dumptls duration ended enumerated environ error errors executed exists extracted failed
  families fetches file filepath files filter first flags found generic guid hint host hosts http images imgsize info
  iocs keylog keys kind last ledger line loaded machine mapped markcount master mbcs memory message meta module modules
  moved mutex mutexes name noise object objects offset offsets opened options ovoscope package parent parentcaller
  pids platform points ppid pretty problems process processes processing processtree procmemory procmon program
  protect query random read reason reboot recreated redaction references reflected regions regkey removed repeated
  reporting resolved resolves return role route rule rules ruleset score screenshots secret seen services severity sha1
  sha256 sha512 signature signatures size source ssdeep stacktrace started state static statistics status strings
  summary tags target thread threads threshold time timestamp tlsh tlsmaster total track truncated ttps type types urls
  utf16 verdict version weight where written yara`.split(/\s+/),
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
