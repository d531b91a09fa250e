import type { Ends, Moment } from '../tcp/types.ts';

export interface ClientHello {
  /** The version field, which later versions leave at that of TLS 1.2. */
  legacyVersion: number;
  random: string;
  sessionId: string;
  ciphers: readonly number[];
  extensions: readonly number[];
  serverName: string | undefined;
  protocols: readonly string[];
  groups: readonly number[];
  pointFormats: readonly number[];
  signatureAlgorithms: readonly number[];
  supportedVersions: readonly number[];
}

export interface ServerHello {
  /** The version that was agreed on. */
  version: number;
  legacyVersion: number;
  random: string;
  sessionId: string;
  cipher: number;
  extensions: readonly number[];
  protocol: string | undefined;
  /** RFC 7366. */
  encryptsThenMacs: boolean;
  /** It asks for another ClientHello. */
  isRetry: boolean;
}

export interface Certificate {
  /** `C=US, O=Example Inc, CN=example.com`, in the order of the certificate. */
  subject: string;
  issuer: string;
  /** Lower-case hexadecimal. */
  serial: string;
  /** UTC, `YYYY-MM-DD HH:MM:SS`. */
  not_before: string;
  not_after: string;
  md5: string;
  sha1: string;
  sha256: string;
  /** Subject alternative names: hosts, addresses, mail addresses and URLs. */
  names: string[];
}

export interface TlsSession {
  ends: Ends;
  moment: Moment;
  client?: ClientHello;
  server?: ServerHello;
  /** As sent, the server's own first; only the fingerprints of those that could not be read. */
  certificates: Certificate[];
  clientCertificates: Certificate[];
  /** Whether keys were there, and worked. */
  decryption: 'no keys' | 'decrypted' | 'failed';
  /** Why it failed. */
  trouble?: string;
}
