/** One event of a Windows event log. */
export interface EvtxEvent {
  /** Number of the record. */
  record: number;
  event_id: number | null;
  provider: string | null;
  channel: string | null;
  computer: string | null;
  /** When it happened, in UTC with seven decimals; when it was written, where it does not say. */
  time: string | null;
  /** 1 critical, 2 error, 3 warning, 4 information, 5 verbose; 0 where it is none of these. */
  level: number | null;
  /** The process that logged it. */
  pid: number | null;
  /** SID of the user. */
  user: string | null;
  /** The fields by their names; those without one by their place from 0 on. Further ones of a name have `#2`, … */
  data: { [name: string]: string };
}

export interface EvtxDamage {
  offset: number;
  what: string;
}

export interface EvtxEnd {
  events: number;
  chunks: number;
  /** What is wrong with the file, in the order it was met. */
  damage: EvtxDamage[];
  /** Further damage, which is not listed. */
  moreDamage: number;
}
