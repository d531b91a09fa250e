import type { Problem } from '../../errors/problem.ts';

/**
 * A record of a capture. One object serves all records of a reader: the bytes are valid until the next record is
 * read.
 */
export interface Packet {
  bytes: Uint8Array;
  /** The captured bytes are `bytes[start…end)`. */
  start: number;
  end: number;
  /** Bytes the packet had before the sniffer cut it; never fewer than were captured. */
  wireLength: number;
  /** Where the record begins in the file, and its captured bytes. */
  offset: number;
  position: number;
  /** Seconds since 1970. */
  time: number;
  /** A LINKTYPE number: 1 is Ethernet, 101 raw IP. */
  linkType: number;
}

export interface CaptureReader {
  readonly format: 'pcap' | 'pcapng';
  readonly packet: Packet;
  /** Reads the next record into `packet`; false at the end, and where reading has to stop. */
  next(): boolean;
  /** Why reading stopped before the end of the file, once `next` was false. */
  readonly problem: Problem | undefined;
  /** TLS keys that a pcapng carries, in the format of SSLKEYLOGFILE; those read so far. */
  readonly secrets: string;
}
