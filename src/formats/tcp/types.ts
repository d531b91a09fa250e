/** 0 is from client to server. */
export type Direction = 0 | 1;

/** The two ends of a connection; the client is who opened it, or who probably did. */
export interface Ends {
  client: string;
  clientPort: number;
  server: string;
  serverPort: number;
}

/** When and where the bytes at hand were captured. */
export interface Moment {
  /** Seconds since 1970. */
  time: number;
  /** Of the packet's record in the capture. */
  offset: number;
}

/** Takes the bytes of a connection, in order. Ranges of bytes are valid during the call only. */
export interface StreamConsumer {
  data(direction: Direction, bytes: Uint8Array, start: number, end: number, moment: Moment): void;
  /** So many bytes were sent, but never captured. */
  gap(direction: Direction, length: number, moment: Moment): void;
  /** Nothing more comes from this side. */
  end(direction: Direction): void;
  /** Nothing more comes at all; `end` need not have been called. */
  close(): void;
}
