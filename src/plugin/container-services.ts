/** What another sandbox had of a program or a service; what is in it is up to that sandbox. */
export type ImportedPart = { [part: string]: unknown } | { [part: string]: unknown }[];

/** What Suricata says of where something was seen, in the words of Cuckoo's reports. */
export interface SuricataSeen {
  src_ip: string | null;
  src_port: number | null;
  dst_ip: string | null;
  dst_port: number | null;
  timestamp: string | null;
  [field: string]: unknown;
}

export interface SuricataAlert extends SuricataSeen {
  sid: number | null;
  protocol: string | null;
  category: string;
  signature: string | null;
  /** 1 is the worst; 3 where Suricata gave none. */
  severity: number;
  gid?: number;
  rev?: number;
  action?: string;
  /** Set for alerts that the options call noise. */
  ignored?: true;
}

export interface SuricataLists {
  alerts: SuricataAlert[];
  tls: SuricataSeen[];
  http: SuricataSeen[];
  files: { [field: string]: unknown }[];
  dns: SuricataSeen[];
}

/** An alert of Snort, in the fields of Cuckoo's reports. */
export interface SnortAlert {
  /** In seconds since 1970, by the clock of the guest taken as UTC; null where the log has no year. */
  timestamp: number | null;
  sid: number;
  revision: number;
  priority: number | null;
  /** The priority; 3 where Snort gave none. */
  severity: number;
  message: string;
  src_ip: string;
  src_port: number | null;
  dst_ip: string;
  dst_port: number | null;
  protocol: string;
  classtype: string | null;
}

/** What one engine says. */
export interface VirusTotalScan {
  detected: boolean;
  result: string | null;
  normalized: string[];
  version: string | null;
  update: string | null;
}

/** What VirusTotal knows of a file or a URL, in the fields of its reports of version 2 as Cuckoo has them. */
export interface VirusTotalReport {
  positives: number;
  total: number;
  permalink: string | null;
  /** `YYYY-MM-DD HH:MM:SS`, UTC. */
  scan_date: string | null;
  /** By engine, with underscores for dots. */
  scans: { [engine: string]: VirusTotalScan };
  /** Words of the names that engines gave, each once. */
  normalized: string[];
  summary: { positives: number; permalink: string | null; scan_date: string | null };
}

/** VirusTotal does not know the sample. */
export interface VirusTotalNothing {
  summary: { error: string };
}

/** An event of MISP that has values of this analysis. */
export interface MispEvent {
  event_id: string;
  /** `YYYY-MM-DD`. */
  date: string | null;
  url: string;
  /** The threat level: 1 high, 2 medium, 3 low, 4 undefined. */
  level: number | null;
  info: string | null;
  iocs: string[];
}
